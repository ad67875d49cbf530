"""Vectors of spans: the mean of the encoder's token states under a stretch of text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.encoder.base import Encoder
from framing.segment import paragraphs

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class ArticleStates:
    """The token states of a whole article, in order.

    ``offsets`` is (tokens, 2), code points into the article; ``sums`` is (tokens + 1, dimension), running sums
    of the states, so that the mean over any span costs one subtraction. ``inner`` has the states
    some layers below, where the encoder gives them: (tokens + 2, dimension) for each paragraph that has tokens.
    """

    offsets: NDArray[np.int32]
    sums: NDArray[np.float64]
    inner: tuple[FloatArray, ...] | None = None

    @property
    def dimension(self) -> int:
        """Length of a span vector."""
        return int(self.sums.shape[1])

    def pool(self, start: int, end: int) -> FloatArray:
        """The mean state of the tokens that overlap ``[start, end)``; zeros where there is none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if last <= first:
            return np.zeros(self.dimension, dtype=np.float32)
        mean: FloatArray = ((self.sums[last] - self.sums[first]) / (last - first)).astype(np.float32)
        return mean

    def pool_each(self, starts: Sequence[int], ends: Sequence[int]) -> FloatArray:
        """``pool`` of many spans at once, (spans, dimension)."""
        return self.means(starts, ends)[0]

    def means(
        self, starts: Sequence[int], ends: Sequence[int], erased: tuple[int, int] | None = None
    ) -> tuple[FloatArray, NDArray[np.int64]]:
        """``pool`` of many spans, (spans, dimension), and how many tokens each has, (spans,).

        Tokens that overlap the span ``erased`` are left out of both.
        """
        first, last = self.covering(starts, ends)
        totals, counts = self.sums[last] - self.sums[first], last - first
        if erased is not None:
            (left,), (right,) = self.covering(erased[:1], erased[1:])
            first, last = np.clip(first, left, right), np.clip(last, left, right)
            hit = last > first
            totals[hit] -= self.sums[last[hit]] - self.sums[first[hit]]
            totals[counts == last - first] = 0.0
            counts = counts - (last - first)
        means: FloatArray = (totals / np.maximum(counts, 1)[:, None]).astype(np.float32)
        return means, counts

    def covering(self, starts: Sequence[int], ends: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The first token and the stop of those that overlap each span; equal where there is none."""
        first = np.searchsorted(self.offsets[:, 1], np.asarray(starts, np.int32), side="right")
        last = np.searchsorted(self.offsets[:, 0], np.asarray(ends, np.int32), side="left")
        return first, np.maximum(first, last)

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self.offsets[:, 0].tolist()
        return starts

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = self.offsets[:, 1].tolist()
        return ends


def encode_articles(texts: Sequence[str], encoder: Encoder) -> list[ArticleStates]:
    """Encode several articles in one call, so that paragraphs of like length are batched together."""
    spans = [(n, start, end) for n, text in enumerate(texts) for start, end in paragraphs(text)]
    encoded = encoder.encode([texts[n][start:end] for n, start, end in spans])
    offsets: list[list[NDArray[np.int32]]] = [[] for _ in texts]
    states: list[list[FloatArray]] = [[] for _ in texts]
    inner: list[list[FloatArray]] = [[] for _ in texts]
    for (n, start, _), paragraph in zip(spans, encoded, strict=True):
        offsets[n].append(paragraph.offsets + start)
        states[n].append(paragraph.states)
        inner[n].extend([] if paragraph.inner is None else [paragraph.inner])
    return [_join(*parts, encoder.dimension) for parts in zip(offsets, states, inner, strict=True)]


def _join(
    offsets: list[NDArray[np.int32]], states: list[FloatArray], inner: list[FloatArray], dimension: int
) -> ArticleStates:
    if not offsets:
        return ArticleStates(np.zeros((0, 2), np.int32), np.zeros((1, dimension)), ())
    lower = tuple(inner) if inner or not any(map(len, offsets)) else None
    return ArticleStates(np.concatenate(offsets), running_sums(np.concatenate(states)), lower)


def running_sums(states: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """The sums of the first 0, 1, 2 … of some states, (states + 1, dimension)."""
    return np.vstack([np.zeros((1, states.shape[1])), np.cumsum(states.astype(np.float64), axis=0)])
