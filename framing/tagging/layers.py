"""The encoder's last layers, trained on for attribution.

A copy of the last transformer layers is trained together with the networks that read them, as one fine-tunes a
language model's upper layers (Howard and Ruder, 2018); the layers below, where nearly all the weights are, stay
as they came and are computed once for both. Everything else still reads the encoder's own states.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from framing.encoder.e5_file import Shape
from framing.encoder.graph import INNER, STATES, build_layers, quantize
from framing.errors import ModelError
from framing.estimators.spans import ArticleStates, FloatArray, running_sums
from framing.onnx_graph import open_session

_HEADS = "heads"
_EPSILON = 1e-12
_SCALES = ".scales"

PackedArray = FloatArray | NDArray[np.int8]
"""Weights as they are kept."""


class TunedLayers:
    """Layers that go on from the encoder's inner states.

    Args:
        arrays: the weights as :func:`packed` gives them.

    Raises:
        ModelError: ONNX Runtime cannot load them.

    """

    def __init__(self, arrays: Mapping[str, PackedArray]) -> None:
        self.arrays = dict(arrays)
        names = sorted({name.split(".")[0] for name in arrays if name != _HEADS}, key=lambda name: int(name[1:]))
        first = names[0]
        sizes = (len(arrays[f"{first}.q.b"]), len(names), int(arrays[_HEADS]), len(arrays[f"{first}.fi.b"]))
        self.shape = Shape(*sizes, vocabulary=0, positions=0, types=0, epsilon=_EPSILON)
        self._session = open_session(build_layers(self, names).SerializeToString(), "the model's layers")

    def vector(self, name: str) -> FloatArray:
        """A bias, or a weight of a normalisation."""
        return np.asarray(self.arrays[name], np.float32)

    def matrix(self, name: str, columns: int) -> FloatArray:
        """The weights of a linear layer, float32 (outputs, inputs)."""
        weights = (self.vector(name) * self.vector(name + _SCALES)).T
        return weights.reshape(-1, columns)

    def refine(self, states: ArticleStates) -> ArticleStates:
        """The states of an article as these layers see them: each paragraph by itself.

        Raises:
            ModelError: the encoder gave no inner states.

        """
        if states.inner is None:
            raise ModelError(
                "the model's tagger goes on from inner states, which this encoder does not give; "
                "use the encoder 'default' or train a tagger without tuned_layers"
            )
        refined = [self._session.run([STATES], {INNER: inner[None]})[0][0, 1:-1] for inner in states.inner]
        matrix = np.concatenate(refined) if refined else np.zeros((0, self.shape.hidden), np.float32)
        return ArticleStates(states.offsets, running_sums(matrix))


def packed(weights: Mapping[str, FloatArray], heads: int) -> dict[str, PackedArray]:
    """Trained layers as they are kept: 8-bit codes of the matrices with a scale an output, vectors as they are.

    Args:
        weights: by name; matrices are (outputs, inputs).
        heads: of the attention.

    """
    kept: dict[str, PackedArray] = {_HEADS: np.asarray(heads, np.int8)}
    for name, values in weights.items():
        if values.ndim == 1:
            kept[name] = values
            continue
        kept[name], kept[name + _SCALES] = quantize(values.T)
    return kept
