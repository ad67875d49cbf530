"""How well sentence bias is told: cross-validated on a corpus of labelled sentences, and by a model's own heads.

``outlet`` holds out whole outlets: the heads cannot know that an outlet is biased. ``label`` deals out sentences by
their label alone, as most published figures do; guessing each outlet's commonest label goes far there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.corpus.sentences import BiasSentence
from framing.errors import DataError
from framing.estimators.bias import SENTENCE_HEAD, WORD_HEAD, Wording, bias_row
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.training.bias import fit_bias
from framing.training.fit import HeadSettings

PROTOCOLS: Final = ("outlet", "label")
SETTINGS: Final = {
    # folds of outlets differ in how many of their sentences are biased
    SENTENCE_HEAD: HeadSettings(C=1.0, class_weight="balanced"),
    WORD_HEAD: HeadSettings(C=1.0),
}
_LABELS: Final = ("biased", "neutral")


def bias_probabilities(heads: Mapping[str, LinearHead], wordings: Sequence[Wording]) -> FloatArray:
    """Probability of each sentence to be biased, (sentences,)."""
    head = heads[SENTENCE_HEAD]
    values = [head.predict(bias_row(wording, heads)).probabilities["biased"] for wording in wordings]
    return np.asarray(values, dtype=np.float32)


def cross_validate(
    sentences: Sequence[BiasSentence],
    wordings: Sequence[Wording],
    by: str,
    folds: int = 5,
    seed: int = 42,
    advance: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Figures of heads trained within each fold on the other folds; ``advance`` is told of each fold.

    Args:
        sentences: of the corpus; ``by="outlet"`` needs their outlets.
        wordings: of the sentences, in their order.
        by: one of ``PROTOCOLS``.
        folds: how many parts.
        seed: of the folds and of fitting.
        advance: told of each fold that is done.

    Returns:
        :func:`bias_figures` of all sentences, each scored by heads that had not seen it; ``folds`` with the macro-F1
        of each, ``mean`` and ``sd`` over them.

    Raises:
        DataError: too few outlets, or too few sentences of a label.

    """
    probabilities, each = held_out(sentences, wordings, by, folds, seed, advance)
    spread = {"folds": each, "mean": float(np.mean(each)), "sd": float(np.std(each, ddof=1))}
    return {**bias_figures(sentences, probabilities), **spread}


def held_out(
    sentences: Sequence[BiasSentence],
    wordings: Sequence[Wording],
    by: str,
    folds: int = 5,
    seed: int = 42,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[FloatArray, list[float]]:
    """The probability of each sentence by heads that had not seen it, and the macro-F1 of each fold.

    The arguments and errors are those of :func:`cross_validate`.
    """
    labels = np.asarray([s.label for s in sentences])
    probabilities = np.zeros(len(sentences), dtype=np.float32)
    each = []
    for known, unseen in deal_out(sentences, labels, by, folds, seed):
        fitted = fit_bias([sentences[k] for k in known], [wordings[k] for k in known], SETTINGS, seed)
        probabilities[unseen] = bias_probabilities(fitted.heads, [wordings[k] for k in unseen])
        each.append(bias_figures([sentences[k] for k in unseen], probabilities[unseen])["macro"])
        advance(1)
    return probabilities, each


def bias_figures(sentences: Sequence[BiasSentence], probabilities: FloatArray) -> dict[str, Any]:
    """``macro`` F1, ``accuracy``, ``auc``, ``labels`` with precision, recall and F1; ``outlets`` with a few of each."""
    from sklearn.metrics import roc_auc_score

    truth = np.asarray([s.label == "biased" for s in sentences])
    figures = _counted(truth, probabilities)
    both = len(set(truth.tolist())) > 1
    outlets: dict[str, list[int]] = defaultdict(list)
    for k, sentence in enumerate(sentences):
        outlets[sentence.outlet or ""].append(k)
    return {
        **figures,
        "auc": float(roc_auc_score(truth, probabilities)) if both else None,
        "outlets": {name: _brief(truth[own], probabilities[own]) for name, own in sorted(outlets.items()) if name},
    }


def flat_bias_metrics(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """The figures of each protocol under flat names: ``outlet.macro``, ``label.biased.f1``, ``model.accuracy``."""
    flat: dict[str, float] = {}
    for name, own in figures.items():
        flat.update({f"{name}.{key}": own[key] for key in ("macro", "mean", "sd", "accuracy", "auc") if own.get(key)})
        flat.update({f"{name}.{label}.f1": own["labels"][label]["f1"] for label in _LABELS})
    return flat


def deal_out(
    sentences: Sequence[BiasSentence], labels: NDArray[Any], by: str, folds: int, seed: int
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """The folds of a protocol: which sentences are known, and which are not.

    Raises:
        DataError: too few outlets, or too few sentences of a label.

    """
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    fewest = min((Counter(labels.tolist())[label] for label in _LABELS), default=0)
    if fewest < folds:
        raise DataError(f"{fewest} sentences of one label; each of {folds} folds needs both labels")
    if by == "label":
        return list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(labels, labels))
    outlets = [s.outlet or "" for s in sentences]
    if len(set(outlets)) < folds or "" in outlets:
        named = len(set(outlets) - {""})
        raise DataError(f"{named} outlets, {outlets.count('')} sentences without one; {folds} folds need {folds}")
    return list(StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(labels, labels, outlets))


def _counted(truth: NDArray[np.bool_], probabilities: FloatArray) -> dict[str, Any]:
    from sklearn.metrics import precision_recall_fscore_support

    said = probabilities >= 0.5
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, said, labels=[True, False], zero_division=0.0
    )
    rows = zip(_LABELS, precision, recall, f1, support, strict=True)
    labels = {
        name: {"precision": float(p), "recall": float(r), "f1": float(f), "support": int(n)}
        for name, p, r, f, n in rows
    }
    return {"macro": float(np.mean(f1)), "accuracy": float(np.mean(truth == said)), "labels": labels}


def _brief(truth: NDArray[np.bool_], probabilities: FloatArray) -> dict[str, Any]:
    """The figures of one outlet, whose labels may be very uneven."""
    own = _counted(truth, probabilities)
    return {
        "sentences": len(truth),
        "biased": int(truth.sum()),
        "macro": own["macro"],
        "biased f1": own["labels"]["biased"]["f1"],
        "accuracy": own["accuracy"],
    }
