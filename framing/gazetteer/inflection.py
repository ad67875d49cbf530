"""Endings, language by language, as data: from the word in the text back to the form in the gazetteer."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from functools import cache

from framing.gazetteer.entries import read_data

_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Ending:
    """``surface`` in the text stands for ``lemma`` in the gazetteer.

    ``kind`` is ``name``, ``noun`` or ``any``: what the ending attaches to. ``anywhere`` allows it on every
    word of a phrase, else only on the last.
    """

    kind: str
    anywhere: bool
    surface: str
    lemma: str


def normalise(word: str) -> str:
    """``word`` composed (NFC), stress accents that have no composed letter left out."""
    if word.isascii():
        return word
    composed = unicodedata.normalize("NFC", word)
    return "".join(letter for letter in composed if not unicodedata.combining(letter))


def fold(word: str) -> str:
    """The key under which ``word`` is looked up: normalised, without case, ё as е."""
    return key_of(normalise(word))


def key_of(normalised: str) -> str:
    """The key of a word that is normalised already."""
    return normalised.casefold().replace("ё", "е")


class Inflection:
    """The endings of one language; a language without any has the bare word only."""

    def __init__(self, endings: list[Ending]) -> None:
        self._by_surface: dict[str, list[Ending]] = {}
        for ending in endings:
            self._by_surface.setdefault(ending.surface, []).append(ending)
        self._longest = max((len(surface) for surface in self._by_surface), default=-1)

    def lemmas(self, key: str) -> list[tuple[str, Ending | None]]:
        """Forms that ``key`` may stand for, itself first, each with the ending that was undone."""
        found: list[tuple[str, Ending | None]] = [(key, None)]
        for length in range(min(self._longest, len(key) - 1) + 1):
            stem, surface = key[: len(key) - length], key[len(key) - length :]
            found.extend(
                (stem + ending.lemma, ending)
                for ending in self._by_surface.get(surface, ())
                if len(stem) >= _SHORTEST_STEM or ending.lemma
            )
        return found


@cache
def load_inflection(language: str | None) -> Inflection:
    """The endings of ``language`` (an ISO 639-1 code), none where the data have none."""
    rows = csv.DictReader(io.StringIO(read_data("inflection.csv")))
    return Inflection(
        [
            Ending(row["kind"], row["where"] == "any", fold(row["surface"]), fold(row["lemma"]))
            for row in rows
            if row["language"] == language
        ]
    )
