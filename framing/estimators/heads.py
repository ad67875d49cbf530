"""Linear heads as plain arrays: what scoring needs of a trained scikit-learn estimator, without importing it.

A head is a multinomial logistic regression on scaled features with temperature-scaled probabilities
(Guo et al., 2017). The estimator it came from is kept beside it in skops format for those who want to go on
training; both give the same probabilities, and training checks that they do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from framing.article import Label
from framing.errors import ModelError
from framing.estimators.spans import FloatArray

NONE: Final = "none"
"""The class of what has none of the other labels."""


@dataclass(frozen=True)
class LinearHead:
    """A trained linear classifier.

    ``weights`` is (features, classes) and ``bias`` (classes,), both for unscaled features; ``temperature``
    divides the decision values. ``layout`` names column ranges, for explanations. ``none_weight`` is what the
    probability of ``none`` counts where a label is chosen: below 1, a class is named although none is likelier.
    """

    name: str
    classes: tuple[str, ...]
    weights: FloatArray
    bias: FloatArray
    temperature: float = 1.0
    layout: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    none_weight: float = 1.0

    def decision(self, rows: FloatArray) -> FloatArray:
        """Decision values, (rows, classes).

        One product a row, not one of all, so that a result never depends on what else is scored beside it.
        """
        values: FloatArray = np.matmul(rows[:, None, :], self.weights)[:, 0, :] + self.bias
        return values

    def predict_proba(self, rows: FloatArray) -> FloatArray:
        """Calibrated probabilities, (rows, classes)."""
        values = self.decision(rows).astype(np.float64) / self.temperature
        values -= values.max(axis=1, keepdims=True) if len(values) else 0.0
        exponents = np.exp(values)
        return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)

    def predict(self, row: FloatArray, without: Collection[str] = ()) -> Label:
        """The class of one row, with the probabilities of all; classes in ``without`` are ruled out.

        It is the most probable one, ``none`` weighed by ``none_weight``.

        Raises:
            ModelError: the row has not as many features as the head was trained on.

        """
        if len(row) != len(self.weights):
            raise ModelError(
                f"the head {self.name} was trained on {len(self.weights)} features, this version computes {len(row)}; "
                "train the model again"
            )
        probabilities = self.predict_proba(row[None, :])[0]
        probabilities[[k for k, c in enumerate(self.classes) if c in without]] = 0.0
        probabilities /= probabilities.sum()
        best = int((probabilities * self._weights_of_labels).argmax())
        every = {c: float(p) for c, p in zip(self.classes, probabilities, strict=True) if c not in without}
        return Label(self.classes[best], float(probabilities[best]), every)

    def warmed(self, factor: float) -> LinearHead:
        """The same head with its temperature multiplied: above 1 less sure of itself."""
        return replace(self, temperature=self.temperature * factor)

    def pool(self, labels: Sequence[Label]) -> Label:
        """One label from several of the same thing: the geometric mean of their probabilities."""
        if len(labels) == 1:
            return labels[0]
        logs = [[np.log(max(label.probabilities[c], 1e-6)) for c in self.classes] for label in labels]
        pooled = np.exp(np.mean(logs, axis=0))
        pooled /= pooled.sum()
        best = int(pooled.argmax())
        every = {c: float(p) for c, p in zip(self.classes, pooled, strict=True)}
        return Label(self.classes[best], float(pooled[best]), every)

    @cached_property
    def _weights_of_labels(self) -> FloatArray:
        return np.asarray([self.none_weight if c == NONE else 1.0 for c in self.classes], dtype=np.float32)

    @cached_property
    def _contrasts(self) -> list[FloatArray]:
        """For each class, its weights less the mean of the other classes' weights, (features,)."""
        every = range(len(self.classes))
        others = [np.delete(self.weights, k, axis=1).mean(axis=1) if len(every) > 1 else 0.0 for k in every]
        return [self.weights[:, k] - others[k] for k in every]

    def contributions(self, row: FloatArray, label: str) -> dict[str, float]:
        """How much each block of features speaks for ``label`` against the mean of the other classes."""
        values = row * self._contrasts[self.classes.index(label)]
        return {name: float(values[start:end].sum()) for name, (start, end) in self.layout.items()}
