"""Attributions cut into passages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing.article import Article
from framing.corpus.check import check_article
from framing.corpus.importers.spans import PassageCutter, mention
from framing.corpus.loader import AnnotatedArticle, Attribution


def at(text, *parts):
    """Where parts of a text stand."""
    return tuple((text.index(part), text.index(part) + len(part)) for part in parts)


def cut(text, *contents, language="en"):
    found = PassageCutter(text, language).cut([Attribution(at(text, *c)) for c in contents])
    return [(p.kind, p.text) for p in found]


def test_a_reported_clause_loses_its_that_and_its_full_stop():
    text = "The mayor said that the ferry would sail."
    assert cut(text, ["that the ferry would sail."]) == [("indirect", "the ferry would sail")]


def test_the_that_of_another_language_is_known():
    text = "Der Minister sagte, dass die Brücke hält."
    assert cut(text, ["dass die Brücke hält"], language="de") == [("indirect", "die Brücke hält")]


def test_a_quote_loses_its_marks():
    text = "“We will not sail in this wind,” the captain said."
    assert cut(text, ["“We will not sail in this wind,”"]) == [("direct", "We will not sail in this wind")]


def test_a_quote_that_its_cue_breaks_is_two_passages():
    text = "“We wait for calm weather,” said Moe. “Then we sail at once.”"
    assert cut(text, ["“We wait for calm weather,”", "“Then we sail at once.”"]) == [
        ("direct", "We wait for calm weather"),
        ("direct", "Then we sail at once"),
    ]


def test_quoted_words_in_a_reported_clause_are_a_passage_of_their_own():
    text = "The owner said the ferry had “a very bad day” on Monday."
    assert cut(text, ["the ferry had “a very bad day” on Monday"]) == [
        ("indirect", "the ferry had “a very bad day” on Monday"),
        ("fragment", "a very bad day"),
    ]


def test_quoted_words_alone_are_no_reported_clause():
    text = "The owner called it a “nightmare”."
    assert cut(text, ["a “nightmare”"]) == [("fragment", "nightmare")]


def test_a_name_in_quotation_marks_is_no_fragment():
    text = "She said the film “Northern Ferries” was too long for children."
    assert cut(text, ["the film “Northern Ferries” was too long for children"]) == [
        ("indirect", "the film “Northern Ferries” was too long for children")
    ]


def test_a_reported_clause_and_a_quoted_sentence_are_told_apart():
    text = "He said he was tired of it. “I want to go home now.”"
    assert cut(text, ["he was tired of it. “I want to go home now.”"]) == [
        ("indirect", "he was tired of it"),
        ("direct", "I want to go home now"),
    ]


def test_a_content_over_two_paragraphs_is_a_passage_in_each():
    text = "The ferry is late, says Moe.\nThe bus is late as well, she says."
    content = ((0, text.index(", she says")),)
    (first, second) = PassageCutter(text, "en").cut([Attribution(content)])
    assert (first.text, second.text) == ("The ferry is late, says Moe", "The bus is late as well")


def test_what_stands_inside_keeps_its_own_source():
    text = "The paper wrote that Moe had called the plan “a bad joke” in public."
    outer = Attribution(at(text, "that Moe had called the plan “a bad joke” in public"), at(text, "The paper"))
    inner = Attribution(at(text, "“a bad joke”"), at(text, "Moe"))
    indirect, fragment = PassageCutter(text, "en").cut([outer, inner])
    assert (indirect.source.text, fragment.source.text) == ("The paper", "Moe")


def test_nothing_is_labelled_that_the_corpus_does_not_label():
    text = "The mayor said the ferry would sail."
    (passage,) = PassageCutter(text, "en").cut([Attribution(at(text, "the ferry would sail"))])
    assert (passage.source_class, passage.framing, passage.carrier, passage.carrier_class) == (None,) * 4


def test_one_reported_word_is_no_passage():
    assert cut("She likes it, she said.", ["it"]) == []


@pytest.mark.parametrize(
    ("content", "form"),
    [("“We sail at once,”", "direct"), ("he was “angry” about it", "mixed"), ("the bus was late", "indirect")],
)
def test_the_form_says_how_much_is_quoted(content, form):
    text = "“We sail at once,” said Moe. She said he was “angry” about it. She said the bus was late."
    assert PassageCutter(text, "en").form(at(text, content)) == form


def test_a_mention_in_pieces_is_the_longest_of_them():
    text = "Moe, the mayor of Vik, told us and she added this."
    assert mention(text, at(text, "Moe, the mayor of Vik,", "she")).text == "Moe, the mayor of Vik"


PIECES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=3)


@given(
    st.text(alphabet="ab “”«»\"'.,\n–:", min_size=1, max_size=90),
    st.lists(PIECES, max_size=4),
)
@example("«a\n'\"", [[(0, 2)]])
def test_passages_of_any_attributions_fit_any_text(text, contents):
    attributions = [
        Attribution(tuple(sorted((s, min(s + n, len(text))) for s, n in content if s < len(text))))
        for content in contents
    ]
    found = PassageCutter(text, "en").cut([a for a in attributions if a.content])
    problems = list(check_article(AnnotatedArticle(Article("a", text, "en"), found, "e")))
    assert problems == []
