"""Annotations that stand apart from their texts, for articles that may not be passed on.

A row is that of :mod:`framing.corpus.rows` without any word of the article: offsets and labels, and ``text_sha256``,
the SHA-256 of the text in UTF-8. Whoever has the texts joins the two; the checksum proves that they are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from framing.corpus.json_lines import json_lines
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.rows import article_from_row, article_to_row
from framing.errors import DataError
from framing.readers.failure import InputFailure
from framing.readers.inputs import read_inputs

CHECKSUM: Final = "text_sha256"
_WORDS: Final = ("text", "title")


def detach(article: AnnotatedArticle) -> dict[str, Any]:
    """The annotations of an article, without a word of it."""
    row = _without_words(article_to_row(article))
    return {**row, CHECKSUM: _checksum(article.article.text)}


def attach(annotations: Iterable[Path], texts: Iterable[Path]) -> Iterator[AnnotatedArticle | InputFailure]:
    """Join annotations with the texts they were made on, by id, or say why one has no text.

    Args:
        annotations: files as :func:`detach` writes them, a row a line.
        texts: files or folders of articles, as ``framing score`` reads them; articles without annotations are
            passed over.

    Raises:
        DataError: a file cannot be read.

    """
    rows: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in annotations:
        for place, row in json_lines(path):
            if isinstance(row, InputFailure):
                yield row
            elif "doc_id" not in row or CHECKSUM not in row:
                yield InputFailure(place, f"no annotations that stand apart (no doc_id or {CHECKSUM})")
            else:
                rows[str(row["doc_id"])] = (place, row)
    wanted = {str(row[CHECKSUM]): name for name, (_, row) in rows.items()}
    found: dict[str, str] = {}
    other: set[str] = set()
    for outcome in read_inputs([str(path) for path in texts]):
        if isinstance(outcome, InputFailure):
            yield outcome
        elif (name := wanted.get(_checksum(outcome.text))) is not None:
            found[name] = outcome.text
        elif outcome.id in rows:
            other.add(outcome.id)
    for name, (place, row) in rows.items():
        yield _joined(place, row, found.get(name), is_other=name in other)


def _joined(place: str, row: dict[str, Any], text: str | None, *, is_other: bool) -> AnnotatedArticle | InputFailure:
    name = row["doc_id"]
    if text is None:
        why = "the text of that id is another one" if is_other else "no text for it"
        return InputFailure(place, f"{name}: {why}; annotations fit only the text with their {CHECKSUM}")
    try:
        return article_from_row({**row, "text": text})
    except (ValueError, KeyError, TypeError, DataError) as error:
        return InputFailure(place, f"{name}: not an annotated article ({error})")


def _without_words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_words(inner) for key, inner in value.items() if key not in _WORDS}
    if isinstance(value, list | tuple):
        return [_without_words(inner) for inner in value]
    return value


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
