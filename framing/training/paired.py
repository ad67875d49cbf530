"""Is one run better than another, or is it noise? The paired bootstrap over articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from framing.errors import UsageError
from framing.training.counts import ArticleCounts, as_arrays, figures_of, macro_labels
from framing.training.scoring import LESS_IS_BETTER

LEVEL: Final = 0.95
RESAMPLES: Final = 10_000
SEED: Final = 20_240_501
FEWEST: Final = 5
"""Articles below which nothing is said: drawing so few anew tells next to nothing about others."""
_TOGETHER: Final = 1000
"""Draws counted at once: keeps memory flat."""
_LEAST_SHOWN: Final = 0.001


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs on the same articles; ``difference`` is b - a, ``low`` and ``high`` its interval."""

    a: float
    b: float
    difference: float
    low: float
    high: float
    p: float

    @property
    def is_noise(self) -> bool:
        """True where the interval holds zero: articles drawn anew could well turn the order round."""
        return self.low <= 0.0 <= self.high


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """The headline figures of two runs on the ``articles`` that both were scored on."""

    articles: int
    resamples: int
    seed: int
    figures: dict[str, Difference]

    def to_json(self) -> dict[str, Any]:
        """The comparison as a JSON object."""
        return asdict(self)

    def sentence(self, figure: str, a: str, b: str) -> str:
        """Which of the runs named ``a`` and ``b`` is better in a figure, and whether it is more than noise.

        Raises:
            UsageError: no such figure.

        """
        if figure not in self.figures:
            raise UsageError(f"{figure}: no such figure; known: {', '.join(self.figures)}")
        found = self.figures[figure]
        if found.difference == found.low == found.high == 0.0:
            return f"{a} and {b} do not differ in {figure} on {self.articles} articles."
        b_wins = (found.difference < 0) == (figure in LESS_IS_BETTER)
        if found.is_noise or b_wins:
            gain, low, high = found.difference, found.low, found.high
        else:
            gain, low, high = -found.difference, -found.high, -found.low
        facts = (
            f"by {gain:+.3f} {figure} ({LEVEL * 100:.0f} % interval {low:+.3f} to {high:+.3f}, p {_shown(found.p)}, "
            f"{self.articles} articles)"
        )
        if found.is_noise:
            return f"Neither is shown to be better: {b} differs from {a} {facts}, no more than noise."
        better, worse = (b, a) if b_wins else (a, b)
        return f"{better} is better than {worse} {facts}: more than noise."


def compare_articles(
    a: Sequence[ArticleCounts], b: Sequence[ArticleCounts], *, resamples: int = RESAMPLES, seed: int = SEED
) -> PairedComparison:
    """Compare two runs on the articles both were scored on.

    Paired bootstrap: the articles are drawn anew, with replacement, each with what either run made of it; every draw
    gives the figures of both and their difference (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
    chapters 8 and 13; Koehn, Statistical significance tests for machine translation evaluation, EMNLP 2004). The
    article is the unit, as passages of one article hang together. The interval is the percentile interval; p is
    two-sided and goes with it: twice the share of draws on the other side of zero, with one added to counts (Davison
    and Hinkley, Bootstrap Methods and their Application, 1997, section 4.2). Chance in training is not in it: for that,
    compare seeds.

    Args:
        a: counts of the first run.
        b: counts of the second run.
        resamples: how many times articles are drawn.
        seed: of the random numbers.

    Raises:
        UsageError: fewer than ``FEWEST`` articles were scored in both, with the same text and annotation.

    """
    known = {(row.article, row.sha256): row for row in b}
    pairs = [(row, known[row.article, row.sha256]) for row in a if (row.article, row.sha256) in known]
    if len(pairs) < FEWEST:
        raise UsageError(
            f"the runs were scored on {len(a)} and {len(b)} articles and share {len(pairs)}; at least {FEWEST} of the "
            "same text and annotation are needed; score both on the same split"
        )
    names = sorted({name for pair in pairs for row in pair for name in row.counts})
    sides = [as_arrays([pair[side] for pair in pairs], names) for side in (0, 1)]
    labels = macro_labels(names, sides[0].sum(axis=0).tolist())
    measured = [figures_of(names, side.sum(axis=0, keepdims=True), labels) for side in sides]
    drawn: dict[str, list[np.ndarray]] = {name: [] for name in measured[0]}
    random = np.random.default_rng(seed)
    chances = np.full(len(pairs), 1 / len(pairs))
    for start in range(0, resamples, _TOGETHER):
        times = random.multinomial(len(pairs), chances, size=min(_TOGETHER, resamples - start)).astype(np.float64)
        first, second = (figures_of(names, times @ side, labels) for side in sides)
        for name, differences in drawn.items():
            differences.append(second[name] - first[name])
    return PairedComparison(
        len(pairs),
        resamples,
        seed,
        {
            name: _difference(float(measured[0][name][0]), float(measured[1][name][0]), np.concatenate(differences))
            for name, differences in drawn.items()
        },
    )


def _difference(a: float, b: float, drawn: np.ndarray) -> Difference:
    edge = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [edge, 1 - edge])
    other_side = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    p = min(1.0, 2 * (other_side + 1) / (len(drawn) + 1))
    return Difference(round(a, 4), round(b, 4), round(b - a, 4), round(float(low), 4), round(float(high), 4), p)


def _shown(p: float) -> str:
    return "< 0.001" if p < _LEAST_SHOWN else f"{p:.3f}"
