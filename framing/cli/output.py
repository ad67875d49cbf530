"""Where results go: which format, which stream, and never half a file."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from framing.article import Analysis
from framing.cli.terminal import console
from framing.errors import UsageError

_PLAIN_WIDTH: Final = 100
"""Columns of a table that no terminal shows."""


class Format(StrEnum):
    """What ``framing score`` can write."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    HTML = "html"


SUFFIXES: Final = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".parquet": Format.PARQUET,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.TABLE,
}


def choose_format(given: Format | None, output: Path | None, *, is_terminal: bool) -> Format:
    """The format to write: as given, else by the output's suffix, else a table for people and JSONL for programs.

    Raises:
        UsageError: a suffix that names no format, or Parquet to a terminal.

    """
    if given is None and output is not None:
        given = SUFFIXES.get(output.suffix.lower())
        if given is None:
            raise UsageError(f"{output}: no format goes by this suffix; give --format, or one of {', '.join(SUFFIXES)}")
    if given is Format.PARQUET and output is None and is_terminal:
        raise UsageError("Parquet is not for the terminal; name a file with -o")
    return given or (Format.TABLE if is_terminal else Format.JSONL)


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there only once the block ends well.

    The file is written under another name beside its place and renamed. Pipes and devices are written directly.

    Raises:
        UsageError: the file cannot be written.

    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = path.resolve()
    if target.is_dir():
        raise UsageError(f"{path}: a folder; name a file to write")
    try:
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("wb") as stream:
                yield stream
            return
        scratch = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        stream = scratch.open("wb")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file with -o") from error
    try:
        with stream:
            yield stream
        scratch.replace(target)
    finally:
        with suppress(FileNotFoundError):
            scratch.unlink()


@dataclass(frozen=True, slots=True)
class Layout:
    """How results are written.

    ``with_text`` includes every article's text in JSON and JSONL (else only where it was extracted from a page);
    ``interface`` is the language of an HTML page; ``is_terminal`` gives a table colours and the terminal's width.
    """

    form: Format
    with_text: bool = False
    interface: str = "nb"
    is_terminal: bool = False


def write_analyses(analyses: Iterable[Analysis], stream: BinaryIO, layout: Layout) -> None:
    """Write analyses in one of the formats, each as soon as it is there where the format allows.

    Raises:
        UsageError: an extra that the format needs is not installed, or a page has no texts in the interface language.

    """
    if layout.form is Format.PARQUET:
        from framing.report.tabular import write_parquet

        write_parquet(analyses, stream)
        return
    with _as_text(stream) as text:
        if layout.form is Format.CSV:
            from framing.report.tabular import write_csv

            write_csv(analyses, text)
        elif layout.form is Format.HTML:
            from framing.report.html import render_html
            from framing.report.texts import load_texts

            load_texts(layout.interface)
            text.write(render_html(list(analyses), interface=layout.interface))
        elif layout.form is Format.TABLE:
            from framing.report.table import print_table

            print_table(analyses, console() if layout.is_terminal else console(text, _PLAIN_WIDTH))
        else:
            from framing.report.jsonl import write_json, write_jsonl

            write = write_json if layout.form is Format.JSON else write_jsonl
            write(analyses, text, with_text=True if layout.with_text else None)


@contextmanager
def _as_text(stream: BinaryIO) -> Iterator[TextIO]:
    """The bytes as UTF-8 text whatever the locale, line ends as written; the stream stays open."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="")
    try:
        yield text
    finally:
        with suppress(ValueError):
            text.detach()
