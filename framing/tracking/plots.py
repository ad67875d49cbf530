"""Confusion matrices, the reliability diagram and the risk–coverage curve as pictures (extra ``plots``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.tracking.tables import confusion_labels, confusions
from framing.training.scoring import BINS, bin_of
from framing.training.selective import at_risk, risk_coverage

if TYPE_CHECKING:
    from collections import Counter

    from matplotlib.figure import Figure

    from framing.training.scoring import Scorer

MARKED_RISKS: Final = (0.05, 0.1, 0.2)
"""Risks at which the curve tells coverage and threshold."""
_MIDDLE: Final = 0.5
_DOTS_PER_INCH: Final = 130
_DARK: Final = 0.5
"""Share of a row from which its cell is so dark that the count on it is white."""


def write_plots(scorer: Scorer, figures: Mapping[str, Any], folder: Path) -> None:
    """Write ``confusion-TASK.png``, ``reliability.png`` and ``risk-coverage.png``.

    Raises:
        ImportError: matplotlib is not installed.

    """
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {
        f"confusion-{task}": confusion_matrix(tally.confusion, task) for task, tally in confusions(scorer).items()
    }
    pictures["risk-coverage"] = risk_coverage_curve(scorer.reliability, figures["aurc"])
    pictures["reliability"] = reliability_diagram(scorer.reliability, figures["ece"])
    for name, picture in pictures.items():
        picture.savefig(folder / f"{name}.png", dpi=_DOTS_PER_INCH, bbox_inches="tight")


def confusion_matrix(confusion: Counter[tuple[str, str]], task: str) -> Figure:
    """Counts of matched passages; a cell is as dark as its share of what was annotated so."""
    from matplotlib.figure import Figure

    labels = confusion_labels(confusion)
    counts = [[confusion[want, got] for got in labels] for want in labels]
    shares = [[count / max(1, sum(row)) for count in row] for row in counts]
    size = 2.2 + 0.55 * len(labels)
    figure = Figure(figsize=(size + 0.8, size))
    axes = figure.subplots()
    if labels:
        axes.imshow(shares, cmap="Blues", vmin=0.0, vmax=1.0)
    axes.set_xticks(range(len(labels)), labels, rotation=45, ha="right")
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel("predicted")
    axes.set_ylabel("annotated")
    axes.set_title(f"{task}: matched passages")
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            if count:
                color = "white" if shares[i][j] > _DARK else "black"
                axes.text(j, i, str(count), ha="center", va="center", color=color)
    return figure


def reliability_diagram(pairs: Sequence[tuple[float, bool]], error: float) -> Figure:
    """How often the source class was right at each confidence, in ten equal bins, and how many passages fell there."""
    from matplotlib.figure import Figure

    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[bin_of(confidence)].append((confidence, right))
    filled = [b for b in bins if b]
    figure = Figure(figsize=(5.0, 5.6))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    upper.plot([0, 1], [0, 1], linestyle=":", color="grey", label="perfectly calibrated")
    confidences = [sum(c for c, _ in b) / len(b) for b in filled]
    accuracies = [sum(right for _, right in b) / len(b) for b in filled]
    upper.plot(confidences, accuracies, marker="o", color="tab:blue", label=f"source class (ECE {error:.3f})")
    upper.set_ylabel("share right")
    upper.set_ylim(0, 1.02)
    upper.legend(loc="upper left", frameon=False)
    lower.bar([(i + 0.5) / BINS for i in range(BINS)], [len(b) for b in bins], width=0.9 / BINS, color="tab:blue")
    lower.set_xlabel("confidence")
    lower.set_ylabel("passages")
    lower.set_xlim(0, 1)
    return figure


def risk_coverage_curve(pairs: Sequence[tuple[float, bool]], area: float) -> Figure:
    """The share of wrong source classes among those answered, over the share answered, the surest first."""
    from matplotlib.figure import Figure

    curve = risk_coverage(pairs)
    figure = Figure(figsize=(5.0, 4.0))
    axes = figure.subplots()
    axes.plot([p.coverage for p in curve], [p.risk for p in curve], color="tab:blue", label=f"AURC {area:.3f}")
    for risk in MARKED_RISKS:
        point = at_risk(curve, risk)
        if point.coverage:
            axes.plot(point.coverage, point.risk, marker="o", color="tab:blue")
            axes.annotate(
                f"{risk:.0%} wrong: from {point.threshold:.2f}",
                (point.coverage, point.risk),
                textcoords="offset points",
                # inside the picture wherever the point stands
                xytext=(-6, 6) if point.coverage > _MIDDLE else (8, -8),
                ha="right" if point.coverage > _MIDDLE else "left",
            )
    axes.set_xlabel("share of source classes answered")
    axes.set_ylabel("share wrong of these")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, None)
    axes.legend(loc="upper left", frameon=False)
    return figure
