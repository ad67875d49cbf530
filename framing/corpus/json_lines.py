"""JSON Lines as they come from a disk: plain or gzipped, one object a line, a broken line told by its number."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.errors import DataError
from framing.readers.failure import InputFailure
from framing.readers.source import source_from_path


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any] | InputFailure]]:
    """The objects of a file with their places (``file:line``); what is no JSON object comes as a failure.

    Raises:
        DataError: the file as a whole cannot be read.

    """
    source = source_from_path(path)
    try:
        with source.open() as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield source.at(number), _object(line, source.at(number))
    except (OSError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path}: cannot be read ({error}); check the file") from error


def _object(line: bytes, place: str) -> dict[str, Any] | InputFailure:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return InputFailure(place, f"not a line of JSON ({error})")
    return row if isinstance(row, dict) else InputFailure(place, "not a JSON object")
