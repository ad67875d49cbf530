"""Cue forms of the language profile in a sentence: the longest form wins, a particle may stand apart from its verb."""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribution.tokens import Token
from framing.languages import CueEntry, LanguageProfile

ACCORDING = CueEntry("", "neutral", frozenset({"according"}))
HEARSAY = CueEntry("", "distancing", frozenset({"hearsay"}))


def find_cues(tokens: Sequence[Token], profile: LanguageProfile) -> list[tuple[int, int, CueEntry]]:
    """Every cue of a sentence as (start, stop, entry), from left to right."""
    found: list[tuple[int, int, CueEntry]] = []
    position = 0
    while position < len(tokens):
        length, entry = _longest_form(tokens, position, profile)
        if entry is None:
            position += 1
            continue
        found.append((position, position + length, entry))
        position += length
    return found


def _longest_form(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> tuple[int, CueEntry | None]:
    if tokens[at].lower not in profile.opening_words or not tokens[at].is_word:
        return 0, None
    for length in (4, 3, 2, 1):
        if at + length > len(tokens):
            continue
        form = " ".join(t.lower for t in tokens[at : at + length])
        if form in profile.according_to:
            return length, ACCORDING
        entry = profile.cues.get(form)
        if entry is not None and not _is_name_or_noun(tokens, at, profile):
            return length, entry
    separated = _separated(tokens, at, profile)
    return (1, separated) if separated is not None else (0, None)


def _is_name_or_noun(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> bool:
    """True for a form that is capitalised inside a clause, or that follows an article ("the proposed merger")."""
    if at == 0:
        return False
    previous = tokens[at - 1].lower
    articles = profile.determiners - profile.pronouns - profile.relatives
    return (tokens[at].is_capitalised and not _opens(tokens, at)) or (
        previous in articles and previous not in profile.complementizers
    )


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or not tokens[at - 1].is_word


def _separated(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> CueEntry | None:
    """A two-word form with its subject in between ("legger hun til", "fügte er hinzu")."""
    for k in range(at + 2, min(at + 7, len(tokens))):
        if not tokens[k].is_word:
            return None
        entry = profile.cues.get(f"{tokens[at].lower} {tokens[k].lower}")
        if entry is not None and "noun" not in entry.frames:
            return entry
    return None
