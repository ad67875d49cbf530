"""What newspapers of each language do around speech: data from ``habits.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Habits:
    """Conventions of print that no grammar holds.

    Attributes:
        dash_speech: codes of the languages that open speech with a dash at the start of a line.
        speech_goes_on: those of them where speech goes on behind the cue clause without a second dash.
        capital_nouns: codes of the languages that write all nouns with a capital letter.
        speaker_words: words by which people speak of themselves and to each other, by language code.
        asides: two words that may stand between a cue verb and its subject.
        labels: what stands before a colon in a headline without naming a speaker, lower case.
        elisions: words that begin with an apostrophe, lower case, without it.
        name_links: small words inside and between the names of a credit or byline.
        credit_words: words that open a picture credit.
        credit_labels: those of them that a caption follows, not a name.
        credit_agencies: agencies that picture credits name.
        dateline_agencies: agencies that datelines name.
        byline_words: words that open a byline.
        related_words: words that open a pointer to another article.
        contribution_phrases: parts of the sentence in which a paper names its helpers.

    """

    dash_speech: frozenset[str]
    speech_goes_on: frozenset[str]
    capital_nouns: frozenset[str]
    speaker_words: dict[str, frozenset[str]]
    asides: frozenset[str]
    labels: frozenset[str]
    elisions: frozenset[str]
    name_links: frozenset[str]
    credit_words: frozenset[str]
    credit_labels: frozenset[str]
    credit_agencies: frozenset[str]
    dateline_agencies: frozenset[str]
    byline_words: frozenset[str]
    related_words: frozenset[str]
    contribution_phrases: frozenset[str]


@cache
def load_habits() -> Habits:
    """Read the conventions of ``habits.toml``, once."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("habits.toml").read_text(encoding="utf-8"))
    speaker_words = {code: frozenset(words) for code, words in data.pop("speaker_words").items()}
    lists: dict[str, Any] = {name: frozenset(words) for name, words in data.items()}
    return Habits(speaker_words=speaker_words, **lists)
