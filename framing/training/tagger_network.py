"""The tagger's network in PyTorch: the same computation as ``framing.tagging.graph``, with gradients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from framing.estimators.spans import FloatArray
from framing.tagging.network import CUE_TAGS, ROLES, relative_positions
from framing.tagging.words import FLAGS, HINTS, Paragraph

_WORD, _HEAD, _POSITION, _ROLES = 96, 48, 16, 96
_DISTANCES = 33

Asked = tuple[int, Paragraph, Sequence[int]]
"""Which paragraph of the batch, the paragraph itself, and the words of the cue the roles are asked for."""


class StandardisedInputs(nn.Module):
    """What every network on token states begins with: the states standardised, and dropout.

    Args:
        mean: mean of the token states, (dimension,).
        scale: their standard deviation, (dimension,).
        dropout: share of units dropped in training.

    """

    def __init__(self, mean: FloatArray, scale: FloatArray, dropout: float) -> None:
        super().__init__()
        self.mean: torch.Tensor
        self.scale: torch.Tensor
        self.register_buffer("mean", torch.from_numpy(np.asarray(mean, np.float32)))
        self.register_buffer("scale", torch.from_numpy(np.asarray(scale, np.float32)))
        self.dropout = nn.Dropout(dropout)

    def standardised(self, states: torch.Tensor) -> torch.Tensor:
        """States of zero mean and unit deviation, in the shape given."""
        return (states - self.mean) / self.scale


class TaggerNetwork(StandardisedInputs):
    """Reader, cue tags and roles.

    Args:
        mean: mean of the token states, (dimension,).
        scale: their standard deviation, (dimension,).
        hidden: units of the reader in each direction.
        dropout: share of units dropped in training.

    """

    def __init__(self, mean: FloatArray, scale: FloatArray, hidden: int, dropout: float) -> None:
        super().__init__(mean, scale, dropout)
        self.project = nn.Linear(len(mean), hidden)
        self.reader = nn.LSTM(hidden + FLAGS, hidden, bidirectional=True, batch_first=True)
        self.cue = nn.Linear(2 * hidden, len(CUE_TAGS))
        self.word = nn.Linear(2 * hidden, _WORD)
        self.head = nn.Linear(2 * hidden, _HEAD)
        self.position = nn.Embedding(_DISTANCES, _POSITION)
        width = _WORD + _HEAD + _POSITION + FLAGS + HINTS
        self.role_reader = nn.LSTM(width, _ROLES, bidirectional=True, batch_first=True)
        self.role = nn.Linear(2 * _ROLES, len(ROLES))

    def read(
        self, paragraphs: Sequence[Paragraph], words: Sequence[torch.Tensor] | None = None
    ) -> tuple[torch.Tensor, list[int]]:
        """What the reader makes of paragraphs: (paragraphs, words, 2 × hidden), and their lengths.

        ``words`` are states (words, dimension) to read instead of the paragraphs' own.
        """
        lengths = [len(p.tokens) for p in paragraphs]
        given = [torch.from_numpy(p.states) for p in paragraphs] if words is None else list(words)
        states = pad_sequence(given, batch_first=True)
        flags = pad_sequence([torch.from_numpy(p.flags) for p in paragraphs], batch_first=True)
        projected = torch.relu(self.project(self.dropout(self.standardised(states))))
        return self.dropout(_run(self.reader, torch.cat([projected, flags], -1), lengths)), lengths

    def roles(self, reading: torch.Tensor, lengths: Sequence[int], asked: Sequence[Asked]) -> torch.Tensor:
        """Decision values of the roles: (asked, words, roles)."""
        words = reading.shape[1]
        rows: list[torch.Tensor] = []
        for k, paragraph, cue in asked:
            own = reading[k]
            centre = torch.relu(self.head(own[list(cue)].mean(0))).expand(words, -1)
            positions = torch.from_numpy(relative_positions(words, cue))
            extra = torch.zeros(words, FLAGS + HINTS)
            extra[: lengths[k], :FLAGS] = torch.from_numpy(paragraph.flags)
            extra[: lengths[k], FLAGS:] = torch.from_numpy(paragraph.hint(cue))
            rows.append(torch.cat([torch.relu(self.word(own)), centre, self.position(positions), extra], -1))
        inputs = self.dropout(torch.stack(rows))
        read = _run(self.role_reader, inputs, [lengths[k] for k, _, _ in asked], total=words)
        decided: torch.Tensor = self.role(self.dropout(read))
        return decided

    def arrays(self) -> dict[str, FloatArray]:
        """The weights by the names that :class:`framing.tagging.network.Ensemble` reads."""
        out: dict[str, FloatArray] = {}
        for name, tensor in self.state_dict().items():
            if not name.startswith(("reader.", "role_reader.")):
                out[name] = tensor.numpy().copy()
        for module, name in ((self.reader, "reader"), (self.role_reader, "roles")):
            for suffix, direction in (("", "forward"), ("_reverse", "backward")):
                weights = {
                    k: getattr(module, f"{k}_l0{suffix}").detach().numpy()
                    for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
                }
                out[f"{name}.{direction}.input"] = weights["weight_ih"].copy()
                out[f"{name}.{direction}.recurrent"] = weights["weight_hh"].copy()
                out[f"{name}.{direction}.bias"] = weights["bias_ih"] + weights["bias_hh"]
        return out


def _run(lstm: nn.LSTM, inputs: torch.Tensor, lengths: Sequence[int], total: int | None = None) -> torch.Tensor:
    packed = pack_padded_sequence(inputs, list(lengths), batch_first=True, enforce_sorted=False)
    read, _ = pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=total)
    return read
