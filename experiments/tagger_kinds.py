"""Plainer networks to compare the tagger's with: they answer the same calls and are trained by the same function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from framing.tagging.network import CUE_TAGS, ROLES, relative_positions
from framing.tagging.words import FLAGS, HINTS
from framing.training.tagger_network import StandardisedInputs

if TYPE_CHECKING:
    from framing.estimators.spans import FloatArray
    from framing.tagging.words import Labels, Paragraph
    from framing.training.tagger import Example
    from framing.training.tagger_network import Asked

_DISTANCES = 33


class Window(nn.Module):
    """A linear layer on each word and ``reach`` words to each side of it; zeros stand beyond the paragraph."""

    def __init__(self, inputs: int, outputs: int, reach: int, *, bias: bool = True) -> None:
        super().__init__()
        self.layer = nn.Conv1d(inputs, outputs, 2 * reach + 1, padding=reach, bias=bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(texts, words, inputs) to (texts, words, outputs)."""
        out: torch.Tensor = self.layer(x.transpose(1, 2)).transpose(1, 2)
        return out


class WindowNetwork(StandardisedInputs):
    """Cue tags and roles from the words near each word alone.

    It reads what :class:`framing.training.tagger_network.TaggerNetwork` reads: states and flags, for roles also the
    mean over the cue, the distance to it and the grammar's hints. Every input is multiplied by weights of its own, so
    that the sum of the parts is one linear layer on all of them.

    Args:
        mean: mean of the token states, (dimension,).
        scale: their standard deviation, (dimension,).
        dropout: share of units dropped in training.
        reach: words read to each side.
        hidden: units of a hidden layer; none without.

    """

    def __init__(self, mean: FloatArray, scale: FloatArray, dropout: float, reach: int, hidden: int = 0) -> None:
        super().__init__(mean, scale, dropout)
        inputs = len(mean) + FLAGS

        def decided(outputs: int) -> nn.Module:
            layers = [nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, outputs)] if hidden else []
            return nn.Sequential(*layers)

        self.cue = nn.Sequential(Window(inputs, hidden or len(CUE_TAGS), reach), decided(len(CUE_TAGS)))
        width = hidden or len(ROLES)
        self.word = Window(inputs, width, reach)
        self.head = nn.Linear(inputs, width, bias=False)
        self.position = nn.Embedding(_DISTANCES, width)
        self.hint = Window(HINTS, width, reach, bias=False)
        self.role = decided(len(ROLES))

    def read(
        self, paragraphs: Sequence[Paragraph], words: Sequence[torch.Tensor] | None = None
    ) -> tuple[torch.Tensor, list[int]]:
        """The inputs of every word, (paragraphs, words, dimension + ``FLAGS``), and the lengths of the paragraphs.

        ``words`` are states (words, dimension) to read instead of the paragraphs' own.
        """
        given = [torch.from_numpy(p.states) for p in paragraphs] if words is None else words
        # scaled before they are padded: a window reads what stands behind the last word
        states = pad_sequence([self.standardised(s) for s in given], batch_first=True)
        flags = pad_sequence([torch.from_numpy(p.flags) for p in paragraphs], batch_first=True)
        return torch.cat([self.dropout(states), flags], -1), [len(p.tokens) for p in paragraphs]

    def roles(self, reading: torch.Tensor, lengths: Sequence[int], asked: Sequence[Asked]) -> torch.Tensor:
        """Decision values of the roles: (asked, words, roles)."""
        words = reading.shape[1]
        hints = torch.zeros(len(asked), words, HINTS)
        for row, (k, paragraph, cue) in zip(hints, asked, strict=True):
            row[: lengths[k]] = torch.from_numpy(paragraph.hint(cue))
        heads = self.head(torch.stack([reading[k, list(cue)].mean(0) for k, _, cue in asked]))
        positions = torch.from_numpy(np.stack([relative_positions(words, cue) for _, _, cue in asked]))
        own = self.word(reading)[[k for k, _, _ in asked]]
        decided: torch.Tensor = self.role(own + heads[:, None] + self.position(positions) + self.hint(hints))
        return decided


class ChainNetwork(WindowNetwork):
    """The same with a learned score for each pair of neighbouring labels: a linear-chain conditional random field.

    Source: Lafferty, McCallum and Pereira (2001). Without hidden units; arguments as there.
    """

    def __init__(self, mean: FloatArray, scale: FloatArray, dropout: float, reach: int) -> None:
        super().__init__(mean, scale, dropout, reach)
        self.cue_steps = nn.Parameter(torch.zeros(len(CUE_TAGS), len(CUE_TAGS)))
        self.role_steps = nn.Parameter(torch.zeros(len(ROLES), len(ROLES)))


def chain_loss(network: ChainNetwork, batch: Sequence[Example], states: Sequence[torch.Tensor] | None) -> Any:
    """What ``framing.training.tagger.batch_loss`` is, of whole sequences: their negative log probability a word."""
    from framing.training.tagger import CUE_WEIGHT

    reading, lengths = network.read([e.paragraph for e in batch], states)
    tags = [cue_tags(example) for example in batch]
    loss = -CUE_WEIGHT * log_probability(network.cue(reading), network.cue_steps, tags).sum() / sum(lengths)
    asked = [(k, e.paragraph, words) for k, e in enumerate(batch) for words, _ in e.cues]
    if not asked:
        return loss
    roles = [roles for e in batch for _, roles in e.cues]
    given = log_probability(network.roles(reading, lengths, asked), network.role_steps, roles)
    return loss - given.sum() / sum(map(len, roles))


def cue_tags(example: Example) -> Labels:
    """The annotated cue tag of every word."""
    tags = np.full(len(example.paragraph.tokens), CUE_TAGS.index("outside"))
    for words, _ in example.cues:
        tags[list(words)] = CUE_TAGS.index("inside")
        tags[words[0]] = CUE_TAGS.index("begin")
    return tags


def log_probability(scores: torch.Tensor, steps: torch.Tensor, labels: Sequence[Labels]) -> torch.Tensor:
    """Log probabilities of label sequences, (sequences,), by the forward algorithm.

    Args:
        scores: of each label of each word, (sequences, words, labels); padded behind the end of a sequence.
        steps: of each label behind each other, (labels, labels).
        labels: the labels of each sequence, as many as it has words.

    """
    lengths = torch.tensor([len(row) for row in labels])
    path = pad_sequence([torch.from_numpy(row) for row in labels], batch_first=True)
    is_word = torch.arange(path.shape[1])[None] < lengths[:, None]
    scores = scores[:, : path.shape[1]]
    taken = (scores.gather(2, path[..., None])[..., 0] * is_word).sum(1)
    taken = taken + (steps[path[:, :-1], path[:, 1:]] * is_word[:, 1:]).sum(1)
    total = scores[:, 0]
    for k in range(1, path.shape[1]):
        longer = torch.logsumexp(total[:, :, None] + steps, 1) + scores[:, k]
        total = torch.where(is_word[:, k, None], longer, total)
    return taken - torch.logsumexp(total, 1)


def best_path(scores: FloatArray, steps: FloatArray) -> Labels:
    """The most probable labels of one sequence (Viterbi); ``scores`` (words, labels), ``steps`` (labels, labels)."""
    best = scores[0]
    came: list[Labels] = []
    for row in scores[1:]:
        through = best[:, None] + steps
        came.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1])
