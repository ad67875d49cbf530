"""Which group of a corpus an article belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from framing.article import Analysis
from framing.errors import UsageError

Key = tuple[str | None, ...]
"""One value for each field that the corpus is divided by; None where an article does not have it."""

_PERIODS: Final = {"year": 4, "month": 7, "day": 10}
"""Characters of an ISO 8601 date that name the period."""

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?!\d)")


def parse_fields(by: str) -> tuple[str, ...]:
    """The fields that ``outlet,month`` names, in that order.

    Besides ``outlet``, ``language``, ``year``, ``month`` and ``day``, any column of the input is a field.

    Raises:
        UsageError: a name is empty or stands there twice.

    """
    fields = tuple(name.strip().lower() for name in by.split(","))
    if not all(fields):
        raise UsageError(f"--by {by!r}: a field has no name; write them as in outlet,month")
    if len(set(fields)) < len(fields):
        raise UsageError(f"--by {by!r}: a field stands there twice; name each once")
    return fields


def group_key(analysis: Analysis, fields: Sequence[str], spellings: dict[tuple[str, str], str] | None = None) -> Key:
    """The group that an article belongs to.

    With ``spellings`` values that differ in nothing but capitals ("VG", "Vg") are one group, under the spelling met
    first in that field; the mapping is added to.
    """
    values = [_value(analysis, name) for name in fields]
    if spellings is None:
        return tuple(values)
    return tuple(
        None if v is None else spellings.setdefault((name, v.casefold()), v)
        for name, v in zip(fields, values, strict=True)
    )


def _value(analysis: Analysis, name: str) -> str | None:
    article = analysis.article
    if name == "language":
        return analysis.language
    if name == "outlet":
        return article.outlet
    if name in _PERIODS:
        length = _PERIODS[name]
        date = _DATE.match(article.date or "")
        return date[0][:length] if date and len(date[0]) >= length else None
    value = article.metadata.get(name)
    return None if value is None else str(value)
