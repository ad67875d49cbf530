"""Web pages: the article's text and what the page says about it, by trafilatura (Barbaresi, 2021)."""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING, Any, Final

from framing.article import Article
from framing.errors import InputError, UsageError
from framing.languages.detect import detect_language, normalise_language
from framing.readers.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from framing.readers.source import Source

DECLARATION_BYTES: Final = 4096
"""The declaration of the encoding stands within these (the HTML standard demands 1024)."""
HEADLINE_LINES: Final = 4
"""The headline is looked for in so many first lines of the body, before it is put there."""

_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# What pages mean by these names (WHATWG Encoding Standard); a declaration that can be read is not in UTF-16.
_AS_IN_BROWSERS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8"}
_XML_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_LANGUAGE = re.compile(r"""<html\b[^>]*?\blang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_BLOCKS: Final = frozenset({"p", "head", "item", "row", "quote", "list", "table", "div", "code"})
_SPACE = re.compile(r"[ \t\r\n\f]+")

# What it finds wrong with a page is told by an error here, not by its log on standard error.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_html(source: Source, max_bytes: int) -> Article:
    """Read a web page: one line a paragraph, the headline first.

    ``metadata["extracted"]`` is true: offsets point into the extracted text, not into the file.

    Raises:
        InputError: the page is empty, too long, or has no article in it.
        UsageError: trafilatura is not installed.
        OSError: the file cannot be read.

    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise UsageError("reading HTML needs an extra: pip install 'framing[html]'") from error
    page = _decode_page(source.read(max_bytes))
    document: Any = bare_extraction(
        _XML_DECLARATION.sub("", page, count=1),
        with_metadata=True,
        include_comments=False,
        # The day it was published, not the last change, and not any date in the text.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    lines = list(_lines(document.body)) if document is not None and document.body is not None else []
    if not lines:
        raise InputError("no article text found in this page; copy the text into a .txt file")
    title = document.title or None
    if title and not any(_same(title, line) for line in lines[:HEADLINE_LINES]):
        lines.insert(0, title)
    text = "\n".join(lines)
    metadata = {"extracted": True}
    if document.author:
        metadata["author"] = document.author
    return Article(
        id=source.stem,
        text=text,
        language=_language(page, text),
        title=title,
        outlet=document.sitename or None,
        date=document.date or None,
        url=document.url or None,
        metadata=metadata,
    )


def _decode_page(data: bytes) -> str:
    """Decode as the page declares; a wrong or missing declaration is overruled by the bytes."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    declared = _CHARSET.search(data[:DECLARATION_BYTES])
    if declared is None:
        return decode(data)
    name = declared[1].decode("ascii", "replace").lower()
    try:
        return data.decode(_AS_IN_BROWSERS.get(codecs.lookup(name).name, name))
    except (LookupError, UnicodeDecodeError):
        if name in ("utf-8", "utf8"):
            return data.decode("utf-8", "replace")
        return decode(data)


def _language(page: str, text: str) -> str | None:
    """Tell the language from the text; the page's declaration is often the template's, and only the fallback."""
    detected = detect_language(text)
    if detected is None and (declared := _LANGUAGE.search(page)):
        try:
            return normalise_language(declared[1], text)
        except ValueError:
            return None
    return detected


def _lines(body: Any) -> Iterator[str]:
    """Give the text of trafilatura's document tree, one line a block, without list marks that look like dashes."""
    pieces: list[str] = []
    for chunk in [*_chunks(body), "\n"]:
        if chunk != "\n":
            pieces.append(chunk)
            continue
        line = _SPACE.sub(" ", "".join(pieces)).strip()
        pieces.clear()
        if line:
            yield line


def _chunks(element: Any) -> Iterator[str]:
    """Give the pieces of text below ``element`` in order; a line feed by itself ends a line."""
    is_block = element.tag in _BLOCKS
    if is_block or element.tag == "lb":
        yield "\n"
    if element.text:
        yield _SPACE.sub(" ", element.text)
    for child in element:
        yield from _chunks(child)
        if child.tail:
            yield _SPACE.sub(" ", child.tail)
    if is_block:
        yield "\n"
    elif element.tag == "cell":
        yield " "


def _same(title: str, line: str) -> bool:
    return "".join(filter(str.isalnum, title.casefold())) == "".join(filter(str.isalnum, line.casefold()))
