"""Attributions of other corpora cut into passages by this project's conventions.

An attribution's content may stand in several pieces, run over paragraphs, and mix quoted with reported words. Here a
passage is contiguous, quotation marks and a leading *that* stand outside it, and quoted words inside a reported
clause are a passage of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from framing.corpus.loader import Attribution, Pieces
from framing.corpus.markup import AnnotatedPassage, Span
from framing.languages import load_profile
from framing.passages import MarkedPassage, find_marked, guess_kind
from framing.segment import paragraphs

_BLANK = " \t\n\r\u00a0"
_EDGE = _BLANK + ".,;:–—-"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FEWEST_WORDS = 2
"""What is left between two quotes is a reported clause from so many words on; less is "and" or "he said"."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A passage to be: its span and kind."""

    start: int
    end: int
    kind: str


class PassageCutter:
    """Cuts the attributions of one article into passages.

    Args:
        text: the article.
        language: its language.

    """

    def __init__(self, text: str, language: str) -> None:
        self._text, self._language = text, language
        self._marked = find_marked(text, language)
        self._paragraphs = paragraphs(text)
        self._leading = load_profile(language).complementizers

    def form(self, content: Pieces) -> str:
        """``direct`` where every letter of a content stands in marks or behind a dash, ``mixed`` where some do."""
        letters = self._letters(content)
        quoted = letters & self._letters([(m.start, m.end) for m in self._marked])
        if not quoted:
            return "indirect"
        return "direct" if len(quoted) == len(letters) else "mixed"

    def cut(self, attributions: Iterable[Attribution]) -> tuple[AnnotatedPassage, ...]:
        """The passages of all attributions, in order of their start.

        Where two claim the same words, the one with the shorter content keeps them: it is the one that stands inside
        the other. What would run astride a passage that is there is left out.
        """
        passages: list[AnnotatedPassage] = []
        for attribution in sorted(attributions, key=lambda a: sum(end - start for start, end in a.content)):
            source, cue = mention(self._text, attribution.source), mention(self._text, attribution.cue)
            for piece in attribution.content:
                for found in self._stretches(*piece):
                    if any(_clash(found, other) for other in passages):
                        continue
                    text = self._text[found.start : found.end]
                    passages.append(
                        AnnotatedPassage(found.start, found.end, text, found.kind, None, source, cue=cue, framing=None)
                    )
        return tuple(sorted(passages, key=lambda p: (p.start, -p.end)))

    def _stretches(self, start: int, end: int) -> Iterator[_Stretch]:
        for line in self._paragraphs:
            part = max(start, line.start), min(end, line.end)
            if self._letters([part]):
                yield from self._in_paragraph(*part)

    def _in_paragraph(self, start: int, end: int) -> Iterator[_Stretch]:
        """Speech in quotation marks, and what stands between it with the fragments quoted there."""
        start, end = self._clause(start, end)
        first, last = self._inner(start, end)
        inside = (m for m in self._marked if m.start >= first and m.end <= last)
        quotes = [m for m in inside if "\n" not in self._text[m.start : m.end]]
        quoted = self._letters((m.start, m.end) for m in quotes)
        plain = [w for w in _WORD.finditer(self._text, start, end) if w.start() not in quoted]
        is_quoted = len(plain) < _FEWEST_WORDS
        position = start
        for quote in quotes:
            if quote.start < position:
                continue
            kind = guess_kind(self._text, quote, self._language)
            if is_quoted or kind == "direct":
                opened, closed = self._inner(quote.start, quote.end)
                yield from self._reported(position, max(opened, position), quotes)
                yield _Stretch(quote.start, quote.end, "direct" if kind == "direct" else "fragment")
                position = min(closed, end)
        yield from self._reported(position, end, quotes)

    def _reported(self, start: int, end: int, quotes: Sequence[MarkedPassage]) -> Iterator[_Stretch]:
        start, end = self._clause(start, end)
        if len(_WORD.findall(self._text, start, end)) < _FEWEST_WORDS:
            return
        yield _Stretch(start, end, "indirect")
        for quote in quotes:
            if start <= quote.start and quote.end <= end and guess_kind(self._text, quote, self._language) != "title":
                yield _Stretch(quote.start, quote.end, "fragment")

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """A reported clause without the punctuation around it and without the *that* before it."""
        start, end = _strip(self._text, start, end, _EDGE)
        word = _WORD.match(self._text, start, end)
        if word is not None and word[0].lower() in self._leading:
            return _strip(self._text, word.end(), end, _EDGE)
        return start, end

    def _inner(self, start: int, end: int) -> tuple[int, int]:
        """The span widened over what is neither letter nor digit: a mark at its edge may stand on either side."""
        while start > 0 and not self._text[start - 1].isalnum():
            start -= 1
        while end < len(self._text) and not self._text[end].isalnum():
            end += 1
        return start, end

    def _letters(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        return {k for start, end in spans for k in range(start, end) if self._text[k].isalnum()}


def mention(text: str, parts: Pieces) -> Span | None:
    """A source or cue as one stretch: the longest of its pieces, without white space and commas around it."""
    if not parts:
        return None
    start, end = _strip(text, *max(parts, key=lambda part: part[1] - part[0]), _BLANK + ",")
    return Span(start, end, text[start:end]) if start < end else None


def _strip(text: str, start: int, end: int, characters: str) -> tuple[int, int]:
    """A span without ``characters`` at its edges."""
    while start < end and text[start] in characters:
        start += 1
    while end > start and text[end - 1] in characters:
        end -= 1
    return start, end


def _clash(one: _Stretch, other: AnnotatedPassage) -> bool:
    """True if the two are the same words, or overlap without one holding the other."""
    if (one.start, one.end) == (other.start, other.end):
        return True
    if one.end <= other.start or other.end <= one.start:
        return False
    holds = one.start <= other.start and other.end <= one.end
    return not holds and not (other.start <= one.start and one.end <= other.end)
