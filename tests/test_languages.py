"""What language profiles know: the gender of names and pronouns, and which words may open a report."""

import tomllib
from importlib.resources import files

import pytest

from framing.languages import SUPPORTED, gender_of, load_profile


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Ingrid", "female"),
        ("INGRID", "female"),
        ("Ingrid Moe", "female"),
        ("Anne-Marie", "female"),
        ("Håkon", "male"),
        ("Ha\u030akon", "male"),
        ("Екатерина", "female"),
        ("Сергей Петров", "male"),
        ("Zeynep", "female"),
        ("Mahmoud", "male"),
    ],
)
def test_a_first_name_of_one_gender_tells_it(name, gender):
    assert gender_of(name) == gender


@pytest.mark.parametrize("name", ["Kim", "Andrea", "Sasha", "Robin", "Lyngposten", "", "  "])
def test_any_other_word_tells_no_gender(name):
    assert gender_of(name) is None


def test_no_name_is_listed_under_both_genders_or_twice():
    data = tomllib.loads(files("framing.languages").joinpath("first_names.toml").read_text(encoding="utf-8"))
    names = [name.casefold() for names in data.values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("gender", ["female", "male"])
def test_there_are_enough_names_of_either_gender(gender):
    data = tomllib.loads(files("framing.languages").joinpath("first_names.toml").read_text(encoding="utf-8"))
    assert len(data[gender]) >= 300


@pytest.mark.parametrize(
    ("code", "female", "male"),
    [
        ("nb", "hun", "ham"),
        ("nn", "ho", "honom"),
        ("sv", "hon", "honom"),
        ("da", "hende", "ham"),
        ("en", "she", "him"),
        ("ru", "она", "ему"),
    ],
)
def test_pronouns_tell_the_gender(code, female, male):
    profile = load_profile(code)
    assert female in profile.female_pronouns
    assert male in profile.male_pronouns


def test_german_sie_is_of_no_gender():
    profile = load_profile("de")
    assert "er" in profile.male_pronouns
    assert "sie" not in profile.female_pronouns | profile.male_pronouns


@pytest.mark.parametrize("code", SUPPORTED)
def test_no_pronoun_is_of_both_genders(code):
    profile = load_profile(code)
    assert not profile.female_pronouns & profile.male_pronouns


@pytest.mark.parametrize("language", SUPPORTED)
def test_the_first_word_of_every_form_that_tells_of_a_report_is_an_opening_word(language):
    profile = load_profile(language)
    forms = [*profile.cues, *profile.according_to, *profile.hearsay]
    assert {form.split()[0] for form in forms} == profile.opening_words
