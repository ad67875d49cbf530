"""The annotations of real articles in data/real: well formed, and without a word of the articles."""

import json

import pytest

from framing.corpus.standoff import CHECKSUM
from framing.readers.failure import InputFailure
from framing.taxonomy import CARRIER_CLASSES, FRAMINGS, KINDS, SOURCE_CLASSES
from tests.real_texts import ANNOTATIONS, ROOT, joined, needs_texts

FILES = sorted((ROOT / "data" / "real").rglob("*.jsonl"))
KEYS = {"start", "end", "kind", "source", "cue", "source_class", "carrier", "carrier_class", "framing"}


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_hold_offsets_and_labels_only(path):
    for row in rows(path):
        assert set(row) <= {"doc_id", "lang", "outlet", "date", "event", "passages", CHECKSUM}
        for passage in row["passages"]:
            assert set(passage) == KEYS
            assert passage["kind"] in KINDS
            assert passage["source_class"] in SOURCE_CLASSES
            assert passage["carrier_class"] in {*CARRIER_CLASSES, None}
            assert passage["framing"] in FRAMINGS
            spans = [passage, *(passage[name] for name in ("source", "cue", "carrier") if passage[name])]
            assert all(0 <= span["start"] < span["end"] for span in spans)


def test_no_article_is_annotated_twice_for_training():
    first = [row["doc_id"] for path in ANNOTATIONS for row in rows(path)]
    assert len(first) == len(set(first)) > 500


@needs_texts
def test_with_their_texts_they_are_annotated_articles():
    articles = joined()
    assert not [outcome for outcome in articles if isinstance(outcome, InputFailure)]
    assert sum(len(article.passages) for article in articles) == 8976
