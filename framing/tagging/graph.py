"""The tagger's networks as two ONNX graphs, all members of the ensemble in each; building them needs no PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.estimators.spans import FloatArray
from framing.onnx_graph import GraphBuilder, Shape
from framing.tagging.words import FLAGS, HINTS

STATES: Final = "states"
FLAG_INPUT: Final = "flags"
READINGS: Final = "readings"
CUES: Final = "cues"
WITHIN: Final = "within"
POSITIONS: Final = "positions"
HINT_INPUT: Final = "hints"
ROLES_OUTPUT: Final = "roles"

Arrays = Mapping[str, FloatArray]
"""The weights of one network by the names that training gives them."""

_GATES: Final = (0, 3, 1, 2)
"""The operator's gates in terms of PyTorch's: input, output, forget, cell of input, forget, cell, output."""


def build_reader(members: Sequence[Arrays]) -> Any:
    """The first LSTM of each network over the words of a paragraph, and the tags of cues.

    Returns:
        An ``onnx.ModelProto``: ``states`` (words, dimension) and ``flags`` (words, ``FLAGS``) to ``readings`` (words,
        members × 2 × hidden) and ``cues`` (words, 3), probabilities averaged over the members.

    """
    build = GraphBuilder()
    tags = []
    for k, arrays in enumerate(members):
        centred = build.node("Sub", [STATES, build.constant(f"{k}.mean", arrays["mean"])], f"{k}.centred")
        scaled = build.node("Div", [centred, build.constant(f"{k}.scale", arrays["scale"])], f"{k}.scaled")
        projected = build.node("Relu", [_linear(build, arrays, k, "project", scaled)], f"{k}.projected")
        inputs = build.node("Concat", [projected, FLAG_INPUT], f"{k}.inputs", axis=1)
        sequence = build.node("Unsqueeze", [inputs, _integers(build, 1)], f"{k}.sequence")
        read = _lstm(build, arrays, k, "reader", sequence)
        reading = build.node("Reshape", [read, _integers(build, 0, -1)], f"{k}.reading")
        tags.append(build.node("Softmax", [_linear(build, arrays, k, "cue", reading)], f"{k}.tags", axis=-1))
    build.node("Concat", [f"{k}.reading" for k in range(len(members))], READINGS, axis=1)
    build.node("Mean", tags, CUES)
    given = {STATES: ("words", len(members[0]["mean"])), FLAG_INPUT: ("words", FLAGS)}
    made = {READINGS: ("words", sum(map(_width, members))), CUES: ("words", len(members[0]["cue.bias"]))}
    return build.model("cues", given, made)


def build_roles(members: Sequence[Arrays]) -> Any:
    """The second LSTM of each network, which reads the paragraph once for each cue.

    Returns:
        An ``onnx.ModelProto`` with the inputs ``readings`` (words, members × 2 × hidden), as the first graph gives
        them, ``flags`` (words, ``FLAGS``), ``within`` (cues, words), one over the number of the cue's words on them,
        else zero, ``positions`` int64 (words, cues), as ``relative_positions`` gives them, and ``hints`` (words, cues,
        ``HINTS``); and the output ``roles`` (cues, words, 4), probabilities averaged over the members.

    """
    build = GraphBuilder()
    one = _integers(build, 1)
    count = build.node("Shape", [POSITIONS], "count", start=1, end=2)
    wide = build.node("Concat", [one, count, one], "wide", axis=0)
    length = build.node("Shape", [POSITIONS], "length", end=1)
    long = build.node("Concat", [length, one, one], "long", axis=0)
    flags = _spread(build, FLAG_INPUT, 1, wide, "spread flags")
    widths = build.constant("widths", np.array([_width(arrays) for arrays in members]))
    readings = build.nodes("Split", [READINGS, widths], [f"{k}.reading" for k in range(len(members))], axis=1)
    probabilities = []
    for k, (arrays, reading) in enumerate(zip(members, readings, strict=True)):
        own = build.node("Relu", [_linear(build, arrays, k, "word", reading)], f"{k}.own")
        within = build.node("MatMul", [WITHIN, reading], f"{k}.within")
        centre = build.node("Relu", [_linear(build, arrays, k, "head", within)], f"{k}.centre")
        places = build.node(
            "Gather", [build.constant(f"{k}.position", arrays["position.weight"]), POSITIONS], f"{k}.places"
        )
        parts = [
            _spread(build, own, 1, wide, f"{k}.spread own"),
            _spread(build, centre, 0, long, f"{k}.spread centre"),
            places,
            flags,
            HINT_INPUT,
        ]
        inputs = build.node("Concat", parts, f"{k}.inputs", axis=2)
        read = _lstm(build, arrays, k, "roles", inputs)
        # (words, directions, cues, hidden) to (cues, words, directions x hidden)
        turned = build.node("Transpose", [read], f"{k}.turned", perm=[2, 0, 1, 3])
        joined = build.node("Reshape", [turned, _integers(build, 0, 0, -1)], f"{k}.joined")
        probabilities.append(
            build.node("Softmax", [_linear(build, arrays, k, "role", joined)], f"{k}.probabilities", axis=-1)
        )
    build.node("Mean", probabilities, ROLES_OUTPUT)
    given: dict[str, Shape] = {
        READINGS: ("words", sum(map(_width, members))),
        FLAG_INPUT: ("words", FLAGS),
        WITHIN: ("cues", "words"),
        POSITIONS: ("words", "cues"),
        HINT_INPUT: ("words", "cues", HINTS),
    }
    made = {ROLES_OUTPUT: ("cues", "words", len(members[0]["role.bias"]))}
    return build.model("roles", given, made, frozenset({POSITIONS}))


def _width(arrays: Arrays) -> int:
    """Width of what the first LSTM gives: both directions."""
    return 2 * int(arrays["reader.forward.recurrent"].shape[1])


def _integers(build: GraphBuilder, *values: int) -> str:
    return build.constant("integers " + " ".join(map(str, values)), np.array(values))


def _spread(build: GraphBuilder, x: str, axis: int, shape: str, out: str) -> str:
    """The matrix ``x`` repeated along a new axis."""
    return build.node("Expand", [build.node("Unsqueeze", [x, _integers(build, axis)], f"{out}.one"), shape], out)


def _linear(build: GraphBuilder, arrays: Arrays, member: int, name: str, x: str) -> str:
    out = f"{member}.{name}"
    product = build.node("MatMul", [x, build.constant(f"{out}.weight", arrays[f"{name}.weight"].T)], f"{out}.product")
    return build.node("Add", [product, build.constant(f"{out}.bias", arrays[f"{name}.bias"])], out)


def _lstm(build: GraphBuilder, arrays: Arrays, member: int, name: str, x: str) -> str:
    """A bidirectional LSTM over (words, sequences, features): (words, directions, sequences, hidden)."""
    out = f"{member}.{name}"
    directions = ("forward", "backward")
    stacked = {
        part: np.stack([_reordered(arrays[f"{name}.{direction}.{part}"]) for direction in directions])
        for part in ("input", "recurrent", "bias")
    }
    # the operator adds two biases; training saves their sum
    stacked["bias"] = np.concatenate([stacked["bias"], np.zeros_like(stacked["bias"])], axis=1)
    weights = [build.constant(f"{out}.{part}", values) for part, values in stacked.items()]
    return build.node("LSTM", [x, *weights], out, direction="bidirectional", hidden_size=stacked["recurrent"].shape[2])


def _reordered(values: FloatArray) -> NDArray[np.float32]:
    """Rows of gates in the order that the operator wants."""
    gates = np.split(values, 4)
    return np.concatenate([gates[k] for k in _GATES])
