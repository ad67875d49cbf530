r"""Which kind of tagger finds cues, sources, contents and carriers best: trained on `train`, measured on `dev`.

    python experiments/compare_taggers.py --kinds linear,neighbours,viterbi,perceptron,lstm -o taggers.md
    python experiments/compare_taggers.py --kinds tuned --epochs 6

linear      one linear layer on each word's own inputs
neighbours  the same on a window of two words to each side
viterbi     the same with a linear-chain layer: whole sequences are learned and decoded (Lafferty et al., 2001)
perceptron  the window with a hidden layer of 256
lstm        the network that ships, on the encoder's own states
tuned       the same, with the encoder's last layers trained along

All have the same inputs, optimiser, schedule and dropout. Words are counted one by one: roles for the annotated cues
(macro F1 is over source, content and carrier), cues by themselves. Cross entropy is that of the roles, in nats a word.
Both times are CPU time in PyTorch, of training and of reading an article; what comes before, the encoder first of all,
is not in them. They depend on the processor and on what else keeps it busy: compare figures of one run only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from sklearn.metrics import f1_score
from tagger_kinds import ChainNetwork, WindowNetwork, best_path, chain_loss, cue_tags, log_probability

from framing.encoder import load_encoder
from framing.encoder.convert import cache_folder
from framing.encoder.graph import UPPER_LAYERS
from framing.estimators.spans import FloatArray
from framing.gazetteer import load_gazetteer
from framing.tagging.network import ROLES
from framing.tagging.words import Labels
from framing.training import tagger
from framing.training.dataset import encode_corpus
from framing.training.layers import UpperLayers
from framing.training.selection import select_articles
from framing.training.settings import DataSettings, Experiment, TaggerSettings
from framing.training.tagger import Example, build_examples, fit, refined_words, upper_layers
from framing.training.tagger_network import TaggerNetwork

REACH = 2
HIDDEN = 256
FOUND = ("source", "content", "carrier")
COLUMNS = (
    "kind", "macro F1", *FOUND, "cue words", "cross entropy",
    "weights (thousands)", "training, CPU s", "reading, CPU ms an article",
)  # fmt: skip


def lstm(mean: FloatArray, scale: FloatArray, settings: TaggerSettings) -> TaggerNetwork:
    """The network that ships."""
    return TaggerNetwork(mean, scale, settings.hidden, settings.dropout)


KINDS: dict[str, Callable[[FloatArray, FloatArray, TaggerSettings], Any]] = {
    "linear": lambda mean, scale, settings: WindowNetwork(mean, scale, settings.dropout, 0),
    "neighbours": lambda mean, scale, settings: WindowNetwork(mean, scale, settings.dropout, REACH),
    "viterbi": lambda mean, scale, settings: ChainNetwork(mean, scale, settings.dropout, REACH),
    "perceptron": lambda mean, scale, settings: WindowNetwork(mean, scale, settings.dropout, REACH, HIDDEN),
    "lstm": lstm,
    "tuned": lstm,
}


@dataclass(frozen=True)
class Trained:
    """A network, the encoder's layers that learned with it, if any did, and what training took."""

    network: Any
    layers: UpperLayers | None
    seconds: float

    @property
    def weights(self) -> int:
        """How many numbers were learned."""
        parts = [self.network, *([self.layers] if self.layers else [])]
        return sum(p.numel() for part in parts for p in part.parameters() if p.requires_grad)


@dataclass
class Words:
    """Labels of words, as annotated and as found, and the summed log probability of the annotated ones."""

    wanted: list[Labels] = field(default_factory=list)
    found: list[Labels] = field(default_factory=list)
    log_probability: float = 0.0

    def f1(self, labels: Sequence[int]) -> list[float]:
        """F1 of each label."""
        wanted, found = np.concatenate(self.wanted), np.concatenate(self.found)
        scores: list[float] = f1_score(wanted, found, labels=labels, average=None, zero_division=0.0).tolist()
        return scores

    @property
    def cross_entropy(self) -> float:
        """Nats a word."""
        return -self.log_probability / sum(map(len, self.wanted))


def train(kind: str, examples: Sequence[Example], settings: TaggerSettings, seed: int) -> Trained:
    """Train a network of one kind."""
    states = np.concatenate([e.paragraph.states for e in examples])
    mean, scale = states.mean(axis=0), states.std(axis=0) + 1e-3
    del states
    torch.manual_seed(seed)
    layers = upper_layers(examples, settings) if settings.tuned_layers else None
    network = KINDS[kind](mean, scale, settings)
    start = time.process_time()
    # `fit` asks its module for the loss, and only that of a chain is another
    loss = chain_loss if isinstance(network, ChainNetwork) else tagger.batch_loss
    with patch.object(tagger, "batch_loss", loss):
        fit([network], layers, examples, settings, seed, lambda _: None)
    seconds = time.process_time() - start
    for module in (network, *([layers] if layers else [])):
        module.eval()
    return Trained(network, layers, seconds)


