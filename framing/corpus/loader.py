"""Reading the corpus: one file an article, TOML front matter between ``+++`` lines, then the annotated text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.article import Article
from framing.corpus.markup import AnnotatedPassage, parse
from framing.errors import DataError

_REQUIRED = ("language", "outlet", "date", "genre", "topic", "event")


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its annotated passages; ``event`` groups articles about the same event."""

    article: Article
    passages: tuple[AnnotatedPassage, ...]
    event: str
    genre: str = ""
    topic: str = ""


def read_article(path: Path) -> AnnotatedArticle:
    """Read one corpus file.

    Raises:
        DataError: the front matter or the markup is wrong; the message names file and line.

    """
    raw = path.read_text(encoding="utf-8")
    parts = raw.split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise DataError(f"{path.name}: expected TOML front matter between two lines '+++'")
    try:
        head: dict[str, Any] = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: front matter: {error}") from error
    if missing := [key for key in _REQUIRED if not head.get(key)]:
        raise DataError(f"{path.name}: front matter lacks {', '.join(missing)}")
    body = parts[2].lstrip("\n")
    first_line = raw.count("\n", 0, len(raw) - len(body)) + 1
    text, passages = parse(body.rstrip("\n"), path.name, first_line)
    title = text.split("\n", 1)[0].strip()
    article = Article(
        id=path.stem, text=text, language=head["language"], title=title, outlet=head["outlet"], date=str(head["date"])
    )
    return AnnotatedArticle(article, tuple(passages), str(head["event"]), str(head["genre"]), str(head["topic"]))


def read_corpus(folder: Path) -> Iterator[AnnotatedArticle]:
    """Read every ``*.txt`` under ``folder``, in order of name.

    Raises:
        DataError: the folder has no article, or one of them is broken.

    """
    paths = sorted(folder.rglob("*.txt"), key=lambda p: p.stem)
    if not paths:
        raise DataError(f"{folder}: no corpus articles (*.txt) here")
    for path in paths:
        yield read_article(path)
