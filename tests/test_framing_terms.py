"""Words known for how they frame, as evidence for the framing head."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from framing.estimators.framing_terms import TERM_LABELS, known_terms
from framing.languages import SUPPORTED


def labels(text: str, language: str) -> set[str]:
    known = known_terms(text, language)[: len(TERM_LABELS)]
    return {label for label, is_known in zip(TERM_LABELS, known, strict=True) if is_known}


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("nb", "fredsbevarende", "euphemism"),
        ("nn", "Fredsbevarande", "euphemism"),
        ("en", "special military operations", "euphemism"),
        ("nb", "sabotører", "name_calling"),
        ("sv", "terroristerna", "name_calling"),
        ("da", "udslette byen", "violent"),
        ("de", "heldenhafte Soldaten", "glorifying"),
        ("ru", "специальной операции", "euphemism"),
    ],
)
def test_inflected_words_and_phrases_are_known(language, text, label):
    assert label in labels(text, language)


def test_a_known_word_weighs_more_among_fewer_words():
    place = len(TERM_LABELS) + TERM_LABELS.index("name_calling")
    assert known_terms("saboteurs", "en")[place] == 1
    assert known_terms("the saboteurs of this town", "en")[place] == pytest.approx(0.2)


def test_plain_words_are_known_for_nothing():
    assert labels("møtet er flyttet til onsdag", "nb") == set()


def test_a_word_is_not_found_inside_another():
    assert labels("the inspiration", "en") == labels("det var avvalgt", "nb") == set()


def test_a_language_without_a_list_takes_that_of_the_fallback():
    assert labels("peacekeeping", "xx") == {"euphemism"}


def test_every_language_has_a_list_and_no_term_stands_under_two_labels():
    folder = files("framing.languages").joinpath("framing_terms")
    lists = {path.name.removesuffix(".toml"): tomllib.loads(path.read_text("utf-8")) for path in folder.iterdir()}
    assert set(lists) == set(SUPPORTED) - {"nn"}
    for language, own in lists.items():
        terms = [term for label in TERM_LABELS for term in own[label]]
        assert len(terms) == len(set(terms)), language
        assert all(term == term.lower().strip() for term in terms), language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "helt riktig"),
        ("sv", "rädda kristallen"),
        ("da", "hele regimentet"),
        ("ru", "шоколад из Великобритании"),
    ],
)
def test_words_that_only_begin_alike_are_known_for_nothing(language, text):
    assert labels(text, language) == set()
