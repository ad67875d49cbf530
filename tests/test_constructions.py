"""Where word order tells the speaker from the medium: what a network took for the source is read again."""

from __future__ import annotations

import numpy as np
import pytest

from framing.attribution.tokens import tokenize
from framing.languages import load_profile
from framing.tagging.constructions import reread, reread_all
from framing.tagging.decode import Claim
from framing.tagging.network import ROLES


def claim_of(text: str, cue: str, source: str | None):
    tokens = tokenize(text, 0, len(text), [])

    def place(words: str) -> tuple[int, int]:
        start = text.index(words)
        inside = [k for k, t in enumerate(tokens) if start <= t.start < start + len(words)]
        return inside[0], inside[-1] + 1

    roles = np.full((len(tokens), len(ROLES)), 1e-3, np.float32)
    return tokens, Claim(place(cue), place(source) if source else None, None, (), roles)


def words(tokens, stretch) -> str | None:
    return None if stretch is None else " ".join(t.text for t in tokens[slice(*stretch)])


@pytest.mark.parametrize(
    ("language", "text", "cue", "taken", "source", "carrier"),
    [
        ("en", "It is over, Sky News quoted Fazli as saying on Sunday.", "quoted", "Sky News", "Fazli", "Sky News"),
        (
            "en",
            "Interfax quoted Ivan Orlow, a spokesman for the governor, as saying that all had died.",
            "saying",
            None,
            "Ivan Orlow",
            "Interfax",
        ),
        ("nb", "Reuters siterer ministeren på at landet ikke gir seg.", "siterer", "Reuters", "ministeren", "Reuters"),
        ("sv", "Reuters citerade Anna Lind på att det är över.", "citerade", "Reuters", "Anna Lind", "Reuters"),
    ],
)
def test_who_is_quoted_is_the_source_and_who_quotes_the_carrier(language, text, cue, taken, source, carrier):
    tokens, claim = claim_of(text, cue, taken)
    read = reread(tokens, claim, load_profile(language))
    assert (words(tokens, read.source), words(tokens, read.carrier)) == (source, carrier)


@pytest.mark.parametrize(
    ("language", "text", "cue", "taken", "source"),
    [
        ("en", "Moe told the annual convention in Dallas that it was over.", "told", "the annual convention", "Moe"),
        ("en", "Loans are bad, Moe told Reuters by phone.", "told", "Reuters", "Moe"),
        ("en", "Kim also said the country was ready.", "said", "the country", "Kim"),
        ("en", "Jan Moe, an NRA spokesman, told Fox News it was over.", "told", "Fox News", "Jan Moe"),
        ("nb", "Hun fortalte Bergensavisen at det var over.", "fortalte", "Bergensavisen", "Hun"),
        ("da", "Anne Holm fortalte Politiken at det var slut.", "fortalte", "Politiken", "Anne Holm"),
    ],
)
def test_whoever_is_told_is_not_the_source(language, text, cue, taken, source):
    tokens, claim = claim_of(text, cue, taken)
    assert words(tokens, reread(tokens, claim, load_profile(language)).source) == source


@pytest.mark.parametrize(
    ("language", "text", "cue", "source"),
    [
        ("en", '"It is over," said Liv Moe on Sunday.', "said", "Liv Moe"),
        ("en", "Pompeo cited the ongoing repression as his reason.", "cited", "Pompeo"),
        ("nb", "I går sa statsministeren at det var over.", "sa", "statsministeren"),
        ("nb", "Nå håper hun at det er over.", "håper", "hun"),
        ("nb", "Senere fortalte Liv Moe at det var over.", "fortalte", "Liv Moe"),
        ("ru", "Об этом заявил министр Иванов.", "заявил", "министр Иванов"),
    ],
)
def test_a_subject_behind_its_verb_stays_the_source(language, text, cue, source):
    tokens, claim = claim_of(text, cue, source)
    assert reread(tokens, claim, load_profile(language)) is claim


