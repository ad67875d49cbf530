"""The figures of an evaluation as flat metrics, for MLflow and for gates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

TASKS: Final = ("class", "carrier", "framing")
"""The parts of the figures that are broken down by label."""

MEASURES: Final = ("precision", "recall", "f1", "support")


def flat_metrics(figures: Mapping[str, Any]) -> dict[str, float]:
    """The headline figures (``class.f1``), the area under the risk–coverage curve, those of each label.

    Those are named ``class/government.f1``.

    The stroke makes MLflow's charts show the labels of one task together, apart from the headline.
    """
    from framing.training.train import headline

    flat = headline(dict(figures)) | {"aurc": round(figures["aurc"], 4)}
    for task in TASKS:
        for label, row in figures[task]["labels"].items():
            flat.update({f"{task}/{label}.{measure}": round(row[measure], 4) for measure in MEASURES})
    return flat
