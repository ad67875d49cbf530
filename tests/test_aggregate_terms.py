"""Words in quotation marks and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.aggregate.terms import LONGEST, Spans, TermIndex, family, quoted_terms, spans_of, term_of
from tests.report_samples import analysis

NOWHERE = Spans((), (), ())


def uses(text, *terms, language="nb", spans=NOWHERE):
    index = TermIndex(term_of(term, language) for term in terms)
    return [(text[f.start : f.end], f.use) for f in index.find(text, language, spans)]


@pytest.mark.parametrize(
    ("term", "language", "other"),
    [("sabotører", "nb", "Sabotørene"), ("saboteurs", "en", "saboteur"), ("предателями", "ru", "предатели")],
)
def test_inflected_forms_are_found(term, language, other):
    assert uses(f"{other}!", term, language=language) == [(other, "plain")]


def test_several_words_are_found_only_in_a_row():
    assert uses("Ro og orden, ikke orden og ro.", "ro og orden") == [("Ro og orden", "plain")]


def test_the_place_decides_the_use():
    text = "«a» b «c» d"
    spans = Spans(quoted=((1, 2),), names=((7, 8),), speech=((10, 11),))
    assert uses(text, "a", "b", "c", "d", language="xx", spans=spans) == [
        ("a", "quoted"),
        ("b", "plain"),
        ("d", "speech"),
    ]


def test_languages_of_other_stemmers_are_not_searched():
    index = TermIndex([term_of("plan", "nb")])
    assert not list(index.find("the plan", "en", NOWHERE))
    assert list(index.find("ein plan", "nn", NOWHERE))


@pytest.mark.parametrize("text", ["…", "", " ".join(["ord"] * (LONGEST + 1))])
def test_no_words_and_many_words_are_no_term(text):
    assert term_of(text, "nb") is None


def test_a_language_without_stemmer_stands_for_itself():
    assert family("fi") == "fi"
    assert term_of("Talo", "fi").stems == ("talo",)


def test_fragments_and_scare_quotes_are_terms():
    assert [p.text for _, p in quoted_terms(analysis())] == ["nøytralisert", "fredelige"]


def test_a_name_is_no_use_of_its_word():
    made = analysis()
    assert not uses(made.article.text, "Morna", spans=spans_of(made.passages))


@given(st.lists(st.sampled_from(["aa", "bb", "cc", "–", "«", "»", "\n"]), max_size=30).map(" ".join))
def test_offsets_point_at_the_term(text):
    index = TermIndex([term_of("aa bb", "xx"), term_of("cc", "xx")])
    for found in index.find(text, "xx", NOWHERE):
        assert term_of(text[found.start : found.end], "xx") == found.term
