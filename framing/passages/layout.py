"""Offsets along the lines and sentences of a text, where marks pair and speech ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

from framing.segment import sentences

Spans: TypeAlias = Sequence[tuple[int, int]]
"""Half-open stretches of text in order, as code-point offsets."""

_WINDOWS = (200, 1000)
"""So many characters are read for one sentence: a longer one is cut there, so that many reads stay linear."""


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Move ``start`` and ``end`` inwards over white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def span_at(spans: Spans, offset: int) -> int:
    """Index of the last of ``spans`` (in order) that starts at or before ``offset``; 0 where none does."""
    return max(0, bisect_right(spans, offset, key=lambda span: span[0]) - 1)


def inside(spans: Spans, offset: int) -> bool:
    """Whether ``offset`` lies in one of ``spans``, which are in order and disjoint."""
    if not spans:
        return False
    start, end = spans[span_at(spans, offset)]
    return start <= offset < end


def overlaps(spans: Spans, start: int, end: int) -> bool:
    """Whether ``[start, end)`` shares a character with one of ``spans``."""
    return any(left < end and right > start for left, right in spans)


def outermost(spans: Spans) -> list[tuple[int, int]]:
    """Those of ``spans`` (in order of start) that lie in no other."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def sentence_end(text: str, start: int, end: int, language: str) -> int:
    """Where the sentence that begins at ``start`` ends, at most at ``end``."""
    for width in _WINDOWS:
        window = min(end, start + width)
        found = sentences(text, start, window, language)
        if len(found) > 1 or window == end:
            return found[0].end if found else end
    return window


def last_sentence_start(text: str, start: int, end: int, language: str) -> int:
    """Where the last sentence of ``text[start:end]`` begins."""
    for width in _WINDOWS:
        window = max(start, end - width)
        found = sentences(text, window, end, language)
        if len(found) > 1 or window == start:
            return found[-1].start if found else start
    return window
