"""Texts longer than an encoder's positions: overlapping windows, and their states put together again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from framing.encoder.base import Floats


def window_spans(tokens: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Cut ``tokens`` tokens into windows of at most ``size``, each sharing ``overlap`` or more with the one before.

    The last window is as long as the others and ends with the text, so that no token is read without context.

    Returns:
        Half-open token ranges in order; one range where everything fits, none for no tokens.

    """
    if tokens <= size:
        return [(0, tokens)] if tokens else []
    starts = [*range(0, tokens - size, size - overlap), tokens - size]
    return [(start, start + size) for start in starts]


def merge_states(spans: Sequence[tuple[int, int]], states: Sequence[Floats]) -> Floats:
    """One state a token: of two windows that share a token, the one in which it stands further from the edge.

    Args:
        spans: the token ranges of ``window_spans``.
        states: float32 (tokens of the window, dimension) for each.

    Returns:
        float32 (tokens, dimension).

    """
    cuts = [0, *((start + end) // 2 for (_, end), (start, _) in pairwise(spans)), spans[-1][1]]
    parts = [
        state[low - start : high - start]
        for (start, _), state, (low, high) in zip(spans, states, pairwise(cuts), strict=True)
    ]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def merge_pooled(spans: Sequence[tuple[int, int]], pooled: Sequence[Floats]) -> Floats:
    """The text's vector: the mean of its windows' vectors, weighted by their tokens, at length one.

    Args:
        spans: the token ranges of ``window_spans``.
        pooled: float32 (dimension,) for each.

    """
    if len(pooled) == 1:
        return pooled[0]
    lengths = np.array([end - start for start, end in spans], np.float32)
    total = lengths @ np.stack(pooled)
    return np.asarray(total / np.linalg.norm(total), np.float32)
