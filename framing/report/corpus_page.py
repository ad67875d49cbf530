"""A corpus on one page: figures, and the first rows of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from framing.aggregate.bootstrap import FEWEST
from framing.aggregate.corpus import CorpusTables
from framing.aggregate.table import Table
from framing.report.corpus_figures import COLOURS, INK, LINKS, group_name, heaviest_links, most_quoted
from framing.report.facts import Fact, first_facts
from framing.report.inline_svg import inline_svg
from framing.report.templates import AGGREGATE_STYLE, render
from framing.report.texts import Texts, load_aggregate_texts
from framing.taxonomy import SOURCE_CLASSES

ROWS: Final = 100
"""Rows of a table on the page; the files have all."""

_HEADINGS: Final = {"source_mix": "mix", "speakers": "speakers", "terms": "terms_section", "network": "network"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column on the page: its heading, and whether its cells are figures."""

    heading: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a table under a heading, and a figure where there is one."""

    id: str
    heading: str
    note: str
    figure: Any
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    classes: tuple[str, ...]
    """The source classes whose colours the figure uses without naming them."""
    files: tuple[tuple[str, str], ...]
    """Files with all of it: kind and address."""


def render_corpus(
    corpus: CorpusTables, figures: Mapping[str, bytes], *, interface: str = "nb", parquet: bool = True
) -> str:
    """Render the page: self-contained, no script; ``figures`` are SVG files by name.

    Files beside the page are linked: CSV always, Parquet where ``parquet`` says so, and those of the figures given.

    Raises:
        UsageError: there are no texts in the interface language.

    """
    from markupsafe import Markup

    texts = load_aggregate_texts(interface)
    colours = {colour: f"var(--{label})" for label, colour in COLOURS.items()} | {INK: "currentColor"}
    inline = {
        # made by inline_svg, which escapes what comes from articles
        name: Markup(inline_svg(file, name, texts[_HEADINGS[name]], colours))  # noqa: S704
        for name, file in figures.items()
    }
    return render(
        "corpus.html",
        AGGREGATE_STYLE,
        t=texts,
        heading=texts["corpus_title"],
        limits=texts["limits"] + texts["limits_aggregate"],
        models=corpus.models,
        corpus=corpus,
        by=_by(corpus, texts),
        facts=_facts(corpus, texts),
        sections=_sections(corpus, texts, inline, [".csv", *([".parquet"] if parquet else [])]),
    )


def _facts(corpus: CorpusTables, texts: Texts) -> tuple[Fact, ...]:
    classes = _summed(corpus.source_mix, "source_class", "statements")
    quoted = _summed(corpus.speakers, "speaker", "statements")
    carriers = _summed(corpus.network, "carrier", "statements")
    groups = corpus.groups.records()
    carried, unsure = (sum(row[name] for row in groups) for name in ("carried", "unsure"))
    return first_facts(corpus.statements, classes, quoted, carriers, carried, unsure, texts)


def _summed(table: Table, column: str, figure: str) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for row in table.records():
        totals[row[column]] += row[figure]
    return dict(totals.most_common())


def _by(corpus: CorpusTables, texts: Texts) -> str:
    return ", ".join(str(texts["fields"].get(name, name)) for name in corpus.by)


def _sections(corpus: CorpusTables, texts: Texts, figures: Mapping[str, Any], suffixes: Sequence[str]) -> list[Section]:
    coloured = {
        "speakers": {label for _, label, _ in most_quoted(corpus)},
        "network": {label for (_, label, _), _ in heaviest_links(corpus)},
    }

    def source_class(label: str | None) -> str:
        return texts.name("source_class", label) if label in SOURCE_CLASSES else ""

    def source_classes(label: str) -> str:
        return texts.plural(label) if label in SOURCE_CLASSES else ""

    def carrier_class(label: str | None) -> str:
        return texts.name("carrier_class", label) if label else ""

    def section(table: Table, key: str, note: str, columns: Sequence[Column], cells: Any, first: Any = None) -> Section:
        width = len(corpus.by)
        ordered = table.rows if first is None else tuple(sorted(table.rows, key=first))
        rows = tuple(
            (group_name(row[:width], corpus.by, texts), *map(str, cells(*row[width:]))) for row in ordered[:ROWS]
        )
        heads = (Column(texts["group"]), *columns)
        figure = figures.get(table.name)
        used = coloured.get(table.name, set()) if figure else set()
        files = [(suffix[1:].upper(), f"tables/{table.name}{suffix}") for suffix in suffixes]
        files += [(name, f"figures/{table.name}.{name.lower()}") for name in ("PNG", "SVG") if figure]
        return Section(
            id=table.name,
            heading=texts[key],
            note=note,
            figure=figure,
            columns=heads,
            rows=rows,
            total=len(ordered),
            classes=tuple(label for label in SOURCE_CLASSES if label in used),
            files=tuple(files),
        )

    def number(key: str) -> Column:
        return Column(texts[key], number=True)

    width = len(corpus.by)
    interval = texts["interval"]
    return [
        section(
            corpus.source_mix,
            "mix",
            str(texts["mix_note"]).format(corpus.resamples, corpus.seed, FEWEST),
            [
                Column(texts["class"]),
                number("statement_count"),
                number("unsure"),
                number("share"),
                Column(interval, True),
            ],
            lambda label, count, unsure, share, low, high: (
                source_classes(label),
                count,
                unsure,
                _percent(share, texts),
                "" if low is None else f"{round(100 * low)}–{_percent(high, texts)}",
            ),
        ),
        section(
            corpus.terms,
            "terms_section",
            texts["terms_section_note"],
            [
                Column(texts["term"]),
                Column(texts["framing_short"]),
                number("quoted_column"),
                number("plain_column"),
                number("speech_column"),
            ],
            lambda term, _, framing, quoted, speech, plain, *__: (
                term,
                texts.name("framing", framing),
                quoted,
                plain,
                speech,
            ),
            lambda row: -row[width + 3],
        ),
        section(
            corpus.speakers,
            "speakers",
            texts["speakers_note"],
            [Column(texts["speaker"]), Column(texts["class"]), number("statement_count"), number("articles")],
            lambda name, label, count, articles: (name, source_class(label), count, articles),
            lambda row: (-row[width + 2], -row[width + 3]),
        ),
        section(
            corpus.network,
            "network",
            str(texts["network_note"]).format(LINKS),
            [
                Column(texts["source"]),
                Column(texts["class"]),
                Column(texts["carrier"]),
                Column(texts["class"]),
                number("statement_count"),
                number("articles"),
            ],
            lambda source, a, carrier, b, count, articles: (
                source,
                source_class(a),
                carrier,
                carrier_class(b),
                count,
                articles,
            ),
            lambda row: (-row[width + 4], -row[width + 5]),
        ),
        section(
            corpus.groups,
            "groups",
            "",
            [number(key) for key in ("articles", "passages_count", "statement_count", "unsure", "carried")],
            lambda articles, _, passages, count, unsure, carried: (articles, passages, count, unsure, carried),
        ),
    ]


def _percent(share: float, texts: Texts) -> str:
    return str(texts["percent"]).format(round(100 * share))
