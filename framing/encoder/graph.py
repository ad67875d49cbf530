"""The encoder as an ONNX graph: one text in, its token states and its vector out.

The graph computes multilingual-e5-small (Wang et al., 2024), a post-norm BERT (Devlin et al., 2019), for
one text at a time. Without padding nothing that another text brings can change a result, and no time goes
into computing the padding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from framing.encoder.base import Floats
from framing.encoder.e5_file import BLOCK, E5File, Shape
from framing.onnx_graph import CONTRIB, GraphBuilder

INPUT: Final = "input_ids"
STATES: Final = "states"
POOLED: Final = "pooled"
INNER: Final = "inner"

UPPER_LAYERS: Final = 4
"""The layers above the states that the graph also gives as ``inner``."""

WEIGHT_LIMIT: Final = 63
"""Largest weight code. AVX2 adds pairs of products of 8-bit numbers in 16 bits and cuts what does not fit;
255 x 63 x 2 fits, so that integer sums are exact, and equal, on every processor."""
ACTIVATION_LIMIT: Final = 127


class Weights(Protocol):
    """Where a graph takes its weights from: the encoder's file, or layers that were trained on from there."""

    @property
    def shape(self) -> Shape:
        """The sizes of the model."""

    def vector(self, name: str) -> Floats:
        """A bias, or a weight of a normalisation."""

    def matrix(self, name: str, columns: int) -> Floats:
        """The weights of a linear layer, float32 (outputs, inputs)."""


Linear = Callable[[GraphBuilder, Weights, str, list[str], int, str], str]
"""Adds a linear layer without its bias: (builder, weights, input, weight names, input width, output name)."""


def int8_linear(build: GraphBuilder, file: Weights, x: str, names: list[str], columns: int, out: str) -> str:
    """A linear layer in 8-bit integers, with one scale a token and one a weight column.

    A scale over the whole input, as in ONNX Runtime's dynamic quantisation, would let one token's outlier
    coarsen all others; one scale a token is the vector-wise quantisation of Dettmers et al. (2022).
    """
    weights = np.concatenate([file.matrix(name + ".w", columns) for name in names]).T
    codes, scales = quantize(weights)
    magnitude = build.node("Abs", [x], f"{out}.magnitude")
    axes = build.constant("axes_0_2", np.array([0, 2]))
    largest = build.node("ReduceMax", [magnitude, axes], f"{out}.largest", keepdims=0)
    step = build.node(
        "Mul", [largest, build.constant("activation_step", np.float32(1 / ACTIVATION_LIMIT))], f"{out}.step"
    )
    quantized = build.node("QuantizeLinear", [x, step, "zero_points"], f"{out}.quantized", axis=1)
    product = build.node(
        "MatMulIntegerToFloat",
        [
            quantized,
            build.constant(f"{out}.weights", codes),
            build.constant("one", np.float32(1)),
            build.constant(f"{out}.scales", scales),
            build.constant("activation_zero", np.uint8(ACTIVATION_LIMIT + 1)),
            build.constant("weight_zero", np.int8(0)),
        ],
        f"{out}.product",
        CONTRIB,
    )
    column = build.node("Unsqueeze", [step, build.constant("axis_1", np.array([1]))], f"{out}.column")
    return build.node("Mul", [product, column], out)


