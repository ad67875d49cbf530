"""Scoring attributions as quotation systems are compared on PolNeAR: who said what, whatever the kind and class.

Spans are compared by their letters and digits only, so that quotation marks, *that* and punctuation weigh nothing.
Contents are matched one to one, greedily by overlap (intersection over union) from a half. Of a matched pair the
source is right from the same overlap, or where neither side has one; *end to end* counts pairs whose source is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from framing.corpus.loader import AnnotatedArticle, Attribution, Pieces
from framing.encoder.base import Encoder
from framing.gazetteer import Gazetteer
from framing.persistence import Model
from framing.pipeline import Analyzer
from framing.training.scoring import HasSpan, pair_greedily, prf

FLOOR: Final = 0.5
_QUOTED: Final = frozenset({"direct", "indirect", "fragment"})
"""Kinds that are by definition somebody's words."""


class HasSource(HasSpan, Protocol):
    """A passage, found or annotated, as far as attribution goes."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def source(self) -> HasSpan | None:
        """Who it comes from."""

    @property
    def cue(self) -> HasSpan | None:
        """What signals the attribution."""


class AttributionScorer:
    """Collects article after article, then gives the figures."""

    def __init__(self) -> None:
        self._counts = Counter[str]()
        self._forms = {"form": Counter[tuple[str, bool]](), "type": Counter[tuple[str, bool]]()}
        self.articles = 0

    def add(self, text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> None:
        """Score one article."""
        self.articles += 1
        pairs = match_contents(text, gold, predicted)
        right = {i for i, j in pairs.items() if _same_source(text, gold[i], predicted[j])}
        sourced = {i for i in pairs if gold[i].source}
        self._counts.update(
            annotated=len(gold),
            predicted=len(predicted),
            matched=len(pairs),
            right=len(right),
            sourced=len(sourced),
            sourced_right=len(sourced & right),
        )
        for i, attribution in enumerate(gold):
            self._forms["form"][attribution.form, i in pairs] += 1
            self._forms["type"][attribution.type, i in pairs] += 1

    def figures(self) -> dict[str, Any]:
        """``content`` and ``end_to_end`` with precision, recall and F1; ``source`` over matched pairs; recalls."""
        counts = self._counts
        sourced = counts["sourced"]
        return {
            "articles": self.articles,
            "content": prf(counts["matched"], counts["predicted"], counts["annotated"]),
            "end_to_end": prf(counts["right"], counts["predicted"], counts["annotated"]),
            "source": {"accuracy": counts["sourced_right"] / sourced if sourced else 0.0, "support": sourced},
            **{name: _recalls(counter) for name, counter in self._forms.items()},
        }


def match_contents(text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> dict[int, int]:
    """One-to-one greedy matching of contents by overlap: index in ``gold`` to index in ``predicted``."""
    wanted, given = [_letters(text, a.content) for a in gold], [_letters(text, a.content) for a in predicted]
    overlaps = ((_overlap(one, other), i, j) for i, one in enumerate(wanted) for j, other in enumerate(given))
    return pair_greedily((overlap, i, j) for overlap, i, j in overlaps if overlap >= FLOOR)


def as_attributions(passages: Iterable[HasSource]) -> list[Attribution]:
    """The attributions that found passages make up.

    Passages of one cue and one source are pieces of one content: a quote that its cue breaks in two, a reported
    clause with the words quoted in it. What lies inside a content of the same source is part of it whatever its cue.
    Passages of kinds that are nobody's words (``scare``, ``title``) are no attributions.
    """
    pieces: dict[tuple[Any, ...], list[HasSource]] = {}
    for passage in passages:
        if passage.kind in _QUOTED:
            source = (passage.source.start, passage.source.end) if passage.source else None
            cue = (passage.cue.start, passage.cue.end) if passage.cue else None
            key = (source, cue) if cue else (source, cue, passage.start, passage.end)
            pieces.setdefault(key, []).append(passage)
    found = [
        Attribution(
            tuple(sorted((p.start, p.end) for p in group)),
            (source,) if source else (),
            (cue,) if cue else (),
        )
        for (source, cue, *_), group in pieces.items()
    ]
    return [a for a in found if not any(a is not b and a.source == b.source and _holds(b, a) for b in found)]


def annotated_attributions(article: AnnotatedArticle) -> list[Attribution]:
    """An article's attributions as its corpus has them; where passages are the annotation, what they make up."""
    if article.attributions is not None:
        return list(article.attributions)
    return as_attributions(article.passages)


def evaluate_attributions(
    model: Model,
    encoder: Encoder,
    gazetteer: Gazetteer,
    articles: Sequence[AnnotatedArticle],
    advance: Callable[[int], None] = lambda _: None,
) -> AttributionScorer:
    """Analyse annotated articles from their text alone and score the attributions that come out."""
    analyzer = Analyzer(model, encoder, gazetteer)
    scorer = AttributionScorer()
    for article in articles:
        analysis = analyzer.analyze(article.article)
        scorer.add(article.article.text, annotated_attributions(article), as_attributions(analysis.passages))
        advance(1)
    return scorer


def flat_attribution_metrics(figures: Mapping[str, Any], *, complete: bool = True) -> dict[str, float]:
    """The figures as flat metrics (``content.f1``, ``form/direct.recall``).

    Where a corpus annotates only some attributions, and their sources not always (not ``complete``), only the recall
    of contents and the accuracy of the sources that are annotated say something.
    """
    measured = [(n, m) for n in ("content", "end_to_end") for m in ("precision", "recall", "f1")]
    flat = {f"{name}.{m}": figures[name][m] for name, m in (measured if complete else [("content", "recall")])}
    flat["source.accuracy"] = figures["source"]["accuracy"]
    flat |= {f"{name}/{k}.recall": row["recall"] for name in ("form", "type") for k, row in figures[name].items()}
    return {name: round(value, 4) for name, value in flat.items()}


def _letters(text: str, spans: Pieces) -> frozenset[int]:
    return frozenset(k for start, end in spans for k in range(start, end) if text[k].isalnum())


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _same_source(text: str, want: Attribution, got: Attribution) -> bool:
    if not want.source or not got.source:
        return not want.source and not got.source
    return _overlap(_letters(text, want.source), _letters(text, got.source)) >= FLOOR


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """True if every piece of one content lies in a piece of the other; of two alike the first holds the second."""
    inside = all(any(s <= start and end <= e for s, e in outer.content) for start, end in inner.content)
    return inside and (outer.content != inner.content or outer.cue < inner.cue)


def _recalls(counter: Counter[tuple[str, bool]]) -> dict[str, dict[str, float]]:
    names = sorted({name for name, _ in counter if name})
    found = {name: (counter[name, True], counter[name, True] + counter[name, False]) for name in names}
    return {name: {"recall": hits / total, "support": total} for name, (hits, total) in found.items()}
