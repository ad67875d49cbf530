"""How sure the shares of a corpus are: bootstrap over whole articles."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

LEVEL: Final = 0.95
FEWEST: Final = 5
"""Articles below which no interval is given: resampling so few says next to nothing about others."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a share, both from 0 to 1."""

    low: float
    high: float


def share_intervals(
    vectors: Mapping[tuple[int, ...], int], *, seed: int, name: str = "", resamples: int = 2000
) -> list[Interval] | None:
    """Percentile bootstrap intervals for the share of each label among all statements.

    Statements of one article hang together, so articles are drawn, with replacement, each with all its statements
    (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 8 and 13; Field and Welsh, Bootstrapping
    clustered data, J. R. Stat. Soc. B 69, 2007). Articles with equal counts are drawn together: how often each count
    vector comes is multinomial, so that time and memory grow with the number of different vectors.

    Args:
        vectors: how many articles have each vector of counts, one count a label; articles without statements left out.
        seed: of the random numbers.
        name: of the group; together with the seed it gives the group random numbers of its own, so that they do not
            depend on which other groups there are.
        resamples: how many times articles are drawn.

    Returns:
        One interval a label, in the order of the counts; None for fewer than ``FEWEST`` articles.

    """
    import numpy as np

    articles = sum(vectors.values())
    if articles < FEWEST:
        return None
    ordered = sorted(vectors)
    counts = np.array(ordered, dtype=np.int64)
    chances = np.array([vectors[v] for v in ordered], dtype=np.float64) / articles
    random = np.random.default_rng([seed, zlib.crc32(name.encode("utf-8", "surrogatepass"))])
    totals = np.stack([random.multinomial(articles, chances) @ counts for _ in range(resamples)])
    shares = totals / totals.sum(axis=1, keepdims=True)
    edges = (1 - LEVEL) / 2
    low, high = _bounds(shares, edges)
    return [Interval(float(a), float(b)) for a, b in zip(low, high, strict=True)]


def _bounds(shares: np.ndarray, edges: float) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    low, high = np.quantile(shares, [edges, 1 - edges], axis=0)
    return low, high
