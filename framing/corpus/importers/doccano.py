"""doccano's JSONL export of sequence labelling, with relations or without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from framing.corpus.importers.attributed import attempt, each_row, row_article
from framing.corpus.importers.regions import Marking, Region, annotated_article, annotated_layers, make_region
from framing.corpus.json_lines import json_lines
from framing.corpus.loader import AnnotatedArticle
from framing.errors import DataError
from framing.readers.failure import InputFailure


def read_doccano(path: Path, language: str | None) -> Iterator[AnnotatedArticle | InputFailure]:
    """Read an export; what doccano keeps as metadata (``id``, ``outlet``, ``date`` …) stands in the row itself.

    Offsets are as doccano counts without its option for grapheme clusters: in UTF-16 code units.

    Raises:
        DataError: the file cannot be read.

    """
    if not path.is_file():
        raise DataError(f"{path}: no file; give the JSONL file that doccano exported")

    def make(row: dict[str, Any], place: str) -> tuple[str, Marking]:
        return place, _marking(row, place, language)

    return marked_articles(each_row(json_lines(path), make))


def marked_articles(
    outcomes: Iterator[tuple[str, Marking] | InputFailure],
) -> Iterator[AnnotatedArticle | InputFailure]:
    """The annotated articles of a whole export, which is read to its end first: only then is known what it labels."""
    read = list(outcomes)
    layers = annotated_layers(outcome[1] for outcome in read if not isinstance(outcome, InputFailure))
    for outcome in read:
        if isinstance(outcome, InputFailure):
            yield outcome
        else:
            place, marking = outcome
            yield attempt(place, annotated_article, marking, layers)


def code_points(text: str) -> list[int]:
    """The code point at which each UTF-16 code unit of ``text`` stands, and one past the last."""
    offsets = [k for k, character in enumerate(text) for _ in range(2 if ord(character) > 0xFFFF else 1)]
    return [*offsets, len(text)]


def _marking(row: dict[str, Any], place: str, language: str | None) -> Marking:
    article = row_article(
        {k: v for k, v in row.items() if k not in ("entities", "relations", "label")}, place, language
    )
    units = code_points(article.text)
    regions = tuple(_region(entity, units, k) for k, entity in enumerate(row.get("entities", row.get("label", ()))))
    links = tuple((str(link["from_id"]), str(link["to_id"])) for link in row.get("relations", ()))
    return Marking(article, regions, links, row.get("split"))


def _region(entity: dict[str, Any] | Sequence[Any], units: Sequence[int], number: int) -> Region:
    """A region of ``{"id", "start_offset", "end_offset", "label"}``, or of ``[start, end, label]``."""
    if isinstance(entity, dict):
        name, start, end = str(entity["id"]), entity["start_offset"], entity["end_offset"]
        label = entity["label"]
    else:
        name, (start, end, label) = str(number), entity
    if not 0 <= start < end < len(units):
        raise DataError(f"offsets {start}-{end} are none in a text of {len(units) - 1} UTF-16 code units")
    return make_region(name, units[start], units[end], [label])
