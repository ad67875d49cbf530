"""Fitting the heads of sentence bias: sentences whose wording is labelled, with the biased words marked or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.corpus.sentences import BiasSentence
from framing.encoder.base import Encoder
from framing.errors import DataError
from framing.estimators.bias import SENTENCE_HEAD, WORD_HEAD, Wording, bias_blocks, read_wording, word_log_odds
from framing.estimators.features import layout, mean_of, row
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray, encode_articles
from framing.training.dataset import Rows
from framing.training.fit import HeadSettings, fit_head

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

_ENCODED_TOGETHER: Final = 1024
"""Sentences whose token states are held in memory at a time."""
_NEUTRAL_EACH: Final = 5
"""Unmarked words kept for each marked one, drawn at random: more of them teach the word head nothing."""


@dataclass(frozen=True)
class BiasHeads:
    """The heads of sentence bias, without the word head where no words are marked, and their estimators."""

    heads: dict[str, LinearHead]
    estimators: dict[str, Any]


def encode_sentences(
    sentences: Sequence[BiasSentence], encoder: Encoder, centres: Mapping[str, FloatArray]
) -> list[Wording]:
    """What the heads see of each sentence, each encoded by itself."""
    wordings = []
    for first in range(0, len(sentences), _ENCODED_TOGETHER):
        batch = sentences[first : first + _ENCODED_TOGETHER]
        for sentence, encoded in zip(batch, encode_articles([s.text for s in batch], encoder), strict=True):
            centre = mean_of(centres, sentence.language)
            wordings.append(read_wording(sentence.text, 0, len(sentence.text), encoded, centre))
    return wordings


def fit_bias(
    sentences: Sequence[BiasSentence],
    wordings: Sequence[Wording],
    settings: Mapping[str, HeadSettings],
    seed: int,
) -> BiasHeads:
    """Fit the word head, then the sentence head on words weighed by word heads that had not seen their group.

    Args:
        sentences: labelled; their groups stay together.
        wordings: of the sentences, in their order.
        settings: by the name of the head; the defaults where one is missing.
        seed: of folds and of the unmarked words kept.

    Raises:
        DataError: fewer than two classes, or too few groups to hold some out.

    """
    own = settings.get(SENTENCE_HEAD, HeadSettings())
    words = settings.get(WORD_HEAD, HeadSettings())
    marked = [_marked(s, w) for s, w in zip(sentences, wordings, strict=True)]
    weighs = any(m is not None and m.any() for m in marked)
    log_odds = _held_out_log_odds(sentences, wordings, marked, words, seed) if weighs else [None] * len(sentences)
    rows = Rows()
    for sentence, wording, weights in zip(sentences, wordings, log_odds, strict=True):
        blocks = bias_blocks(wording, weights)
        rows.layout = rows.layout or layout(blocks)
        rows.add(row(blocks), sentence.label, sentence.group, sentence.language)
    heads, estimators = {}, {}
    heads[SENTENCE_HEAD], estimators[SENTENCE_HEAD] = fit_head(SENTENCE_HEAD, rows, own, seed)
    if weighs:
        heads[WORD_HEAD], estimators[WORD_HEAD] = _fit_words(wordings, marked, words, seed)
    return BiasHeads(heads, estimators)


def _marked(sentence: BiasSentence, wording: Wording) -> NDArray[np.bool_] | None:
    """Which words are marked, (words,); None for a biased sentence without marks: any of its words may bias."""
    if sentence.label == "biased" and not sentence.spans:
        return None
    inside = [any(s < right and e > left for left, right in sentence.spans) for s, e in wording.spans]
    return np.asarray(inside, dtype=bool)


def _held_out_log_odds(
    sentences: Sequence[BiasSentence],
    wordings: Sequence[Wording],
    marked: Sequence[NDArray[np.bool_] | None],
    settings: HeadSettings,
    seed: int,
) -> list[FloatArray | None]:
    log_odds: list[FloatArray | None] = [None] * len(sentences)
    for known, unseen in _folds([s.group for s in sentences], settings.folds):
        head, _ = _fit_words([wordings[k] for k in known], [marked[k] for k in known], settings, seed)
        for k in unseen:
            log_odds[k] = word_log_odds(wordings[k], head)
    return log_odds


def _folds(groups: Sequence[str], folds: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    from sklearn.model_selection import GroupKFold

    if len(set(groups)) < folds:
        raise DataError(f"{SENTENCE_HEAD}: sentences of {len(set(groups))} groups; {folds} are needed")
    yield from GroupKFold(folds).split(groups, groups=groups)


def _fit_words(
    wordings: Sequence[Wording], marked: Sequence[NDArray[np.bool_] | None], settings: HeadSettings, seed: int
) -> tuple[LinearHead, LogisticRegression]:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    pairs = [(w.directions(), m) for w, m in zip(wordings, marked, strict=True) if m is not None]
    labels = np.concatenate([m for _, m in pairs])
    if not labels.any():
        raise DataError(f"{WORD_HEAD}: the biased words are marked in too few groups to hold some out")
    share = min(1.0, _NEUTRAL_EACH * labels.sum() / max(1, (~labels).sum()))
    kept = labels | (np.random.default_rng(seed).random(len(labels)) < share)
    estimator = LogisticRegression(C=settings.C, class_weight=settings.class_weight, max_iter=settings.max_iter)
    # one thread: several round these sums differently
    with threadpool_limits(1, user_api="blas"):
        estimator.fit(np.concatenate([v for v, _ in pairs])[kept], np.where(labels[kept], "biased", "neutral"))
    # "biased" comes first in the order of the alphabet, so that the one column speaks for "neutral"
    half = np.asarray(estimator.coef_[0] / 2, dtype=np.float32)
    bias = np.asarray([-estimator.intercept_[0] / 2, estimator.intercept_[0] / 2], dtype=np.float32)
    weights = np.ascontiguousarray(np.stack([-half, half], axis=1))
    return LinearHead(WORD_HEAD, tuple(estimator.classes_), weights, bias, layout={"word": (0, len(half))}), estimator
