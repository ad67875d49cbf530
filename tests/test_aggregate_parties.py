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


@pytest.mark.parametrize("text", ["politiet", "Politiet", "en nabo", "En nabo", "Den japanske bilprodusenten"])
def test_a_description_is_no_proper_name(text):
    assert not named(text).proper


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lederen for sykestuen i Monguno, lege Ibrahim Yerima", "Ibrahim Yerima"),
        ("Antirasistisk Senter, Kari Helene Partapuoli", "Kari Helene Partapuoli"),
        ("Leverandøren av brettene, Klikkskole ASA", "Klikkskole ASA"),
        ("Kari Moe, Oslo Kommune", "Kari Moe, Oslo Kommune"),
        ("Sutopo Purwo Nugroho, Indonesian Disaster Agency", "Sutopo Purwo Nugroho, Indonesian Disaster Agency"),
    ],
)
def test_a_name_behind_a_description_and_a_comma_is_the_name(text, name):
    assert named(text).name == name


def test_what_follows_a_role_of_a_place_stays():
    assert named("Presidenten i Belarus").key != named("Presidenten i Polen").key


def surname(*key):
    return Named(key, " ".join(key), True, None, True)


def test_a_surname_goes_with_the_only_full_name():
    assert joined([surname("dobreva"), surname("irina", "dobreva")])[("dobreva",)] == ("irina", "dobreva")


def test_a_surname_of_two_people_stays_alone():
    assert joined([surname("lie"), surname("ola", "lie"), surname("kari", "lie")])[("lie",)] == ("lie",)


@given(st.sets(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), max_size=8))
def test_a_key_is_joined_to_one_that_ends_like_it_and_stands_for_itself(keys):
    targets = joined([surname(*key) for key in keys])
    for key, target in targets.items():
        assert target[-len(key) :] == key
        assert targets[target] == target


def parties(texts, language):
    """How many parties one article has under these names."""
    mentions = [Mention(0, len(text), text) for text in texts]
    naming = naming_in(mentions, language, load_gazetteer())
    return len({naming(mention)[0] for mention in mentions})


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Security Council", "the United Nations Security Council"),
        ("en", "The Security Council", "U.N. Security Council"),
        ("en", "RIA", "RIA state news agency"),
        ("en", "Tass", "Russia's state news agency Tass"),
        ("en", "KCNA", "The North’s official KCNA news agency"),
        ("en", "Global Times", "Chinese tabloid Global Times"),
        ("en", "The White House", "White House"),
        ("en", "the police", "police"),
        ("en", "Silvio Berlusconi", "Italy's Silvio Berlusconi"),
        ("en", "Sergei Orlow", "head of the Ministry of Emergency Situations Sergei Orlow"),
        ("nb", "TV 2", "TV2s"),
        ("nb", "Kari Lie", "listetopp for Demokratene Kari Lie"),
    ],
)
def test_a_party_is_one_with_and_without_what_is_said_of_it(language, one, other):
    assert parties([one, other], language) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Justice Department", "Department"),
        ("en", "the Health Department", "the department"),
        ("en", "North Korea", "Korea"),
        ("en", "Papua New Guinea", "Guinea"),
        ("en", "Labour", "Labour Youth"),
        ("en", "Moscow police", "police"),
        ("en", "police in Oslo", "police in Bergen"),
        ("en", "Supreme Court", "Indian Supreme Court"),
        ("en", "Russian Security Council", "Security Council"),
        ("en", "National Security Council", "Security Council"),
        ("en", "City Council", "Council"),
        ("en", "Iran's Foreign Ministry", "Iraq's Foreign Ministry"),
        ("en", "Reuters", "Reuters Institute"),
        ("en", "United Nations", "UN Women"),
        ("en", "European Central Bank", "Bank"),
        ("en", "Helsinki University", "University"),
        ("en", "Ola Lie and Kari Lie", "Kari Lie"),
        ("nb", "Norges Røde Kors", "Røde Kors"),
        ("nb", "Ola Lie", "Kari Lie"),
    ],
)
def test_parties_that_only_share_words_stay_apart(language, one, other):
    assert parties([one, other], language) == 2


def test_a_description_of_two_known_bodies_stays_alone():
    bodies = [Named(("\0entry", name), f"{name} Safety Board", True, "government") for name in ("Vika", "Karsk")]
    board = Named(("safety", "board"), "Safety Board", False, "government")
    assert joined([*bodies, board])[board.key] == board.key


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "President Donald Trump", "Donald Trump"),
        ("en", "tweeted", "Twitter"),
        ("en", "BBC’s", "BBC"),
        ("nb", "NTBs", "NTB"),
        ("en", "Kim Jong Un", "Kim Jong Un"),
    ],
)
def test_a_known_party_is_shown_by_its_name_alone(language, text, name):
    assert named(text, language).name == name


def test_the_commonest_name_and_class_are_shown():
    names = Names()
    for name, label in (("Dobreva", "individual"), ("Irina Dobreva", "individual"), ("Irina Dobreva", "politics")):
        names.add(Named(("dobreva",), name, True), label)
    assert names.name(("dobreva",)) == "Irina Dobreva"
    assert names.label(("dobreva",)) == "individual"
