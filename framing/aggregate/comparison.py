"""Articles about one event side by side: who is heard, through whom, in whose words, and with what cues."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from framing.aggregate.contrasts import TermRow, compare_terms
from framing.aggregate.parties import Key, Named, Names, identify, joined
from framing.article import Analysis, Mention, Passage
from framing.errors import UsageError
from framing.gazetteer import Gazetteer, load_gazetteer
from framing.report.balance import statements
from framing.taxonomy import SOURCE_CLASSES, STANCES

SCHEMA: Final = "framing.comparison/1"


@dataclass(frozen=True, slots=True)
class Head:
    """One of the articles compared."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    language: str
    statements: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Cues:
    """How one article reports one side: its statements, and of those with a cue how often each stance was taken.

    ``words`` are the cues of each stance in the order they were met; neutral ones are among them.
    """

    statements: int
    stances: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """A source class or a speaker, article by article; ``label`` is the class, ``name`` is None for a whole class."""

    name: str | None
    label: str | None
    articles: tuple[Cues, ...]

    @property
    def total(self) -> int:
        """Statements in all articles."""
        return sum(cues.statements for cues in self.articles)

    @property
    def shared(self) -> int:
        """In how many articles the side is heard."""
        return sum(cues.statements > 0 for cues in self.articles)


@dataclass(frozen=True, slots=True)
class Channel:
    """Somebody who passes words on: statements in each article."""

    name: str
    label: str | None
    articles: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """Articles side by side; every row has one value for each article, in the order of ``heads``.

    Classes stand in the order of the taxonomy; speakers and channels those first who are in most articles, then those
    with most statements; terms those first that one article quotes and another uses as its own.
    """

    heads: tuple[Head, ...]
    classes: tuple[Side, ...]
    speakers: tuple[Side, ...]
    channels: tuple[Channel, ...]
    terms: tuple[TermRow, ...]
    models: tuple[tuple[str, str], ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The comparison as a JSON object of schema ``framing.comparison/1``."""
        return {
            "schema": SCHEMA,
            "articles": [asdict(head) for head in self.heads],
            "source_classes": [asdict(side) for side in self.classes],
            "speakers": [asdict(side) for side in self.speakers],
            "carriers": [asdict(channel) for channel in self.channels],
            "terms": [asdict(row) | {"contrast": row.contrast} for row in self.terms],
            "models": [{"id": name, "taxonomy": taxonomy} for name, taxonomy in self.models],
        }


def compare(analyses: Sequence[Analysis], *, gazetteer: Gazetteer | None = None) -> Comparison:
    """Set articles about one event side by side.

    Args:
        analyses: two or more.
        gazetteer: organisations known by several names; the packaged one by default.

    Raises:
        UsageError: there are fewer than two articles.

    """
    if len(analyses) < 2:
        raise UsageError(f"nothing to compare: {len(analyses)} article; give two or more on the same event")
    known = gazetteer or load_gazetteer()
    heard = [statements(analysis) for analysis in analyses]
    return Comparison(
        heads=tuple(_head(a, h) for a, h in zip(analyses, heard, strict=True)),
        classes=_classes(heard),
        speakers=_speakers(analyses, heard, known),
        channels=_channels(analyses, heard, known),
        terms=compare_terms(analyses, known),
        models=tuple(sorted({(a.model.id, a.model.taxonomy) for a in analyses})),
    )


def _head(analysis: Analysis, heard: Sequence[Passage]) -> Head:
    article = analysis.article
    unsure = sum(p.abstained for p in heard)
    return Head(article.id, article.title, article.outlet, article.date, analysis.language, len(heard), unsure)


def _cues(passages: Iterable[Passage]) -> Cues:
    passages = tuple(passages)
    stances = Counter(p.cue.stance for p in passages if p.cue)
    words: dict[str, tuple[str, ...]] = {}
    for stance in STANCES:
        met = dict.fromkeys(" ".join(p.cue.text.split()).lower() for p in passages if p.cue and p.cue.stance == stance)
        if met:
            words[stance] = tuple(met)
    return Cues(len(passages), {stance: stances[stance] for stance in STANCES}, words)


def _classes(heard: Sequence[Sequence[Passage]]) -> tuple[Side, ...]:
    rows = []
    for label in SOURCE_CLASSES:
        side = Side(None, label, tuple(_cues(p for p in h if p.source_class.label == label) for h in heard))
        if side.total:
            rows.append(side)
    return tuple(rows)


class _Matched:
    """The parties of several articles under one key each."""

    def __init__(self, parties: Iterable[tuple[Named, str | None]]) -> None:
        self._names = Names()
        met = set[Named]()
        for party, label in parties:
            self._names.add(party, label)
            met.add(party)
        self.key = joined(met)
        self._members: defaultdict[Key, list[Key]] = defaultdict(list)
        for key, target in self.key.items():
            self._members[target].append(key)

    def name(self, key: Key) -> str:
        """The commonest name under the fullest key, so that a surname alone gives way to the full name."""
        return self._names.name(key)

    def label(self, key: Key) -> str | None:
        return self._names.label(*self._members[key])


def _speakers(
    analyses: Sequence[Analysis], heard: Sequence[Sequence[Passage]], gazetteer: Gazetteer
) -> tuple[Side, ...]:
    found = [
        [(party, p) for p in h if (party := _identified(p.source, a, gazetteer))]
        for a, h in zip(analyses, heard, strict=True)
    ]
    matched = _Matched((party, p.source_class.label) for pairs in found for party, p in pairs)
    by_party: defaultdict[Key, list[list[Passage]]] = defaultdict(lambda: [[] for _ in analyses])
    for n, pairs in enumerate(found):
        for party, p in pairs:
            by_party[matched.key[party.key]][n].append(p)
    rows = [
        Side(matched.name(key), matched.label(key), tuple(map(_cues, articles))) for key, articles in by_party.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.shared, -row.total, row.name or "")))


def _channels(
    analyses: Sequence[Analysis], heard: Sequence[Sequence[Passage]], gazetteer: Gazetteer
) -> tuple[Channel, ...]:
    found = [
        [
            (party, p.carrier_class.label if p.carrier_class else None)
            for p in h
            if (party := _identified(p.carrier, a, gazetteer))
        ]
        for a, h in zip(analyses, heard, strict=True)
    ]
    matched = _Matched(pair for pairs in found for pair in pairs)
    counts = [Counter(matched.key[party.key] for party, _ in pairs) for pairs in found]
    rows = [
        Channel(matched.name(key), matched.label(key), tuple(c[key] for c in counts))
        for key in dict.fromkeys(matched.key.values())
    ]
    return tuple(sorted(rows, key=lambda row: (-sum(map(bool, row.articles)), -sum(row.articles), row.name)))


def _identified(mention: Mention | None, analysis: Analysis, gazetteer: Gazetteer) -> Named | None:
    return identify(mention, analysis.language, gazetteer) if mention else None
