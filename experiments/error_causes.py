"""Where attribution goes wrong, by cause: python experiments/error_causes.py GOLD (a split of the corpus or JSONL).

Every annotated passage falls into one row of each table, the first that fits; shares are of the passages annotated.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import framing
from framing.article import Mention, Passage
from framing.cli.gold import read_gold
from framing.cli.options import CORPUS_FOLDER
from framing.corpus.markup import AnnotatedPassage, Span
from framing.encoder.convert import cache_folder
from framing.taxonomy import MARKED_KINDS
from framing.training.scoring import match_spans, same_mention

Pair = tuple[AnnotatedPassage, Passage | None]


def pairs(annotated: Sequence[AnnotatedPassage], found: Sequence[Passage]) -> Iterator[Pair]:
    """Each annotated passage with the one that was found for it, matched as in scoring."""
    for marked, floor in ((True, 0.8), (False, 0.5)):
        wanted = [p for p in annotated if (p.kind in MARKED_KINDS) == marked]
        offered = [p for p in found if (p.kind in MARKED_KINDS) == marked]
        matched = match_spans(wanted, offered, floor)
        yield from ((p, offered[matched[k]] if k in matched else None) for k, p in enumerate(wanted))


def clause(wanted: AnnotatedPassage, found: Sequence[Passage]) -> str:
    """Why a reported clause was or was not found."""
    overlapping = [p for p in found if p.kind == "indirect" and p.start < wanted.end and p.end > wanted.start]
    if not overlapping:
        return "nothing found there"
    best = max(overlapping, key=lambda p: min(p.end, wanted.end) - max(p.start, wanted.start))
    shorter = best.end - best.start < wanted.end - wanted.start
    return "found too short" if shorter else "found too long"


def source_class(text: str, wanted: AnnotatedPassage, got: Passage | None) -> str:
    """Why the source class of an attributed passage is right or wrong."""
    if got is None:
        return "the passage was not found"
    if got.source_class.label == wanted.source_class:
        return "right"
    if got.source is None:
        return "no source was linked"
    if wanted.source is not None and not same_mention(text, span(wanted.source), span(got.source)):
        return "another source was linked"
    if got.source.name is not None:
        return "right source, wrong class, through what it stands for"
    return "right source, wrong class"


def carrier_class(text: str, wanted: AnnotatedPassage, got: Passage | None) -> str:
    """Why the carrier class of a passage that has one is right or wrong."""
    if got is None:
        return "the passage was not found"
    if got.carrier is None or got.carrier_class is None:
        return "no carrier was found"
    if got.carrier_class.label == wanted.carrier_class:
        return "right"
    if wanted.carrier is not None and not same_mention(text, span(wanted.carrier), span(got.carrier)):
        return "another channel was taken"
    return "right channel, wrong class"


def span(mention: Span | Mention) -> tuple[int, int]:
    """Start and end of a mention."""
    return mention.start, mention.end


def table(title: str, counts: Counter[str]) -> None:
    """Print one table in Markdown."""
    total = sum(counts.values())
    sys.stdout.write(f"\n| {title} | passages | share |\n|---|---|---|\n")
    for cause, count in counts.most_common():
        sys.stdout.write(f"| {cause} | {count} | {count / total:.0%} |\n")


def main(gold: str) -> None:
    """Analyse every article of ``gold`` and print the tables."""
    analyzer = framing.load(cache=cache_folder())
    articles = list(read_gold(gold, CORPUS_FOLDER))
    clauses, sources, carriers = Counter[str](), Counter[str](), Counter[str]()
    for article, analysis in zip(articles, analyzer.analyze_many(a.article for a in articles), strict=True):
        text = article.article.text
        for wanted, got in pairs(article.passages, analysis.passages):
            if wanted.kind == "indirect":
                clauses["right" if got is not None else clause(wanted, analysis.passages)] += 1
            if wanted.source_class not in (None, "unattributed"):
                sources[source_class(text, wanted, got)] += 1
            if wanted.carrier_class is not None:
                carriers[carrier_class(text, wanted, got)] += 1
    for title, counts in (("reported clause", clauses), ("source class", sources), ("carrier class", carriers)):
        table(title, counts)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "test")
