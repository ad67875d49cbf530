"""Token states kept on disk by content, so that training does not encode the same text twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from framing.encoder.base import Encoder, Floats, TokenStates, stack
from framing.errors import ModelError

FILE: Final = "token-states-2.sqlite"
LIMIT: Final = 4 * 2**30
_CHUNK: Final = 256
"""Texts encoded and written together: what an interrupted run loses at most."""
_PATIENCE: Final = 60.0
"""Seconds to wait for another process that is writing."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS states (
    place INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, size INTEGER NOT NULL,
    offsets BLOB NOT NULL, states BLOB NOT NULL, pooled BLOB NOT NULL, inner BLOB);
CREATE INDEX IF NOT EXISTS sizes ON states (size);
"""
_EVICT: Final = """
DELETE FROM states WHERE place <= (
    SELECT max(place) FROM (SELECT place, sum(size) OVER (ORDER BY place DESC) AS kept FROM states) WHERE kept > ?)
"""


class CachedEncoder:
    """An encoder that remembers, in ``folder``, what it once encoded. What it gives is the same to the bit.

    Any number of processes may share the folder. States are kept in float32: half as much would round them.

    Args:
        encoder: the encoder to ask for texts that are not there.
        folder: made where it is missing.
        limit: bytes of states to keep; what was written first goes first.

    Raises:
        ModelError: the cache cannot be read or written (also from ``encode`` and ``embed``).

    """

    def __init__(self, encoder: Encoder, folder: Path, limit: int = LIMIT) -> None:
        self._encoder = encoder
        self._path = folder / FILE
        self._limit = limit
        self.id, self.revision, self.backend = encoder.id, encoder.revision, encoder.backend
        self.dimension = encoder.dimension
        self._prefix = "\0".join((self.id, self.revision, self.backend, "")).encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"{folder}: cannot make the encoder's cache ({error}); name another folder") from error
        with self._database() as database:
            database.executescript(_SCHEMA)

    def encode(self, texts: Sequence[str]) -> list[TokenStates]:
        """Token states and vector of each text, in the order given. A text may have any length."""
        found: list[TokenStates] = []
        for start in range(0, len(texts), _CHUNK):
            found.extend(self._encode_chunk(texts[start : start + _CHUNK]))
        return found

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors only: float32 (texts, dimension), the ``pooled`` of ``encode``."""
        return stack([states.pooled for states in self.encode(texts)], self.dimension)

    def _encode_chunk(self, texts: Sequence[str]) -> list[TokenStates]:
        keys = [self._key(text) for text in texts]
        known = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            fresh = dict(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
            self._write(fresh)
            known |= fresh
        return [known[key] for key in keys]

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._prefix + text.encode("utf-8", "surrogatepass")).digest()

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """A connection of one use, so that threads and forked processes never share one."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database, database:
                yield database
        except sqlite3.Error as error:
            raise ModelError(
                f"{self._path}: the encoder's cache cannot be used ({error}); delete the file, or name another folder"
            ) from error

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, TokenStates]:
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, offsets, states, pooled, inner FROM states WHERE key IN ({marks})"  # noqa: S608 - marks only
        with self._database() as database:
            return {key: self._unpack(*blobs) for key, *blobs in database.execute(query, keys)}

    def _unpack(self, offsets: bytes, states: bytes, pooled: bytes, inner: bytes | None) -> TokenStates:
        return TokenStates(
            np.frombuffer(offsets, "<i4").reshape(-1, 2).astype(np.int32),
            self._matrix(states),
            np.frombuffer(pooled, "<f4").astype(np.float32),
            None if inner is None else self._matrix(inner),
        )

    def _matrix(self, blob: bytes) -> Floats:
        return np.frombuffer(blob, "<f4").reshape(-1, self.dimension).astype(np.float32)

    def _write(self, fresh: dict[bytes, TokenStates]) -> None:
        rows = [(key, *_pack(states)) for key, states in fresh.items()]
        with self._database() as database:
            database.executemany("INSERT OR IGNORE INTO states VALUES (NULL, ?, ?, ?, ?, ?, ?)", rows)
            (total,) = database.execute("SELECT sum(size) FROM states").fetchone()
            if total > self._limit:
                database.execute(_EVICT, (self._limit,))


def _pack(states: TokenStates) -> tuple[int, bytes, bytes, bytes, bytes | None]:
    offsets = states.offsets.astype("<i4").tobytes()
    last, pooled = (values.astype("<f4").tobytes() for values in (states.states, states.pooled))
    inner = None if states.inner is None else states.inner.astype("<f4").tobytes()
    return len(offsets) + len(last) + len(pooled) + len(inner or b""), offsets, last, pooled, inner
