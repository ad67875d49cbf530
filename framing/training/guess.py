"""The source class from the words of a passage alone: training rows and figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from framing.corpus.loader import AnnotatedArticle
from framing.encoder.base import Encoder
from framing.estimators.alone import vectors_alone
from framing.estimators.features import mean_of
from framing.estimators.guess import GUESSED_KINDS
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.training.dataset import Rows
from framing.training.scoring import prf

_UNATTRIBUTED = "unattributed"


def guess_rows(articles: Sequence[AnnotatedArticle], encoder: Encoder, centres: Mapping[str, FloatArray]) -> Rows:
    """One row for each annotated passage that has a source; of the article, the row knows the passage only."""
    rows = Rows()
    for article in articles:
        language = article.article.language or ""
        said = [
            (p.text, p.source_class)
            for p in article.passages
            if p.kind in GUESSED_KINDS and p.source_class not in (_UNATTRIBUTED, None)
        ]
        vectors = vectors_alone([text for text, _ in said], encoder, mean_of(centres, language))
        for (_, label), vector in zip(said, vectors, strict=True):
            rows.add(vector, str(label), article.event, language)
            rows.layout = {"content": (0, len(vector))}
    return rows


def guess_figures(head: LinearHead, rows: Rows) -> dict[str, float]:
    """Accuracy and macro F1 over annotated passages, and the accuracy of always naming the commonest class of them."""
    guesses = [head.predict(row).label for row in rows.features]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for want, got in zip(rows.labels, guesses, strict=True):
        counts[want]["annotated"] += 1
        counts[got]["predicted"] += 1
        counts[want]["hits"] += want == got
    annotated = [c for c in counts.values() if c["annotated"]]
    scores = [prf(c["hits"], c["predicted"], c["annotated"])["f1"] for c in annotated]
    passages = max(1, len(rows.labels))
    return {
        "accuracy": sum(c["hits"] for c in annotated) / passages,
        "macro": sum(scores) / max(1, len(scores)),
        "commonest": max((c["annotated"] for c in annotated), default=0) / passages,
    }
