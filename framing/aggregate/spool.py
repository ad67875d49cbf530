"""Texts put aside on disk until all terms are known that are to be looked up in them."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from types import TracebackType
from typing import Self

from framing.aggregate.groups import Key
from framing.aggregate.terms import Spans


class Spool:
    """A nameless temporary file of texts, compressed; it is gone once the ``with`` block ends."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the block
        self._writer = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        self._file.close()

    def add(self, group: Key, language: str, text: str, spans: Spans) -> None:
        """Put a text aside."""
        row = json.dumps([group, language, text, astuple(spans)])
        self._writer.write(row.encode("ascii") + b"\n")

    def texts(self) -> Iterator[tuple[Key, str, str, Spans]]:
        """Every text put aside, in order; nothing can be added any more."""
        self._writer.close()
        self._file.seek(0)
        with gzip.GzipFile(fileobj=self._file) as lines:
            for line in lines:
                group, language, text, spans = json.loads(line)
                yield tuple(group), language, text, Spans(*(tuple((a, b) for a, b in kind) for kind in spans))
