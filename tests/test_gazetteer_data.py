"""Every row of the gazetteer is valid, sourced and dated."""

import re
from collections import Counter, defaultdict

import pytest

from framing.errors import DataError
from framing.gazetteer.entries import (
    CLASSES,
    ENTRY_FILES,
    FIELDS,
    load_entries,
    load_stoplist,
    parse_alias,
    parse_entries,
    read_data,
)
from framing.gazetteer.inflection import load_inflection

LANGUAGES = {"nb", "nn", "sv", "da", "en", "de", "ru"}
STATE_CONTROLLED = {"SC", "CaPu", "CaPr"}
# Public broadcasters and a party's channel that the taxonomy does not count as a state's outlets; docs/gazetteer.md
CLASSED_BY_THE_TAXONOMY = {"Al Jazeera", "Al-Manar", "NHK", "RAI", "RBC", "RTVE"}


@pytest.fixture(scope="module")
def by_file():
    return {stem: parse_entries(read_data(f"{stem}.csv"), stem) for stem in ENTRY_FILES}


@pytest.mark.parametrize(
    ("stem", "rows"),
    [
        ("agencies", 80),
        ("outlets", 1300),
        ("platforms", 40),
        ("bodies", 1500),
        ("persons", 900),
        ("documents", 400),
    ],
)
def test_the_files_are_as_full_as_they_claim(by_file, stem, rows):
    assert len(by_file[stem]) >= rows


@pytest.mark.parametrize(
    ("language", "rows"), [("nb", 150), ("en", 150), ("nn", 100), ("sv", 100), ("da", 100), ("de", 100), ("ru", 100)]
)
def test_each_language_has_its_role_nouns(by_file, language, rows):
    assert sum(language in e.languages.split() for e in by_file["roles"]) >= rows


@pytest.mark.parametrize(
    ("kind", "rows"), [("ngo", 60), ("think_tank", 60), ("armed_group", 80), ("company", 200), ("party", 150)]
)
def test_each_kind_of_body_is_well_represented(by_file, kind, rows):
    assert sum(e.type == kind for e in by_file["bodies"]) >= rows


def test_identifiers_are_unique():
    counts = Counter(e.id for e in load_entries())
    assert [identifier for identifier, n in counts.items() if n > 1 or not identifier] == []


def test_every_row_says_where_the_fact_is_from_and_when_it_held():
    assert [e.id for e in load_entries() if not e.source or not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", e.as_of)] == []


def test_countries_and_languages_are_codes():
    bad = [
        e.id
        for e in load_entries()
        if not re.fullmatch(r"([A-Z]{2})?", e.country) or not set(e.languages.split()) <= LANGUAGES
    ]
    assert bad == []


def test_every_alias_has_words_and_known_languages():
    bad = [
        (e.id, a.text)
        for e in load_entries()
        for a in e.aliases
        if not re.search(r"\w", a.text) or set(a.text) & set("|;[]") or a.languages - LANGUAGES
    ]
    assert bad == []


def test_state_control_decides_the_class_of_an_outlet():
    deviating = {
        e.name
        for e in load_entries()
        if e.type in {"outlet", "agency"} and (e.control in STATE_CONTROLLED) != (e.source_class == "state_media")
    }
    assert deviating == CLASSED_BY_THE_TAXONOMY


def test_an_alias_of_two_classes_is_marked_ambiguous():
    """Two classes under one spelling in one language are allowed only where both rows admit it."""
    bearers = defaultdict(list)
    for e in load_entries():
        for a in e.aliases:
            for language in a.languages or LANGUAGES:
                spelling = a.text if a.text[1:] != a.text[1:].lower() or len(a.text) <= 4 else a.text.casefold()
                bearers[language, spelling].append((e, a))
    bad = {
        key: sorted({e.id for e, _ in found})
        for key, found in bearers.items()
        if len({e.source_class for e, _ in found}) > 1 and not all(a.ambiguous for _, a in found)
    }
    assert bad == {}


def test_every_person_has_a_role():
    assert [e.id for e in load_entries() if e.type == "person" and not e.control] == []


def test_public_broadcasters_are_not_state_media():
    names = {e.name: e.source_class for e in load_entries() if e.type == "outlet"}
    assert {names[n] for n in ("NRK", "BBC", "SVT", "NPR", "ARD", "Voice of America")} == {"other_media"}


def test_editorially_independent_western_agencies():
    names = {e.name: e.source_class for e in load_entries() if e.type == "agency"}
    wires = (
        "Reuters",
        "Associated Press",
        "Agence France-Presse",
        "NTB",
        "TT",
        "Ritzau",
        "STT",
        "ANSA",
        "EFE",
        "Bloomberg",
    )
    assert {names[n] for n in wires} == {"western_wire"}
    assert names["Interfax"] == names["Kyodo"] == names["Yonhap"] == "other_media"


def test_the_stoplist_hides_no_alias():
    spellings = {
        (language, a.text.casefold())
        for e in load_entries()
        for a in e.aliases
        for language in a.languages or LANGUAGES
    }
    assert [
        p for languages, p in load_stoplist() for language in languages if (language, p.casefold()) in spellings
    ] == []


def test_every_language_has_endings_and_no_other():
    assert all(len(load_inflection(language).lemmas("forskerne")) > 1 for language in ("nb", "da"))
    assert load_inflection("fr").lemmas("journaux") == [("journaux", None)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,b", "line 2: 2 fields; there must be 11"),
        ("a,b,enemy,outlet,,,,,,x,2025-01", "line 2: class 'enemy' is not in the taxonomy"),
    ],
)
def test_a_broken_row_is_named(row, message):
    with pytest.raises(DataError, match=re.escape(message)):
        parse_entries(",".join(FIELDS) + "\n" + row + "\n", "outlets.csv")


def test_a_wrong_header_is_named():
    with pytest.raises(DataError, match=re.escape("outlets.csv: header is id,name")):
        parse_entries("id,name\n", "outlets.csv")


def test_an_unknown_qualifier_is_named():
    with pytest.raises(DataError, match=re.escape("'Posten [maybe]': unknown qualifier 'maybe'")):
        parse_alias("Posten [maybe]")


def test_qualifiers_are_read():
    alias = parse_alias("-sjef [nb ? = after=på|i not=@|-]")
    assert (alias.text, alias.compound_head, alias.ambiguous, alias.inflects) == ("sjef", True, True, False)
    assert (alias.languages, alias.after, alias.not_before) == ({"nb"}, {"på", "i"}, ("@", "-"))


def test_classes_are_those_of_the_taxonomy_and_inherit():
    assert {"government", "western_wire", "document", "social_media", "inherit"} <= CLASSES
    assert "enemy" not in CLASSES
