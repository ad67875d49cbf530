"""Who has the word in an article: counts by source class, who speaks through whom, who uses which framing words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final

from framing.article import Analysis, Mention, Passage
from framing.entities import Naming
from framing.taxonomy import SOURCE_CLASSES

UNSPOKEN: Final = frozenset({"scare", "title"})
"""Kinds of passage that nobody in the text is said to have spoken."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks or passes words on; ``name`` is None where nobody is named."""

    name: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks, with ``count`` statements of one source class; ``name`` is None where nobody is named.

    ``unsure`` is true where all of them have a class that is not to be relied on; ``first`` is the first of them.
    """

    name: str | None
    count: int
    unsure: bool
    first: Passage


@dataclass(frozen=True, slots=True)
class Flow:
    """``count`` statements of ``source`` that came through ``carrier``; None where no carrier is named."""

    source: Party
    carrier: Party | None
    count: int


@dataclass(frozen=True, slots=True)
class FramingUse:
    """A quoted term with its framing label and who uses it; None for scare quotes, which are the writer's own."""

    label: str
    term: str
    source: Party | None
    count: int


def statements(analysis: Analysis) -> tuple[Passage, ...]:
    """The passages in which somebody is heard, each voice once.

    Left out are scare quotes and names, which nobody is said to have spoken, and passages inside another one of
    the same source class: the quoted word in a reported clause is no second statement.
    """
    heard: list[Passage] = []
    open_passages: list[Passage] = []
    for passage in sorted(analysis.passages, key=lambda p: (p.start, -p.end)):
        if passage.kind in UNSPOKEN:
            continue
        open_passages = [p for p in open_passages if p.end > passage.start]
        inside = any(passage.end <= p.end and passage.source_class.label == p.source_class.label for p in open_passages)
        open_passages.append(passage)
        if not inside:
            heard.append(passage)
    return tuple(heard)


def source_balance(passages: Iterable[Passage]) -> dict[str, int]:
    """How many of the passages each source class has, most first; ties in the order of the taxonomy."""
    counts = Counter(p.source_class.label for p in passages)
    order = list(SOURCE_CLASSES)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], order.index(item[0]) if item[0] in order else 99)))


def flows(passages: Iterable[Passage], naming: Naming) -> tuple[Flow, ...]:
    """Who speaks through whom, most first; a party has the class it was given most often."""
    passages = tuple(passages)
    sources, carriers = _sources(passages, naming), _Parties(naming)
    for p in passages:
        if p.carrier:
            carriers.add(p.carrier, p.carrier_class.label if p.carrier_class else None)
    counts = Counter((sources.party(p.source), carriers.party(p.carrier) if p.carrier else None) for p in passages)
    return tuple(Flow(source, carrier, count) for (source, carrier), count in counts.most_common())


def voices(passages: Iterable[Passage], naming: Naming) -> dict[str, tuple[Voice, ...]]:
    """Who speaks in each source class, most first; a party that was given two classes stands in both."""
    passages = tuple(passages)
    sources = _sources(passages, naming)
    met: defaultdict[str, dict[str | None, list[Passage]]] = defaultdict(dict)
    for p in passages:
        met[p.source_class.label].setdefault(sources.party(p.source).name, []).append(p)
    return {
        label: tuple(
            sorted(
                (Voice(name, len(said), all(p.abstained for p in said), said[0]) for name, said in names.items()),
                key=lambda voice: (voice.name is None, -voice.count),
            )
        )
        for label, names in met.items()
    }


def framing_uses(analysis: Analysis, naming: Naming) -> tuple[FramingUse, ...]:
    """Quoted terms that carry a framing, in the order of the text, equal ones of one user together."""
    sources = _sources(analysis.passages, naming)
    counts = Counter(
        (p.framing.label, p.text, None if p.kind == "scare" else sources.party(p.source))
        for p in sorted(analysis.passages, key=lambda p: p.start)
        if p.framing and p.framing.label != "none"
    )
    return tuple(FramingUse(label, term, source, count) for (label, term, source), count in counts.items())


class _Parties:
    """Mentions gathered by who is meant; the first spelling met is the one shown."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._names: dict[Hashable, str] = {}
        self._labels: defaultdict[Hashable, Counter[str | None]] = defaultdict(Counter)

    def add(self, mention: Mention | None, label: str | None) -> None:
        key = None
        if mention is not None:
            key, name = self._naming(mention)
            self._names.setdefault(key, name)
        self._labels[key][label] += 1

    def party(self, mention: Mention | None) -> Party:
        key = None if mention is None else self._naming(mention)[0]
        return Party(None if key is None else self._names[key], self._labels[key].most_common(1)[0][0])


def _sources(passages: Iterable[Passage], naming: Naming) -> _Parties:
    """The sources of passages, gathered by who is meant."""
    sources = _Parties(naming)
    for p in passages:
        sources.add(p.source, p.source_class.label)
    return sources
