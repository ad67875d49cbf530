"""The format of an input whose name does not tell it, from its first bytes."""

from __future__ import annotations

import json
import re
from typing import Final

_HTML = re.compile(r"<(?:!--|(?:!doctype\s+html|\?xml|html|head|body|article|section|meta|title|div|h1|p)\b)", re.I)
_KEY = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:')
_BOMS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def sniff(head: bytes) -> str:
    """Tell the format, as the suffix of its files: ``.jsonl``, ``.json``, ``.html``, ``.parquet`` or else ``.txt``."""
    if head.startswith(b"PAR1\x15"):
        return ".parquet"
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")
    start = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if _HTML.match(start):
        return ".html"
    if start.startswith("["):
        return ".json" if start[1:].lstrip()[:1] == "{" else ".txt"
    if _KEY.match(start):
        return ".jsonl" if _is_one_line(start) else ".json"
    return ".txt"


def _is_one_line(start: str) -> bool:
    """Tell whether an object fills its first line: it ends there, or the next line, if known, begins another."""
    line, end, rest = start.partition("\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return not end or rest.lstrip().startswith("{")
    return True
