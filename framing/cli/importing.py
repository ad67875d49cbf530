"""``framing data import``: other people's corpora, and what annotation tools export."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import terminal
from framing.cli.output import open_output
from framing.corpus.importers import CorpusFormat
from framing.errors import DataError, UsageError

if TYPE_CHECKING:
    from framing.corpus.importers.registry import Imported
    from framing.readers.failure import InputFailure


def import_corpus(
    form: Annotated[CorpusFormat, typer.Argument(metavar="FORMAT", help="What INPUT is.")],
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="The corpus as downloaded or exported.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="JSONL", help="File to write.")],
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="Language of every text, whatever they say.")
    ] = None,
) -> None:
    """Turn another corpus into annotated articles or labelled sentences.

    Articles (polnear, wikinews-de, attributions, doccano, label-studio) are for 'framing train', 'evaluate' and
    'data check'; sentences (babe, basil, semeval2023-task3) for the bias head. What the corpus does not label stays
    unlabelled. Entries that cannot be read are told on standard error, the rest is written, and the exit code is 1.
    docs/importing.md says what becomes of each format.
    """
    from framing.corpus.importers.registry import READERS

    if not source.exists():
        raise UsageError(f"{source}: no such file or folder")
    write_corpus(READERS[form](source, language), output, f"{source}: nothing in it could be imported as {form}")


def write_corpus(outcomes: Iterable[Imported | InputFailure], output: Path, if_nothing: str) -> None:
    """Write what was read, a row a line, and tell what was not.

    Raises:
        DataError: nothing was read; its message is ``if_nothing``.
        Exit: something failed, with code 1, after the rest was written.

    """
    from framing.readers.failure import InputFailure

    imported: list[Imported] = []
    failed = 0
    for outcome in outcomes:
        if isinstance(outcome, InputFailure):
            failed += 1
            terminal.error(str(outcome))
        else:
            imported.append(outcome)
    if not imported:
        raise DataError(if_nothing)
    output.parent.mkdir(parents=True, exist_ok=True)
    with open_output(output) as stream:
        for line in _lines(imported):
            stream.write(line.encode("utf-8"))
    terminal.say(f"{_summary(imported)}: {output}")
    if failed:
        terminal.say(f"{failed} of {failed + len(imported)} entries failed")
        raise typer.Exit(1)


def _lines(imported: Iterable[Imported]) -> Iterable[str]:
    from framing.corpus.loader import AnnotatedArticle
    from framing.corpus.rows import article_to_row
    from framing.corpus.sentences import sentence_to_row

    for entry in imported:
        row = article_to_row(entry) if isinstance(entry, AnnotatedArticle) else sentence_to_row(entry)
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _summary(imported: Iterable[Imported]) -> str:
    from framing.corpus.loader import AnnotatedArticle

    articles = [entry for entry in imported if isinstance(entry, AnnotatedArticle)]
    if not articles:
        return f"{len(list(imported))} sentences"
    passages = sum(len(article.passages) for article in articles)
    return f"{len(articles)} articles, {passages} passages"
