"""Files that hold one article as text: plain text and Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from framing.article import Article
from framing.readers.decoding import decode

if TYPE_CHECKING:
    from framing.readers.source import Source

TITLE_CHARACTERS: Final = 120
"""A first line longer than this is a paragraph, not a headline."""

_SENTENCE_END = re.compile(r"[.!?…:;,][\"'»«”“’)\]]*$")
_HEADING = re.compile(r"#{1,6}\s+")


def read_text(source: Source, max_bytes: int) -> Article:
    """Read a plain text or Markdown file; the text is kept exactly as decoded.

    Raises:
        InputError: the file is empty, too long, or no text.
        OSError: it cannot be read.

    """
    text = decode(source.read(max_bytes))
    return Article(id=source.stem, text=text, title=title_of(text))


def title_of(text: str) -> str | None:
    """Give the first line if it looks like a headline: short, not ended like a sentence, and followed by more."""
    first, _, rest = text.strip().partition("\n")
    title = _HEADING.sub("", first.strip(), count=1)
    if not title or len(title) > TITLE_CHARACTERS or not rest.strip() or _SENTENCE_END.search(title):
        return None
    return title
