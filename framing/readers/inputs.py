"""What the user names as input, turned into a stream of articles."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from glob import has_magic, iglob
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from framing.article import Article
from framing.errors import InputError, UsageError
from framing.languages.detect import normalise_language
from framing.readers.documents import read_text
from framing.readers.failure import InputFailure
from framing.readers.html import read_html
from framing.readers.sniff import sniff
from framing.readers.source import GZIP_MAGIC, HEAD, Source, source_from_path, source_from_stream
from framing.readers.tables import read_csv, read_json, read_json_lines, read_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_MAX_BYTES: Final = 20_000_000
"""The longest file of one article, or row of a table, that is read: some thousand times an article."""

STDIN: Final = "-"

_Reader = Callable[[Source, int], Iterator[Article | InputFailure]]


def _single(read: Callable[[Source, int], Article]) -> _Reader:
    def read_one(source: Source, max_bytes: int) -> Iterator[Article | InputFailure]:
        yield read(source, max_bytes)

    return read_one


_READERS: Final[dict[str, _Reader]] = {
    ".txt": _single(read_text),
    ".md": _single(read_text),
    ".html": _single(read_html),
    ".htm": _single(read_html),
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}
_KNOWN: Final = ", ".join(_READERS)


def read_inputs(
    inputs: Sequence[str],
    *,
    language: str | None = None,
    stdin: BinaryIO | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Iterator[Article | InputFailure]:
    """Read articles from files, folders, globs and standard input, one at a time and in the order given.

    Formats follow from the suffix (``.txt .md .html .htm .jsonl .ndjson .json .csv .tsv .parquet``, each also
    with ``.gz``), for standard input and other suffixes from the content. A folder is read with its subfolders,
    sorted, without hidden files and files of other suffixes. What cannot be read gives an :class:`InputFailure`,
    and the rest goes on.

    Ids are those given in the data, or the file's name without suffix, for a row with ``#`` and its line; an id that
    comes again gets ``~2``, ``~3`` and so on. Of each article nothing is kept but a number for its id.

    Args:
        inputs: paths, glob patterns, or ``-`` for standard input.
        language: the language of every article, whatever the data say; None takes theirs. An article without
            one has ``language`` None.
        stdin: read in place of standard input.
        max_bytes: the longest single file or row that is read.

    Raises:
        UsageError: ``language`` is no language code, or (while reading) a format needs an extra that is not installed.

    """
    if language is not None:
        try:
            normalise_language(language, "")
        except ValueError as error:
            raise UsageError(f"language: {error}; give one such as nb, nn, en") from error
    return _read(inputs, language, stdin, max_bytes)


def _read(
    inputs: Sequence[str], language: str | None, stdin: BinaryIO | None, max_bytes: int
) -> Iterator[Article | InputFailure]:
    seen: dict[int, int] = {}
    for given in inputs:
        for source in _sources(given, stdin):
            if isinstance(source, InputFailure):
                yield source
                continue
            for outcome in _guarded(source, max_bytes):
                if isinstance(outcome, InputFailure):
                    yield outcome
                    continue
                article = replace(outcome, id=_unique(outcome.id, seen))
                if language is not None:
                    article = replace(article, language=normalise_language(language, article.text))
                yield article


def _guarded(source: Source, max_bytes: int) -> Iterator[Article | InputFailure]:
    """Read a source; what goes wrong with it as a whole becomes a failure."""
    is_empty = True
    try:
        for outcome in _READERS[source.suffix](source, max_bytes):
            is_empty = False
            yield outcome
        if is_empty:
            yield InputFailure(source.name, "empty: there is no article in it")
    except InputError as error:
        yield InputFailure(source.name, str(error))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield InputFailure(source.name, f"damaged gzip data ({error}); compress the file again")
    except OSError as error:
        yield InputFailure(source.name, _os_problem(error))


def _sources(given: str, stdin: BinaryIO | None) -> Iterator[Source | InputFailure]:
    if given == STDIN:
        yield from _from_stream("standard input", "stdin", stdin or sys.stdin.buffer)
    elif os.path.lexists(given):
        yield from _from_path(Path(given))
    elif has_magic(given):
        matches = sorted(iglob(given, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
        for match in matches:
            yield from _from_path(Path(match))
        if not matches:
            yield InputFailure(given, "no file matches this pattern; check it, and quote it for the shell")
    else:
        yield InputFailure(given, "no such file; check the path, or give '-' to read standard input")


def _from_path(path: Path) -> Iterator[Source | InputFailure]:
    if path.is_dir():
        yield from _from_folder(path)
        return
    source = source_from_path(path)
    if source.suffix in _READERS:
        yield source
        return
    try:
        if not path.is_file():  # a pipe can be read only once
            with path.open("rb") as stream:
                yield from _from_stream(str(path), path.stem, stream)
            return
        with path.open("rb") as stream:
            compressed = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        source = replace(source, compressed=compressed)
        with source.open() as stream:
            yield replace(source, suffix=sniff(stream.read(HEAD)))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield InputFailure(str(path), f"damaged gzip data ({error}); compress the file again")
    except OSError as error:
        yield InputFailure(str(path), _os_problem(error))


def _from_folder(folder: Path) -> Iterator[Source | InputFailure]:
    found = False
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            source = source_from_path(Path(root, name))
            if not name.startswith(".") and source.suffix in _READERS:
                found = True
                yield source
    if not found:
        yield InputFailure(str(folder), f"no readable file in this folder; looked for {_KNOWN}, each also with .gz")


def _from_stream(name: str, stem: str, stream: BinaryIO) -> Iterator[Source | InputFailure]:
    try:
        source, head = source_from_stream(name, stem, stream)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield InputFailure(name, f"damaged gzip data ({error}); compress it again")
        return
    suffix = sniff(head)
    if suffix == ".parquet":
        yield InputFailure(name, "Parquet cannot be read from a stream; give the file's name")
        return
    yield replace(source, suffix=suffix)


def _unique(article_id: str, seen: dict[int, int]) -> str:
    """Give ``article_id``, or if it has been before, with a number behind it.

    Hashes are kept instead of the ids: at 64 bits the worst that could happen is a number that was not needed.
    """
    count = seen.get(hash(article_id), 0) + 1
    candidate = article_id
    if count > 1:
        while hash(candidate := f"{article_id}~{count}") in seen:
            count += 1
        seen[hash(candidate)] = 1
    seen[hash(article_id)] = count
    return candidate


def _os_problem(error: OSError) -> str:
    return f"cannot be read ({error.strerror or ' '.join(str(error).split())}); check the file and its permissions"
