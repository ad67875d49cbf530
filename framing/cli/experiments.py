"""``framing experiments``: experiment files, many runs at once."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import terminal
from framing.cli.command import add_command, new_group
from framing.cli.options import Json
from framing.cli.runs import HEADLINE
from framing.cli.show import cell, print_json, print_table
from framing.cli.train import MODELS_FOLDER
from framing.cli.workers import threads_each

if TYPE_CHECKING:
    from framing.training.sweep import Cell, Outcome, Summary, Sweep

app = new_group(
    "experiments",
    "Run experiment files: sweeps over settings, seeds and folds, in parallel.",
    "framing experiments run experiments/sweep-regularisation.toml",
)


def run(
    files: Annotated[list[Path], typer.Argument(metavar="TOML...", help="Experiment files, with or without [sweep].")],
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes; one less than there are cores by default."),
    ] = None,
    track: Annotated[bool, typer.Option("--track/--no-track", help="Keep the runs in MLflow.")] = True,
    as_json: Json = False,
) -> None:
    """Run experiments in parallel.

    A file with a table [sweep] is run over every combination of the values it lists, every seed and every fold: one
    run in MLflow with means and standard deviations, and the single runs nested in it; their models are not kept. A
    file without is one run with its model, as 'framing train' does it.

    The corpus is encoded once, before the processes start. A run that fails is told in one line, the others are done
    all the same, and the exit code is 1.
    """
    from framing.encoder.convert import cache_folder
    from framing.training.sweep import encode_first, read_sweep, run_cells, summarise

    sweeps = [read_sweep(file) for file in dict.fromkeys(files)]
    cells = [found for sweep in sweeps for found in sweep.cells]
    jobs = jobs or _spare_cores()
    outcomes: dict[Path, list[Outcome]] = defaultdict(list)
    with terminal.progress() as bars, tempfile.TemporaryDirectory() as scratch:
        bars.start("encoding", None)
        encode_first(cells, cache_folder(), bars.advance)
        work = partial(
            run_cell_in, folders=_folders(sweeps, Path(scratch)), cache=cache_folder(), threads=threads_each(jobs)
        )
        with _tracked(sweeps, outcomes, track=track) as record:
            bars.start("runs", len(cells))
            for outcome in run_cells(cells, work, jobs):
                outcomes[outcome.cell.file].append(outcome)
                if outcome.error:
                    terminal.error(f"{outcome.cell.experiment.name}: {outcome.error}")
                record(outcome)
                bars.advance(1)
    summaries = {sweep.file: summarise(sweep.cells, outcomes[sweep.file]) for sweep in sweeps}
    if as_json:
        print_json([_to_json(sweep, summaries[sweep.file]) for sweep in sweeps])
    else:
        for sweep in sweeps:
            _print(sweep, summaries[sweep.file])
    if failed := sum(summary.failed for found in summaries.values() for summary in found):
        terminal.say(f"{failed} of {len(cells)} runs failed")
        raise typer.Exit(1)


add_command(
    app,
    "run",
    run,
    "framing experiments run experiments/sweep-regularisation.toml --jobs 4",
    "framing experiments run experiments/baseline.toml experiments/balanced.toml",
)


def run_cell_in(cell: Cell, number: int, *, folders: Sequence[Path], cache: Path, threads: int | None) -> Outcome:
    """Run one cell, its model in the folder with its number; here, so that a process of a pool can import it."""
    from framing.training.sweep import run_cell

    return run_cell(cell, folders[number], cache, threads)


def _folders(sweeps: Sequence[Sweep], scratch: Path) -> list[Path]:
    """Where the model of each cell goes: nobody would load the many of a sweep."""
    cells = [(sweep, found) for sweep in sweeps for found in sweep.cells]
    return [
        MODELS_FOLDER / sweep.name if sweep.is_single else scratch / str(number)
        for number, (sweep, _) in enumerate(cells)
    ]


@contextmanager
def _tracked(
    sweeps: Sequence[Sweep], outcomes: Mapping[Path, Sequence[Outcome]], *, track: bool
) -> Iterator[Callable[[Outcome], None]]:
    """Make the parent runs, give what records an outcome, and finish the parents, also of a sweep that is cut off."""
    if not track:
        yield lambda _: None
        return
    from framing.tracking.record import record_run
    from framing.tracking.sweeps import close_sweep, open_sweep, record_outcome
    from framing.training.sweep import summarise

    parents = {sweep.file: open_sweep(sweep) for sweep in sweeps if not sweep.is_single}

    def record(outcome: Outcome) -> None:
        found = outcome.cell
        if found.file in parents:
            record_outcome(outcome, parents[found.file])
        elif outcome.result is not None:
            record_run(outcome.result, found.experiment, found.file, outcome.started)

    try:
        yield record
    finally:
        for sweep in sweeps:
            if sweep.file in parents:
                close_sweep(parents[sweep.file], sweep, summarise(sweep.cells, outcomes[sweep.file]))


def _spare_cores() -> int:
    from joblib import cpu_count

    return max(1, int(cpu_count()) - 1)


def _to_json(sweep: Sweep, summaries: Sequence[Summary]) -> dict[str, Any]:
    settings = [
        {
            "setting": summary.setting,
            "runs": summary.runs,
            "failed": summary.failed,
            "figures": {name: {"mean": mean, "sd": sd} for name, (mean, sd) in summary.figures.items()},
        }
        for summary in summaries
    ]
    return {"experiment": sweep.name, "file": str(sweep.file), "sweep": dict(sweep.grid), "settings": settings}


def _print(sweep: Sweep, summaries: Sequence[Summary]) -> None:
    rows = [
        (summary.setting, summary.runs, summary.failed, *(_spread(summary.figures.get(name)) for name in HEADLINE))
        for summary in summaries
    ]
    print_table(("setting", "runs", "failed", *HEADLINE), rows, title=f"{sweep.name}: mean ± standard deviation")


def _spread(figure: tuple[float, float | None] | None) -> str:
    if figure is None:
        return ""
    mean, deviation = figure
    return cell(mean) if deviation is None else f"{mean:.3f} ± {deviation:.3f}"
