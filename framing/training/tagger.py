"""Training the tagger's network on annotated articles. Needs PyTorch; what it makes runs without."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import AnnotatedPassage
from framing.encoder.graph import UPPER_LAYERS
from framing.errors import UsageError
from framing.estimators.spans import ArticleStates, FloatArray
from framing.estimators.speech import SpeechEnds
from framing.gazetteer import Gazetteer
from framing.languages import load_profile
from framing.persistence import LAYERS
from framing.pipeline import find_passages
from framing.segment import paragraphs
from framing.tagging.layers import PackedArray, packed
from framing.tagging.network import CUE_TAGS, ROLES
from framing.tagging.words import Labels, Paragraph, read_paragraph
from framing.training.settings import TaggerSettings

if TYPE_CHECKING:
    import torch

    from framing.training.layers import UpperLayers
    from framing.training.tagger_network import TaggerNetwork

_MARKERS = 2
"""What an encoder puts around the tokens of a text."""
CUE_WEIGHT = 2.0
"""What the cue tags weigh in the loss, where the roles weigh one."""
_ATTENDED = 2_000_000
"""Pairs of words attended to at once."""
_BUCKET = 20
"""Batches shuffled together and sorted by length among themselves, so that little is padded."""


@dataclass(frozen=True)
class Pieces:
    """The encoder's tokens of a paragraph: ``inner`` states (tokens + 2, dimension), and each word's first and stop."""

    inner: FloatArray
    first: NDArray[np.intp]
    last: NDArray[np.intp]


@dataclass(frozen=True)
class Example:
    """A paragraph with its annotated cues: the words of each, and the role of every word for it.

    Without ``carriers`` the annotation leaves open whether a word that has no role is part of a carrier. ``pieces``
    is there where the encoder gives inner states.
    """

    paragraph: Paragraph
    cues: Sequence[tuple[Sequence[int], Labels]]
    carriers: bool = True
    pieces: Pieces | None = None


def build_examples(
    articles: Sequence[AnnotatedArticle],
    states: Sequence[ArticleStates],
    gazetteer: Gazetteer,
    ends: Sequence[SpeechEnds | None] | None = None,
) -> list[Example]:
    """One example a paragraph, read as the tagger will read it: marks and grammar as found, not as annotated.

    ``ends`` are what ends dash speech in each article, where there is something.
    """
    examples: list[Example] = []
    for article, encoded, ending in zip(articles, states, ends or [None] * len(articles), strict=True):
        text, profile = article.article.text, load_profile(article.article.language or "")
        matches = gazetteer.find(text, profile.code)
        found = find_passages(text, profile.code, matches, ending)
        for span in paragraphs(text):
            paragraph = read_paragraph(text, span, encoded, found.marked, matches, found.grammar, profile)
            if paragraph.tokens:
                cues = _annotated_cues(paragraph, span, article.passages)
                pieces = None if encoded.inner is None else _pieces(paragraph, encoded, encoded.inner)
                examples.append(Example(paragraph, cues, "carrier" in article.layers, pieces))
    return examples


def _pieces(paragraph: Paragraph, states: ArticleStates, inner: Sequence[FloatArray]) -> Pieces:
    """The encoder's tokens of a paragraph that has some words."""
    tokens = paragraph.tokens
    first, last = states.covering([t.start for t in tokens], [t.end for t in tokens])
    begins = np.cumsum([0, *(len(own) - _MARKERS for own in inner)])
    place = int(np.searchsorted(begins, first[0], side="right")) - 1
    return Pieces(inner[place], first - begins[place] + 1, last - begins[place] + 1)


