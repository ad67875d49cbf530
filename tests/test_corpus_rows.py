"""Annotated articles as JSON Lines."""

import json
from pathlib import Path

import pytest

from framing.corpus.check import check_corpus
from framing.corpus.loader import LAYERS, Attribution, read_corpus
from framing.corpus.rows import article_from_row, article_to_row
from framing.corpus.splits import in_splits, split_of, split_of_article
from framing.errors import DataError

CORPUS = Path(__file__).parent.parent / "data" / "corpus" / "articles"
TEXT = "Ordføreren hevder at veien er «trygg», melder NTB."
ROW = {
    "doc_id": "vei",
    "lang": "nb",
    "outlet": "Vekeposten",
    "split": "dev",
    "text": TEXT,
    "passages": [
        {
            "start": 21,
            "end": 37,
            "kind": "indirect",
            "source": {"start": 0, "end": 10},
            "cue": {"start": 11, "end": 17},
            "source_class": "government",
            "carrier": {"start": 46, "end": 49},
            "carrier_class": "western_wire",
        },
        {"start": 31, "end": 36, "kind": "fragment", "source_class": "government", "framing": "doubt"},
    ],
}


@pytest.fixture
def write(tmp_path):
    def write(*rows):
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def test_the_corpus_survives_as_json_lines():
    for article in read_corpus(CORPUS / "nn"):
        assert article_from_row(json.loads(json.dumps(article_to_row(article)))) == article


def test_attributions_survive_as_json_lines():
    row = {**ROW, "layers": [], "attributions": [{"content": [[21, 25], [31, 36]], "source": [[0, 10]], "type": "x"}]}
    article = article_from_row(row)
    assert article.attributions == (Attribution(((21, 25), (31, 36)), ((0, 10),), type="x"),)
    assert article_from_row(json.loads(json.dumps(article_to_row(article)))) == article


def test_without_layers_everything_is_labelled():
    article = article_from_row(ROW)
    assert article.layers == frozenset(LAYERS)
    assert [p.framing for p in article.passages] == ["none", "doubt"]


def test_what_is_not_among_the_layers_is_unlabelled():
    article = article_from_row({**ROW, "layers": ["kind"]})
    for passage in article.passages:
        assert (passage.source_class, passage.carrier, passage.carrier_class, passage.framing) == (None,) * 4
    assert article.passages[0].source is not None


def test_unlabelled_labels_are_not_written():
    written = article_to_row(article_from_row({**ROW, "layers": []}))
    assert not {"source_class", "carrier", "carrier_class", "framing"} & set(written["passages"][0])
    assert written["layers"] == []


def test_the_split_of_the_corpus_comes_before_that_of_the_event():
    article = article_from_row(ROW)
    assert in_splits([article], "dev") == [article]
    without = article_from_row({**ROW, "split": "all"})
    assert split_of_article(without) == split_of("vei")


def test_a_file_is_a_corpus(run, write):
    figures = json.loads(run("data", "stats", write(ROW), "--json").stdout)
    assert (figures["articles"], figures["passages"]) == (1, 2)
    assert figures["counts"]["split"] == {"dev": 1}


def test_unlabelled_passages_are_counted_as_such(run, write):
    counts = json.loads(run("data", "stats", write({**ROW, "layers": []}), "--json").stdout)["counts"]
    assert counts["source class"] == counts["framing"] | {"(unlabelled)": 2}


def test_a_sound_file_has_no_problems(run, write):
    assert run("data", "check", write(ROW)).exit_code == 0


def test_every_problem_of_a_file_is_told(write):
    astride = {"start": 25, "end": 40, "kind": "indirect", "source_class": "unattributed"}
    moved = {**ROW["passages"][0], "source": {"start": 1, "end": 11, "text": "Ordføreren"}}
    path = write(
        ROW,
        ROW,
        {**ROW, "doc_id": "b", "passages": [*ROW["passages"], astride]},
        {**ROW, "doc_id": "c", "passages": [moved]},
        {"doc_id": "d"},
        {**ROW, "doc_id": "e", "lang": "fi", "text": TEXT + " "},
    )
    problems = "\n".join(check_corpus(path))
    assert "vei: the id stands twice" in problems
    assert "b: passages astride" in problems
    assert "b: the same text as vei" in problems
    assert "c: src at 1-11 is not what stands there" in problems
    assert "rows.jsonl:5: not an annotated article (no 'text')" in problems
    assert "e: language 'fi' has no profile" in problems


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "quote"}, "unknown kind 'quote'"),
        ({"kind": None}, "without a kind"),
        ({"source_class": "king"}, "unknown source_class 'king'"),
        ({"carrier_class": "radio"}, "unknown carrier_class 'radio'"),
        ({"framing": "loud"}, "unknown framing 'loud'"),
        ({"start": 40}, "offsets 40-37"),
        ({"end": 900}, "offsets 21-900"),
        ({"start": "21"}, "whole numbers"),
        ({"source": {"start": 0, "end": 77}}, "offsets 0-77"),
    ],
)
def test_a_broken_passage_is_told(write, change, complaint):
    path = write({**ROW, "passages": [{**ROW["passages"][0], **change}]})
    with pytest.raises(DataError, match=complaint):
        list(read_corpus(path))


def test_an_unknown_layer_is_told(write):
    with pytest.raises(DataError, match="unknown layer stance"):
        list(read_corpus(write({**ROW, "layers": ["stance"]})))


def test_a_line_that_is_no_json_is_told(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROW) + "\n[1]\nnei\n", encoding="utf-8")
    assert [p.split(": ", 1)[1][:12] for p in check_corpus(path)] == ["not a JSON o", "not a line o"]


def test_an_empty_file_is_no_corpus(write):
    with pytest.raises(DataError, match="no annotated article"):
        list(read_corpus(write()))


def test_a_damaged_archive_is_told(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(b"\x1f\x8b nothing")
    with pytest.raises(DataError, match="cannot be read"):
        list(read_corpus(path))