def quantize(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights (inputs, outputs) as 8-bit codes of that shape and one scale a column."""
    scales = np.abs(weights).max(axis=0) / WEIGHT_LIMIT
    codes = np.round(weights / np.maximum(scales, np.finfo(np.float32).tiny)).astype(np.int8)
    return codes, scales.astype(np.float32)


def build_graph(file: E5File, rows: NDArray[np.int64], linear: Linear = int8_linear) -> Any:
    """The whole model.

    Args:
        file: the weights.
        rows: the vocabulary's order: token id i reads embedding row ``rows[i]``.
        linear: how a linear layer is computed.

    Returns:
        An ``onnx.ModelProto`` with input ``input_ids`` int64 (1, tokens) and outputs ``states`` float32
        (1, tokens, hidden), ``pooled`` float32 (1, hidden): the mean state at length one, and ``inner`` float32
        (1, tokens, hidden): the states below the last ``UPPER_LAYERS`` layers.

    """
    build = GraphBuilder()
    hidden = file.shape.hidden
    length = _length(build, INPUT)
    x = _embeddings(build, file, rows, length)
    for layer in range(file.shape.layers):
        if layer == max(0, file.shape.layers - UPPER_LAYERS):
            build.node("Identity", [x], INNER)
        x = _layer(build, file, f"l{layer}", x, linear)
    build.node("Identity", [x], STATES)
    mean = build.node("ReduceMean", [x, build.constant("axis_1", np.array([1]))], "mean", keepdims=0)
    norm = build.node("ReduceL2", [mean, "axis_1"], "norm", keepdims=1)
    build.node("Div", [mean, norm], POOLED)
    shapes = {STATES: (1, "tokens", hidden), POOLED: (1, hidden), INNER: (1, "tokens", hidden)}
    return build.model("multilingual-e5-small", {INPUT: (1, "tokens")}, shapes, frozenset({INPUT}))


def build_layers(weights: Weights, names: Iterable[str]) -> Any:
    """Some layers of the model by themselves.

    Args:
        weights: of the layers.
        names: the layers in order, as they are called in the weights (``l8``).

    Returns:
        An ``onnx.ModelProto``: ``inner`` float32 (1, tokens, hidden) to ``states`` of the same shape.

    """
    build = GraphBuilder()
    _length(build, INNER)
    x = INNER
    for name in names:
        x = _layer(build, weights, name, x, int8_linear)
    build.node("Identity", [x], STATES)
    shape = (1, "tokens", weights.shape.hidden)
    return build.model("layers", {INNER: shape}, {STATES: shape})


def _length(build: GraphBuilder, x: str) -> str:
    """How many tokens there are; and as many zero points, which the linear layers need."""
    from onnx import numpy_helper

    length = build.node("Shape", [x], "length", start=1, end=2)
    zero = numpy_helper.from_array(np.array([ACTIVATION_LIMIT + 1], np.uint8))
    build.node("ConstantOfShape", [length], "zero_points", value=zero)
    return length


def _embeddings(build: GraphBuilder, file: E5File, rows: NDArray[np.int64], length: str) -> str:
    """Word (4 bits, as they came), position and type embeddings, added and normalised."""
    hidden = file.shape.hidden
    codes, scales = file.codes("emb.word", hidden)
    codes, scales = codes[rows], scales[rows]
    packed = codes[:, 0::2] | (codes[:, 1::2] << 4)
    words = build.node(
        "GatherBlockQuantized",
        [build.constant("words", packed), INPUT, build.constant("word_scales", scales)],
        "word_states",
        CONTRIB,
        block_size=BLOCK,
        quantize_axis=1,
        gather_axis=0,
        bits=4,
    )
    places = file.matrix("emb.pos", hidden) + file.matrix("emb.type", hidden)[0]
    start = build.constant("start", np.array([0]))
    positions = build.node("Slice", [build.constant("positions", places), start, length, "start"], "position_states")
    return _layer_norm(build, file, build.node("Add", [words, positions], "sum"), "emb.ln", "embedded")


def _layer(build: GraphBuilder, file: Weights, name: str, x: str, linear: Linear) -> str:
    """One transformer layer: attention and feed-forward, each added to its input and normalised."""
    hidden = file.shape.hidden
    projected = linear(build, file, x, [f"{name}.{part}" for part in "qkv"], hidden, f"{name}.projected")
    bias = np.concatenate([file.vector(f"{name}.{part}.b") for part in "qkv"])
    parts = build.nodes("Split", [projected], [f"{name}.{part}" for part in "qkv"], axis=-1, num_outputs=3)
    context = build.node(
        "MultiHeadAttention",
        [*parts, build.constant(f"{name}.qkv.b", bias)],
        f"{name}.context",
        CONTRIB,
        num_heads=file.shape.heads,
    )
    attended = linear(build, file, context, [f"{name}.ao"], hidden, f"{name}.attended")
    x = _add_and_norm(build, file, attended, f"{name}.ao.b", x, f"{name}.aln")
    inner = linear(build, file, x, [f"{name}.fi"], hidden, f"{name}.inner")
    inner_bias = build.constant(f"{name}.fi.b", file.vector(f"{name}.fi.b"))
    active = build.node("BiasGelu", [inner, inner_bias], f"{name}.active", CONTRIB)
    outer = linear(build, file, active, [f"{name}.fo"], file.shape.feed_forward, f"{name}.outer")
    return _add_and_norm(build, file, outer, f"{name}.fo.b", x, f"{name}.oln")


def _add_and_norm(build: GraphBuilder, file: Weights, y: str, bias: str, x: str, norm: str) -> str:
    """Layer normalisation of ``x + y + bias``: three nodes, because ONNX Runtime's fused one is slower."""
    shifted = build.node("Add", [y, build.constant(bias, file.vector(bias))], f"{y}.shifted")
    return _layer_norm(build, file, build.node("Add", [shifted, x], f"{y}.residual"), norm, f"{y}.normalized")


def _layer_norm(build: GraphBuilder, file: Weights, x: str, name: str, out: str) -> str:
    weight, bias = (build.constant(f"{name}.{part}", file.vector(f"{name}.{part}")) for part in "wb")
    return build.node("LayerNormalization", [x, weight, bias], out, axis=-1, epsilon=file.shape.epsilon)
