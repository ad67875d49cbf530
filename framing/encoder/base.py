"""What every encoder gives: token states with offsets into the text, and one vector for the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Offsets = NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class TokenStates:
    """A text as an encoder sees it. A text without a visible character has no tokens and a zero vector.

    Attributes:
        offsets: int32 (tokens, 2), half-open code-point offsets into the text as it was given. Starts and
            ends never decrease and no token is empty; neighbours may share a character ("▁" and the
            character after it, or the parts of an ellipsis).
        states: float32 (tokens, dimension), last hidden states; begin and end markers are left out.
        pooled: float32 (dimension,), the text's vector at length one.
        inner: float32 (tokens + 2, dimension), the states some layers below the last, with those of the begin and
            end markers, for a model that has its own last layers; None from an encoder that does not give them.

    """

    offsets: Offsets
    states: Floats
    pooled: Floats
    inner: Floats | None = None

    @classmethod
    def empty(cls, dimension: int) -> TokenStates:
        """The states of a text without tokens."""
        return cls(np.zeros((0, 2), np.int32), np.zeros((0, dimension), np.float32), np.zeros(dimension, np.float32))


class Encoder(Protocol):
    """A text encoder. What it gives for a text never depends on the other texts of the call.

    ``id``, ``revision`` and ``backend`` together name the numbers: a classifier is used with the
    three it was trained with.
    """

    @property
    def id(self) -> str:
        """Name of the model."""

    @property
    def revision(self) -> str:
        """Which weights: changes whenever they do."""

    @property
    def backend(self) -> str:
        """What computes, and in which arithmetic."""

    @property
    def dimension(self) -> int:
        """Width of a state and of a text's vector."""

    def encode(self, texts: Sequence[str]) -> list[TokenStates]:
        """Token states and vector of each text, in the order given. A text may have any length."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors only: float32 (texts, dimension), the ``pooled`` of ``encode``."""


def stack(vectors: Sequence[Floats], dimension: int) -> Floats:
    """The vectors as rows of one array; (0, dimension) where there are none."""
    return np.stack(vectors) if vectors else np.zeros((0, dimension), np.float32)
