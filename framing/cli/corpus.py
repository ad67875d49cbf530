"""``framing corpus``: who is quoted over many articles, and in which words."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import terminal
from framing.cli.analysed import Analysed
from framing.cli.options import EncoderSpec, Jobs, Language, ModelFolder
from framing.cli.workers import Setup, threads_each
from framing.errors import UsageError

if TYPE_CHECKING:
    from framing.aggregate.corpus import CorpusTables


def corpus(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, globs, or '-'.")],
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="FIELDS",
            help="What divides the corpus: outlet, language, year, month, day, or columns of the input.",
        ),
    ] = "outlet",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Folder for tables, figures and the page.")
    ] = None,
    model: ModelFolder = None,
    encoder: EncoderSpec = None,
    language: Language = None,
    jobs: Jobs = 1,
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Seed of the intervals.")] = 0,
    resamples: Annotated[
        int, typer.Option("--resamples", min=100, metavar="N", help="Times the articles are drawn for the intervals.")
    ] = 2000,
    interface: Annotated[
        str, typer.Option("--interface", metavar="CODE", help="Language of page and figures: nb or en.")
    ] = "nb",
    track: Annotated[bool, typer.Option("--track/--no-track", help="Log tables and figures to MLflow.")] = False,
) -> None:
    """See a corpus as a whole.

    For each group of articles: the mix of sources with intervals, the most quoted speakers, charged words with and
    without quotation marks, and who speaks through whom. With -o everything is written to a folder with a page over
    it; without, the mix of sources is printed.
    """
    from framing.aggregate.corpus import aggregate
    from framing.aggregate.groups import parse_fields
    from framing.report.texts import load_aggregate_texts

    fields = parse_fields(by)
    load_aggregate_texts(interface)
    if output is not None and output.exists() and not output.is_dir():
        raise UsageError(f"{output}: a file; name a folder with -o")
    analysed = Analysed(inputs, Setup(model, encoder, threads_each(jobs)), language, jobs=jobs)
    tables = aggregate(analysed, fields, seed=seed, resamples=resamples)
    if not analysed.done:
        raise UsageError("no article could be analysed; nothing to show")
    if output is not None or track:
        with tempfile.TemporaryDirectory() as scratch:
            _write(tables, output or Path(scratch), interface, track=track)
    if output is None:
        _print(tables)
    else:
        terminal.say(f"{tables.articles} articles, {tables.statements} statements: {output / 'index.html'}")
    analysed.finish()


def _write(tables: CorpusTables, folder: Path, interface: str, *, track: bool) -> None:
    from framing.report.corpus import write_corpus

    write_corpus(tables, folder, interface=interface)
    if track:
        from framing.tracking.corpus_view import record_corpus

        terminal.say(f"tracked as run {record_corpus(tables, folder)}")


def _print(tables: CorpusTables) -> None:
    from framing.cli.show import print_table

    print_table(list(tables.groups.columns), tables.groups.rows, "Groups")
    typer.echo()
    print_table(list(tables.source_mix.columns), tables.source_mix.rows, "Source mix")
