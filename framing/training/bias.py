"""Sentence bias: training rows from sentences whose wording is labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from framing.corpus.sentences import BiasSentence
from framing.encoder.base import Encoder
from framing.estimators.features import normalised
from framing.estimators.spans import FloatArray, encode_articles
from framing.training.dataset import Rows

_ENCODED_TOGETHER = 1024
"""Sentences whose token states are held in memory at a time."""


def bias_rows(sentences: Sequence[BiasSentence], encoder: Encoder, centres: Mapping[str, FloatArray]) -> Rows:
    """One row a sentence; its group is the event, so that the two of a pair never stand on both sides of a split."""
    rows = Rows()
    for first in range(0, len(sentences), _ENCODED_TOGETHER):
        batch = sentences[first : first + _ENCODED_TOGETHER]
        for sentence, encoded in zip(batch, encode_articles([s.text for s in batch], encoder), strict=True):
            centre = centres.get(sentence.language, centres[""])
            vector = normalised(encoded.pool(0, len(sentence.text)) - centre)
            rows.add(vector, sentence.label, sentence.group, sentence.language)
            rows.layout = {"sentence": (0, len(vector))}
    return rows
