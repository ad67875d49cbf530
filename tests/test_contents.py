"""Reported clauses have the edges of a clause."""

from dataclasses import replace

import pytest

from framing.article import Cue, Mention
from framing.attribution.contents import tidy_contents
from framing.attribution.model import Attributed
from framing.languages import load_profile


def part(text, kind, words):
    start = text.rindex(words)
    return kind(start, start + len(words), words)


def reported(text, language, clause, *, source="", cue="", quoted="", speaker="", said=""):
    """A clause and its source, tidied; ``quoted`` is a fragment in the text, by ``speaker`` with cue ``said``."""
    start = text.index(clause)
    passages = [
        Attributed(
            start,
            start + len(clause),
            "clause",
            "indirect",
            part(text, Mention, source) if source else None,
            part(text, Cue, cue) if cue else None,
        )
    ]
    if quoted:
        place = text.index(quoted)
        own = (part(text, Mention, speaker), part(text, Cue, said)) if speaker else (None, None)
        passages.append(Attributed(place, place + len(quoted), "quote", "fragment", *own))
    found = next(p for p in tidy_contents(text, passages, load_profile(language)) if p.style == "clause")
    return text[found.start : found.end], found.source and found.source.text


@pytest.mark.parametrize(
    ("language", "text", "clause", "quoted", "whole"),
    [
        ("en", "He vowed a “full” end of the war.", "full” end of the war", "full", "“full” end of the war"),
        ("en", "He said it would “never end.” She left.", "it would “never end", "never end", "it would “never end.”"),
        ("nb", "Hun sa at brua er «trygg», og gikk.", "brua er «trygg", "trygg", "brua er «trygg»"),
        (
            "en",
            "He said it was calm, apart from “a lively debate”.",
            "it was calm, apart from",
            "a lively debate",
            "it was calm, apart from “a lively debate”",
        ),
    ],
)
def test_a_clause_holds_its_quotations_whole(language, text, clause, quoted, whole):
    assert reported(text, language, clause, quoted=quoted)[0] == whole


@pytest.mark.parametrize(
    ("language", "text", "clause", "whole"),
    [
        ("en", "He said the bridge was open and called for calm.", "the bridge was open and", "the bridge was open"),
        ("en", "He said it was calm, apart from what she sang.", "it was calm, apart from", "it was calm"),
        ("en", "She saw it falling from the sky, he said.", "She saw it falling from the", "She saw it falling"),
        ("nb", "Hun sa at brua er åpen, men ferja går.", "brua er åpen, men", "brua er åpen,"),
    ],
)
def test_a_clause_does_not_end_in_a_word_that_opens_what_follows(language, text, clause, whole):
    assert reported(text, language, clause)[0].rstrip(",") == whole.rstrip(",")


@pytest.mark.parametrize(
    ("language", "text", "cue", "clause", "whole"),
    [
        ("en", "He said the move was late.", "said", "move was late", "the move was late"),
        ("nb", "Hun sier en ny bru trengs.", "sier", "ny bru trengs", "en ny bru trengs"),
        ("en", "The move was late, he said.", "said", "move was late", "move was late"),
        ("nb", "Hun sier at brua står.", "sier", "brua står", "brua står"),
    ],
)
def test_a_clause_begins_with_its_article_behind_the_cue(language, text, cue, clause, whole):
    assert reported(text, language, clause, cue=cue)[0] == whole


def test_a_preposition_at_the_end_of_a_sentence_stays():
    assert reported("Hun sa at det er noe å kjempe mot.", "nb", "det er noe å kjempe mot")[0].endswith("mot")


def test_what_somebody_is_accused_of_begins_behind_the_preposition():
    found = reported("She accused the firm of hiding it.", "en", "of hiding it", source="She", cue="accused")
    assert found[0] == "hiding it"


@pytest.mark.parametrize(("speaker", "later"), [("Aksjonsgruppa", "gruppa"), ("Ordfører Moe", "han")])
def test_a_clause_begins_behind_its_own_speaker_and_cue(speaker, later):
    text = f"{speaker} truer med å «slå til», skriver {later}."
    clause = f"{speaker} truer med å «slå til»"
    found = reported(text, "nb", clause, source=later, cue="skriver", quoted="slå til", speaker=speaker, said="truer")
    assert found == ("å «slå til»", speaker)


def test_a_clause_keeps_somebody_elses_speaker():
    text = "Aksjonsgruppa truer med å «slå til», skriver Fjordposten."
    clause = "Aksjonsgruppa truer med å «slå til»"
    found = reported(
        text, "nb", clause, source="Fjordposten", cue="skriver", quoted="slå til", speaker="Aksjonsgruppa", said="truer"
    )
    assert found == (clause, "Fjordposten")


def test_of_two_clauses_that_begin_at_one_word_the_longer_stays_with_the_carrier_of_either():
    text = "Hun skriver at brua er åpen hele uka på Facebook."
    carrier = Mention(text.index("Facebook"), text.index("Facebook") + 8, "Facebook")
    whole, cut = (
        Attributed(15, 15 + len(words), "clause", "indirect", Mention(0, 3, "Hun"), Cue(4, 11, "skriver", "neutral"))
        for words in ("brua er åpen hele uka", "brua er åpen")
    )
    found = tidy_contents(text, [whole, replace(cut, carrier=carrier)], load_profile("nb"))
    assert [(text[p.start : p.end], p.carrier) for p in found] == [("brua er åpen hele uka", carrier)]
