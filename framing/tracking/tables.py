"""Per-label tables and confusion matrices as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.tracking.metrics import MEASURES, TASKS
from framing.training.selective import Operating, risk_coverage

if TYPE_CHECKING:
    from collections import Counter

    from framing.training.scoring import Scorer, Tally


def confusions(scorer: Scorer) -> dict[str, Tally]:
    """What has a confusion matrix: the kind of passage and each task with labels."""
    return {"kind": scorer.kind, **scorer.tallies}


def confusion_labels(confusion: Counter[tuple[str, str]]) -> list[str]:
    """The labels of a confusion matrix, annotated or predicted, in alphabetical order; '–' (none) last."""
    return sorted({label for pair in confusion for label in pair}, key=lambda label: (label == "–", label))


def write_tables(scorer: Scorer, figures: Mapping[str, Any], folder: Path) -> None:
    """Write ``TASK.csv`` (precision, recall, F1 and support of each label), ``confusion-TASK.csv``, and the curve.

    Rows of a confusion matrix are what was annotated, columns what was predicted, over matched passages.
    ``risk-coverage.csv`` has one line for each confidence of the source class: leaving unanswered what is below it
    answers that share of the matched passages and gets that share of the answers wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for task in TASKS:
        labels = figures[task]["labels"]
        rows = [[label, *(_rounded(row[measure]) for measure in MEASURES)] for label, row in labels.items()]
        _write(folder / f"{task}.csv", ["label", *MEASURES], rows)
    for task, tally in confusions(scorer).items():
        names = confusion_labels(tally.confusion)
        counts = [[want, *(tally.confusion[want, got] for got in names)] for want in names]
        _write(folder / f"confusion-{task}.csv", ["annotated", *names], counts)
    curve = [[round(value, 4) for value in astuple(point)] for point in risk_coverage(scorer.reliability)]
    _write(folder / "risk-coverage.csv", [field.name for field in fields(Operating)], curve)


def _rounded(value: float) -> float | int:
    return value if isinstance(value, int) else round(value, 4)


def _write(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
