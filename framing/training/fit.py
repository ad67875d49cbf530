"""Fitting the heads: multinomial logistic regression with temperature scaling on held-out events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import DataError
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.training.dataset import Rows

if TYPE_CHECKING:
    from sklearn.calibration import CalibratedClassifierCV

_FEWEST = 2
_AGREE = 1e-3


@dataclass(frozen=True)
class HeadSettings:
    """How one head is fitted: inverse regularisation strength, class weighting, folds for calibration.

    ``none_weight`` is what the probability of the class ``none`` counts where a label is chosen. F1 over the other
    labels wants it below 1: where they are rare, a miss costs as much as a false find (Lipton et al., 2014).
    """

    C: float = 1.0
    class_weight: str | None = None
    none_weight: float = 1.0
    folds: int = 5
    max_iter: int = 300


def is_enough(rows: Rows, settings: HeadSettings) -> bool:
    """True if there are two classes, and events to hold some out."""
    return len(set(rows.labels)) >= _FEWEST and len(set(rows.events)) >= settings.folds


def fit_head(task: str, rows: Rows, settings: HeadSettings, seed: int) -> tuple[LinearHead, CalibratedClassifierCV]:
    """Fit one head.

    The probabilities are scaled by one temperature, found on predictions for events that the fold's fit had not
    seen (Guo et al., 2017).

    Raises:
        DataError: fewer than two classes, or too few events to hold some out.

    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    labels = np.asarray(rows.labels)
    if not is_enough(rows, settings):
        raise DataError(
            f"{task}: {len(labels)} rows, classes {dict(Counter(rows.labels))}, {len(set(rows.events))} events: "
            f"too little to train on; two classes and {settings.folds} events are needed"
        )
    features = rows.matrix()
    folds = StratifiedGroupKFold(settings.folds, shuffle=True, random_state=seed)
    splits = list(folds.split(features, labels, rows.events))
    base = LogisticRegression(C=settings.C, class_weight=settings.class_weight, max_iter=settings.max_iter)
    estimator = CalibratedClassifierCV(base, method="temperature", cv=splits, ensemble=False)
    # one thread: several share these small sums with more waiting than work, and round them differently
    with threadpool_limits(1, user_api="blas"):
        estimator.fit(features, labels)
    # the splits are as large as the data; the saved estimator names only their number
    estimator.cv = settings.folds
    head = replace(to_head(task, estimator, rows.layout), none_weight=settings.none_weight)
    few = features[:50]
    if not np.allclose(head.predict_proba(few), estimator.predict_proba(few), atol=_AGREE):
        raise DataError(f"{task}: the exported head disagrees with the estimator it was exported from")
    return head, estimator


def to_head(task: str, estimator: CalibratedClassifierCV, layout: Mapping[str, tuple[int, int]]) -> LinearHead:
    """The arrays of a fitted, temperature-scaled logistic regression."""
    calibrated = estimator.calibrated_classifiers_[0]
    coefficients: FloatArray = np.asarray(calibrated.estimator.coef_, dtype=np.float32)
    intercepts: FloatArray = np.asarray(calibrated.estimator.intercept_, dtype=np.float32)
    if len(coefficients) == 1:
        # two classes: scikit-learn keeps one column and scales the pair (-x, x)
        coefficients = np.concatenate([-coefficients, coefficients])
        intercepts = np.concatenate([-intercepts, intercepts])
    classes = tuple(str(c) for c in estimator.classes_)
    temperature = 1.0 / float(calibrated.calibrators[0].beta_)
    return LinearHead(task, classes, np.ascontiguousarray(coefficients.T), intercepts, temperature, dict(layout))
