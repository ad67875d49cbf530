"""A corpus written to a folder: tables, figures, and one page over all."""

from __future__ import annotations

import csv
import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.aggregate.bootstrap import FEWEST
from framing.aggregate.corpus import CorpusTables
from framing.aggregate.table import Table
from framing.errors import UsageError
from framing.report.aggregate_page import load_page_texts, render_page
from framing.report.corpus_figures import COLOURS, INK, LINKS, draw_figures, group_name
from framing.report.inline_svg import inline_svg, svg_bytes
from framing.report.legible import without_surrogates
from framing.report.tabular import spreadsheet_cell
from framing.report.texts import Texts
from framing.taxonomy import SOURCE_CLASSES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_log = logging.getLogger(__name__)

ROWS: Final = 100
"""Rows of a table on the page; the files have all."""

_DOTS_PER_INCH: Final = 150


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


def write_corpus(corpus: CorpusTables, folder: Path, *, interface: str = "nb") -> None:
    """Write ``index.html``, ``tables/*.csv`` and ``.parquet``, ``figures/*.png`` and ``.svg``.

    Parquet needs the extra ``parquet``, figures the extra ``plots``; without them the rest is written.

    Raises:
        UsageError: the folder cannot be written, or there are no texts in the interface language.

    """
    texts = load_page_texts(interface)
    try:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        for table in corpus.tables:
            _write_csv(table, folder / "tables" / f"{table.name}.csv")
            _write_parquet(table, folder / "tables" / f"{table.name}.parquet")
        figures = _figures(corpus, texts)
        vectors = {name: svg_bytes(figure) for name, figure in figures.items()}
        if figures:
            (folder / "figures").mkdir(exist_ok=True)
        for name, figure in figures.items():
            (folder / "figures" / f"{name}.svg").write_bytes(vectors[name])
            figure.savefig(folder / "figures" / f"{name}.png", dpi=_DOTS_PER_INCH, facecolor="white")
        page = render_corpus(corpus, vectors, interface=interface)
        (folder / "index.html").write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder with -o") from error


def render_corpus(corpus: CorpusTables, figures: dict[str, bytes], *, interface: str = "nb") -> str:
    """Render the page: self-contained, no script; ``figures`` are SVG files by name.

    Raises:
        UsageError: there are no texts in the interface language.

    """
    from markupsafe import Markup

    texts = load_page_texts(interface)
    colours = {colour: f"var(--{label})" for label, colour in COLOURS.items()} | {INK: "currentColor"}
    inline = {
        # made by inline_svg, which escapes what comes from articles
        name: Markup(inline_svg(file, name, texts[_HEADINGS[name]], colours))  # noqa: S704
        for name, file in figures.items()
    }
    heard = {row["source_class"] for row in corpus.source_mix.records()}
    return render_page(
        "corpus.html",
        texts,
        corpus=corpus,
        by=_by(corpus, texts),
        sections=_sections(corpus, texts, inline),
        classes=[label for label in SOURCE_CLASSES if label in heard],
    )


_HEADINGS: Final = {"source_mix": "mix", "speakers": "speakers", "terms": "terms_section", "network": "network"}


def _figures(corpus: CorpusTables, texts: Texts) -> dict[str, Figure]:
    try:
        with warnings.catch_warnings():
            # letters that matplotlib's font lacks; the page shows them in the reader's own
            warnings.simplefilter("ignore")
            return draw_figures(corpus, texts)
    except ImportError:
        _log.warning("no figures: they need an extra: pip install 'framing[plots]'")
        return {}


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="replace") as stream:
        writer = csv.writer(stream)
        writer.writerow(spreadsheet_cell(name) for name in table.columns)
        writer.writerows([spreadsheet_cell(value) for value in row] for row in table.rows)


def _write_parquet(table: Table, path: Path) -> None:
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ImportError:
        _log.warning("%s: not written, Parquet needs an extra: pip install 'framing[parquet]'", path.name)
        return
    rows = [{k: without_surrogates(v) if isinstance(v, str) else v for k, v in row.items()} for row in table.records()]
    write_table(pa.Table.from_pylist(rows, pa.schema(list(table.columns.items()))), path)


def _by(corpus: CorpusTables, texts: Texts) -> str:
    return ", ".join(str(texts["fields"].get(name, name)) for name in corpus.by)


def _sections(corpus: CorpusTables, texts: Texts, figures: dict[str, Any]) -> list[Section]:
    def source_class(label: str | None) -> str:
        return texts.name("source_class", label) if label in SOURCE_CLASSES else ""

    def carrier_class(label: str | None) -> str:
        return texts.name("carrier_class", label) if label else ""

    def section(table: Table, key: str, note: str, columns: Sequence[Column], cells: Any, first: Any = None) -> Section:
        width = len(corpus.by)
        ordered = table.rows if first is None else tuple(sorted(table.rows, key=first))
        rows = tuple(
            (group_name(row[:width], corpus.by, texts), *map(str, cells(*row[width:]))) for row in ordered[:ROWS]
        )
        heads = (Column(texts["group"]), *columns)
        return Section(table.name, texts[key], note, figures.get(table.name), heads, rows, len(ordered))

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
                source_class(label),
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
            [number("articles"), number("passages_count"), number("statement_count"), number("unsure")],
            lambda articles, _, passages, count, unsure: (articles, passages, count, unsure),
        ),
    ]


def _percent(share: float, texts: Texts) -> str:
    return str(texts["percent"]).format(round(100 * share))
