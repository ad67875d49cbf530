"""When not to answer: how many source classes are wrong among those above a confidence (selective classification)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Operating:
    """What happens if everything under ``threshold`` is left unanswered.

    ``coverage`` is the share that is answered, ``risk`` the share of wrong ones among these.
    """

    threshold: float
    coverage: float
    risk: float


def risk_coverage(pairs: Sequence[tuple[float, bool]]) -> list[Operating]:
    """The risk–coverage curve of confidences and whether they were right, by rising coverage.

    One point for each confidence that occurs: answers of equal confidence are given together or not at all (El-Yaniv
    and Wiener, On the foundations of noise-free selective classification, JMLR 11, 2010; Geifman and El-Yaniv,
    Selective classification for deep neural networks, NeurIPS 2017).
    """
    curve: list[Operating] = []
    answered = wrong = 0
    for confidence, members in groupby(sorted(pairs, reverse=True), key=lambda pair: pair[0]):
        rights = [right for _, right in members]
        answered += len(rights)
        wrong += len(rights) - sum(rights)
        curve.append(Operating(confidence, answered / len(pairs), wrong / answered))
    return curve


def area_under(curve: Sequence[Operating]) -> float:
    """The mean risk over all coverages (AURC; Geifman et al., ICLR 2019): less is better; 0 without answers."""
    before = area = 0.0
    for point in curve:
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area


def at_risk(curve: Sequence[Operating], risk: float) -> Operating:
    """The point of most coverage whose risk is at most ``risk``; where there is none, nothing is answered."""
    within = [point for point in curve if point.risk <= risk]
    return within[-1] if within else Operating(1.0, 0.0, 0.0)
