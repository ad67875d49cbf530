"""Corpora of labelled sentences, and the file they become."""

import csv
import json

import pytest

from framing.corpus.importers.babe import read_babe
from framing.corpus.importers.basil import read_basil
from framing.corpus.importers.semeval2023_task3 import read_semeval2023_task3
from framing.corpus.sentences import BiasSentence, read_sentences, sentence_to_row
from framing.errors import DataError
from framing.readers.failure import InputFailure

BABE = (
    {
        "text": "The mayor's reckless “plan” will ruin the harbour; everyone knows it.",
        "news_link": "https://example.org/1",
        "outlet": "Harbour Times",
        "label_bias": "Biased",
        "biased_words": "['ruin', 'reckless', 'unknown']",
    },
    {
        "text": "The plan costs two million.",
        "news_link": "https://example.org/1",
        "outlet": "",
        "label_bias": "Non-biased",
        "biased_words": "[]",
    },
    {"text": "The plan is late.", "news_link": "", "outlet": "", "label_bias": "No agreement", "biased_words": "[]"},
)


def write_table(path, rows, delimiter):
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def words(sentence):
    return [sentence.text[s:e] for s, e in sentence.spans]


def test_babe_gives_labels_words_and_groups(tmp_path):
    biased, neutral, _ = read_babe(write_table(tmp_path / "final_labels_SG2.csv", BABE, ";"), None)
    assert (biased.label, biased.outlet, biased.language) == ("biased", "Harbour Times", "en")
    assert words(biased) == ["reckless", "ruin"]
    assert (neutral.label, neutral.outlet) == ("neutral", None)
    assert biased.group == neutral.group == "https://example.org/1"
    assert biased.id != neutral.id


def test_a_sentence_without_agreement_is_told(tmp_path):
    *_, failure = read_babe(write_table(tmp_path / "final_labels_SG2.csv", BABE, ";"), None)
    assert isinstance(failure, InputFailure)
    assert failure.input.endswith("final_labels_SG2.csv:4")
    assert "No agreement" in failure.message


def test_the_newer_release_of_babe_has_numbers_for_labels(tmp_path):
    rows = [
        {"text": "A fine, plain fact.", "label": 0, "uuid": "u1"},
        {"text": "A foul lie.", "label": 1, "uuid": "u2"},
    ]
    sentences = list(read_babe(write_table(tmp_path / "train.csv", rows, ","), None))
    assert [(s.id, s.label) for s in sentences] == [("u1", "neutral"), ("u2", "biased")]


