"""Reports whose cue has no subject: according-to phrases, nouns with a clause of their own, hearsay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribution.phrases import clause_start, noun_phrase_right
from framing.attribution.tokens import QUOTE, Token
from framing.languages import CueEntry, LanguageProfile
from framing.passages.cues import HEARSAY
from framing.passages.report import FEWEST_WORDS, SENTENCE_ENDS, Report, left_opening, sentence_stop, word_count


def according_to(tokens: Sequence[Token], start: int, end: int, profile: LanguageProfile) -> Report | None:
    """A phrase such as "according to the ministry" before, after or inside the clause it reports."""
    stop = noun_phrase_right(tokens, end, profile)
    if stop == end:
        return None
    if stop < len(tokens) and tokens[stop].text == "," and stop + 1 < len(tokens) and tokens[stop + 1].is_capitalised:
        name = noun_phrase_right(tokens, stop + 1, profile)
        if name > stop + 2 and name < len(tokens) and tokens[name].text in (",",):
            stop = name
    form = " ".join(t.lower for t in tokens[start:end])
    entry = CueEntry(form, "neutral", frozenset({"according"}))
    report = Report((start, end), entry, "according", (end, stop), governs_left=True, governs_right=True)
    last = sentence_stop(tokens)
    right_start = stop + 1 if stop < last and tokens[stop].text == "," else stop
    fronted = (start == clause_start(tokens, start) and (start == 0 or tokens[start - 1].text == QUOTE)) or start <= 1
    if fronted:
        return (
            replace(report, contents=((right_start, last),))
            if word_count(tokens, right_start, last) >= FEWEST_WORDS
            else report
        )
    left_stop = start - 1 if tokens[start - 1].text in (",", "–", "—") else start
    left = (left_opening(tokens, left_stop, profile), left_stop)
    contents = [left] if word_count(tokens, *left) >= 1 else []
    goes_on = (
        stop < last
        and tokens[stop].is_word
        and tokens[stop].lower not in profile.conjunctions | profile.prepositions | profile.relatives
    )
    if goes_on and word_count(tokens, stop, last) >= 1:
        contents.append((stop, last))
    if sum(word_count(tokens, *c) for c in contents) < FEWEST_WORDS:
        return report
    return replace(report, contents=tuple(contents))


def nominal(tokens: Sequence[Token], start: int, end: int, entry: CueEntry, profile: LanguageProfile) -> Report | None:
    """A noun with a clause that says what it is: "the claim that …"."""
    opening = end
    if opening < len(tokens) and tokens[opening].text == ",":
        opening += 1
    if opening < len(tokens) and tokens[opening].lower in profile.complementizers:
        opening += 1
    stop = opening
    while stop < len(tokens) and tokens[stop].text not in SENTENCE_ENDS | {",", ";", ":", "–", "—"}:
        stop += 1
    if word_count(tokens, opening, stop) < FEWEST_WORDS:
        return None
    source = None
    if start and tokens[start - 1].is_capitalised and tokens[start - 1].lower.rstrip("'’").endswith("s"):
        source = (start - 1, start)
    return Report((start, end), entry, "nominal", source, ((opening, stop),), governs_right=True)


def hearsay(tokens: Sequence[Token], profile: LanguageProfile) -> list[Report]:
    """The first mark of hearsay in a sentence: all of it is reported, and nobody is named as the source."""
    for k in range(len(tokens)):
        for length in (3, 2, 1):
            form = " ".join(t.lower for t in tokens[k : k + length])
            if form in profile.hearsay and (
                length > 1 or (word_count(tokens, k, len(tokens)) > 1 and form not in profile.auxiliaries | {"skal"})
            ):
                opening = left_opening(tokens, k, profile)
                entry = CueEntry(form, "distancing", HEARSAY.frames)
                return [Report((k, k + length), entry, "hearsay", None, ((opening, sentence_stop(tokens)),))]
    return []
