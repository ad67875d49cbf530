"""The encoder's last layers in PyTorch: the same computation as ``framing.encoder.graph``, with gradients."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import gelu, scaled_dot_product_attention
from torch.nn.utils.rnn import pad_sequence

from framing.encoder.graph import Weights
from framing.estimators.spans import FloatArray

Indices = NDArray[np.intp]
_DROPOUT = 0.1
_LINEAR = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln", "oln")


class Layer(nn.Module):
    """One transformer layer, from the weights of layer ``name``."""

    def __init__(self, weights: Weights, name: str) -> None:
        super().__init__()
        self.heads = weights.shape.heads
        linear, norm = partial(_linear, weights, name), partial(_norm, weights, name)
        self.q, self.k, self.v, self.ao, self.fi, self.fo = map(linear, _LINEAR)
        self.aln, self.oln = map(norm, _NORMS)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, x: torch.Tensor, is_token: torch.Tensor) -> torch.Tensor:
        """(texts, tokens, hidden) to the same; ``is_token`` (texts, tokens) is false where a text is padded."""
        texts, tokens, hidden = x.shape
        q, k, v = (
            part(x).view(texts, tokens, self.heads, hidden // self.heads).transpose(1, 2)
            for part in (self.q, self.k, self.v)
        )
        context = scaled_dot_product_attention(
            q, k, v, attn_mask=is_token[:, None, None, :], dropout_p=_DROPOUT if self.training else 0.0
        )
        attended = self.ao(context.transpose(1, 2).reshape(texts, tokens, hidden))
        x = self.aln(x + self.dropout(attended))
        normed: torch.Tensor = self.oln(x + self.dropout(self.fo(gelu(self.fi(x)))))
        return normed

    def arrays(self) -> dict[str, FloatArray]:
        """The weights by the names they came under, without the layer's."""
        out: dict[str, FloatArray] = {}
        for part in (*_LINEAR, *_NORMS):
            module: nn.Linear | nn.LayerNorm = getattr(self, part)
            out[f"{part}.w"], out[f"{part}.b"] = (p.detach().numpy().copy() for p in (module.weight, module.bias))
        return out


def _linear(weights: Weights, layer: str, part: str) -> nn.Linear:
    matrix = weights.matrix(f"{layer}.{part}.w", weights.shape.feed_forward if part == "fo" else weights.shape.hidden)
    made = nn.Linear(matrix.shape[1], matrix.shape[0])
    made.weight.data = torch.from_numpy(matrix.copy())
    made.bias.data = torch.from_numpy(weights.vector(f"{layer}.{part}.b").copy())
    return made


def _norm(weights: Weights, layer: str, part: str) -> nn.LayerNorm:
    made = nn.LayerNorm(weights.shape.hidden, eps=weights.shape.epsilon)
    made.weight.data = torch.from_numpy(weights.vector(f"{layer}.{part}.w").copy())
    made.bias.data = torch.from_numpy(weights.vector(f"{layer}.{part}.b").copy())
    return made


class UpperLayers(nn.Module):
    """The last layers of the encoder, to be trained on.

    Args:
        weights: of the encoder.
        count: how many layers.
        tuned: how many of them, the last ones, learn; those below stay as they are.

    """

    def __init__(self, weights: Weights, count: int, tuned: int) -> None:
        super().__init__()
        last = weights.shape.layers
        self.heads = weights.shape.heads
        self.names = [f"l{k}" for k in range(last - count, last)]
        self.layers = nn.ModuleList([Layer(weights, name) for name in self.names])
        self.layers[: count - tuned].requires_grad_(False)

    @property
    def tuned(self) -> list[nn.Module]:
        """The layers that learn, the lowest first."""
        return [layer for layer in self.layers if any(p.requires_grad for p in layer.parameters())]

    def forward(self, inner: Sequence[FloatArray]) -> torch.Tensor:
        """Refined states of texts, (texts, tokens, hidden), from inner states (tokens, hidden) of each.

        In training the arithmetic is bfloat16: half the time, and no worse (``docs/benchmarks.md``).
        """
        lengths = torch.tensor([len(states) for states in inner])
        x = pad_sequence([torch.from_numpy(states).float() for states in inner], batch_first=True)
        is_token = torch.arange(x.shape[1])[None] < lengths[:, None]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                x = layer(x, is_token)
        return x.float()

    def arrays(self) -> dict[str, FloatArray]:
        """The weights of all layers, by ``<layer>.<part>``."""
        return {
            f"{name}.{part}": values
            for name, layer in zip(self.names, self.layers, strict=True)
            for part, values in layer.arrays().items()  # type: ignore[operator]
        }


def pool_words(states: torch.Tensor, first: Sequence[Indices], last: Sequence[Indices]) -> list[torch.Tensor]:
    """The mean state of the tokens under each word, (words, hidden) a text; zeros under a word without tokens.

    Args:
        states: (texts, tokens, hidden).
        first: for each text, the first token of each word.
        last: for each text, the stop of each word's tokens.

    """
    sums = torch.cat([torch.zeros_like(states[:, :1]), states.cumsum(1)], 1)
    pooled = []
    for row, start, stop in zip(sums, first, last, strict=True):
        a, b = torch.from_numpy(start), torch.from_numpy(stop)
        pooled.append((row[b] - row[a]) / (b - a).clamp(min=1)[:, None])
    return pooled
