"""Rows of a table or JSON file as articles: which fields there are, and what is wrong with a row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from framing.article import Article
from framing.errors import InputError
from framing.languages.detect import normalise_language

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT: Final = "text"
_NAMES: Final = {
    "id": ("id", "doc_id"),
    "language": ("language", "lang"),
    "title": ("title",),
    "outlet": ("outlet",),
    "date": ("date",),
    "url": ("url",),
}
"""Fields of an article and the names that they go by in files, the first that has a value counts."""


def article_from_row(row: Mapping[str, Any], default_id: str, max_bytes: int) -> Article:
    """Make an article of a row; fields without a place of their own go into ``metadata``.

    Names of fields are read without regard to case and outer white space.

    Raises:
        InputError: there is no text, or a field is of the wrong kind.

    """
    fields = {str(name).strip().lower(): value for name, value in row.items() if not _is_missing(value)}
    text = _checked_text(fields.pop(TEXT, None), max_bytes)
    found = {field: _pop_first(fields, names) for field, names in _NAMES.items()}
    language = found["language"]
    try:
        found["language"] = normalise_language(language, text) if language else None
    except ValueError as error:
        raise InputError(f"language: {error}; give one such as nb, nn, en, or leave it out") from error
    return Article(
        id=found["id"] or default_id,
        text=text,
        language=found["language"],
        title=found["title"],
        outlet=found["outlet"],
        date=found["date"],
        url=found["url"],
        metadata=fields,
    )


def _checked_text(text: Any, max_bytes: int) -> str:
    if text is None:
        raise InputError("no field 'text', or it is empty; every row needs the article's text there")
    if not isinstance(text, str):
        raise InputError(f"'text' is a {type(text).__name__}, not a string; put the article's text there")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InputError(f"'text' has half a surrogate pair at character {error.start}; repair the export") from error
    if size > max_bytes:
        raise InputError(f"'text' is longer than {max_bytes} bytes; split it, or raise max_bytes")
    return text


def _pop_first(fields: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        if name in fields:
            value = fields[name]
            if isinstance(value, (dict, list)):
                raise InputError(f"{name!r} is a {type(value).__name__}; give a string")
            del fields[name]
            is_time = isinstance(value, (dt.date, dt.time))
            return value.isoformat() if is_time else str(value).strip()
    return None


def _is_missing(value: Any) -> bool:
    """Tell whether a field has no value: null, an empty string, or the NaN that data frames write for it."""
    return value is None or (isinstance(value, str) and not value.strip()) or value != value
