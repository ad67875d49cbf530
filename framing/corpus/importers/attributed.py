"""Corpora of attributions: what their importers share, and JSON Lines with attributions as they are.

A line is ``{"id", "lang", "text", "attributions": [{"content", "source", "cue"}]}``, each part a list of
``[start, end]``; it may have ``outlet``, ``date``, ``title``, ``url`` and ``split``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from framing.article import Article
from framing.corpus.importers.spans import PassageCutter
from framing.corpus.json_lines import json_lines
from framing.corpus.loader import AnnotatedArticle, Attribution
from framing.corpus.rows import attribution_from_row
from framing.corpus.splits import SPLITS
from framing.errors import DataError, InputError
from framing.languages.detect import normalise_language
from framing.pipeline import article_language
from framing.readers.failure import InputFailure
from framing.readers.rows import article_from_row

Made = TypeVar("Made")
_LONGEST = 20_000_000


def attributed(article: Article, attributions: Sequence[Attribution], split: str | None) -> AnnotatedArticle:
    """An article with attributions and the passages cut from them; no layer of labels is claimed for it."""
    cutter = PassageCutter(article.text, article.language or "")
    whole = tuple(replace(a, form=cutter.form(a.content)) for a in attributions)
    return AnnotatedArticle(
        article,
        cutter.cut(whole),
        event=article.id,
        split=split if split in SPLITS else None,
        layers=frozenset(),
        attributions=whole,
    )


def read_attributions(path: Path, language: str | None) -> Iterator[AnnotatedArticle | InputFailure]:
    """Read JSON Lines with attributions.

    Raises:
        DataError: the file cannot be read.

    """

    def make(row: dict[str, Any], place: str) -> AnnotatedArticle:
        article = row_article(row, place, language)
        types = [a.get("type") or a.get("rule") or "" for a in row["attributions"]]
        found = [
            replace(attribution_from_row(a, article.text), type=kind)
            for a, kind in zip(row["attributions"], types, strict=True)
        ]
        return attributed(article, found, row.get("split"))

    return each_row(json_lines(path), make)


def row_article(row: dict[str, Any], place: str, language: str | None) -> Article:
    """The article of a row, as ``framing score`` reads it, with its language detected where nobody names it.

    Raises:
        InputError: there is no text, or a field is of the wrong kind.

    """
    article = article_from_row(row, Path(place).name, _LONGEST)
    code = normalise_language(language, article.text) if language else article_language(article)
    return replace(article, language=code, metadata={})


def each_row(
    rows: Iterator[tuple[str, dict[str, Any] | InputFailure]], make: Callable[[dict[str, Any], str], Made]
) -> Iterator[Made | InputFailure]:
    """What ``make`` makes of every row and its place; a broken row is told, and the others go on."""
    for place, row in rows:
        if isinstance(row, InputFailure):
            yield row
        else:
            yield attempt(place, make, row, place)


def attempt(place: str, make: Callable[..., Made], *arguments: Any) -> Made | InputFailure:
    """What ``make`` gives, or a failure at ``place`` that says what is wrong with the data."""
    try:
        return make(*arguments)
    except KeyError as error:
        return InputFailure(place, f"no field {error}")
    except (ValueError, TypeError, AttributeError, IndexError, DataError, InputError, OSError) as error:
        return InputFailure(place, " ".join(str(error).split()))
