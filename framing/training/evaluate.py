"""Scoring a model against annotated articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from framing.article import Analysis, Passage
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import AnnotatedPassage
from framing.encoder.base import Encoder
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates
from framing.gazetteer import Gazetteer
from framing.persistence import Model
from framing.pipeline import Analyzer, Prepared
from framing.training.counts import article_counts
from framing.training.scoring import ScoredPassage, Scorer


def evaluate_articles(
    model: Model,
    encoder: Encoder,
    gazetteer: Gazetteer,
    articles: Sequence[AnnotatedArticle],
    states: Sequence[ArticleStates] | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Scorer:
    """Analyse annotated articles from their text alone and score what comes out."""
    analyzer = Analyzer(model, encoder, gazetteer)
    scorer = Scorer()
    for n, article in enumerate(articles):
        analysis = (
            analyzer.analyze(article.article)
            if states is None
            else analyzer.analyze_encoded(article.article, states[n])
        )
        score_analysis(scorer, article, analysis)
        advance(1)
    return scorer


_WARMTHS = (0.7, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.4, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0)


class Evaluation:
    """Held-out articles analysed once, so that heads can be compared on them without finding the passages again."""

    def __init__(
        self, analyzer: Analyzer, articles: Sequence[AnnotatedArticle], states: Sequence[ArticleStates]
    ) -> None:
        self._analyzer, self._articles, self._states = analyzer, articles, states
        self._prepared: list[Prepared] = []

    def prepare(self, advance: Callable[[int], None] = lambda _: None) -> None:
        """Find and attribute the passages of every article; ``advance`` is told of each."""
        for article, states in zip(self._articles, self._states, strict=True):
            self._prepared.append(self._analyzer.prepare(article.article, states))
            advance(1)

    def score(self, heads: Mapping[str, LinearHead]) -> Scorer:
        """Label what was found with the given heads and score it."""
        model = replace(self._analyzer.model, heads=heads)
        analyzer = Analyzer(model, self._analyzer.encoder, self._analyzer.gazetteer)
        scorer = Scorer()
        for article, prepared in zip(self._articles, self._prepared, strict=True):
            score_analysis(scorer, article, analyzer.label(prepared))
        return scorer

    def warmth(self, task: str) -> float:
        """The factor on a head's temperature with the least calibration error end to end.

        The head's own temperature is right where it is given the annotators' mentions; with mentions that were
        found, some wrongly, it is too sure of itself, and not sure enough where all mentions of a name are pooled.
        """
        heads = dict(self._analyzer.model.heads)

        def error(factor: float) -> float:
            return float(self.score({**heads, task: heads[task].warmed(factor)}).figures()["ece"])

        return min(_WARMTHS, key=error)


def score_analysis(scorer: Scorer, article: AnnotatedArticle, analysis: Analysis) -> None:
    """Add one article to the scorer."""
    one = Scorer()
    one.add(
        article.article.text, scored_annotation(article), [_predicted(p) for p in analysis.passages], article.layers
    )
    one.by_article.append(article_counts(one, article))
    scorer.include(one)


def scored_annotation(article: AnnotatedArticle) -> list[ScoredPassage]:
    """The annotated passages of an article as scoring sees them."""
    return [_annotated(p) for p in article.passages]


def _annotated(passage: AnnotatedPassage) -> ScoredPassage:
    source = (passage.source.start, passage.source.end) if passage.source else None
    return ScoredPassage(
        passage.start, passage.end, passage.kind, source, passage.source_class, passage.carrier_class, passage.framing
    )


def _predicted(passage: Passage) -> ScoredPassage:
    return ScoredPassage(
        passage.start,
        passage.end,
        passage.kind,
        (passage.source.start, passage.source.end) if passage.source else None,
        passage.source_class.label,
        passage.carrier_class.label if passage.carrier_class else None,
        passage.framing.label if passage.framing else "none",
        passage.source_class.probability,
    )
