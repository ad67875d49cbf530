"""Where things stand in an article, and named features as rows: what both linkers need."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Mapping

import numpy as np

from framing.estimators.spans import FloatArray
from framing.segment import iter_sentences

_MARKS = str.maketrans(dict.fromkeys('«»„“”"()', " "))


def plain_words(stretch: str) -> list[str]:
    """The words of a stretch in lower case, without quotation marks and brackets."""
    return stretch.translate(_MARKS).lower().split()


class Places:
    """The sentences and paragraphs of a text, by position.

    Attributes:
        sentences: half-open spans, in order.

    """

    def __init__(self, text: str, language: str) -> None:
        self.sentences = [(s.start, s.end) for s in iter_sentences(text, language)]
        self._starts = [start for start, _ in self.sentences]
        self._breaks = [k for k, letter in enumerate(text) if letter == "\n"]

    def sentence(self, position: int) -> int:
        """The number of the sentence at a position."""
        return bisect_right(self._starts, position) - 1

    def paragraph(self, position: int) -> int:
        """The number of the paragraph at a position."""
        return bisect_right(self._breaks, position)


def hashed(features: Mapping[str, float], width: int) -> FloatArray:
    """Named features as a row, (``width``,), each name hashed to a column (Weinberger et al., 2009).

    A model needs no vocabulary beside its weights.
    """
    row = np.zeros(width, np.float32)
    for name, value in features.items():
        row[zlib.crc32(name.encode()) % width] += value
    return row
