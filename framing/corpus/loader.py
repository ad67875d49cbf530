"""Reading annotated articles: files with inline markup, one an article, or JSON Lines, one line an article.

A file with markup has TOML front matter between ``+++`` lines, then the annotated text. ``framing.corpus.rows`` says
what a line of JSON holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from framing.article import Article
from framing.corpus.markup import AnnotatedPassage, parse
from framing.errors import DataError

_REQUIRED = ("language", "outlet", "date", "genre", "topic", "event")

LAYERS: Final = ("kind", "source_class", "carrier", "framing")
"""What an article's annotation may cover beyond the passages, their sources and their cues."""

Pieces = tuple[tuple[int, int], ...]
"""Stretches of text, half open, in code points and in order."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution in the sense of PARC 3.0 (Pareti, 2012); each of its parts may stand in several pieces.

    ``form`` is ``direct`` where every letter of the content stands in quotation marks or behind a speech dash,
    ``mixed`` where some do, else ``indirect``. ``type`` is what the corpus it comes from calls it, where it has types.
    """

    content: Pieces
    source: Pieces = ()
    cue: Pieces = ()
    form: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its annotated passages; ``event`` groups articles about the same event.

    Attributes:
        article: the article.
        passages: its passages, in order of their start.
        event: what the article is about.
        genre: its genre.
        topic: its topic.
        split: the split its corpus gives it; None where the event decides (``framing.corpus.splits``).
        layers: what the annotation covers, of ``LAYERS``; what is missing is unlabelled, and neither trained on nor
            scored.
        attributions: as another corpus annotated them, before they were cut into passages; None where the passages
            are the annotation.

    """

    article: Article
    passages: tuple[AnnotatedPassage, ...]
    event: str
    genre: str = ""
    topic: str = ""
    split: str | None = None
    layers: frozenset[str] = frozenset(LAYERS)
    attributions: tuple[Attribution, ...] | None = None


def read_article(path: Path) -> AnnotatedArticle:
    """Read one file with markup.

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


def read_corpus(place: Path) -> Iterator[AnnotatedArticle]:
    """Read every ``*.txt`` under a folder, in order of name, or every line of a JSON Lines file.

    Raises:
        DataError: there is no article, or one of them is broken.

    """
    if place.is_file():
        from framing.corpus.rows import read_annotations

        yield from read_annotations(place)
        return
    paths = sorted(place.rglob("*.txt"), key=lambda p: p.stem)
    if not paths:
        raise DataError(f"{place}: no corpus articles (*.txt) here")
    for path in paths:
        yield read_article(path)
