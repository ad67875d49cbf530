"""Printing tables and JSON on standard output."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import typer

from framing.cli import terminal

_WIDE: Final = 200
"""Columns where standard output is no terminal: nothing is wrapped then."""


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False))


def print_table(header: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> None:
    """Print rows under a header; numbers stand to the right, an empty cell stands for None."""
    from rich.table import Table

    cells = [[cell(value) for value in row] for row in rows]
    numeric = [all(_is_number(row[k]) for row in cells) for k in range(len(header))]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, right in zip(header, numeric, strict=True):
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in cells:
        table.add_row(*row)
    output = terminal.console(width=None if terminal.is_data_on_terminal() else _WIDE)
    if title:
        output.print(title, style="bold", soft_wrap=True)
    output.print(table)


def cell(value: Any) -> str:
    """A value as a table shows it: figures up to 1 with three places, counts without."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value > 1 and value.is_integer() else f"{value:.3f}"
    return str(value)


def _is_number(text: str) -> bool:
    return not text or text.lstrip("+-").replace(".", "", 1).isdigit()
