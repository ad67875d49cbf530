"""Annotation tools: labelled regions of a text and links between them, made into passages.

A region's label is a part, and behind a colon its class: ``direct``, ``indirect``, ``fragment``, ``scare`` or
``title`` for a passage of a kind, ``content`` for one whose kind nobody gave, ``source``, ``carrier`` and ``cue``; so
``source:government``, ``carrier:western_wire``, ``scare:doubt``. Links tie a passage to its source, cue and carrier;
their direction and type do not matter, and they may run over one of these to another.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from framing.article import Article
from framing.corpus.importers.spans import PassageCutter
from framing.corpus.loader import AnnotatedArticle, Attribution
from framing.corpus.markup import AnnotatedPassage, Span
from framing.corpus.splits import SPLITS
from framing.errors import DataError
from framing.passages.layout import strip_span
from framing.taxonomy import CARRIER_CLASSES, FRAMED_KINDS, FRAMINGS, KINDS, SOURCE_CLASSES

CONTENT: Final = "content"
_MENTIONS: Final = {"source": SOURCE_CLASSES, "carrier": CARRIER_CLASSES, "cue": {}}
_PARTS: Final = (*KINDS, CONTENT, *_MENTIONS)


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch of text: its part, and its class where the annotator gave one."""

    id: str
    start: int
    end: int
    part: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Marking:
    """One article as an annotation tool exports it."""

    article: Article
    regions: tuple[Region, ...]
    links: tuple[tuple[str, str], ...]
    split: str | None = None


def make_region(name: str, start: int, end: int, labels: Sequence[str]) -> Region:
    """Make a region of its labels: one with the part, perhaps with its class, perhaps another with the class.

    Raises:
        DataError: an unknown label, or a class that its part does not have.

    """
    parts = [label.strip().lower().replace("-", "_").partition(":") for label in labels]
    known = [(part, label) for part, _, label in parts if part in _PARTS]
    loose = [part for part, _, _ in parts if part not in _PARTS]
    if len(known) != 1 or len(loose) > 1:
        raise DataError(
            f"labels {', '.join(labels) or '(none)'}: give one of {', '.join(_PARTS)}, with ':class' or not"
        )
    part, label = known[0][0], known[0][1] or (loose[0] if loose else None)
    classes = _MENTIONS.get(part, FRAMINGS if part in FRAMED_KINDS else {})
    if label is not None and label not in classes:
        raise DataError(f"a {part} has no class {label!r}; known: {', '.join(classes) or 'none'}")
    return Region(name, start, end, part, label)


def annotated_layers(markings: Iterable[Marking]) -> frozenset[str]:
    """What a whole export annotates: kinds unless a passage is plain content, classes where any is given."""
    regions = [region for marking in markings for region in marking.regions]
    shown = {
        "kind": not any(r.part == CONTENT for r in regions),
        "source_class": any(r.part == "source" and r.label for r in regions),
        "carrier": any(r.part == "carrier" for r in regions),
        "framing": any(r.part in FRAMED_KINDS and r.label for r in regions),
    }
    return frozenset(layer for layer, is_shown in shown.items() if is_shown)


def annotated_article(marking: Marking, layers: Collection[str]) -> AnnotatedArticle:
    """The passages of one article.

    Raises:
        DataError: a region lies outside the text, or is white space.

    """
    article = marking.article
    regions = {r.id: _trimmed(r, article.text) for r in marking.regions}
    linked = _neighbours(marking.links, regions)
    passages: list[AnnotatedPassage] = []
    for region in regions.values():
        if region.part not in _MENTIONS:
            partners = {part: _partner(region, part, linked, regions) for part in _MENTIONS}
            passages.extend(_passages(article, region, partners, layers))
    return AnnotatedArticle(
        article,
        tuple(sorted(passages, key=lambda p: (p.start, -p.end))),
        event=article.id,
        split=marking.split if marking.split in SPLITS else None,
        layers=frozenset(layers),
    )


def _passages(
    article: Article, region: Region, partners: Mapping[str, Region | None], layers: Collection[str]
) -> list[AnnotatedPassage]:
    source, carrier, cue = partners["source"], partners["carrier"], partners["cue"]
    source_class = source.label if source is not None else "unattributed"
    passage = AnnotatedPassage(
        region.start,
        region.end,
        article.text[region.start : region.end],
        region.part,
        source_class if "source_class" in layers else None,
        _span(source, article.text),
        _span(carrier, article.text),
        carrier.label if carrier is not None else None,
        _span(cue, article.text),
        (region.label or "none") if "framing" in layers else None,
    )
    if region.part != CONTENT:
        return [passage]
    cutter = PassageCutter(article.text, article.language or "")
    cut = cutter.cut([Attribution(((region.start, region.end),))])
    return [replace(passage, start=p.start, end=p.end, text=p.text, kind=p.kind) for p in cut]


def _neighbours(links: Iterable[tuple[str, str]], regions: Mapping[str, Region]) -> dict[str, list[str]]:
    neighbours: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        if one not in regions or other not in regions:
            raise DataError(f"a link to region {one if one not in regions else other}, which is not there")
        neighbours[one].append(other)
        neighbours[other].append(one)
    return neighbours


def _partner(
    region: Region, part: str, linked: Mapping[str, Sequence[str]], regions: Mapping[str, Region]
) -> Region | None:
    """The region of a part that the fewest links lead to, and of those the nearest; never over another passage."""
    reached, queue = {region.id: 0}, deque([region.id])
    found: list[tuple[int, int, str]] = []
    while queue:
        name = queue.popleft()
        for other in linked.get(name, ()):
            if other in reached or regions[other].part not in _MENTIONS:
                continue
            reached[other] = reached[name] + 1
            queue.append(other)
            if regions[other].part == part:
                gap = max(regions[other].start - region.end, region.start - regions[other].end)
                found.append((reached[other], gap, other))
    return regions[min(found)[2]] if found else None


def _trimmed(region: Region, text: str) -> Region:
    if not 0 <= region.start < region.end <= len(text):
        raise DataError(f"offsets {region.start}-{region.end} are none in a text of {len(text)} characters")
    start, end = strip_span(text, region.start, region.end)
    if start == end:
        raise DataError(f"the {region.part} at {region.start} is white space")
    return replace(region, start=start, end=end)


def _span(region: Region | None, text: str) -> Span | None:
    return None if region is None else Span(region.start, region.end, text[region.start : region.end])
