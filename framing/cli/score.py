"""``framing score``: articles in, analyses out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import terminal
from framing.cli.analysed import Analysed
from framing.cli.options import EncoderSpec, Interface, Jobs, Language, ModelFolder, OutputFile
from framing.cli.output import Format, Layout, choose_format, open_output, write_analyses
from framing.cli.workers import Setup, threads_each
from framing.errors import UsageError


def score(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, globs, or '-'.")],
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", help="By default as the suffix of -o says; without -o a table on a terminal, else JSONL."
        ),
    ] = None,
    output: OutputFile = None,
    model: ModelFolder = None,
    encoder: EncoderSpec = None,
    language: Language = None,
    jobs: Jobs = 1,
    text: Annotated[
        bool, typer.Option("--text/--no-text", help="Include the articles' text; texts taken from HTML always are.")
    ] = False,
    interface: Interface = "nb",
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Keep what was encoded, for another run over the same articles.")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain/--no-explain", help="Name, under 'why', the words each source class hangs on, and examples."
        ),
    ] = False,
    guess: Annotated[
        bool,
        typer.Option(
            "--guess/--no-guess",
            help="In JSON and JSONL, for passages that name nobody: 'source_guess', what their words alone give away.",
        ),
    ] = False,
) -> None:
    """Find who is quoted in articles, and how.

    Every quoted or reported passage comes with its source, the medium it came through, the cue, and how the quoted
    words frame things, each with a probability.

    An input is a text, HTML, JSON, JSONL, CSV or Parquet file (also with .gz), a folder, a glob, or '-' for
    standard input. Rows need a field 'text'; they may have id, title, language, outlet, date and url. Inputs that
    cannot be read are told on standard error, the rest is done, and the exit code is 1.
    """
    if output == Path("-"):
        output = None
    on_terminal = output is None and terminal.is_data_on_terminal()
    chosen = choose_format(form, output, is_terminal=on_terminal)
    if guess and chosen not in (Format.JSON, Format.JSONL):
        raise UsageError("--guess: only JSON and JSONL keep a guess apart from what was found; give --format json")
    if "-" in inputs and sys.stdin.isatty():
        terminal.say("reading standard input; end with Ctrl-D")
    setup = Setup(model, encoder, threads_each(jobs), _cache_folder() if cache else None, explain, guess)
    analysed = Analysed(inputs, setup, language, jobs=jobs, bars=not on_terminal)
    with open_output(output) as stream:
        write_analyses(analysed, stream, Layout(chosen, text, interface, on_terminal))
        if output is not None and analysed.failed and not analysed.done:
            terminal.warn(f"{output}: not written, as nothing could be analysed")
            raise typer.Exit(1)
    if output is not None:
        terminal.say(f"{analysed.done} articles, {analysed.passages} passages: {output}")
    analysed.finish()


def _cache_folder() -> Path:
    from framing.encoder.convert import cache_folder

    return cache_folder()
