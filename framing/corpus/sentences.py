"""Sentences labelled as biased or neutral: pairs of a neutral sentence and its biased rewrite, or sentences alone.

A line of JSON is a pair (``id``, ``language``, ``neutral``, ``biased``, ``words``: the biased ones) or a sentence
(``id``, ``language``, ``text``, ``label``, and where known ``spans``, ``outlet``, ``group``, ``split``, ``types``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from framing.corpus.json_lines import json_lines
from framing.corpus.rows import pieces
from framing.corpus.splits import SPLITS
from framing.errors import DataError
from framing.readers.failure import InputFailure

BIAS_LABELS: Final = ("neutral", "biased")


@dataclass(frozen=True, slots=True)
class BiasSentence:
    """A sentence, whether its wording is biased, and where.

    Sentences of one ``group`` (a pair, an article) never stand on both sides of a fold. ``types`` are the kinds of
    bias or persuasion that the corpus it comes from tells apart.
    """

    id: str
    language: str
    text: str
    label: str
    group: str
    spans: tuple[tuple[int, int], ...] = ()
    outlet: str | None = None
    split: str | None = None
    types: tuple[str, ...] = ()


def read_sentences(path: Path) -> list[BiasSentence]:
    """Read pairs, sentences, or both; of a pair the neutral sentence comes first.

    Raises:
        DataError: there is no such file, a line is broken, or a biased word does not stand in its sentence.

    """
    if not path.is_file():
        raise DataError(f"{path}: no such file of sentence pairs or sentences")
    sentences: list[BiasSentence] = []
    for place, row in json_lines(path):
        if isinstance(row, InputFailure):
            raise DataError(str(row))
        try:
            sentences.extend([_sentence(row)] if "text" in row else _pair(row))
        except (ValueError, KeyError, TypeError, DataError) as error:
            what = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise DataError(f"{place}: neither a sentence pair nor a sentence ({what})") from error
    return sentences


def sentence_to_row(sentence: BiasSentence) -> dict[str, Any]:
    """The row that :func:`read_sentences` reads back."""
    row: dict[str, Any] = {
        "id": sentence.id,
        "language": sentence.language,
        "text": sentence.text,
        "label": sentence.label,
        "group": sentence.group,
    }
    optional = {"spans": sentence.spans, "outlet": sentence.outlet, "split": sentence.split, "types": sentence.types}
    return row | {key: value for key, value in optional.items() if value}


def _sentence(row: Mapping[str, Any]) -> BiasSentence:
    if row["label"] not in BIAS_LABELS:
        raise DataError(f"unknown label {row['label']!r}; known: {', '.join(BIAS_LABELS)}")
    text, name, split = str(row["text"]), str(row["id"]), row.get("split")
    return BiasSentence(
        name,
        str(row["language"]),
        text,
        row["label"],
        str(row.get("group") or name),
        pieces(row.get("spans") or (), text),
        row.get("outlet"),
        split if split in SPLITS else None,
        tuple(row.get("types") or ()),
    )


def _pair(row: Mapping[str, Any]) -> Iterator[BiasSentence]:
    name, language, biased = str(row["id"]), row["language"], row["biased"]
    places = [(biased.index(word), len(word)) for word in row["words"]]
    yield BiasSentence(f"{name}-neutral", language, row["neutral"], "neutral", name)
    spans = tuple((start, start + length) for start, length in places)
    yield BiasSentence(f"{name}-biased", language, biased, "biased", name, spans)
