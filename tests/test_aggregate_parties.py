"""Names brought to a common form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.aggregate.parties import Named, Names, identify, joined, naming_in
from framing.article import Mention
from framing.gazetteer import load_gazetteer


def named(text, language="nb"):
    return identify(Mention(0, len(text), text), language, load_gazetteer())


@pytest.mark.parametrize(
    "text",
    [
        "Lærer Irina Dobreva",
        "lærer Irina Dobreva",
        "Irina Dobreva",
        "Forsker Irina Dobreva ved instituttet",
        "Irina Dobreva, lærer i Karsk",
        "Irina Dobreva (SV)",
    ],
)
def test_a_role_is_no_part_of_a_name(text):
    assert named(text).key == ("irina", "dobreva")


def test_an_organisation_is_the_same_in_two_languages():
    assert named("FN").key == named("The United Nations", "en").key


def test_a_medium_is_the_same_with_and_without_what_it_is():
    assert named("nyhetsbyrået Reuters").key == named("Reuters").key


def test_an_organisation_is_found_behind_a_role():
    assert named("tell the United Nations", "en").key == named("FN").key


def test_a_name_with_and_without_its_role_is_one_party_of_an_article():
    mentions = [Mention(0, len(text), text) for text in ("talsmann Dragan Mirevski", "Mirevski", "han", "Dobreva")]
    naming = naming_in(mentions, "nb", load_gazetteer())
    assert [naming(mention)[1] for mention in mentions] == ["Dragan Mirevski", "Dragan Mirevski", "han", "Dobreva"]


def test_a_pronoun_is_nobody():
    assert named("hun") is None


@pytest.mark.parametrize("text", ["politiet", "Politiet", "en nabo"])
def test_a_description_is_no_proper_name(text):
    assert not named(text).proper


def test_what_follows_a_role_of_a_place_stays():
    assert named("Presidenten i Belarus").key != named("Presidenten i Polen").key


def test_a_surname_goes_with_the_only_full_name():
    assert joined([("dobreva",), ("irina", "dobreva")])[("dobreva",)] == ("irina", "dobreva")


def test_a_surname_of_two_people_stays_alone():
    keys = [("lie",), ("ola", "lie"), ("kari", "lie")]
    assert joined(keys)[("lie",)] == ("lie",)


@given(st.sets(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), max_size=8))
def test_a_key_is_joined_to_one_that_ends_like_it_and_stands_for_itself(keys):
    for key, target in joined(keys).items():
        assert target[-len(key) :] == key
        assert joined(keys)[target] == target


def test_the_commonest_name_and_class_are_shown():
    names = Names()
    for name, label in (("Dobreva", "individual"), ("Irina Dobreva", "individual"), ("Irina Dobreva", "politics")):
        names.add(Named(("dobreva",), name, True), label)
    assert names.name(("dobreva",)) == "Irina Dobreva"
    assert names.label(("dobreva",)) == "individual"