@pytest.mark.parametrize(
    ("language", "text", "cue", "taken", "source"),
    [
        ("en", "Moe Foods stopped the line, warning the unions not to strike.", "warning", "the unions", "Moe Foods"),
        ("nb", "Ås hevder at Moe kom hjem og fortalte henne at det var over.", "fortalte", "henne", "Moe"),
        ("en", "Russia - one of many parties - called the talks empty.", "called", "the talks", "Russia"),
    ],
)
def test_a_verb_that_goes_on_has_the_subject_of_its_sentence(language, text, cue, taken, source):
    tokens, claim = claim_of(text, cue, taken)
    assert words(tokens, reread_all(tokens, [claim], load_profile(language))[0].source) == source


def test_a_verb_that_goes_on_has_the_source_of_the_claim_before():
    text = "On Sunday the council said no, warning the unions not to strike."
    tokens, first = claim_of(text, "said", "the council")
    later = claim_of(text, "warning", "the unions")[1]
    read = reread_all(tokens, [first, later], load_profile("en"))
    assert [words(tokens, c.source) for c in read] == ["the council", "the council"]


def test_a_source_behind_according_to_stays():
    tokens, claim = claim_of("Two ships sank, according to police in Oslo.", "according to", "police")
    assert reread_all(tokens, [claim], load_profile("en")) == [claim]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        (
            "en",
            "The owner of the mine, which was shut in May, according to the Gazette, said that it would stay so.",
            "The owner of the mine",
        ),
        ("nb", "Eieren av gruva, som ifølge NTB bor i utlandet, sa at den stenges.", "Eieren av gruva"),
    ],
)
def test_a_medium_in_an_aside_is_not_the_source(language, text, source):
    taken = "the Gazette" if language == "en" else "NTB"
    tokens, claim = claim_of(text, "said" if language == "en" else "sa", taken)
    assert words(tokens, reread(tokens, claim, load_profile(language)).source) == source


def test_what_somebody_adds_is_theirs_and_not_that_of_who_passes_it_on():
    text = "The council blamed the rain, according to the Gazette, adding that nobody was hurt."
    tokens, first = claim_of(text, "blamed", "The council")
    passed_on = claim_of(text, "according to", "the Gazette")[1]
    added = claim_of(text, "adding", None)[1]
    read = reread_all(tokens, [first, passed_on, added], load_profile("en"))
    assert words(tokens, read[2].source) == "The council"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Det haster, sier Moe og mener kommunen bør rive huset.", "Moe"),
        ("Det haster, sier Moe, og mener kommunen at huset er farlig, får den si det.", "kommunen"),
    ],
)
def test_behind_and_the_subject_of_what_is_said_is_not_who_says_it(text, source):
    tokens, first = claim_of(text, "sier", "Moe")
    second = claim_of(text, "mener", "kommunen")[1]
    read = reread_all(tokens, [first, second], load_profile("nb"))
    assert words(tokens, read[1].source) == source


@pytest.mark.parametrize(
    ("language", "text", "cue", "taken", "read"),
    [
        ("de", "Laut Reuters teilte Moe mit, dass er bleibt.", "Laut", "Reuters", ("teilte", "Moe", "Reuters")),
        ("sv", "Enligt TT uppgav han för åklagaren att det var slut.", "Enligt", "TT", ("uppgav", "han", "TT")),
        ("nb", "Ifølge NTB opplyser politiet at veien er åpen.", "Ifølge", "NTB", ("opplyser", "politiet", "NTB")),
        ("nb", "Ifølge NTB er det kaldt, sier folk at det regner.", "Ifølge", "NTB", ("Ifølge", "NTB", None)),
    ],
)
def test_who_speaks_behind_according_to_is_the_source(language, text, cue, taken, read):
    tokens, claim = claim_of(text, cue, taken)
    found = reread(tokens, claim, load_profile(language))
    assert (words(tokens, found.cue), words(tokens, found.source), words(tokens, found.carrier)) == read
