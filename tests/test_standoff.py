"""Annotations apart from their texts."""

import json

import pytest

from framing.article import Article
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import parse
from framing.corpus.rows import article_to_row
from framing.corpus.standoff import attach, detach
from framing.readers.failure import InputFailure

MARKED = (
    "Ferja ventar\n– ⟦direct|src=Moe|sc=business|car=avisa|cc=other_media|cue=seier: Ho går klokka tolv⟧, seier Moe "
    "til avisa om den «⟦scare|fr=doubt: trygge⟧» overfarten."
)


@pytest.fixture
def annotated():
    text, passages = parse(MARKED)
    return AnnotatedArticle(Article("ferry/1", text, "nn", "Ferja ventar"), tuple(passages), event="ferry")


@pytest.fixture
def written(tmp_path, annotated):
    path = tmp_path / "annotations.jsonl"
    path.write_text(json.dumps(detach(annotated)) + "\n", encoding="utf-8")
    return path


def texts(tmp_path, article_id, text):
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"doc_id": article_id, "text": text}) + "\n", encoding="utf-8")
    return path


def test_no_word_of_the_article_stands_in_its_annotations(annotated):
    row = json.dumps(detach(annotated), ensure_ascii=False)
    assert not [word for word in ("Ferja", "Moe", "avisa", "tolv", "trygge", "seier") if word in row]


def test_joined_with_its_text_an_article_is_what_it_was(tmp_path, written, annotated):
    (joined,) = attach([written], [texts(tmp_path, "ferry/1", annotated.article.text)])
    want, got = article_to_row(annotated), article_to_row(joined)
    assert want.pop("title") == "Ferja ventar"
    assert got == want


def test_a_text_is_known_by_its_words_whatever_it_is_called(tmp_path, written, annotated):
    (joined,) = attach([written], [texts(tmp_path, "another name", annotated.article.text)])
    assert (joined.article.id, joined.passages[0].text) == ("ferry/1", "Ho går klokka tolv")


@pytest.mark.parametrize(
    ("article_id", "why"), [("ferry/1", "the text of that id is another one"), ("ferry/2", "no text for it")]
)
def test_a_text_that_is_not_the_same_is_not_taken(tmp_path, written, annotated, article_id, why):
    (failure,) = attach([written], [texts(tmp_path, article_id, annotated.article.text + "!")])
    assert isinstance(failure, InputFailure)
    assert str(failure).startswith(f"{written}:1: ferry/1: {why}")


def test_the_commands_write_what_they_join(run, tmp_path, annotated):
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps(article_to_row(annotated)) + "\n", encoding="utf-8")
    apart, joined = tmp_path / "apart.jsonl", tmp_path / "joined.jsonl"
    assert run("data", "detach", corpus, "-o", apart).exit_code == 0
    assert run("data", "attach", apart, "--texts", corpus, "-o", joined).exit_code == 0
    assert json.loads(joined.read_text("utf-8"))["passages"] == article_to_row(annotated)["passages"]
    assert run("data", "check", joined).exit_code == 0


def test_without_any_of_the_texts_nothing_is_written(run, tmp_path, written):
    result = run("data", "attach", written, "--texts", texts(tmp_path, "x", "Another text."), "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert not (tmp_path / "out").exists()
