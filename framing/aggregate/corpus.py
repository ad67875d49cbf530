"""A corpus in tables: who has the word in each group, who is quoted most, which words stand in quotation marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from framing.aggregate.bootstrap import share_intervals
from framing.aggregate.groups import Key, group_key
from framing.aggregate.parties import Key as PartyKey
from framing.aggregate.parties import Named, Names, identify, joined
from framing.aggregate.spool import Spool
from framing.aggregate.table import Table
from framing.aggregate.terms import Term, TermIndex, Use, quoted_terms, spans_of
from framing.article import Analysis, Mention
from framing.gazetteer import Gazetteer, load_gazetteer
from framing.report.balance import statements
from framing.taxonomy import SOURCE_CLASSES

_LABELS: Final = tuple(SOURCE_CLASSES)


@dataclass(frozen=True)
class CorpusTables:
    """The tables of a corpus. Each begins with one column for each field in ``by``, empty where it is not known.

    - ``groups``: articles, those in which somebody is heard, passages, statements, how many of them are unsure, and how
      many came through a carrier;
    - ``source_mix``: statements of each source class, their share in the group and its 95 % interval;
    - ``speakers``: who is quoted by name, in how many statements and articles;
    - ``terms``: words that somewhere stand in quotation marks with a framing label: how often they are quoted, inside
      direct speech, and plain, in how many articles, and the quoted share of quoted and plain;
    - ``network``: who speaks through whom.
    """

    by: tuple[str, ...]
    articles: int
    statements: int
    seed: int
    resamples: int
    models: tuple[tuple[str, str], ...]
    groups: Table
    source_mix: Table
    speakers: Table
    terms: Table
    network: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables."""
        return (self.groups, self.source_mix, self.speakers, self.terms, self.network)


def aggregate(
    analyses: Iterable[Analysis],
    by: Sequence[str],
    *,
    seed: int = 0,
    resamples: int = 2000,
    gazetteer: Gazetteer | None = None,
) -> CorpusTables:
    """Count a corpus, analysis by analysis.

    Memory grows with the number of groups, names and terms, not with the texts: these wait in a temporary file until
    all terms are known. The order of the articles does not matter.

    Args:
        analyses: the corpus; each analysis is let go once it is counted.
        by: the fields that divide the corpus, see :func:`~framing.aggregate.groups.parse_fields`.
        seed: of the bootstrap.
        resamples: of the bootstrap.
        gazetteer: organisations known by several names; the packaged one by default.

    """
    counts = _Counts(tuple(by), gazetteer or load_gazetteer())
    with Spool() as spool:
        for analysis in analyses:
            counts.add(analysis, spool)
        counts.look_up(spool)
    return counts.tables(seed, resamples)


@dataclass
class _Uses:
    occurrences: Counter[Use] = field(default_factory=Counter)
    articles: Counter[Use] = field(default_factory=Counter)


@dataclass
class _Group:
    """What is counted for one group."""

    articles: int = 0
    passages: int = 0
    carried: int = 0
    unsure: Counter[str] = field(default_factory=Counter)
    vectors: Counter[tuple[int, ...]] = field(default_factory=Counter)
    speakers: Counter[PartyKey] = field(default_factory=Counter)
    speaker_articles: Counter[PartyKey] = field(default_factory=Counter)
    edges: Counter[tuple[PartyKey, PartyKey]] = field(default_factory=Counter)
    edge_articles: Counter[tuple[PartyKey, PartyKey]] = field(default_factory=Counter)
    terms: defaultdict[Term, _Uses] = field(default_factory=lambda: defaultdict(_Uses))


