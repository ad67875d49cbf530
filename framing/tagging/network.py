"""The tagger's networks at work: what training made, computed by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.errors import ModelError
from framing.estimators.spans import FloatArray
from framing.onnx_graph import open_session
from framing.tagging import graph
from framing.tagging.graph import Arrays
from framing.tagging.words import FLAGS, Paragraph

ROLES = ("none", "source", "content", "carrier")
CUE_TAGS = ("outside", "begin", "inside")
_POSITIONS = 16
"""Distances to the cue are told in so many logarithmic steps to each side."""


class Ensemble:
    """Networks of two bidirectional LSTMs with linear layers, trained from different seeds.

    Their probabilities are averaged. One paragraph is computed at a time, so that nothing else can change its numbers.

    Args:
        members: the weights of each network by name, as training gives them.

    Raises:
        ModelError: they were trained on other features than this version computes, or ONNX Runtime cannot load them.

    """

    def __init__(self, members: Sequence[Arrays]) -> None:
        self.members = tuple(
            {name: np.asarray(values, dtype=np.float32) for name, values in arrays.items()} for arrays in members
        )
        for arrays in self.members:
            flags = arrays["reader.forward.input"].shape[1] - len(arrays["project.bias"])
            if flags != FLAGS:
                raise ModelError(
                    f"the model's tagger was trained on {flags} flags a word, this version computes {FLAGS}; "
                    "train the model again"
                )
        built = (graph.build_reader(self.members), graph.build_roles(self.members))
        self._reader, self._roles = (open_session(g.SerializeToString(), "the model's tagger") for g in built)

    def cues(self, paragraph: Paragraph) -> tuple[FloatArray, FloatArray]:
        """Read a paragraph of at least one word.

        Returns:
            What the networks make of each word, (words, members × 2 × hidden), and the probabilities of its cue tags,
            (words, 3).

        """
        readings, cues = self._reader.run(
            [graph.READINGS, graph.CUES], {graph.STATES: paragraph.states, graph.FLAG_INPUT: paragraph.flags}
        )
        return readings, cues

    def roles(self, readings: FloatArray, paragraph: Paragraph, cues: Sequence[Sequence[int]]) -> FloatArray:
        """Probabilities of the roles of every word, (cues, words, 4), for each cue (a list of word positions)."""
        words = len(readings)
        within = np.zeros((len(cues), words), np.float32)
        for row, cue in zip(within, cues, strict=True):
            row[list(cue)] = 1 / len(cue)
        inputs = {
            graph.READINGS: readings,
            graph.FLAG_INPUT: paragraph.flags,
            graph.WITHIN: within,
            graph.POSITIONS: np.stack([relative_positions(words, cue) for cue in cues], axis=1),
            graph.HINT_INPUT: np.stack([paragraph.hint(cue) for cue in cues], axis=1),
        }
        roles: FloatArray = self._roles.run([graph.ROLES_OUTPUT], inputs)[0]
        return roles


def relative_positions(words: int, cue: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Each word's distance to the cue in logarithmic steps, 0 to 32, with 16 for the cue itself."""
    positions = np.arange(words)
    before = 1 + np.log2(np.maximum(cue[0] - positions, 1)) * 2.5
    after = 1 + np.log2(np.maximum(positions - cue[-1], 1)) * 2.5
    steps = np.where(positions < cue[0], -before, np.where(positions > cue[-1], after, 0.0))
    return np.clip(np.trunc(steps), -_POSITIONS, _POSITIONS).astype(np.int64) + _POSITIONS
