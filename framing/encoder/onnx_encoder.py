"""The default encoder: multilingual-e5-small on ONNX Runtime."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from framing.encoder.base import Floats, TokenStates, stack
from framing.encoder.convert import MODEL_FILE, MODEL_ID, ConvertedEncoder
from framing.encoder.graph import INNER, INPUT, POOLED, STATES
from framing.encoder.pieces import Pieces
from framing.encoder.windows import merge_pooled, merge_states, window_spans
from framing.onnx_graph import open_session

OVERLAP: Final = 128
"""Tokens that neighbouring windows of a long text share."""


class OnnxEncoder:
    """multilingual-e5-small, one text at a time on each thread.

    e5's "query: " is not put before a text. Token states and vectors do without it no worse
    (``experiments/bench_encoder.py prefix``), and it costs three tokens a text.

    Args:
        converted: the model's files.
        threads: how many texts are encoded at the same time; None for as many as there are processors to use.
            The result is the same with any number.

    Raises:
        ModelError: ONNX Runtime cannot load the model.

    """

    id = MODEL_ID
    backend = "onnxruntime-int8"

    def __init__(self, converted: ConvertedEncoder, threads: int | None = None) -> None:
        self.path: Path = converted.folder / MODEL_FILE
        self.revision = converted.manifest.revision
        self.dimension = converted.manifest.dimension
        self._begin, self._end = converted.manifest.bos, converted.manifest.eos
        self._window = converted.manifest.positions - 2
        self._threads = threads or _usable_processors()
        self._session = open_session(self.path, f"encoder {self.path}")
        self._pieces = Pieces(converted.folder, converted.manifest.unk)

    def encode(self, texts: Sequence[str]) -> list[TokenStates]:
        """Token states and vector of each text, in the order given. A text may have any length."""
        workers = min(self._threads, len(texts))
        if workers < 2:
            return [self._encode(text) for text in texts]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(self._encode, texts))

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors only: float32 (texts, dimension), the ``pooled`` of ``encode``."""
        return stack([states.pooled for states in self.encode(texts)], self.dimension)

    def _encode(self, text: str) -> TokenStates:
        ids, offsets = self._pieces(text)
        if not len(ids):
            return TokenStates.empty(self.dimension)
        spans = window_spans(len(ids), self._window, OVERLAP)
        runs = [self._run(ids[start:end]) for start, end in spans]
        return TokenStates(
            offsets=offsets,
            states=merge_states(spans, [states for states, _, _ in runs]),
            pooled=merge_pooled(spans, [pooled for _, pooled, _ in runs]),
            inner=_inner(spans, [inner for _, _, inner in runs]),
        )

    def _run(self, ids: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
        marked = np.concatenate([[self._begin], ids, [self._end]])
        states, pooled, inner = self._session.run([STATES, POOLED, INNER], {INPUT: marked[None]})
        return states[0, 1:-1], pooled[0], inner[0]


def _inner(spans: Sequence[tuple[int, int]], inner: Sequence[Floats]) -> Floats:
    """Inner states of a text from those of its windows: the markers are those of its begin and its end."""
    merged = merge_states(spans, [states[1:-1] for states in inner])
    return np.concatenate([inner[0][:1], merged, inner[-1][-1:]])


def _usable_processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