def read(trained: Trained, example: Example) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Decision values of a paragraph: of cue tags (1, words, 3), and of roles (cues, words, 4) where there are cues."""
    network, layers = trained.network, trained.layers
    states = None if layers is None else refined_words(layers, [example])
    reading, lengths = network.read([example.paragraph], states)
    asked = [(0, example.paragraph, words) for words, _ in example.cues]
    return network.cue(reading), network.roles(reading, lengths, asked) if asked else None


def decided(scores: torch.Tensor, steps: torch.Tensor | None) -> list[Labels]:
    """The label of every word of each sequence: the best by itself, or on the best path."""
    if steps is None:
        return [row.argmax(1) for row in scores.numpy()]
    return [best_path(row, steps.numpy()) for row in scores.numpy()]


def measure(trained: Trained, examples: Sequence[Example]) -> tuple[Words, Words, float]:
    """Cue words (0 and 1) and roles on held-out paragraphs, one at a time, and the CPU seconds to find them."""
    network = trained.network
    chained = isinstance(network, ChainNetwork)
    cue_steps, role_steps = (network.cue_steps, network.role_steps) if chained else (None, None)
    cues, roles = Words(), Words()
    seconds = 0.0
    with torch.inference_mode():
        for example in examples:
            start = time.process_time()
            tag_scores, role_scores = read(trained, example)
            tags = decided(tag_scores, cue_steps)
            found = [] if role_scores is None else decided(role_scores, role_steps)
            seconds += time.process_time() - start
            cues.wanted.append((cue_tags(example) > 0).astype(int))
            cues.found.append((tags[0] > 0).astype(int))
            if role_scores is not None:
                wanted = [labels for _, labels in example.cues]
                # without steps this is the sum over the words
                steps = torch.zeros(len(ROLES), len(ROLES)) if role_steps is None else role_steps
                roles.wanted += wanted
                roles.found += found
                roles.log_probability += float(log_probability(role_scores, steps, wanted).sum())
    return cues, roles, seconds


def row(kind: str, trained: Trained, examples: Sequence[Example], articles: int) -> list[str]:
    """One line of the table."""
    cues, roles, seconds = measure(trained, examples)
    scores = roles.f1([ROLES.index(role) for role in FOUND])
    figures = [float(np.mean(scores)), *scores, *cues.f1([1]), roles.cross_entropy]
    return [
        kind,
        *(f"{figure:.3f}" for figure in figures),
        f"{trained.weights / 1000:,.0f}",
        f"{trained.seconds:.0f}",
        f"{1000 * seconds / articles:.1f}",
    ]


def compare(kinds: Sequence[str], epochs: int, seed: int, fraction: float, threads: int) -> Iterator[str]:
    """The table in Markdown, line by line, each as soon as its kind is measured."""
    torch.set_num_threads(threads)
    experiment = Experiment(
        "compare-taggers", seed=seed, train=("train",), evaluate=("dev",), data=DataSettings(fraction)
    )
    selection = select_articles(experiment)
    encoder, gazetteer = load_encoder(experiment.encoder, threads=threads, cache=cache_folder()), load_gazetteer()
    fitting, held_out = (
        build_examples(articles, encode_corpus(articles, encoder), gazetteer)
        for articles in (selection.fitting, selection.held_out)
    )
    yield f"{len(selection.fitting)} articles to train on, {len(selection.held_out)} held out, {epochs} epochs\n"
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---" * len(COLUMNS) + "|"
    for kind in kinds:
        layers = UPPER_LAYERS if kind == "tuned" else 0
        settings = TaggerSettings(epochs=epochs, threads=threads, tuned_layers=layers)
        trained = train(kind, fitting, settings, seed)
        yield f"| {' | '.join(row(kind, trained, held_out, len(selection.held_out)))} |"


def main() -> None:
    """Compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", default=",".join(KINDS), help="which, with commas between; all by default")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fraction", type=float, default=1.0, help="share of the training articles")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="also write the table here")
    arguments = parser.parse_args()
    kinds = arguments.kinds.split(",")
    if unknown := set(kinds) - set(KINDS):
        parser.error(f"--kinds: unknown {', '.join(sorted(unknown))}; known: {', '.join(KINDS)}")
    lines: list[str] = []
    for line in compare(kinds, arguments.epochs, arguments.seed, arguments.fraction, arguments.threads):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines.append(line)
        if arguments.output is not None:
            arguments.output.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
