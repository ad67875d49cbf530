"""The committed corpus: what stands in data/corpus must load, and its splits must not leak."""

from pathlib import Path

import pytest

from framing.corpus.loader import read_article, read_corpus
from framing.corpus.splits import SPLITS, digest, in_splits, split_of
from framing.errors import DataError

CORPUS = Path(__file__).parent.parent / "data" / "corpus" / "articles"

HEAD = """+++
language = "nb"
outlet = "Prøveposten"
date = "2024-05-02"
genre = "news"
topic = "ferries"
event = "e-1"
+++
"""


@pytest.fixture(scope="module")
def corpus():
    return list(read_corpus(CORPUS))


def test_every_span_stands_where_the_annotation_says(corpus):
    for article in corpus:
        text = article.article.text
        for passage in article.passages:
            assert text[passage.start : passage.end] == passage.text
            for mention in (passage.source, passage.carrier, passage.cue):
                assert mention is None or text[mention.start : mention.end] == mention.text


def test_passages_nest_and_never_cross(corpus):
    for article in corpus:
        open_ends: list[int] = []
        for passage in article.passages:
            while open_ends and open_ends[-1] <= passage.start:
                open_ends.pop()
            assert not open_ends or passage.end <= open_ends[-1], f"{article.article.id}: {passage.text[:60]!r}"
            open_ends.append(passage.end)


def test_ids_are_unique_and_languages_known(corpus):
    assert len({a.article.id for a in corpus}) == len(corpus)
    assert {a.article.language for a in corpus} <= {"nb", "nn", "en", "sv", "da", "de", "ru"}


def test_no_event_stands_in_two_splits(corpus):
    events = {name: {a.event for a in in_splits(corpus, name)} for name in SPLITS}
    assert not events["train"] & events["test"]
    assert not events["train"] & events["dev"]
    assert sum(len(in_splits(corpus, name)) for name in SPLITS) == len(corpus)


def test_a_split_is_fixed_by_the_name_of_the_event():
    assert split_of("e-nb-001") == split_of("e-nb-001")
    assert {split_of(f"e-{k}") for k in range(200)} == set(SPLITS)


def test_the_digest_changes_with_an_annotation(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        HEAD + "Ferja\n⟦indirect|src=Ola|sc=individual|cue=sier: Den går ikke⟧, sier Ola.", encoding="utf-8"
    )
    first = digest([read_article(path)])
    path.write_text(path.read_text("utf-8").replace("individual", "business"), encoding="utf-8")
    assert digest([read_article(path)]) != first


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("ingen overskrift", "front matter"),
        ("+++\nlanguage = \n+++\nx", "front matter"),
        ("+++\nlanguage = 'nb'\n+++\nx", "lacks outlet"),
        (HEAD + "⟦direct: Ja", "never closed"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path, content, complaint):
    path = tmp_path / "brutt.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=complaint) as caught:
        read_article(path)
    assert "brutt.txt" in str(caught.value)


def test_an_empty_folder_is_no_corpus(tmp_path):
    with pytest.raises(DataError, match="no corpus articles"):
        list(read_corpus(tmp_path))
