"""``framing compare``: articles on one event side by side."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from framing.cli import terminal
from framing.cli.analysed import Analysed
from framing.cli.options import EncoderSpec, Interface, Language, ModelFolder, OutputFile
from framing.cli.output import open_output
from framing.cli.workers import Setup
from framing.errors import UsageError


class Format(StrEnum):
    """What ``framing compare`` can write."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


_SUFFIXES: Final = {".html": Format.HTML, ".htm": Format.HTML, ".json": Format.JSON, ".txt": Format.TABLE}
_PLAIN_WIDTH: Final = 160
"""Columns of a table that no terminal shows."""


def compare(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Two or more files, folders, or globs.")],
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="By default as the suffix of -o says, else a table.")
    ] = None,
    output: OutputFile = None,
    model: ModelFolder = None,
    encoder: EncoderSpec = None,
    language: Language = None,
    interface: Interface = "nb",
) -> None:
    """Set articles on the same event side by side.

    Shows who is quoted, by class and by name; through whom; which words stand in quotation marks in one article and
    without them in another; and what stance the cues take towards each side. Every article is a column of its own.
    """
    from framing.aggregate.comparison import compare as compare_analyses
    from framing.report.texts import load_aggregate_texts

    chosen = _format(form, output)
    load_aggregate_texts(interface)
    analysed = Analysed(inputs, Setup(model, encoder), language)
    comparison = compare_analyses(list(analysed))
    on_terminal = output is None and terminal.is_data_on_terminal()
    with open_output(output) as stream:
        if chosen is Format.HTML:
            from framing.report.compare import render_comparison

            text = render_comparison(comparison, interface=interface)
        elif chosen is Format.JSON:
            text = json.dumps(comparison.to_json(), indent=1, ensure_ascii=False) + "\n"
        else:
            from framing.report.compare import comparison_text

            text = comparison_text(comparison, terminal.console().width if on_terminal else _PLAIN_WIDTH)
        stream.write(text.encode("utf-8", "replace"))
    if output is not None:
        terminal.say(f"{len(comparison.heads)} articles: {output}")
    analysed.finish()


def _format(given: Format | None, output: Path | None) -> Format:
    if given is not None:
        return given
    if output is None:
        return Format.TABLE
    if output.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"{output}: no format goes by this suffix; give --format, or one of {', '.join(_SUFFIXES)}")
    return _SUFFIXES[output.suffix.lower()]
