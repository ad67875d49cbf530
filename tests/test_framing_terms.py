"""Words known for how they frame, as evidence for the framing head."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from framing.estimators.framing_terms import TERM_LABELS, known_terms
from framing.languages import SUPPORTED


def labels(text: str, language: str) -> set[str]:
    return {label for label, known in zip(TERM_LABELS, known_terms(text, language), strict=True) if known}


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


def test_plain_words_are_known_for_nothing():
    assert labels("møtet er flyttet til onsdag", "nb") == set()


def test_a_word_is_not_found_inside_another():
    assert labels("the inspiration", "en") == labels("det var avvalgt", "nb") == set()


def test_a_language_without_a_list_takes_that_of_the_fallback():
    assert labels("peacekeeping", "xx") == {"euphemism"}


def test_every_language_has_a_list_and_no_term_stands_under_two_labels():
    lists = tomllib.loads(files("framing.languages").joinpath("framing_terms.toml").read_text(encoding="utf-8"))
    assert set(lists) == set(SUPPORTED) - {"nn"}
    for language, own in lists.items():
        terms = [term for label in TERM_LABELS for term in own[label]]
        assert len(terms) == len(set(terms)), language
        assert all(term == term.lower().strip() for term in terms), language
