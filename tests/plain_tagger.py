"""The tagger's networks in plain arrays, step by step: what the graphs are held against."""

import numpy as np

from framing.tagging.network import relative_positions


class PlainEnsemble:
    """Probabilities averaged over networks, as ``framing.tagging.network.Ensemble`` gives them."""

    def __init__(self, members):
        self.members = members

    def cues(self, paragraph):
        readings = [read(a, paragraph) for a in self.members]
        return np.mean(
            [softmax(linear(a, "cue", reading)) for a, reading in zip(self.members, readings, strict=True)], axis=0
        )

    def roles(self, paragraph, cues):
        return np.mean([[roles(a, read(a, paragraph), paragraph, cue) for cue in cues] for a in self.members], axis=0)


def read(a, paragraph):
    projected = relu(linear(a, "project", (paragraph.states - a["mean"]) / a["scale"]))
    return lstm(a, "reader", np.concatenate([projected, paragraph.flags], axis=1))


def roles(a, reading, paragraph, cue):
    words = len(reading)
    centre = relu(linear(a, "head", reading[list(cue)].mean(axis=0)))
    parts = [
        relu(linear(a, "word", reading)),
        np.broadcast_to(centre, (words, len(centre))),
        a["position.weight"][relative_positions(words, cue)],
        paragraph.flags,
        paragraph.hint(cue),
    ]
    return softmax(linear(a, "role", lstm(a, "roles", np.concatenate(parts, axis=1))))


def lstm(a, name, inputs):
    """Both directions over (words, features), gates in the order input, forget, cell, output."""
    return np.concatenate(
        [direction(a, f"{name}.forward", inputs), direction(a, f"{name}.backward", inputs[::-1])[::-1]], axis=1
    )


def direction(a, name, inputs):
    hidden = cell = np.zeros(a[f"{name}.recurrent"].shape[1], np.float32)
    out = []
    for row in inputs:
        gates = a[f"{name}.input"] @ row + a[f"{name}.recurrent"] @ hidden + a[f"{name}.bias"]
        entering, kept, candidate, shown = np.split(gates, 4)
        cell = sigmoid(kept) * cell + sigmoid(entering) * np.tanh(candidate)
        hidden = sigmoid(shown) * np.tanh(cell)
        out.append(hidden)
    return np.array(out)


def linear(a, name, x):
    return x @ a[f"{name}.weight"].T + a[f"{name}.bias"]


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    exponents = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponents / exponents.sum(axis=-1, keepdims=True)
