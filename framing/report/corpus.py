"""A corpus written to a folder: tables, figures, and one page over all."""

from __future__ import annotations

import csv
import logging
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from framing.aggregate.corpus import CorpusTables
from framing.aggregate.table import Table
from framing.errors import UsageError
from framing.report.corpus_figures import draw_figures
from framing.report.corpus_page import render_corpus
from framing.report.inline_svg import svg_bytes
from framing.report.legible import without_surrogates
from framing.report.tabular import spreadsheet_cell
from framing.report.texts import Texts, load_aggregate_texts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_log = logging.getLogger(__name__)

_DOTS_PER_INCH: Final = 150


def write_corpus(corpus: CorpusTables, folder: Path, *, interface: str = "nb") -> None:
    """Write ``index.html``, ``tables/*.csv`` and ``.parquet``, ``figures/*.png`` and ``.svg``.

    Parquet needs the extra ``parquet``, figures the extra ``plots``; without them the rest is written.

    Raises:
        UsageError: the folder cannot be written, or there are no texts in the interface language.

    """
    texts = load_aggregate_texts(interface)
    try:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        for table in corpus.tables:
            _write_csv(table, folder / "tables" / f"{table.name}.csv")
        parquet = _write_parquet(corpus.tables, folder / "tables")
        figures = _figures(corpus, texts)
        vectors = {name: svg_bytes(figure) for name, figure in figures.items()}
        if figures:
            (folder / "figures").mkdir(exist_ok=True)
        for name, figure in figures.items():
            (folder / "figures" / f"{name}.svg").write_bytes(vectors[name])
            figure.savefig(folder / "figures" / f"{name}.png", dpi=_DOTS_PER_INCH, facecolor="white")
        page = render_corpus(corpus, vectors, interface=interface, parquet=parquet)
        (folder / "index.html").write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder with -o") from error


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


def _write_parquet(tables: Iterable[Table], folder: Path) -> bool:
    """Write the tables, if the extra is there."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ImportError:
        _log.warning("no Parquet: it needs an extra: pip install 'framing[parquet]'")
        return False
    for table in tables:
        rows = [
            {k: without_surrogates(v) if isinstance(v, str) else v for k, v in row.items()} for row in table.records()
        ]
        schema = pa.schema(list(table.columns.items()))
        write_table(pa.Table.from_pylist(rows, schema), folder / f"{table.name}.parquet")
    return True
