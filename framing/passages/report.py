"""What a cue governs in its sentence, and the counting that the grammar of reports shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.attribution.tokens import QUOTE, Token
from framing.languages import CueEntry, LanguageProfile

SENTENCE_ENDS = frozenset({".", "!", "?", "…"})
FEWEST_WORDS = 2
"""Words of the shortest clause that is taken for a report."""


@dataclass(frozen=True, slots=True)
class Report:
    """One cue with what it governs, in token positions of its sentence (stops exclusive).

    ``contents`` are the stretches of the reported clause: two where the cue stands inside it, none where the
    cue governs quoted words only. ``governs_left``/``governs_right`` say on which side speech may stand;
    ``through`` is the subject of a quoting verb ("KCNA quoted the envoy as saying"): not the source but the carrier.
    """

    cue: tuple[int, int]
    entry: CueEntry
    shape: str
    source: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...] = ()
    addressee: tuple[int, int] | None = None
    governs_left: bool = False
    governs_right: bool = False
    through: tuple[int, int] | None = None


def sentence_stop(tokens: Sequence[Token]) -> int:
    """Where the words of a sentence end, before its full stop."""
    stop = len(tokens)
    while stop > 0 and tokens[stop - 1].text in SENTENCE_ENDS:
        stop -= 1
    return stop


def word_count(tokens: Sequence[Token], start: int, stop: int) -> int:
    """How many words stand between two token positions."""
    return sum(t.is_word for t in tokens[start:stop])


def left_opening(tokens: Sequence[Token], before: int, profile: LanguageProfile) -> int:
    """Where the clause that ends before the comma at ``before`` begins: after the last quoted speech."""
    opening = next((k + 1 for k in range(before - 1, -1, -1) if tokens[k].text == QUOTE), 0)
    while opening < before and (not tokens[opening].is_word and not tokens[opening].is_mark):
        opening += 1
    if opening < before and tokens[opening].lower in profile.complementizers:
        opening += 1
    return opening
