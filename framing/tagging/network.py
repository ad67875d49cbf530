"""The tagger's network in plain arrays: what training made, run without any deep-learning library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.estimators.spans import FloatArray
from framing.tagging.words import Paragraph

ROLES = ("none", "source", "content", "carrier")
CUE_TAGS = ("outside", "begin", "inside")
_POSITIONS = 16
"""Distances to the cue are told in so many logarithmic steps to each side."""


class Network:
    """Two bidirectional LSTMs with linear layers; ``arrays`` holds the weights by name, as training saves them.

    Shapes: states (words, dimension), flags (words, flags); cue probabilities (words, 3); role probabilities
    (cues, words, 4).
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self.arrays = {name: np.asarray(values, dtype=np.float32) for name, values in arrays.items()}

    def read(self, paragraph: Paragraph) -> FloatArray:
        """What the first LSTM makes of a paragraph: (words, 2 × hidden)."""
        a = self.arrays
        scaled: FloatArray = (paragraph.states - a["mean"]) / a["scale"]
        inputs = np.concatenate([_relu(scaled @ a["project.weight"].T + a["project.bias"]), paragraph.flags], axis=1)
        return self._lstm("reader", inputs[:, None, :])[:, 0]

    def cues(self, reading: FloatArray) -> FloatArray:
        """Probabilities of the cue tags of every word."""
        return softmax(reading @ self.arrays["cue.weight"].T + self.arrays["cue.bias"])

    def roles(self, reading: FloatArray, paragraph: Paragraph, cues: Sequence[Sequence[int]]) -> FloatArray:
        """Probabilities of the roles of every word, for each cue (a list of word positions)."""
        a = self.arrays
        words, count = len(reading), len(cues)
        own = _relu(reading @ a["word.weight"].T + a["word.bias"])
        inputs = np.empty((words, count, a["roles.forward.input"].shape[1]), np.float32)
        for k, cue in enumerate(cues):
            centre = _relu(reading[list(cue)].mean(axis=0) @ a["head.weight"].T + a["head.bias"])
            parts = [
                own,
                np.broadcast_to(centre, (words, len(centre))),
                a["position.weight"][relative_positions(words, cue)],
                paragraph.flags,
                paragraph.hint(cue),
            ]
            inputs[:, k] = np.concatenate(parts, axis=1)
        read = self._lstm("roles", inputs)
        return softmax(np.swapaxes(read @ a["role.weight"].T + a["role.bias"], 0, 1))

    def _lstm(self, name: str, inputs: FloatArray) -> FloatArray:
        """A bidirectional LSTM over (words, batch, features), gates in the order input, forget, cell, output."""
        forward = self._direction(f"{name}.forward", inputs)
        backward = self._direction(f"{name}.backward", inputs[::-1])[::-1]
        return np.concatenate([forward, backward], axis=2)

    def _direction(self, name: str, inputs: FloatArray) -> FloatArray:
        a = self.arrays
        gates = inputs @ a[f"{name}.input"].T + a[f"{name}.bias"]
        recurrent = np.ascontiguousarray(a[f"{name}.recurrent"].T)
        size = recurrent.shape[0]
        hidden = np.zeros((inputs.shape[1], size), np.float32)
        cell = np.zeros_like(hidden)
        out = np.empty((len(inputs), inputs.shape[1], size), np.float32)
        for step in range(len(inputs)):
            gate = gates[step] + hidden @ recurrent
            sigmoid = 1.0 / (1.0 + np.exp(-np.clip(gate, -30, 30)))
            cell = sigmoid[:, size : 2 * size] * cell + sigmoid[:, :size] * np.tanh(gate[:, 2 * size : 3 * size])
            hidden = sigmoid[:, 3 * size :] * np.tanh(cell)
            out[step] = hidden
        return out


def relative_positions(words: int, cue: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Each word's distance to the cue in logarithmic steps, 0 to 32, with 16 for the cue itself."""
    positions = np.arange(words)
    before = 1 + np.log2(np.maximum(cue[0] - positions, 1)) * 2.5
    after = 1 + np.log2(np.maximum(positions - cue[-1], 1)) * 2.5
    steps = np.where(positions < cue[0], -before, np.where(positions > cue[-1], after, 0.0))
    return np.clip(np.trunc(steps), -_POSITIONS, _POSITIONS).astype(np.int64) + _POSITIONS


def softmax(values: FloatArray) -> FloatArray:
    """Probabilities along the last axis."""
    shifted = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def _relu(values: FloatArray) -> FloatArray:
    return np.maximum(values, np.float32(0.0))