class _Counts:
    def __init__(self, by: tuple[str, ...], gazetteer: Gazetteer) -> None:
        self._by = by
        self._spellings: dict[tuple[str, str], str] = {}
        self._gazetteer = gazetteer
        self._groups: defaultdict[Key, _Group] = defaultdict(_Group)
        self._sources, self._carriers = Names(), Names()
        self._described = set[PartyKey]()
        self._models: set[tuple[str, str]] = set()
        self._forms: defaultdict[Term, Counter[str]] = defaultdict(Counter)
        self._framings: defaultdict[Term, Counter[str]] = defaultdict(Counter)

    def add(self, analysis: Analysis, spool: Spool) -> None:
        key = group_key(analysis, self._by, self._spellings)
        group = self._groups[key]
        group.articles += 1
        group.passages += len(analysis.passages)
        self._models.add((analysis.model.id, analysis.model.taxonomy))
        self._add_statements(analysis, group)
        for term, passage in quoted_terms(analysis):
            if passage.framing and passage.framing.label != "none":
                self._forms[term][" ".join(passage.text.split())] += 1
                self._framings[term][passage.framing.label] += 1
        spool.add(key, analysis.language, analysis.article.text, spans_of(analysis.passages))

    def _add_statements(self, analysis: Analysis, group: _Group) -> None:
        heard = statements(analysis)
        if not heard:
            return
        by_class = Counter(p.source_class.label for p in heard)
        group.vectors[tuple(by_class[label] for label in _LABELS)] += 1
        speakers: set[PartyKey] = set()
        edges: set[tuple[PartyKey, PartyKey]] = set()
        named = [(p, self._named(p.source, analysis), self._named(p.carrier, analysis)) for p in heard]
        sources = joined(source for _, source, _ in named if source)
        carriers = joined(carrier for _, _, carrier in named if carrier)
        for p, source, carrier in named:
            group.unsure[p.source_class.label] += p.abstained
            if source:
                key = sources[source.key]
                self._sources.add(source, p.source_class.label, key)
                if not source.proper:
                    self._described.add(source.key)
                if source.proper or key != source.key:
                    group.speakers[key] += 1
                    speakers.add(key)
            group.carried += p.carrier is not None
            if carrier:
                self._carriers.add(carrier, p.carrier_class.label if p.carrier_class else None, carriers[carrier.key])
            if source and carrier:
                group.edges[sources[source.key], carriers[carrier.key]] += 1
                edges.add((sources[source.key], carriers[carrier.key]))
        group.speaker_articles.update(speakers)
        group.edge_articles.update(edges)

    def _named(self, mention: Mention | None, analysis: Analysis) -> Named | None:
        return identify(mention, analysis.language, self._gazetteer) if mention else None

    def look_up(self, spool: Spool) -> None:
        index = TermIndex(self._forms)
        for key, language, text, spans in spool.texts():
            found = [(f.term, f.use) for f in index.find(text, language, spans)]
            terms = self._groups[key].terms
            for term, use in found:
                terms[term].occurrences[use] += 1
            for term, use in set(found):
                terms[term].articles[use] += 1

    def tables(self, seed: int, resamples: int) -> CorpusTables:
        ordered = sorted(self._groups, key=_alphabetical)
        return CorpusTables(
            by=self._by,
            articles=sum(g.articles for g in self._groups.values()),
            statements=sum(_statements(g) for g in self._groups.values()),
            seed=seed,
            resamples=resamples,
            models=tuple(sorted(self._models)),
            groups=self._table(
                "groups",
                dict.fromkeys(
                    ("articles", "articles_with_statements", "passages", "statements", "unsure", "carried"), "int64"
                ),
                ordered,
                lambda _, g: [
                    (g.articles, g.vectors.total(), g.passages, _statements(g), sum(g.unsure.values()), g.carried),
                ],
            ),
            source_mix=self._table(
                "source_mix",
                {"source_class": "string", "statements": "int64", "unsure": "int64"}
                | dict.fromkeys(("share", "low", "high"), "double"),
                ordered,
                lambda key, g: _mix(key, g, seed, resamples),
            ),
            speakers=self._table(
                "speakers",
                {"speaker": "string", "source_class": "string", "statements": "int64", "articles": "int64"},
                ordered,
                lambda _, g: self._speaker_rows(g),
            ),
            terms=self._table(
                "terms",
                {"term": "string", "stemmer": "string", "framing": "string"}
                | dict.fromkeys(("quoted", "speech", "plain", "articles_quoted", "articles_plain"), "int64")
                | {"quoted_share": "double"},
                ordered,
                lambda _, g: self._term_rows(g),
            ),
            network=self._table(
                "network",
                dict.fromkeys(("source", "source_class", "carrier", "carrier_class"), "string")
                | {"statements": "int64", "articles": "int64"},
                ordered,
                lambda _, g: self._edge_rows(g),
            ),
        )

    def _table(
        self,
        name: str,
        columns: dict[str, str],
        ordered: Sequence[Key],
        rows: Callable[[Key, _Group], Iterable[tuple[Any, ...]]],
    ) -> Table:
        every = tuple((*key, *row) for key in ordered for row in rows(key, self._groups[key]))
        # a field of the input may be called like a column of ours
        fields = {f"group_{name}" if name in columns else name: "string" for name in self._by}
        return Table(name, fields | columns, every)

    def _speaker_rows(self, group: _Group) -> Iterable[tuple[Any, ...]]:
        rows = [
            (self._sources.name(key), self._sources.label(key), count, group.speaker_articles[key])
            for key, count in group.speakers.items()
            # what is written small somewhere is no name where a sentence begins with it
            if key not in self._described
        ]
        return sorted(rows, key=lambda row: (-row[2], -row[3], row[0]))

    def _edge_rows(self, group: _Group) -> Iterable[tuple[Any, ...]]:
        rows = [
            (
                self._sources.name(source),
                self._sources.label(source),
                self._carriers.name(carrier),
                self._carriers.label(carrier),
                count,
                group.edge_articles[source, carrier],
            )
            for (source, carrier), count in group.edges.items()
        ]
        return sorted(rows, key=lambda row: (-row[4], -row[5], row[0], row[2]))

    def _term_rows(self, group: _Group) -> Iterable[tuple[Any, ...]]:
        rows = []
        for term, uses in group.terms.items():
            quoted, speech, plain = (uses.occurrences[use] for use in ("quoted", "speech", "plain"))
            share = quoted / (quoted + plain) if quoted + plain else None
            articles = uses.articles["quoted"], uses.articles["plain"]
            form, framing = _commonest(self._forms[term]), _commonest(self._framings[term])
            rows.append((form, term.family, framing, quoted, speech, plain, *articles, share))
        return sorted(rows, key=lambda row: (-row[3], -row[5], row[0], row[1]))


def _alphabetical(key: Key) -> tuple[tuple[bool, str, str], ...]:
    """Letter case last, and what is not known after the rest."""
    return tuple((value is None, (value or "").casefold(), value or "") for value in key)


def _mix(key: Key, group: _Group, seed: int, resamples: int) -> list[tuple[Any, ...]]:
    total = _statements(group)
    name = "\x1f".join(value or "\0" for value in key)
    intervals = share_intervals(group.vectors, seed=seed, name=name, resamples=resamples)
    rows: list[tuple[Any, ...]] = []
    for n, label in enumerate(_LABELS):
        count = sum(vector[n] * times for vector, times in group.vectors.items())
        if count:
            bounds = (None, None) if intervals is None else (intervals[n].low, intervals[n].high)
            rows.append((label, count, group.unsure[label], count / total, *bounds))
    return sorted(rows, key=lambda row: -row[1])


def _statements(group: _Group) -> int:
    return sum(sum(vector) * times for vector, times in group.vectors.items())


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], text))
