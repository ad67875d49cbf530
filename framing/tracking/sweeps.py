"""A sweep in MLflow: a parent run with means and deviations, and a nested run for each cell."""

from __future__ import annotations

import csv
import logging
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from framing.tracking.record import record_run
from framing.tracking.store import PARENT, default_store, experiment_id, explained, open_client

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from framing.training.sweep import Outcome, Summary, Sweep

_log = logging.getLogger(__name__)

DRAWN: Final = ("class.f1", "class.macro", "carrier.f1", "framing.f1", "indirect.f1", "kind.accuracy", "ece")
"""Figures that have a panel of their own in the picture, where they differ at all."""
_DOTS_PER_INCH: Final = 130
_NOT_IN_NAMES: Final = re.compile(r"[^\w .:/-]+")
"""What MLflow does not allow in the name of a metric."""


def open_sweep(sweep: Sweep) -> str:
    """Make the parent run of a sweep; its id.

    Raises:
        FramingError: MLflow could not write it.

    """
    store = default_store()
    with explained(store):
        client = open_client(store)
        run = client.create_run(
            experiment_id(client, store),
            run_name=sweep.name,
            tags={
                "mlflow.note.content": sweep.description,
                "mlflow.source.name": f"framing experiments run {sweep.file}",
            },
        )
        run_id = str(run.info.run_id)
        for key, values in {**sweep.grid, "runs": str(len(sweep.cells))}.items():
            client.log_param(run_id, f"sweep.{key.replace('*', 'every')}", values)
        return run_id


def record_outcome(outcome: Outcome, parent: str) -> str:
    """Keep what became of one cell as a run nested in ``parent``; a failed one has its error as a tag.

    Raises:
        FramingError: MLflow could not write it.

    """
    cell = outcome.cell
    if outcome.result is not None:
        return record_run(outcome.result, cell.experiment, cell.file, outcome.started, parent=parent).run_id
    store = default_store()
    with explained(store):
        client = open_client(store)
        from mlflow.entities import Param

        run = client.create_run(
            experiment_id(client, store),
            start_time=int(outcome.started * 1000),
            run_name=cell.experiment.name,
            tags={PARENT: parent, "error": outcome.error},
        )
        parameters = [Param(key, value) for key, value in cell.experiment.parameters().items()]
        client.log_batch(run.info.run_id, params=parameters)
        client.set_terminated(run.info.run_id, "FAILED")
        return str(run.info.run_id)


def close_sweep(parent: str, sweep: Sweep, summaries: Sequence[Summary]) -> None:
    """Finish the parent run, also of a sweep that was cut off: means and deviations as metrics, a table, a picture.

    The metrics are named ``class.f1.mean`` and ``class.f1.sd``; where the sweep has a grid, they begin with the
    setting and a stroke, so that MLflow's charts show each setting apart.

    Raises:
        FramingError: MLflow could not write it.

    """
    store = default_store()
    with explained(store), tempfile.TemporaryDirectory() as scratch:
        client = open_client(store)
        from mlflow.entities import Metric

        now = int(time.time() * 1000)
        metrics = [Metric("failed", sum(summary.failed for summary in summaries), now, 0)]
        for summary in summaries:
            place = _NOT_IN_NAMES.sub(" ", summary.setting) + "/" if summary.setting else ""
            for name, (mean, deviation) in summary.figures.items():
                metrics.append(Metric(f"{place}{name}.mean", round(mean, 4), now, 0))
                if deviation is not None:
                    metrics.append(Metric(f"{place}{name}.sd", round(deviation, 4), now, 0))
        client.log_batch(parent, metrics=metrics)
        folder = Path(scratch)
        shutil.copy(sweep.file, folder / "sweep.toml")
        write_summaries(summaries, folder / "sweep.csv")
        try:
            picture = draw_summaries(summaries)
        except ImportError:
            _log.warning("no picture in the run: it needs an extra: pip install 'framing[plots]'")
        else:
            picture.savefig(folder / "sweep.png", dpi=_DOTS_PER_INCH, bbox_inches="tight")
        client.log_artifacts(parent, scratch)
        client.set_terminated(parent, _status(sweep, summaries))


def _status(sweep: Sweep, summaries: Sequence[Summary]) -> str:
    if sum(summary.runs + summary.failed for summary in summaries) < len(sweep.cells):
        return "KILLED"
    return "FINISHED" if any(summary.runs for summary in summaries) else "FAILED"


def write_summaries(summaries: Sequence[Summary], path: Path) -> None:
    """Write one line a setting as CSV: runs, failed ones, mean and deviation of every headline figure."""
    names = list(next((summary.figures for summary in summaries if summary.figures), {}))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        columns = [f"{name}.{key}" for name in names for key in ("mean", "sd")]
        writer.writerow(["setting", "runs", "failed", *columns])
        for summary in summaries:
            pairs = [summary.figures.get(name, (None, None)) for name in names]
            values = ["" if value is None else round(value, 4) for pair in pairs for value in pair]
            writer.writerow([summary.setting, summary.runs, summary.failed, *values])


def draw_summaries(summaries: Sequence[Summary]) -> Figure:
    """A panel for each main figure: dots are means over seeds and folds, lines one standard deviation either way.

    Raises:
        ImportError: matplotlib is not installed.

    """
    from matplotlib.figure import Figure

    drawn = [summary for summary in summaries if summary.figures]
    figure = Figure(figsize=(2.2 * len(DRAWN) + 1.5, 1.4 + 0.35 * len(drawn)))
    panels = figure.subplots(1, len(DRAWN), sharey=True)
    places = [-place for place in range(len(drawn))]
    for axes, name in zip(panels, DRAWN, strict=True):
        means = [summary.figures[name][0] for summary in drawn]
        deviations = [summary.figures[name][1] or 0.0 for summary in drawn]
        axes.errorbar(means, places, xerr=deviations, fmt="o", color="tab:blue", capsize=3)
        axes.set_title(name)
        axes.margins(y=0.3)
    panels[0].set_yticks(places, [summary.setting or "all runs" for summary in drawn])
    return figure
