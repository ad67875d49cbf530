"""The names of people in a text, as far as capitals tell, and where they open a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.languages import LanguageProfile, gender_of

_WORD = re.compile(r"[^\W\d_][\w’-]*")
PARTICLES = frozenset({"von", "van", "de", "der", "al", "el", "bin", "ibn", "da", "di", "la"})
PERSON_WORDS = 2
"""Words of the shortest full name."""
_TITLE_BEFORE = 60
_TITLE_WORDS = 4
"""Code points and words of what is said of a person before the name at the beginning of a sentence."""
_SENTENCE_END = re.compile(r"[.!?:\n]\s*[«“\"]?")


@dataclass(frozen=True, slots=True)
class Name:
    """A full name at ``text[start:end]`` and its words."""

    start: int
    end: int
    words: tuple[str, ...]


def name_runs(text: str, profile: LanguageProfile) -> list[tuple[int, int]]:
    """Spans of runs of two or more capitalised words ("Marit Ås")."""
    return [(name.start, name.end) for name in find_names(text, profile)]


def find_names(text: str, profile: LanguageProfile) -> list[Name]:
    """Runs of two or more capitalised words ("Marit Ås")."""
    words = list(_WORD.finditer(text))
    names: list[Name] = []
    position = 0
    while position < len(words):
        if not words[position].group()[0].isupper():
            position += 1
            continue
        stop = position
        while stop < len(words) and (
            stop == position or text[words[stop - 1].end() : words[stop].start()] in (" ", "\u00a0")
        ):
            word = words[stop].group()
            particle = stop > position and word in PARTICLES and stop + 1 < len(words)
            named = word[0].isupper() and (word.lower() not in profile.function_words or gender_of(word) is not None)
            if not named and not particle:
                break
            stop += 1
        while stop > position and not words[stop - 1].group()[0].isupper():
            stop -= 1
        if stop - position >= PERSON_WORDS:
            start, end = words[position].start(), words[stop - 1].end()
            names.append(Name(start, end, tuple(w.group() for w in words[position:stop])))
        position = max(stop, position + 1)
    return names


def opens_sentence(text: str, start: int, profile: LanguageProfile) -> bool:
    """True where a name stands first in its sentence, or behind no more than what its bearer is.

    That may be in apposition ("Trumps pressesekretær, Sarah Sanders, deltok"); a preposition or a verb of saying
    before the name tells that something else stands first.
    """
    parts = _SENTENCE_END.split(text[max(0, start - _TITLE_BEFORE) : start])
    if start > _TITLE_BEFORE and len(parts) == 1:
        return False
    words = parts[-1].split()
    closed = profile.cue_forms | profile.auxiliaries | profile.complementizers | profile.conjunctions
    lower = [word.lower().strip(",") for word in words]
    if len(words) > _TITLE_WORDS or not closed.isdisjoint(lower) or (words and lower[0] in profile.prepositions):
        return False
    return all("," not in word for word in words[:-1])
