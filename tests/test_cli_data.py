import json
import shutil

import pytest

from framing.article import Article
from framing.corpus.check import check_article, check_corpus
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import AnnotatedPassage
from framing.corpus.stats import corpus_stats, repeated_sentences, shared_grams, vocabulary_growth

HEAD = """+++
language = "nb"
outlet = "Vekeposten"
date = "2024-01-02"
genre = "local"
topic = "road"
event = "e"
+++
"""


@pytest.fixture
def folder(tmp_path, small_corpus):
    target = tmp_path / "corpus"
    shutil.copytree(small_corpus, target)
    return target


def annotated(name, text, *spans, kind="indirect", language="nb"):
    passages = tuple(AnnotatedPassage(s, e, text[s:e], kind, "unattributed") for s, e in spans)
    return AnnotatedArticle(Article(name, text, language), passages, event=name, genre="local")


def test_the_counts_add_up(run, small_corpus):
    figures = json.loads(run("data", "stats", small_corpus, "--json").stdout)
    assert figures["articles"] == len(list(small_corpus.glob("*.txt")))
    assert sum(figures["counts"]["language"].values()) == figures["articles"]
    for name in ("kind", "source class"):
        assert sum(figures["counts"][name].values()) == figures["passages"]


def test_the_table_shows_every_label(run, small_corpus):
    result = run("data", "stats", small_corpus)
    figures = json.loads(run("data", "stats", small_corpus, "--json").stdout)
    assert result.exit_code == 0
    assert all(label in result.stdout for counts in figures["counts"].values() for label in counts)


def test_an_empty_folder_is_broken_data(run, tmp_path):
    for name in ("stats", "check"):
        assert run("data", name, tmp_path).exit_code == 3


def test_sentences_that_differ_in_names_and_numbers_only_are_repeated():
    articles = [
        annotated("a", "Veien åpnet i natt. I går sa Kari Lie at 12 biler sto fast."),
        annotated("b", "Broen falt. I går sa Ola at 300 biler sto fast."),
        annotated("c", "I dag sa Per Moe at 12 biler kom seg løs."),
    ]
    share, repeated = repeated_sentences(articles)
    assert [(r.text, r.count, r.articles) for r in repeated] == [("i går sa Name at 0 biler sto fast", 2, ("a", "b"))]
    assert share == round(2 / 3, 4)


def test_a_sentence_repeated_in_one_article_is_no_repetition():
    assert repeated_sentences([annotated("a", "Han kom aldri hjem igjen. Han kom aldri hjem igjen.")]) == (0.0, ())


def test_runs_of_six_words_are_shared_between_articles():
    overlap = shared_grams({"a": [*"abcdefg"], "b": [*"xabcdef"]})
    assert [r.text for r in overlap.most] == ["a b c d e f"]
    assert overlap.share == 0.5


def test_vocabulary_grows_with_new_words_only():
    assert vocabulary_growth([["a", "b"] * 500, ["c"]]) == ((1000, 2), (1001, 3))


def test_figures_of_an_empty_corpus_are_zero():
    figures = corpus_stats([])
    assert (figures.articles, figures.words, figures.repeated_share) == (0, 0, 0.0)


def test_a_sound_corpus_has_no_problems(run, folder):
    result = run("data", "check", folder, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["problems"] == []


def test_a_broken_file_is_told_with_its_line(run, folder):
    (folder / "nb-x.txt").write_text(HEAD + "\nTittel\nHan sier ⟦direct|sc=king|src=Han: ja⟧.\n", encoding="utf-8")
    result = run("data", "check", folder)
    assert result.exit_code == 3
    assert result.stdout.startswith("nb-x.txt:11: unknown sc=king")


def test_every_broken_file_is_told(folder):
    (folder / "nb-x.txt").write_text("no head", encoding="utf-8")
    (folder / "nb-y.txt").write_bytes(HEAD.encode() + b"\xff")
    problems = check_corpus(folder)
    assert [problem.split(":")[0] for problem in problems] == ["nb-x.txt", "nb-y.txt"]


def test_doubles_are_told(folder):
    first = min(folder.glob("*.txt"))
    (folder / "nb").mkdir()
    shutil.copy(first, folder / "nb" / "nb-x.txt")
    shutil.copy(first, folder / "nb" / first.name)
    text = "\n".join(check_corpus(folder))
    assert f"{first.name}: the same id" in text
    assert "nb-x.txt: the same text as" in text


@pytest.mark.parametrize(
    ("spans", "complaint"),
    [
        ([(0, 10), (5, 15)], "astride"),
        ([(0, 10), (0, 10)], "twice"),
        ([(0, 18)], "paragraph"),
        ([(0, 10), (2, 5)], None),
        ([(0, 5), (5, 10)], None),
    ],
)
def test_passages_nest_within_a_paragraph(spans, complaint):
    problems = list(check_article(annotated("a", "Alle var enige\nogså han.", *spans)))
    assert len(problems) == (complaint is not None)
    assert complaint is None or complaint in problems[0]


def test_offsets_that_point_elsewhere_are_told():
    passage = AnnotatedPassage(0, 4, "ingen", "indirect", "unattributed")
    problems = list(check_article(AnnotatedArticle(Article("a", "Alle var enige.", "nb"), (passage,), "e")))
    assert len(problems) == 1
    assert "ingen" in problems[0]


def test_a_language_without_a_profile_is_told():
    (problem,) = check_article(annotated("a", "Kaikki hyvin.", language="fi"))
    assert "'fi'" in problem
