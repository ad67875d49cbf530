"""Vectors of words taken by themselves, without the article around them."""

from __future__ import annotations

from collections.abc import Sequence

from framing.encoder.base import Encoder
from framing.estimators.features import normalised
from framing.estimators.spans import FloatArray, encode_articles


def vectors_alone(texts: Sequence[str], encoder: Encoder, centre: FloatArray) -> list[FloatArray]:
    """The centred mean state of each text, encoded by itself, at unit length.

    The states an article gives would not do where the words alone count: the encoder lets the words of a passage know
    what stands beside them.
    """
    encoded = encode_articles(texts, encoder)
    return [normalised(states.pool(0, len(text)) - centre) for text, states in zip(texts, encoded, strict=True)]
