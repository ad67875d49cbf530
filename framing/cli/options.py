"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json/--no-json", help="Print JSON instead of a table.")]
ModelFolder = Annotated[
    Path | None,
    typer.Option(
        "--model",
        "-m",
        metavar="DIR",
        envvar="FRAMING_MODEL",
        show_envvar=False,
        help="Model folder; FRAMING_MODEL or the shipped model by default.",
    ),
]
ModelInUse = Annotated[Path | None, typer.Option("--model", metavar="DIR", envvar="FRAMING_MODEL", hidden=True)]
"""For commands that tell which model is used when none is named: a configuration file can name it."""
EncoderSpec = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="SPEC",
        help="Encoder: 'default', or the id or folder of a sentence-transformers model; the model's own by default.",
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", "-l", metavar="CODE", help="Language of every article, whatever they say."),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes that share the articles.")]
OutputFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="File to write, whole or not at all.")
]
Interface = Annotated[str, typer.Option("--interface", metavar="CODE", help="Language of an HTML page: nb or en.")]
Corpus = Annotated[Path, typer.Option("--corpus", metavar="PLACE", help="Folder or JSONL file of annotated articles.")]

CORPUS_FOLDER = Path("data/corpus/articles")
