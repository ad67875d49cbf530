"""Analyses as tables, one row per passage: CSV and Parquet with the same columns in the same order."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

from framing.article import Analysis, Label, Passage
from framing.errors import UsageError
from framing.report.legible import without_surrogates

COLUMNS: Final[dict[str, str]] = {
    "id": "string",
    "language": "string",
    "outlet": "string",
    "date": "string",
    "title": "string",
    "start": "int32",
    "end": "int32",
    "text": "string",
    "kind": "string",
    "source": "string",
    "source_name": "string",
    "source_class": "string",
    "source_probability": "double",
    "carrier": "string",
    "carrier_class": "string",
    "cue": "string",
    "cue_stance": "string",
    "framing": "string",
    "framing_probability": "double",
    "abstained": "bool",
    "why": "list<string>",
}
"""Column names and their Arrow types; ``start`` and ``end`` are code points into the article's text."""

ROW_GROUP: Final = 8192
"""Passages in one Parquet row group, and so the most that are held in memory."""

WHY_SEPARATOR: Final = " | "
"""What stands between the lines of ``why`` in CSV, which has no lists."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def write_csv(analyses: Iterable[Analysis], stream: TextIO) -> None:
    r"""Write CSV (RFC 4180) with a header, row by row; open ``stream`` with ``newline=""``.

    A cell that a spreadsheet could run as a formula gets an apostrophe in front. To have the exact value back,
    take one apostrophe off every cell that matches ``^'+[=+\-@\t\r\n＝＋－＠]``. Lone surrogates become U+FFFD.
    """
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in _rows(analyses):
        writer.writerow([spreadsheet_cell(value) for value in row.values()])


def write_parquet(analyses: Iterable[Analysis], target: Path | BinaryIO) -> None:
    """Write Parquet in row groups of ``ROW_GROUP`` passages; lone surrogates become U+FFFD.

    Args:
        analyses: what to write, in order; none at all gives an empty table with all columns.
        target: a path, or a file opened for writing bytes.

    Raises:
        UsageError: pyarrow is not installed.

    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise UsageError("writing Parquet needs an extra: pip install 'framing[parquet]'") from error
    strings = pa.list_(pa.string())
    schema = pa.schema([(name, strings if kind == "list<string>" else kind) for name, kind in COLUMNS.items()])
    rows = _rows(analyses)
    with ParquetWriter(target, schema) as writer:
        while group := list(islice(rows, ROW_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema))


def _rows(analyses: Iterable[Analysis]) -> Iterator[dict[str, Any]]:
    return chain.from_iterable(map(_article_rows, analyses))


def _article_rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    article = analysis.article
    head = {
        "id": article.id,
        "language": analysis.language,
        "outlet": article.outlet,
        "date": article.date,
        "title": article.title,
    }
    for passage in analysis.passages:
        row = head | _passage_row(passage)
        yield {name: without_surrogates(v) if isinstance(v, str) else v for name, v in row.items()}


def _passage_row(passage: Passage) -> dict[str, Any]:
    source, carrier, cue = passage.source, passage.carrier, passage.cue
    return {
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "kind": passage.kind,
        "source": source.text if source else None,
        "source_name": source.name if source else None,
        "source_class": passage.source_class.label,
        "source_probability": _probability(passage.source_class),
        "carrier": carrier.text if carrier else None,
        "carrier_class": passage.carrier_class.label if passage.carrier_class else None,
        "cue": cue.text if cue else None,
        "cue_stance": cue.stance if cue else None,
        "framing": passage.framing.label if passage.framing else None,
        "framing_probability": _probability(passage.framing),
        "abstained": passage.abstained,
        "why": [without_surrogates(line) for line in passage.why],
    }


def _probability(label: Label | None) -> float | None:
    return None if label is None or label.probability is None else round(label.probability, 4)


def spreadsheet_cell(value: Any) -> Any:
    """A value as CSV holds it.

    Excel, LibreOffice and Google Sheets evaluate a cell that begins with one of ``= + - @``, also after a tab or a
    line break, and some their full-width forms; quoting does not stop them, a leading apostrophe does (OWASP, CSV
    Injection). Cells where apostrophes already stand in front get one more, so that the mark can be undone.
    """
    if isinstance(value, list):
        value = WHY_SEPARATOR.join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value