def test_babe_as_json_lines_brings_its_offsets(tmp_path):
    path = tmp_path / "babe.jsonl"
    row = {"id": "b1", "text": "A foul lie.", "label": "biased", "spans": [[2, 6, "biased_word"]], "url": "u"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (sentence,) = read_babe(path, None)
    assert (words(sentence), sentence.group) == (["foul"], "u")


def test_a_table_that_is_not_babe_is_told(tmp_path):
    with pytest.raises(DataError, match="no column 'text'"):
        list(read_babe(write_table(tmp_path / "x.csv", [{"a": 1, "b": 2}], ","), None))


@pytest.fixture
def basil(tmp_path):
    def write(spans):
        for folder in ("articles/2014", "annotations/2014"):
            (tmp_path / folder).mkdir(parents=True)
        paragraphs = [["The vote came late.", "A furious crowd booed."], ["He once lost a race.", "Snow fell."]]
        article = {"body-paragraphs": paragraphs, "source": "HPO", "triplet-uuid": "t-1", "uuid": "u"}
        (tmp_path / "articles/2014/t-1_1.json").write_text(json.dumps(article), encoding="utf-8")
        annotation = {"phrase-level-annotations": spans}
        (tmp_path / "annotations/2014/t-1_1_ann.json").write_text(json.dumps(annotation), encoding="utf-8")
        return tmp_path

    return write


def test_basil_tells_bias_of_wording_from_bias_of_content(basil):
    spans = [
        {"id": "p1", "start": 2, "end": 9, "bias": "lex", "txt": "furious"},
        {"id": "p1", "start": 16, "end": 21, "bias": "inf", "txt": "booed"},
        {"id": "p2", "start": 0, "end": 19, "bias": "inf", "txt": "He once lost a race"},
        {"id": "title", "start": 0, "end": 4, "bias": "lex", "txt": "Vote"},
    ]
    sentences = list(read_basil(basil(spans), None))
    assert [(s.text, s.label) for s in sentences] == [
        ("The vote came late.", "neutral"),
        ("A furious crowd booed.", "biased"),
        ("Snow fell.", "neutral"),
    ]
    assert (words(sentences[1]), sentences[1].types) == (["furious"], ("informational", "lexical"))
    assert {(s.group, s.outlet) for s in sentences} == {("t-1", "HPO")}


def test_an_article_without_annotation_is_told(basil):
    folder = basil([])
    (folder / "annotations/2014/t-1_1_ann.json").unlink()
    (failure,) = read_basil(folder, None)
    assert failure.input.endswith("t-1_1.json")


def test_a_folder_without_basil_is_told(tmp_path):
    with pytest.raises(DataError, match="'articles' and 'annotations'"):
        list(read_basil(tmp_path, None))


@pytest.fixture
def semeval(tmp_path):
    folder = tmp_path / "po"
    (folder / "train-articles-subtask-3").mkdir(parents=True)
    (folder / "train-labels-subtask-3-spans").mkdir()
    (folder / "train-articles-subtask-3" / "article7.txt").write_text(
        "Tytuł dnia\n\nTo czysty obłęd!\n", encoding="utf-8"
    )
    (folder / "train-labels-subtask-3.txt").write_text("7\t1\t\n7\t3\tLoaded_Language,Slogans\n", encoding="utf-8")
    return tmp_path


def test_paragraphs_with_a_technique_are_biased(semeval):
    sentences = list(read_semeval2023_task3(semeval, None))
    assert [(s.text, s.label, s.types) for s in sentences] == [
        ("Tytuł dnia", "neutral", ()),
        ("To czysty obłęd!", "biased", ("Loaded_Language", "Slogans")),
    ]
    assert {(s.language, s.group, s.split) for s in sentences} == {("pl", "7", "train")}


def test_spans_of_an_article_become_spans_of_its_paragraphs(semeval):
    spans = semeval / "po" / "train-labels-subtask-3-spans" / "article7-labels-subtask-3.txt"
    spans.write_text("7\tLoaded_Language\t15\t27\n", encoding="utf-8")
    assert [words(s) for s in read_semeval2023_task3(semeval / "po", None)] == [[], ["czysty obłęd"]]


def test_a_label_without_its_paragraph_is_told(semeval):
    labels = semeval / "po" / "train-labels-subtask-3.txt"
    labels.write_text("7\t1\t\n7\t9\tSlogans\n8\t1\t\n", encoding="utf-8")
    _, far, lost = read_semeval2023_task3(semeval, None)
    assert far.input.endswith("train-labels-subtask-3.txt:2")
    assert "article 7 has no line 9" in far.message
    assert "article 8 has no line 1" in lost.message


def test_a_folder_without_labels_is_told(tmp_path):
    with pytest.raises(DataError, match="train-labels-subtask-3"):
        list(read_semeval2023_task3(tmp_path, None))


SENTENCE = BiasSentence("s", "en", "A foul lie.", "biased", "g", ((2, 6),), "Harbour Times", "dev", ("Slogans",))


def write_rows(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_sentence_is_read_back_as_written(tmp_path):
    assert read_sentences(write_rows(tmp_path / "s.jsonl", sentence_to_row(SENTENCE))) == [SENTENCE]


def test_a_pair_is_two_sentences_of_one_group(tmp_path):
    pair = {
        "id": "p",
        "language": "nb",
        "neutral": "Prisen økte.",
        "biased": "Prisen eksploderte.",
        "words": ["eksploderte"],
    }
    neutral, biased = read_sentences(write_rows(tmp_path / "p.jsonl", pair))
    assert (neutral.label, biased.label, neutral.group, biased.group) == ("neutral", "biased", "p", "p")
    assert words(biased) == ["eksploderte"]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"id": "s", "language": "en", "text": "A lie.", "label": "loud"}, "unknown label 'loud'"),
        ({"id": "s", "text": "A lie.", "label": "biased"}, "no 'language'"),
        ({"id": "s", "language": "en", "text": "A lie.", "label": "biased", "spans": [[0, 99]]}, "offsets 0-99"),
        ({"id": "p", "language": "en", "neutral": "A.", "biased": "B.", "words": ["C"]}, "substring not found"),
    ],
)
def test_a_broken_line_is_told_with_its_number(tmp_path, row, complaint):
    with pytest.raises(DataError, match=complaint) as caught:
        read_sentences(write_rows(tmp_path / "s.jsonl", sentence_to_row(SENTENCE), row))
    assert "s.jsonl:2" in str(caught.value)
