"""Analyses as JSON Lines, one a line, or as one JSON array; schema ``framing.analysis/1``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TextIO

from framing.article import Analysis

# Lone surrogates cannot be encoded as UTF-8, and some readers of lines also end one at U+0085, U+2028 and
# U+2029. In JSON all of these can only stand inside strings, so escapes keep the value and the line whole.
_ESCAPED = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")


def write_jsonl(analyses: Iterable[Analysis], stream: TextIO, *, with_text: bool | None = None) -> None:
    """Write one JSON object a line, each as soon as it is there.

    Args:
        analyses: what to write, in order.
        stream: where to; any encoding that holds the text, UTF-8 by convention.
        with_text: include the article's text; by default only where it was extracted from a page
            (``Article.metadata["extracted"]``), where offsets could not be followed without it.

    """
    for analysis in analyses:
        stream.write(_dump(analysis, with_text) + "\n")


def write_json(analyses: Iterable[Analysis], stream: TextIO, *, with_text: bool | None = None) -> None:
    """Write one JSON array, item by item, so that memory stays flat; arguments as for :func:`write_jsonl`."""
    separator = "[\n"
    for analysis in analyses:
        stream.write(separator + _dump(analysis, with_text))
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _dump(analysis: Analysis, with_text: bool | None) -> str:
    if with_text is None:
        with_text = bool(analysis.article.metadata.get("extracted"))
    row = json.dumps(analysis.to_json(with_text=with_text), ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", row)
