"""``framing data detach`` and ``attach``: annotations apart from the articles they were made on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import terminal
from framing.cli.importing import write_corpus
from framing.cli.output import open_output
from framing.errors import UsageError

Output = Annotated[Path, typer.Option("-o", "--output", metavar="JSONL", help="File to write.")]


def detach(
    place: Annotated[Path, typer.Argument(metavar="PLACE", help="Folder or JSONL file of annotated articles.")],
    output: Output,
) -> None:
    """Write the annotations of a corpus without a word of its articles.

    For articles that may not be passed on: offsets, labels and a checksum of each text remain. Who has the same texts
    joins them with 'framing data attach'.
    """
    from framing.corpus.loader import read_corpus
    from framing.corpus.standoff import detach as without_words

    rows = [without_words(article) for article in read_corpus(place)]
    output.parent.mkdir(parents=True, exist_ok=True)
    with open_output(output) as stream:
        for row in rows:
            stream.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8"))
    terminal.say(f"annotations of {len(rows)} articles: {output}")


def attach(
    annotations: Annotated[list[Path], typer.Argument(metavar="ANNOTATIONS...", help="Files from 'data detach'.")],
    texts: Annotated[
        list[Path], typer.Option("--texts", metavar="PLACE", help="File or folder of the articles; may be repeated.")
    ],
    output: Output,
) -> None:
    """Join annotations with the texts they were made on.

    An article is known by the checksum of its text. Articles without a text are told on standard error, the rest is
    written, and the exit code is 1.
    """
    from framing.corpus.standoff import attach as join

    for path in (*annotations, *texts):
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    write_corpus(join(annotations, texts), output, "none of the texts is one that was annotated")
