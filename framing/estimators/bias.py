"""Sentence bias: what its head sees of a sentence, and the words that carry the bias.

Two linear heads share the token states that are there anyway. The first weighs words: how likely is this one marked
as biased? The second judges the sentence by its mean, by the mean of its words weighted by the first (attention
pooling with supervised attention), and by how many words weigh how much.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from framing.article import Mention
from framing.estimators.features import Block, normalised, row
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates, FloatArray

SENTENCE_HEAD: Final = "bias"
WORD_HEAD: Final = "bias_words"
"""A model has it where the sentences it learned from have their biased words marked."""
CARRIED_FROM: Final = 0.5
"""Bias of a sentence from which the words that carry it are named."""

_WORD: Final = re.compile(r"\w[\w'’-]*")
_LEAST: Final = 0.02
"""Loss of probability from which a word is worth naming."""
_FEW: Final = 3
_TRIED: Final = 6
"""Words of a sentence that are taken away in turn."""


@dataclass(frozen=True)
class Wording:
    """A sentence as the bias heads see it.

    ``vector`` is (dimension,), the centred mean of its tokens at length one; ``spans`` the places of its words, and
    ``words`` (words, dimension) their centred mean states.
    """

    vector: FloatArray
    spans: tuple[tuple[int, int], ...]
    words: FloatArray

    def directions(self) -> FloatArray:
        """The words at length one, (words, dimension): the rows of the word head."""
        lengths = np.linalg.norm(self.words, axis=1, keepdims=True)
        return np.asarray(self.words / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def read_wording(
    text: str,
    start: int,
    end: int,
    states: ArticleStates,
    centre: FloatArray,
    erased: tuple[int, int] | None = None,
) -> Wording:
    """What the heads see of the sentence ``[start, end)`` of an encoded text; words without a token are left out.

    The token states under ``erased`` are taken away; what they lent to their neighbours stays (representation
    erasure: Li, Monroe and Jurafsky, 2016).
    """
    spans = [(start, end), *(match.span() for match in _WORD.finditer(text, start, end))]
    means, tokens = states.means([s for s, _ in spans], [e for _, e in spans], erased)
    centred = (means - centre).astype(np.float32)
    present = [k for k in range(1, len(spans)) if tokens[k]]
    return Wording(normalised(centred[0]), tuple(spans[k] for k in present), centred[present])


def word_log_odds(wording: Wording, head: LinearHead) -> FloatArray:
    """Log odds of each word to be one that biases, (words,)."""
    biased = head.classes.index("biased")
    values = head.decision(wording.directions()) / np.float32(head.temperature)
    return np.asarray(values[:, biased] - values[:, 1 - biased], dtype=np.float32)


def bias_blocks(wording: Wording, log_odds: FloatArray | None) -> list[Block]:
    """The features of a sentence; without weighted words only its mean."""
    blocks = [("sentence", wording.vector)]
    if log_odds is not None:
        blocks += [("loaded words", _focused(wording.words, log_odds)), ("load", _load(log_odds))]
    return blocks


def bias_row(wording: Wording, heads: Mapping[str, LinearHead]) -> FloatArray:
    """The features of a sentence as the sentence head of a model takes them."""
    words = heads.get(WORD_HEAD)
    return row(bias_blocks(wording, None if words is None else word_log_odds(wording, words)))


class BiasReader:
    """Judges the sentences of one encoded text.

    Args:
        heads: of a model that has the sentence head.
        text: what the states are of.
        states: of its tokens.
        centre: mean token state of the language.

    """

    def __init__(self, heads: Mapping[str, LinearHead], text: str, states: ArticleStates, centre: FloatArray) -> None:
        self._heads, self._text, self._states, self._centre = heads, text, states, centre

    def score(self, start: int, end: int) -> float:
        """How biased the wording of a sentence is, 0 to 1."""
        return self._probability(self._read(start, end))

    def carriers(self, start: int, end: int, most: int = _FEW) -> tuple[Mention, ...]:
        """The words whose removal lowers the score of a sentence most, the strongest first; at most ``most``.

        No text is encoded anew.
        """
        wording = self._read(start, end)
        before = self._probability(wording)
        effects = []
        for left, right in self._heaviest(wording):
            after = self._probability(self._read(start, end, (left, right)))
            if before - after >= _LEAST:
                effects.append((after, left, right))
        return tuple(Mention(s, e, self._text[s:e]) for _, s, e in sorted(effects)[:most])

    def _heaviest(self, wording: Wording) -> Sequence[tuple[int, int]]:
        """The words worth taking away: those the word head weighs most, all where a model has none."""
        head = self._heads.get(WORD_HEAD)
        if head is None:
            return wording.spans
        order = np.argsort(-word_log_odds(wording, head), kind="stable")
        return [wording.spans[k] for k in order[:_TRIED]]

    def _read(self, start: int, end: int, erased: tuple[int, int] | None = None) -> Wording:
        return read_wording(self._text, start, end, self._states, self._centre, erased)

    def _probability(self, wording: Wording) -> float:
        return self._heads[SENTENCE_HEAD].predict(bias_row(wording, self._heads)).probabilities["biased"]


def _focused(words: FloatArray, log_odds: FloatArray) -> FloatArray:
    """The mean of the words, each weighted by its odds, at length one; zeros where there is no word."""
    if not len(words):
        return np.zeros(words.shape[1], dtype=np.float32)
    weights = np.exp((log_odds - log_odds.max()).astype(np.float64))
    return normalised(weights @ words / weights.sum())


def _load(log_odds: FloatArray) -> FloatArray:
    """How much the words weigh: the strongest, the strongest few, any at all, and their sum; each of like scale."""
    if not len(log_odds):
        return np.zeros(6, dtype=np.float32)
    ordered = np.sort(log_odds.astype(np.float64))[::-1]
    odds = 1.0 / (1.0 + np.exp(-ordered))
    return np.asarray(
        [
            odds[0],
            odds[:_FEW].mean(),
            1.0 - np.prod(1.0 - odds),
            np.log(odds.sum() + 1e-3) / 3,
            ordered[0] / 6,
            ordered[: _FEW + 1].mean() / 6,
        ],
        dtype=np.float32,
    )
