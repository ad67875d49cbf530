"""``framing runs``: tracked runs, listed, shown and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from framing.cli.command import add_command, new_group
from framing.cli.options import Json
from framing.cli.show import cell, print_json, print_table

if TYPE_CHECKING:
    from framing.tracking.runs import Comparison, Run

_HELP: Final = """List, show and compare tracked runs.

Reads the runs that 'framing train' keeps in MLflow, under mlruns/ of the working directory."""

app = new_group("runs", _HELP, "framing runs compare baseline shipped")

_HEADLINE: Final = (
    "class.f1",
    "class.macro",
    "carrier.f1",
    "framing.f1",
    "marked.f1",
    "indirect.f1",
    "source.recall",
    "ece",
)
_SHORT: Final = 8

RunName = Annotated[
    str, typer.Argument(metavar="RUN", help="Id, its first characters, or a name (the newest so named).")
]


def list_(as_json: Json = False) -> None:
    """List all runs, the newest first, with their main figures on held-out articles."""
    from framing.tracking.runs import list_runs

    found = list_runs()
    if as_json:
        print_json([run.to_json() for run in found])
        return
    rows = [(run.id[:_SHORT], run.name, run.started, *(run.metrics.get(name) for name in _HEADLINE)) for run in found]
    print_table(("run", "name", "started", *_HEADLINE), rows)


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


def compare(a: RunName, b: RunName, as_json: Json = False) -> None:
    """Set two runs side by side: what they were told differently, and their figures."""
    from framing.tracking.runs import compare as compare_runs
    from framing.tracking.runs import find_run, list_runs

    found = list_runs()
    comparison = compare_runs(find_run(a, found), find_run(b, found))
    if as_json:
        print_json(comparison.to_json())
        return
    _print_comparison(comparison)


add_command(app, "list", list_, "framing runs list")
add_command(app, "show", show, "framing runs show baseline")
add_command(app, "compare", compare, "framing runs compare baseline balanced")


def _facts(run: Run) -> list[tuple[str, Any]]:
    head = [("status", run.status), ("started", run.started), ("seconds", run.seconds)]
    return [*head, *run.parameters.items(), *run.tags.items()]


def _print_comparison(comparison: Comparison) -> None:
    names = (f"{comparison.a.name} {comparison.a.id[:_SHORT]}", f"{comparison.b.name} {comparison.b.id[:_SHORT]}")
    told = {**comparison.parameters, **comparison.tags}
    print_table(("told differently", *names), [(name, a, b) for name, (a, b) in told.items()])
    typer.echo()
    rows = [
        (name, cell(a), cell(b), "" if a is None or b is None else f"{b - a:+.3f}")
        for name, (a, b) in comparison.metrics.items()
        if not name.endswith(".support")
    ]
    print_table(("figure", *names, "difference"), rows)