def _annotated_cues(
    paragraph: Paragraph, span: tuple[int, int], passages: Sequence[AnnotatedPassage]
) -> list[tuple[Sequence[int], Labels]]:
    by_cue: dict[tuple[int, int], list[AnnotatedPassage]] = {}
    for passage in passages:
        if passage.cue is not None and span[0] <= passage.cue.start < span[1]:
            by_cue.setdefault((passage.cue.start, passage.cue.end), []).append(passage)
    cues: list[tuple[Sequence[int], Labels]] = []
    for (start, end), group in by_cue.items():
        words = paragraph.covering(start, end)
        roles = np.zeros(len(paragraph.tokens), dtype=np.int64)
        for role in ("content", "carrier", "source"):
            for passage in group:
                part = {"content": passage, "carrier": passage.carrier, "source": passage.source}[role]
                if part is not None:
                    roles[paragraph.covering(part.start, part.end)] = ROLES.index(role)
        roles[words] = 0
        if words:
            cues.append((words, roles))
    return cues


def rounds(settings: TaggerSettings) -> int:
    """How many epochs there are in all: networks that share tuned layers are trained together."""
    return settings.epochs * (1 if settings.tuned_layers else settings.members)


def train_tagger(
    examples: Sequence[Example], settings: TaggerSettings, seed: int, advance: Callable[[int], None] = lambda _: None
) -> dict[str, PackedArray]:
    """Train the networks and give their weights as arrays for :func:`framing.persistence.make_tagger`.

    ``advance`` is told of every epoch done.

    Raises:
        UsageError: PyTorch is not installed, or layers are to be tuned of an encoder that gives no inner states.

    """
    try:
        import torch
    except ImportError as error:
        raise UsageError("training the tagger needs PyTorch: pip install 'framing[transformers]'") from error
    from framing.training.tagger_network import TaggerNetwork

    torch.set_num_threads(settings.threads)
    states = np.concatenate([e.paragraph.states for e in examples])
    mean, scale = states.mean(axis=0), states.std(axis=0) + 1e-3
    del states

    def network() -> TaggerNetwork:
        return TaggerNetwork(mean, scale, settings.hidden, settings.dropout)

    arrays: dict[str, PackedArray] = {}
    if settings.tuned_layers:
        torch.manual_seed(seed)
        layers = upper_layers(examples, settings)
        networks = [network() for _ in range(settings.members)]
        fit(networks, layers, examples, settings, seed, advance)
        kept = packed(layers.arrays(), layers.heads)
        arrays.update({f"{LAYERS}/{name}": values for name, values in kept.items()})
    else:
        networks = []
        for member in range(settings.members):
            torch.manual_seed(seed + member)
            networks.append(network())
            fit(networks[-1:], None, examples, settings, seed + member, advance)
    for member, trained in enumerate(networks):
        arrays.update({f"{member}/{name}": values for name, values in trained.arrays().items()})
    return arrays


def upper_layers(examples: Sequence[Example], settings: TaggerSettings) -> UpperLayers:
    """The encoder's last layers, before they are tuned.

    Raises:
        UsageError: there are not so many, or the encoder gave no inner states.

    """
    from framing.encoder.convert import installed_source
    from framing.encoder.e5_file import E5File
    from framing.training.layers import UpperLayers

    if not 0 < settings.tuned_layers <= UPPER_LAYERS or any(e.pieces is None for e in examples):
        raise UsageError(
            f"[tagger] tuned_layers is {settings.tuned_layers}: at most {UPPER_LAYERS} layers can be tuned, and only "
            'those of the encoder "default"'
        )
    return UpperLayers(E5File(installed_source()[0]), UPPER_LAYERS, settings.tuned_layers)


def fit(
    networks: Sequence[TaggerNetwork],
    layers: UpperLayers | None,
    examples: Sequence[Example],
    settings: TaggerSettings,
    seed: int,
    advance: Callable[[int], None],
) -> None:
    """Train networks in place, with the layers they share if there are any (one-cycle rates: Smith, 2018)."""
    import torch

    order = random.Random(seed)  # noqa: S311 - shuffling, not secrets
    groups: list[dict[str, Any]] = [
        {"params": [p for n in networks for p in n.parameters()], "lr": settings.learning_rate}
    ]
    for depth, layer in enumerate(reversed(layers.tuned if layers else ())):
        rate = settings.layer_learning_rate * settings.layer_decay**depth
        groups.append({"params": list(layer.parameters()), "lr": rate})
    trained = [p for group in groups for p in group["params"]]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-2)
    steps = settings.epochs * math.ceil(len(examples) / settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [g["lr"] for g in groups], total_steps=steps)
    for module in (*networks, *([layers] if layers else [])):
        module.train()
    for _ in range(settings.epochs):
        for batch in _batches(examples, settings.batch, order):
            for part in _portions(batch):
                states = None if layers is None else refined_words(layers, part)
                loss = sum(batch_loss(network, part, states) for network in networks) / len(networks)
                (loss * len(part) / len(batch)).backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
        advance(1)


