"""Training rows from annotated articles: what the pipeline finds, labelled by what the annotators marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from framing.article import Cue, Mention
from framing.attribution import Attributed
from framing.attribution.anaphora import resolve
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import AnnotatedPassage
from framing.encoder.base import Encoder
from framing.estimators.alone import vectors_alone
from framing.estimators.features import (
    Block,
    Context,
    carrier_blocks,
    framing_blocks,
    kind_blocks,
    language_means,
    layout,
    mean_of,
    row,
    source_blocks,
)
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates, FloatArray, encode_articles
from framing.estimators.speech import SpeechEnds
from framing.gazetteer import Gazetteer
from framing.languages import load_profile
from framing.linking import SPEAKER_LINK, speaker_pairs, training_pairs
from framing.pipeline import find_passages, settle
from framing.taxonomy import FRAMED_KINDS, MARKED_KINDS
from framing.training.scoring import match_spans

_ENCODED_TOGETHER = 16
TASKS = ("kind", "source_class", "carrier_class", "framing", "carrier_link", SPEAKER_LINK)


@dataclass
class Rows:
    """Labelled rows of one task: features, label, event and language of each."""

    features: list[FloatArray] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    layout: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, features: FloatArray, label: str, event: str, language: str) -> None:
        """Add one row."""
        self.features.append(features)
        self.labels.append(label)
        self.events.append(event)
        self.languages.append(language)

    def matrix(self) -> FloatArray:
        """All features, (rows, columns)."""
        return np.stack(self.features)


@dataclass(frozen=True)
class Dataset:
    """Rows of every task, and the language means the vectors are centred on."""

    tasks: dict[str, Rows]
    centres: dict[str, FloatArray]


def encode_corpus(
    articles: Sequence[AnnotatedArticle], encoder: Encoder, advance: Callable[[int], None] = lambda _: None
) -> list[ArticleStates]:
    """The token states of every article; ``advance`` is told how many were done."""
    states: list[ArticleStates] = []
    for k in range(0, len(articles), _ENCODED_TOGETHER):
        batch = articles[k : k + _ENCODED_TOGETHER]
        states.extend(encode_articles([a.article.text for a in batch], encoder))
        advance(len(batch))
    return states


def corpus_means(articles: Sequence[AnnotatedArticle], states: Sequence[ArticleStates]) -> dict[str, FloatArray]:
    """Mean token state by language, and over all under ``""``, of the articles that :func:`build` makes rows of."""
    grouped: dict[str, list[ArticleStates]] = defaultdict(list)
    labelled = [(a, encoded) for a, encoded in zip(articles, states, strict=True) if a.layers]
    for article, encoded in labelled:
        grouped[article.article.language or ""].append(encoded)
    return {**language_means(grouped), **language_means({"": [encoded for _, encoded in labelled]})}


def build(
    articles: Sequence[AnnotatedArticle],
    states: Sequence[ArticleStates],
    centres: dict[str, FloatArray],
    gazetteer: Gazetteer,
    encoder: Encoder,
    speech_end: LinearHead | None = None,
) -> Dataset:
    """Rows of every task from annotated articles and their token states; what is unlabelled gives none.

    ``speech_end`` is the head that ends dash speech, where there is one: passages are found as they will be.
    """
    tasks = {task: Rows() for task in TASKS}
    for article, encoded in zip(articles, states, strict=True):
        if not article.layers:
            continue
        language = article.article.language or ""
        profile = load_profile(language)
        text = article.article.text
        matches = gazetteer.find(text, profile.code)
        context = Context(text, encoded, matches, profile, mean_of(centres, language))
        ends = None if speech_end is None else SpeechEnds(speech_end, encoded, context.centre)
        found = find_passages(text, profile.code, matches, ends).passages
        partners = _partners(article.passages, found)
        annotated = _annotated(article, partners, context)
        for task, blocks, label in _labelled(article, partners, annotated, context, encoder):
            tasks[task].layout = tasks[task].layout or layout(blocks)
            tasks[task].add(row(blocks), label, article.event, language)
        for pair in training_pairs(text, annotated, matches, profile) if "carrier" in article.layers else ():
            tasks["carrier_link"].add(pair.features, pair.label, article.event, language)
        for features, label in speaker_pairs(text, annotated, matches, profile) if "kind" in article.layers else ():
            tasks[SPEAKER_LINK].add(features, label, article.event, language)
    return Dataset(tasks, centres)


def _annotated(article: AnnotatedArticle, partners: Mapping[int, Attributed], context: Context) -> list[Attributed]:
    """The annotated passages as attribution would hand them on: antecedents followed, names without a source."""
    unresolved = [_as_annotated(p, partners.get(k)) for k, p in enumerate(article.passages)]
    resolved = resolve(context.text, unresolved, context.profile, context.matches)
    return [settle(attributed, passage.kind) for attributed, passage in zip(resolved, article.passages, strict=True)]


def _labelled(
    article: AnnotatedArticle,
    partners: Mapping[int, Attributed],
    annotated: Sequence[Attributed],
    context: Context,
    encoder: Encoder,
) -> Iterable[tuple[str, list[Block], str]]:
    for k, (passage, settled) in enumerate(zip(article.passages, annotated, strict=True)):
        partner = partners.get(k)
        if partner is not None and passage.kind in MARKED_KINDS and "kind" in article.layers:
            yield "kind", kind_blocks(partner, context), passage.kind
        if settled.source is not None and passage.source_class is not None:
            yield "source_class", source_blocks(settled, context), passage.source_class
        if settled.carrier is not None and passage.carrier_class is not None:
            yield "carrier_class", carrier_blocks(settled, context), passage.carrier_class
    framed = [(p, s) for p, s in zip(article.passages, annotated, strict=True) if p.kind in FRAMED_KINDS]
    alone = vectors_alone([p.text for p, _ in framed], encoder, context.centre)
    for (passage, settled), words in zip(framed, alone, strict=True):
        if passage.framing is not None:
            yield "framing", framing_blocks(settled, context, passage.kind, words), passage.framing


def _partners(gold: Sequence[AnnotatedPassage], found: Sequence[Attributed]) -> dict[int, Attributed]:
    """What the pipeline found for each annotated passage, by its index."""
    partners: dict[int, Attributed] = {}
    for marked in (True, False):
        wanted = [k for k, p in enumerate(gold) if (p.kind in MARKED_KINDS) == marked]
        offered = [f for f in found if (f.style != "clause") == marked]
        pairs = match_spans([gold[k] for k in wanted], offered, 0.8 if marked else 0.5)
        partners.update({wanted[i]: offered[j] for i, j in pairs.items()})
    return partners


def _as_annotated(passage: AnnotatedPassage, partner: Attributed | None) -> Attributed:
    """The annotators' attribution in the pipeline's terms; form and link from what the pipeline found."""
    base = partner or Attributed(
        passage.start, passage.end, "clause" if passage.kind == "indirect" else "quote", passage.kind, link="sentence"
    )
    cue = passage.cue
    stance = base.cue.stance if base.cue else "neutral"
    return replace(
        base,
        start=passage.start,
        end=passage.end,
        source=Mention(passage.source.start, passage.source.end, passage.source.text) if passage.source else None,
        carrier=Mention(passage.carrier.start, passage.carrier.end, passage.carrier.text) if passage.carrier else None,
        cue=Cue(cue.start, cue.end, cue.text, stance) if cue else None,
        antecedent=None,
    )
