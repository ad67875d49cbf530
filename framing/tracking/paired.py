"""Two tracked runs compared article by article: their counts read back, the picture, what is kept of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.errors import UsageError
from framing.tracking.runs import Run
from framing.tracking.scores import COUNTS
from framing.tracking.store import existing_store, explained, open_client
from framing.training.counts import ArticleCounts, read_counts
from framing.training.paired import PairedComparison, compare_articles

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS_PER_INCH: Final = 130
_FOLDER: Final = "comparisons"


def compare_paired(a: Run, b: Run) -> PairedComparison:
    """Compare two tracked runs by the counts of each article they were scored on.

    Raises:
        UsageError: a run kept no such counts, or the two share too few articles.
        FramingError: MLflow cannot read them.

    """
    return compare_articles(_counts(a), _counts(b))


def _counts(run: Run) -> list[ArticleCounts]:
    store = existing_store()
    with explained(store):
        client = open_client(store)
        folder = str(Path(COUNTS).parent)
        if COUNTS not in [artifact.path for artifact in client.list_artifacts(run.id, folder)]:
            raise UsageError(
                f"{run.name} {run.id[:8]}: the run kept no counts of its articles, so that nothing can be said about "
                "chance; run it again"
            )
        return read_counts(Path(client.download_artifacts(run.id, COUNTS)))


def draw_differences(comparison: PairedComparison, a: str, b: str) -> Figure:
    """The difference of each headline figure, b - a, with its interval; what is more than noise is dark.

    Raises:
        ImportError: matplotlib is not installed.

    """
    from matplotlib.figure import Figure

    rows = list(comparison.figures.items())[::-1]
    figure = Figure(figsize=(6.4, 1.4 + 0.24 * len(rows)))
    axes = figure.subplots()
    axes.axvline(0, color="grey", linestyle=":")
    for place, (_, found) in enumerate(rows):
        color = "silver" if found.is_noise else "tab:blue"
        axes.plot([found.low, found.high], [place, place], color=color)
        axes.plot(found.difference, place, marker="o", color=color)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set_xlabel(f"{b} − {a}, 95 % interval over {comparison.articles} articles")
    return figure


def write_picture(comparison: PairedComparison, a: str, b: str, path: Path) -> None:
    """Write the picture of :func:`draw_differences`; the suffix says in which format.

    Raises:
        UsageError: matplotlib is not installed, or knows no such format.

    """
    try:
        draw_differences(comparison, a, b).savefig(path, dpi=_DOTS_PER_INCH, bbox_inches="tight")
    except ImportError as error:
        raise UsageError(f"{path}: pictures need an extra: pip install 'framing[plots]'") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def keep_comparison(a: Run, b: Run, comparison: PairedComparison, report: Mapping[str, Any]) -> str:
    """Keep a comparison among the artifacts of run ``b``: JSON, and a picture where matplotlib is installed.

    Returns:
        Where it stands among them.

    Raises:
        FramingError: MLflow could not write it.

    """
    store = existing_store()
    place = f"{_FOLDER}/{a.name}-{a.id[:8]}"
    with explained(store), tempfile.TemporaryDirectory() as scratch:
        text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
        (Path(scratch) / "comparison.json").write_text(text, encoding="utf-8")
        try:
            picture = draw_differences(comparison, a.name, b.name)
        except ImportError:
            pass
        else:
            picture.savefig(Path(scratch) / "differences.png", dpi=_DOTS_PER_INCH, bbox_inches="tight")
        open_client(store).log_artifacts(b.id, scratch, place)
    return place
