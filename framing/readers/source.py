"""Where bytes come from: a file, compressed or not, or a stream such as standard input."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from framing.errors import InputError

if TYPE_CHECKING:
    from typing_extensions import Buffer

GZIP_MAGIC: Final = b"\x1f\x8b"
HEAD: Final = 16 * 1024
"""Bytes that are looked at to tell the format of an input without a telling name."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input: ``name`` as messages give it, ``stem`` as ids begin, and the file or stream it comes from.

    ``suffix`` stands for the format; ``compressed`` is set where ``origin`` is a file that has to be decompressed.
    """

    name: str
    stem: str
    suffix: str
    origin: Path | io.BufferedReader
    compressed: bool = False

    def open(self) -> io.BufferedReader:
        """Open the bytes, decompressed; a file can be opened again, a stream cannot."""
        if not isinstance(self.origin, Path):
            return self.origin
        return io.BufferedReader(gzip.open(self.origin)) if self.compressed else self.origin.open("rb")

    def read(self, max_bytes: int) -> bytes:
        """Read everything.

        Raises:
            InputError: there is nothing, or more than ``max_bytes``.
            OSError: the file cannot be read.
            EOFError: compressed data end too early.

        """
        with self.open() as stream:
            data = stream.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise InputError(f"longer than {max_bytes} bytes, too much for one file; split it, or raise max_bytes")
        if not data.strip():
            raise InputError("empty: there is no text to read")
        return data

    def at(self, line: int) -> str:
        """Name a line or row of the input, for messages."""
        return f"{self.name}:{line}"


def source_from_path(path: Path) -> Source:
    """Make the source for a file; format and compression follow from its name."""
    compressed = path.suffix.lower() == ".gz"
    inner = path.with_suffix("") if compressed else path
    return Source(name=str(path), stem=inner.stem, suffix=inner.suffix.lower(), origin=path, compressed=compressed)


def source_from_stream(name: str, stem: str, stream: BinaryIO) -> tuple[Source, bytes]:
    """Make the source for a stream, decompressed where it needs to be, and give its first bytes."""
    head, whole = _look_ahead(stream)
    if head.startswith(GZIP_MAGIC):
        head, whole = _look_ahead(gzip.GzipFile(fileobj=whole))  # type: ignore[arg-type]
    return Source(name=name, stem=stem, suffix="", origin=whole), head


def _look_ahead(stream: BinaryIO) -> tuple[bytes, io.BufferedReader]:
    head = stream.read(HEAD)
    return head, io.BufferedReader(_Rewound(head, stream))


class _Rewound(io.RawIOBase):
    """A stream of which the first bytes were read already, from its beginning."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        chunk = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(chunk) :]
        view[: len(chunk)] = chunk
        return len(chunk)
