"""Files with many articles: JSON lines, JSON, CSV and Parquet, all but JSON read one row at a time."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from framing.errors import InputError, UsageError
from framing.readers.decoding import decode, stream_encoding
from framing.readers.failure import InputFailure
from framing.readers.rows import TEXT, article_from_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from framing.article import Article
    from framing.readers.source import Source

PARQUET_ROWS: Final = 64
"""Rows of a Parquet file that are turned into Python objects at a time."""

_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = {".csv": (",", ";", "\t", "|"), ".tsv": ("\t",)}


def read_json_lines(source: Source, max_bytes: int) -> Iterator[Article | InputFailure]:
    """Read a file with one JSON object a line; blank lines are skipped.

    Raises:
        InputError: the file is a JSON array.
        OSError: it cannot be read.
        EOFError: compressed data end too early.

    """
    with source.open() as stream:
        yield from _json_lines(source, stream, max_bytes)


def read_json(source: Source, max_bytes: int) -> Iterator[Article | InputFailure]:
    """Read a JSON file: an object with the fields of one article, or an array of them.

    JSON lines under the name ``.json`` are read as such. The whole file is held in memory.

    Raises:
        InputError: the file is empty, too long, or no such JSON.
        OSError: it cannot be read.
        EOFError: compressed data end too early.

    """
    data = source.read(max_bytes)
    try:
        content = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        if _is_json_object(data.lstrip().partition(b"\n")[0]):
            yield from _json_lines(source, io.BufferedReader(io.BytesIO(data)), max_bytes)
            return
        raise InputError(f"not JSON ({_problem(error)}); repair the file") from error
    if isinstance(content, dict):
        yield article_from_row(content, source.stem, max_bytes)
        return
    if not isinstance(content, list):
        raise InputError("neither a JSON object with a field 'text' nor an array of such objects")
    for number, row in enumerate(content, 1):
        yield _article(source, number, row, max_bytes)


def read_csv(source: Source, max_bytes: int) -> Iterator[Article | InputFailure]:
    """Read a table with a header line; the delimiter is the one that makes a column ``text``.

    Raises:
        InputError: there is no such column, or the file is no text.
        OSError: it cannot be read.
        EOFError: compressed data end too early.

    """
    with source.open() as stream:
        encoding = stream_encoding(stream)
    csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
    with io.TextIOWrapper(source.open(), encoding=encoding, newline="") as handle:
        try:
            delimiter, header = _header(handle.readline(max_bytes), _DELIMITERS.get(source.suffix, _DELIMITERS[".csv"]))
            # A limit on each read keeps a file without line ends out of memory.
            rows = csv.reader(iter(lambda: handle.readline(max_bytes), ""), delimiter=delimiter, strict=True)
            yield from _csv_rows(source, rows, header, max_bytes)
        except UnicodeDecodeError as error:
            raise InputError(f"not {encoding.upper()} throughout ({error}); save the file again as UTF-8") from error


def read_parquet(source: Source, max_bytes: int) -> Iterator[Article | InputFailure]:
    """Read a Parquet file; rows are numbered from 1.

    Raises:
        InputError: there is no column ``text``, or the file is damaged.
        UsageError: pyarrow is not installed.
        OSError: the file cannot be read.
        EOFError: compressed data end too early.

    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UsageError("reading Parquet needs an extra: pip install 'framing[parquet]'") from error
    number = 0
    with _seekable(source) as file:
        try:
            table = ParquetFile(file)
            _check_columns(table.schema_arrow.names)
            for batch in table.iter_batches(batch_size=PARQUET_ROWS, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield _article(source, number, row, max_bytes)
        except ArrowException as error:
            where = f"after row {number}" if number else "from its beginning"
            raise InputError(f"no Parquet file, or damaged {where}; write it again") from error


def _json_lines(source: Source, stream: io.BufferedReader, max_bytes: int) -> Iterator[Article | InputFailure]:
    is_first = True
    for number, line in _lines(stream, max_bytes):
        if line is None:
            yield InputFailure(source.at(number), f"longer than {max_bytes} bytes; split it, or raise max_bytes")
            continue
        if not line.strip():
            continue
        if is_first and line.lstrip().startswith(b"["):
            raise InputError("a JSON array, not JSON lines; name the file .json")
        is_first = False
        try:
            row = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield InputFailure(source.at(number), f"not UTF-8 at byte {error.start}; convert the file to UTF-8")
        except (ValueError, RecursionError) as error:
            yield InputFailure(source.at(number), f"not JSON ({_problem(error)}); repair or delete the line")
        else:
            yield _article(source, number, row, max_bytes)


def _lines(stream: io.BufferedReader, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """Give lines as UTF-8 with their numbers; None for one that is too long to be read."""
    number = 0
    if stream.peek(2)[:2] in _UTF16_BOMS:
        with io.TextIOWrapper(stream, encoding="utf-16", newline="\n") as handle:
            try:
                while text := handle.readline(max_bytes):
                    number += 1
                    yield number, text.encode("utf-8", "surrogatepass")
            except UnicodeError as error:
                raise InputError(f"damaged UTF-16 after line {number}; save the file again as UTF-8") from error
        return
    while line := stream.readline(max_bytes + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_UTF8_BOM)
        if len(line) <= max_bytes or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := stream.readline(max_bytes)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def _problem(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        return f"{error.msg} at {place}"
    return str(error)


def _is_json_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _header(line: str, delimiters: Sequence[str]) -> tuple[str, list[str]]:
    """Find the delimiter with which the header line has a column ``text``."""
    for delimiter in delimiters:
        names = next(csv.reader([line], delimiter=delimiter), [])
        if TEXT in (name.strip().lower() for name in names):
            return delimiter, names
    _check_columns(next(csv.reader([line]), []))
    raise InputError("no header line with a column 'text'")


def _csv_rows(source: Source, rows: Any, header: list[str], max_bytes: int) -> Iterator[Article | InputFailure]:
    while True:
        number = 2 + rows.line_num  # the line on which the row begins
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield InputFailure(source.at(number), f"broken row ({error}); check its quotation marks")
            continue
        if not row:
            continue
        if len(row) != len(header):
            problem = f"{len(row)} fields, but the header has {len(header)}"
            yield InputFailure(source.at(number), f"{problem}; quote fields that contain the delimiter or a line end")
            continue
        yield _article(source, number, dict(zip(header, row, strict=True)), max_bytes)


def _check_columns(names: Sequence[str]) -> None:
    if TEXT not in (name.strip().lower() for name in names):
        known = ", ".join(names)[:200]
        raise InputError(f"no column 'text' (there are: {known}); rename the column with the article's text")


def _article(source: Source, number: int, row: Any, max_bytes: int) -> Article | InputFailure:
    if not isinstance(row, dict):
        return InputFailure(source.at(number), "not a JSON object; give one with a field 'text'")
    try:
        return article_from_row(row, f"{source.stem}#{number}", max_bytes)
    except InputError as error:
        return InputFailure(source.at(number), str(error))


@contextmanager
def _seekable(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading out of order, as Parquet needs it."""
    with source.open() as stream:
        if not source.compressed:
            yield stream
            return
        with tempfile.TemporaryFile() as file:
            shutil.copyfileobj(stream, file)
            file.seek(0)
            yield file
