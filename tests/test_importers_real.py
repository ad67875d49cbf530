"""Other people's corpora, where these are at hand."""

from pathlib import Path

import pytest

from framing.corpus.check import check_article
from framing.corpus.importers import CorpusFormat
from framing.corpus.importers.registry import READERS
from framing.readers.failure import InputFailure

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="other people's corpora are not part of the project")


@pytest.mark.parametrize(
    ("form", "file", "articles", "attributions"),
    [
        (CorpusFormat.POLNEAR, "attribution/polnear.dev.jsonl.gz", 84, 2192),
        (CorpusFormat.WIKINEWS_DE, "attribution/wikinews_de.dev.jsonl.gz", 150, 653),
        (CorpusFormat.ATTRIBUTIONS, "attribution/ndt_no_silver.dev.jsonl.gz", 136, 1039),
    ],
)
def test_every_article_is_imported_sound(form, file, articles, attributions):
    imported = list(READERS[form](CORPORA / file, None))
    assert not [entry for entry in imported if isinstance(entry, InputFailure)]
    assert len(imported) == articles
    assert sum(len(entry.attributions) for entry in imported) == attributions
    assert [problem for entry in imported for problem in check_article(entry)] == []


@pytest.mark.parametrize(
    ("form", "file", "labels", "failures"),
    [
        (CorpusFormat.BABE, "bias/babe.jsonl.gz", {"biased": 1810, "neutral": 1863}, 1),
        (
            CorpusFormat.SEMEVAL2023_TASK3,
            "framing/semeval2023_task3.train.jsonl.gz",
            {"biased": 10732, "neutral": 9169},
            0,
        ),
    ],
)
def test_every_labelled_sentence_is_imported(form, file, labels, failures):
    imported = list(READERS[form](CORPORA / file, None))
    sentences = [entry for entry in imported if not isinstance(entry, InputFailure)]
    assert {label: sum(s.label == label for s in sentences) for label in labels} == labels
    assert len(imported) - len(sentences) == failures
    assert all(0 <= start < end <= len(s.text) for s in sentences for start, end in s.spans)
