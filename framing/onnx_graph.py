"""ONNX graphs built in Python, and sessions that compute them: what the encoder and the tagger share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

CONTRIB: Final = "com.microsoft"
_OPSET: Final = 20
_IR_VERSION: Final = 10

Shape = Sequence[int | str]
"""Extents of a tensor; a name stands for one that only the input tells."""


class GraphBuilder:
    """Collects the nodes and constants of a graph; every method returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        """A constant, made once a name."""
        from onnx import numpy_helper

        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value).reshape(value.shape), name)
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output."""
        return self.nodes(operator, inputs, [output], domain, **attributes)[0]

    def nodes(
        self, operator: str, inputs: Sequence[str], outputs: list[str], domain: str = "", **attributes: Any
    ) -> list[str]:
        """A node with several outputs."""
        from onnx import helper

        self._nodes.append(helper.make_node(operator, inputs, outputs, outputs[0], domain=domain, **attributes))
        return outputs

    def model(
        self,
        name: str,
        inputs: Mapping[str, Shape],
        outputs: Mapping[str, Shape],
        integers: frozenset[str] = frozenset(),
    ) -> Any:
        """The finished ``onnx.ModelProto``.

        Args:
            name: of the graph.
            inputs: names and shapes.
            outputs: names and shapes.
            integers: which of them are int64; the others are float32.

        """
        from onnx import TensorProto, helper

        def described(tensors: Mapping[str, Shape]) -> list[Any]:
            return [
                helper.make_tensor_value_info(n, TensorProto.INT64 if n in integers else TensorProto.FLOAT, list(shape))
                for n, shape in tensors.items()
            ]

        graph = helper.make_graph(
            self._nodes, name, described(inputs), described(outputs), list(self._constants.values())
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)


def open_session(model: Path | bytes, name: str) -> Any:
    """An ONNX Runtime session that computes on the calling thread, with the graph as it stands.

    Args:
        model: a file, or a serialised model.
        name: what to call it in an error.

    Raises:
        ModelError: ONNX Runtime cannot load the model.

    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The graphs have the fused operators they want; the optimiser would fuse more and make the encoder slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    source = str(model) if isinstance(model, Path) else model
    try:
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"{name}: ONNX Runtime cannot load it ({error}); try a newer onnxruntime") from error