def refined_words(layers: UpperLayers, batch: Sequence[Example]) -> list[torch.Tensor]:
    """The states of the words of each paragraph, (words, dimension), as the layers see them."""
    from framing.training.layers import pool_words

    pieces = [e.pieces for e in batch if e.pieces is not None]
    return pool_words(layers([p.inner for p in pieces]), [p.first for p in pieces], [p.last for p in pieces])


def _batches(examples: Sequence[Example], size: int, order: random.Random) -> Iterator[list[Example]]:
    indices = list(range(len(examples)))
    order.shuffle(indices)
    bucket = size * _BUCKET
    ordered = [
        k
        for start in range(0, len(indices), bucket)
        for k in sorted(indices[start : start + bucket], key=lambda k: len(examples[k].paragraph.tokens))
    ]
    batches = [ordered[k : k + size] for k in range(0, len(ordered), size)]
    order.shuffle(batches)
    for batch in batches:
        yield [examples[k] for k in batch]


def _portions(batch: Sequence[Example]) -> Iterator[Sequence[Example]]:
    """A batch in parts whose attention fits into memory, which grows with the square of the longest paragraph."""
    start, longest = 0, 0
    for k, example in enumerate(batch):
        longest = max(longest, len(example.paragraph.tokens))
        if k > start and (k + 1 - start) * longest**2 > _ATTENDED:
            yield batch[start:k]
            start, longest = k, len(example.paragraph.tokens)
    yield batch[start:]


def batch_loss(network: TaggerNetwork, batch: Sequence[Example], states: Sequence[torch.Tensor] | None) -> Any:
    """Cross entropy of the cue tags, weighted, and of the roles for the annotated cues.

    Where carriers are not annotated, a word without a role may be one: its loss is that of the two together.
    """
    import torch
    from torch.nn.functional import cross_entropy

    reading, lengths = network.read([e.paragraph for e in batch], states)
    tags = torch.full(reading.shape[:2], -100)
    for k, example in enumerate(batch):
        tags[k, : lengths[k]] = CUE_TAGS.index("outside")
        for words, _ in example.cues:
            tags[k, words[0]] = CUE_TAGS.index("begin")
            tags[k, list(words[1:])] = CUE_TAGS.index("inside")
    loss = CUE_WEIGHT * cross_entropy(network.cue(reading).flatten(0, 1), tags.flatten())
    asked = [(k, words, roles) for k, e in enumerate(batch) for words, roles in e.cues]
    if not asked:
        return loss
    given = network.roles(reading, lengths, [(k, batch[k].paragraph, words) for k, words, _ in asked])
    is_open = torch.tensor([not batch[k].carriers for k, _, _ in asked])
    if is_open.any():
        given = torch.where(is_open[:, None, None], _without_carriers(given), given)
    wanted = torch.full(given.shape[:2], -100)
    for n, (_, _, roles) in enumerate(asked):
        wanted[n, : len(roles)] = torch.from_numpy(roles)
    return loss + cross_entropy(given.flatten(0, 1), wanted.flatten())


def _without_carriers(given: torch.Tensor) -> torch.Tensor:
    """Decision values that count a carrier as no role: nothing is learned about which of the two a word is."""
    import torch

    none, carrier = ROLES.index("none"), ROLES.index("carrier")
    merged = torch.logsumexp(given[..., [none, carrier]], dim=-1)
    columns = [merged if k == none else given[..., k] for k in range(len(ROLES))]
    columns[carrier] = torch.full_like(merged, -torch.inf)
    return torch.stack(columns, dim=-1)
