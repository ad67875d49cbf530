"""German news quotation attribution (Petersen-Frey and Biemann, 2024): one JSON file an article, five types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from framing.article import Article
from framing.corpus.importers.attributed import attempt, attributed, read_attributions
from framing.corpus.loader import AnnotatedArticle, Attribution, Pieces
from framing.corpus.rows import pieces
from framing.errors import DataError
from framing.readers.failure import InputFailure

OUTLET: Final = "Wikinews"
_NAME = re.compile(r"(?:\d+ - )?(?P<title>.*?)(?: \((?P<date>\d{4}-\d\d-\d\d)\))?\Z")


def read_wikinews_de(path: Path, language: str | None) -> Iterator[AnnotatedArticle | InputFailure]:
    """Read the corpus folder or a part of it, a folder name telling the split, or JSON Lines with attributions.

    Raises:
        DataError: there is no JSON file here.

    """
    if path.is_file() and path.suffix != ".json":
        return read_attributions(path, language or "de")
    return _articles(path)


def _articles(place: Path) -> Iterator[AnnotatedArticle | InputFailure]:
    files = [place] if place.is_file() else sorted(place.rglob("*.json"))
    files = [file for file in files if not any(part.startswith(".") for part in file.parts)]
    if not files:
        raise DataError(f"{place}: no JSON file here; give the folder that holds train, dev and test, or one of them")
    for file in files:
        yield attempt(str(file), _article, file)


def _article(file: Path) -> AnnotatedArticle:
    row = json.loads(file.read_text(encoding="utf-8"))
    text, name = row["originalText"], row["documentName"]
    named = _NAME.match(name)
    title, date = (named["title"], named["date"]) if named else (name, None)
    found = [
        Attribution(
            _spans(quote, "quote", text),
            _spans(quote, "speaker", text),
            _spans(quote, "cue", text),
            type=quote.get("type") or "",
        )
        for quote in row["annotations"]
    ]
    article = Article(name, text, "de", title, OUTLET, date)
    return attributed(article, [a for a in found if a.content], file.parent.name)


def _spans(quote: Mapping[str, Any], role: str, text: str) -> Pieces:
    part = quote.get(role) or {}
    return pieces([(span["charBegin"], span["charEnd"]) for span in part.get("spans", ())], text)
