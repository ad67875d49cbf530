"""From probabilities to claims: for each cue, the stretches that are its source, its carrier and its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.attribution.tokens import Stretch, Token
from framing.estimators.spans import FloatArray
from framing.tagging.network import CUE_TAGS, ROLES
from framing.tagging.words import Labels

CUE_FLOOR = 0.5
"""Probability from which a word counts as part of a cue."""
_CONTENT_FLOOR = 8.0
"""Least sum of shifted log odds of a stretch of content: about two words the network is sure of."""
_CERTAIN = 4.0
_SHIFT = 1.5
"""Added to the log odds in the cue's sentence, from the first sure word on (before the cue: up to the last one).

Most articles the network learns from are the corpus's, whose clauses are shorter than those of real news, and it ends
them too early: the prior of "goes on" is raised, as one does when the share of a class differs between training and use
(Saerens et al., 2002). Chosen on the development articles and on real ones the network had not seen."""
_STOPS = frozenset(".!?…")
_INITIAL = 2
_OUTSIDE, _INSIDE = CUE_TAGS.index("outside"), CUE_TAGS.index("inside")
_NEVER = 1e6
_SURE = 0.5
_NONE = ROLES.index("none")
_SOURCE, _CONTENT, _CARRIER = ROLES.index("source"), ROLES.index("content"), ROLES.index("carrier")


@dataclass(frozen=True)
class Claim:
    """One cue and what it governs, in word positions (stops exclusive); ``roles`` is (words, roles)."""

    cue: Stretch
    source: Stretch | None
    carrier: Stretch | None
    contents: tuple[tuple[Stretch, float], ...]
    roles: FloatArray

    def content_of(self, words: Sequence[int]) -> float:
        """How probable it is that the words are what this cue reports."""
        return float(self.roles[list(words), _CONTENT].mean()) if len(words) else 0.0


def find_cues(probabilities: FloatArray) -> list[list[int]]:
    """Runs of words that are more probably a cue than not; a new cue begins where "begin" beats "inside"."""
    cues: list[list[int]] = []
    for k, row in enumerate(probabilities):
        if 1.0 - row[_OUTSIDE] <= CUE_FLOOR:
            continue
        goes_on = cues and cues[-1][-1] == k - 1 and row[_INSIDE] > row[1]
        if goes_on:
            cues[-1].append(k)
        else:
            cues.append([k])
    return cues


def read_claim(tokens: Sequence[Token], cue: Sequence[int], roles: FloatArray) -> Claim:
    """The claim of one cue from the role probabilities of all words."""
    best = roles.argmax(axis=1)
    best[list(cue)] = _NONE
    source = _strongest(tokens, best, roles, _SOURCE)
    carrier = _strongest(tokens, best, roles, _CARRIER)
    return Claim((cue[0], cue[-1] + 1), source, carrier, _contents(tokens, cue, source, roles), roles)


def with_source(tokens: Sequence[Token], claim: Claim, source: Stretch) -> Claim:
    """The claim with another source; its contents are found anew, since they never run over the source."""
    contents = _contents(tokens, range(*claim.cue), source, claim.roles)
    return replace(claim, source=source, contents=contents)


def _strongest(tokens: Sequence[Token], best: Labels, roles: FloatArray, role: int) -> Stretch | None:
    """The run of words of a role with the greatest summed probability; a sign between two such words is bridged."""
    runs: list[Stretch] = []
    position = 0
    while position < len(tokens):
        if best[position] != role:
            position += 1
            continue
        stop = position + 1
        while stop < len(tokens) and (best[stop] == role or _bridged(tokens, best, stop, role)):
            stop += 1
        run = _trim(tokens, position, stop, brackets=False)
        if run[0] < run[1]:
            runs.append(run)
        position = stop
    return max(runs, key=lambda r: float(roles[r[0] : r[1], role].sum())) if runs else None


def _bridged(tokens: Sequence[Token], best: Labels, at: int, role: int) -> bool:
    return at + 1 < len(tokens) and not tokens[at].is_word and best[at + 1] == role


def _contents(
    tokens: Sequence[Token], cue: Sequence[int], source: Stretch | None, roles: FloatArray
) -> tuple[tuple[Stretch, float], ...]:
    """The best stretch of content on each side of the cue: the greatest sum of log odds (Kadane's algorithm).

    It never runs over the source: nobody's name is part of what they say.
    """
    p = np.clip(roles[:, _CONTENT], 1e-4, 1 - 1e-4)
    odds = np.clip(np.log(p / (1 - p)), -_CERTAIN, _CERTAIN)
    if source is not None:
        odds[slice(*source)] = -_NEVER
    first, last = sentence_of(tokens, cue)
    found: list[tuple[Stretch, float]] = []
    for start, stop, before in ((0, cue[0], True), (cue[-1] + 1, len(odds), False)):
        sure = [k for k in range(max(start, first), min(stop, last)) if p[k] > _SURE]
        if not sure:
            continue
        shifted = odds.copy()
        shifted[first : sure[-1] + 1] += _SHIFT if before else 0.0
        shifted[sure[0] : last] += 0.0 if before else _SHIFT
        stretch, score = _greatest_sum(shifted, start, stop)
        if stretch is not None and score >= _CONTENT_FLOOR:
            found.append((_close(tokens, _trim(tokens, *stretch, brackets=True)), score))
    return tuple(found)


def _close(tokens: Sequence[Token], stretch: Stretch) -> Stretch:
    """Take in the closing mark of a quotation that the stretch opens."""
    start, stop = stretch
    unpaired = sum(t.is_mark for t in tokens[start:stop]) % 2 == 1
    return (start, stop + 1) if unpaired and stop < len(tokens) and tokens[stop].is_mark else stretch


def sentence_of(tokens: Sequence[Token], cue: Sequence[int]) -> Stretch:
    """The words of the cue's sentence, as far as signs and capitals tell."""
    first = max((k + 1 for k in range(cue[0]) if _ends_sentence(tokens, k)), default=0)
    last = min((k for k in range(cue[-1] + 1, len(tokens)) if _ends_sentence(tokens, k)), default=len(tokens))
    return first, last


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    """True for the last stop of a sentence: not for "U.N." or "J. K.", nor for dots inside one."""
    if tokens[at].text not in _STOPS:
        return False
    before = tokens[at - 1].text if at and tokens[at].text == "." else ""
    if before and (len(before) <= _INITIAL or "." in before):
        return False
    following = at + 1
    while following < len(tokens) and (tokens[following].is_mark or tokens[following].text in _STOPS):
        following += 1
    if following == len(tokens):
        return True
    return not tokens[following].is_word or tokens[following].is_capitalised


def _greatest_sum(values: FloatArray, start: int, stop: int) -> tuple[Stretch | None, float]:
    best, current, opening, stretch = 0.0, 0.0, start, None
    for k in range(start, stop):
        if current <= 0:
            current, opening = 0.0, k
        current += float(values[k])
        if current > best:
            best, stretch = current, (opening, k + 1)
    return stretch, best


def _trim(tokens: Sequence[Token], start: int, stop: int, *, brackets: bool) -> Stretch:
    """Leave out signs at the edges; content may open with a quotation mark or a currency sign and close with one."""
    opening, closing = ("($€£", ")%") if brackets else ("", "")
    while start < stop and not (
        tokens[start].is_word or (brackets and (tokens[start].is_mark or tokens[start].text in opening))
    ):
        start += 1
    while stop > start and not (
        tokens[stop - 1].is_word or (brackets and (tokens[stop - 1].is_mark or tokens[stop - 1].text in closing))
    ):
        stop -= 1
    return start, stop
