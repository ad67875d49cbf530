"""The annotations of real articles in data/real: well formed, and without a word of the articles."""

import json
from pathlib import Path

import pytest

from framing.corpus.standoff import CHECKSUM, attach
from framing.readers.failure import InputFailure
from framing.taxonomy import CARRIER_CLASSES, FRAMINGS, KINDS, SOURCE_CLASSES

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "data" / "real").rglob("*.jsonl"))
TEXTS = [ROOT.parent / "shared" / "corpora" / "texts" / f"{name}.jsonl.gz" for name in ("ndt", "ntrex", "wikinews_en")]
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
    first = [row["doc_id"] for path in FILES if path.parent.name == "real" for row in rows(path)]
    assert len(first) == len(set(first)) > 500


@pytest.mark.skipif(not all(path.is_file() for path in TEXTS), reason="the texts are not part of the project")
def test_with_their_texts_they_are_annotated_articles():
    joined = list(attach([path for path in FILES if path.parent.name == "real"], TEXTS))
    assert not [outcome for outcome in joined if isinstance(outcome, InputFailure)]
    assert sum(len(article.passages) for article in joined) == 5666
