"""BABE (Spinde et al., 2021): news sentences that experts called biased or not, with the biased words."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from framing.corpus.importers.attributed import attempt, each_row
from framing.corpus.json_lines import json_lines
from framing.corpus.rows import pieces
from framing.corpus.sentences import BiasSentence
from framing.errors import DataError
from framing.readers.failure import InputFailure

_LABELS: Final = {"biased": "biased", "non-biased": "neutral", "1": "biased", "0": "neutral"}


def read_babe(path: Path, language: str | None) -> Iterator[BiasSentence | InputFailure]:
    """Read ``final_labels_SG1.csv`` or ``SG2.csv``, the CSV of the newer release, or the same as JSON Lines.

    Sentences on which the experts did not agree are failures. Sentences of one article are a group.

    Raises:
        DataError: the file is no table with a text and a label.

    """
    if not path.is_file():
        raise DataError(f"{path}: no file; give final_labels_SG2.csv or the like")

    def make(row: Mapping[str, Any], place: str) -> BiasSentence:
        return _sentence(row, place, language or "en")

    if ".csv" not in path.suffixes:
        return each_row(json_lines(path), make)
    return (attempt(place, make, row, place) for place, row in _table(path))


def _table(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        delimiter = ";" if ";" in lines.readline() else ","
        lines.seek(0)
        rows = csv.DictReader(lines, delimiter=delimiter)
        if "text" not in (rows.fieldnames or ()):
            raise DataError(f"{path}: no column 'text'; is it BABE?")
        for row in rows:
            yield f"{path}:{rows.line_num}", row


def _sentence(row: Mapping[str, Any], place: str, language: str) -> BiasSentence:
    text = str(row["text"])
    given = str(row["label_bias"] if "label_bias" in row else row["label"]).strip()
    label = _LABELS.get(given.lower())
    if label is None:
        raise DataError(f"labelled {given!r}; only biased and non-biased are imported")
    name = str(row.get("id") or row.get("uuid") or f"babe-{Path(place).name.rpartition(':')[2]}")
    spans = [span[:2] for span in row["spans"]] if "spans" in row else _places(text, row.get("biased_words") or "[]")
    return BiasSentence(
        name,
        language,
        text,
        label,
        str(row.get("news_link") or row.get("url") or name),
        pieces(spans, text),
        row.get("outlet") or None,
    )


def _places(text: str, listed: str) -> list[tuple[int, int]]:
    """Where the words of a printed Python list stand in the text, as whole words; those that do not are left out."""
    words = ast.literal_eval(listed)
    found = (re.search(rf"(?<!\w){re.escape(str(word))}(?!\w)", text, re.IGNORECASE) for word in words)
    return sorted({match.span() for match in found if match is not None})
