"""``framing runs``: tracked runs, listed, shown, compared, moved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from framing.cli import terminal
from framing.cli.command import add_command, new_group
from framing.cli.options import Json
from framing.cli.show import cell, print_json, print_table
from framing.errors import UsageError

if TYPE_CHECKING:
    from framing.tracking.runs import Comparison, Run
    from framing.training.paired import PairedComparison

_HELP: Final = """List, show, compare and move tracked runs.

Reads the runs that 'framing train' keeps in MLflow, under mlruns/ of the working directory."""

app = new_group("runs", _HELP, "framing runs compare baseline shipped")

HEADLINE: Final = (
    "class.f1",
    "class.macro",
    "carrier.f1",
    "framing.f1",
    "marked.f1",
    "indirect.f1",
    "source.recall",
    "ece",
)
"""The figures a table of runs has room for."""
_SHORT: Final = 8

RunName = Annotated[
    str, typer.Argument(metavar="RUN", help="Id, its first characters, or a name (the newest so named).")
]


def list_(
    nested: Annotated[bool, typer.Option("--nested/--no-nested", help="List the runs of sweeps too.")] = False,
    as_json: Json = False,
) -> None:
    """List all runs, the newest first, with their main figures on held-out articles."""
    from framing.tracking.runs import list_runs

    found = [run for run in list_runs() if nested or run.parent is None]
    if as_json:
        print_json([run.to_json() for run in found])
        return
    rows = [(run.id[:_SHORT], run.name, run.started, *(run.metrics.get(name) for name in HEADLINE)) for run in found]
    print_table(("run", "name", "started", *HEADLINE), rows)


def show(run: RunName, as_json: Json = False) -> None:
    """Show one run: parameters, tags, figures."""
    from framing.tracking.runs import find_run, list_runs

    found = find_run(run, list_runs())
    if as_json:
        print_json(found.to_json())
        return
    print_table(("what", "value"), _facts(found), title=f"{found.name}: {found.id}")
    typer.echo()
    print_table(("figure", "value"), found.metrics.items())


def compare(
    a: RunName,
    b: RunName,
    figure: Annotated[
        str, typer.Option("--figure", metavar="NAME", help="The figure that the sentence at the end is about.")
    ] = "class.f1",
    picture: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw the differences: .png, .svg or .pdf.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Keep the comparison among the artifacts of the second run.")
    ] = (False),
    as_json: Json = False,
) -> None:
    """Set two runs side by side, and say whether one is better or it is noise.

    Shows what they were told differently and their figures. Where both were scored on the same articles, each
    headline figure has the 95 % interval of the difference and its p (paired bootstrap: articles drawn anew 10,000
    times). Choose the figure before you look: of twenty figures one is beyond its interval by chance.
    """
    from framing.tracking.paired import compare_paired, keep_comparison, write_picture
    from framing.tracking.runs import compare as compare_runs
    from framing.tracking.runs import find_run, list_runs

    found = list_runs()
    comparison = compare_runs(find_run(a, found), find_run(b, found))
    report: dict[str, Any] = {**comparison.to_json(), "paired": None, "sentence": None}
    paired = None
    try:
        paired = compare_paired(comparison.a, comparison.b)
    except UsageError as error:
        if picture is not None or keep:
            raise
        terminal.warn(str(error))
    else:
        names = _names(comparison)
        sentence = paired.sentence(figure, *names)
        report |= {"paired": paired.to_json(), "sentence": sentence}
        if picture is not None:
            write_picture(paired, *names, picture)
        if keep:
            place = keep_comparison(comparison.a, comparison.b, paired, report)
            terminal.say(f"kept in run {comparison.b.id[:_SHORT]}: {place}")
    if as_json:
        print_json(report)
        return
    _print_comparison(comparison, paired)
    if report["sentence"]:
        typer.echo(f"\n{report['sentence']}")


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write, a ZIP file.")],
) -> None:
    """Write all runs to one file: parameters, figures, tags, data sets and artifacts.

    MLflow notes the absolute places of artifacts, so that a store cannot be moved by copying it; export it here and
    import it there. Registered models are not in the file, but the model folder of each run is.
    """
    from framing.cli.output import open_output
    from framing.tracking.archive import export_runs

    with terminal.progress() as bars, open_output(file) as stream:
        bars.start("runs", None)
        count = export_runs(stream, bars.advance)
    terminal.say(f"{count} runs: {file}")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'framing runs export' wrote.")],
) -> None:
    """Add the runs of a file to those here.

    They get new ids; the old ones go on to be understood wherever a run is named. What is already here is left out.
    """
    from framing.tracking.archive import import_runs

    with terminal.progress() as bars:
        bars.start("runs", None)
        added, known = import_runs(file, bars.advance)
    terminal.say(f"{added} runs added" + (f", {known} were already here" if known else ""))


add_command(app, "list", list_, "framing runs list")
add_command(app, "show", show, "framing runs show baseline")
add_command(
    app,
    "compare",
    compare,
    "framing runs compare baseline balanced",
    "framing runs compare baseline balanced --plot out/differences.png",
)
add_command(app, "export", export, "framing runs export out/runs.zip")
add_command(app, "import", import_, "framing runs import runs.zip")


def _facts(run: Run) -> list[tuple[str, Any]]:
    head = [("status", run.status), ("started", run.started), ("seconds", run.seconds)]
    return [*head, *run.parameters.items(), *run.tags.items()]


def _names(comparison: Comparison) -> tuple[str, str]:
    """The names of two runs; with their ids where they share one."""
    a, b = comparison.a, comparison.b
    if a.name != b.name:
        return a.name, b.name
    return f"{a.name} {a.id[:_SHORT]}", f"{b.name} {b.id[:_SHORT]}"


def _print_comparison(comparison: Comparison, paired: PairedComparison | None) -> None:
    names = (f"{comparison.a.name} {comparison.a.id[:_SHORT]}", f"{comparison.b.name} {comparison.b.id[:_SHORT]}")
    told = {**comparison.parameters, **comparison.tags}
    print_table(("told differently", *names), [(name, a, b) for name, (a, b) in told.items()])
    typer.echo()
    tested = paired.figures if paired is not None else {}
    rows = []
    for name, (a, b) in comparison.metrics.items():
        if name.endswith(".support"):
            continue
        row = [name, cell(a), cell(b), "" if a is None or b is None else f"{b - a:+.3f}"]
        if tested:
            test = tested.get(name)
            row += ["", ""] if test is None else [f"{test.low:+.3f} to {test.high:+.3f}", f"{test.p:.3f}"]
        rows.append(row)
    header = ("figure", *names, "difference", "95 % interval", "p")
    print_table(header if tested else header[:4], rows)
