"""Quotation marks whose partner the paper lost: where the words they mark most likely end or begin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from framing.passages.clause import CueClauses
from framing.passages.layout import Spans, last_sentence_start, outermost, sentence_end
from framing.passages.pairing import DASHES, DOUBLE_MARKS, Mark, Pair, make_pair

_CLAUSE_STOPS = ".,!?…"
_SENTENCE_STOPS = ".!?…"
_SPEECH_ENDS = re.compile(rf",\s+[{DASHES}]\s|[.!?]?\Z")
# A lost mark far from the edge of its line must not swallow the line.
_LONGEST_UNCLOSED = 1000
_LONGEST_UNOPENED = 400
_LONGEST_SHARED_NAME = 80
_MOST_SHARED = 8


def resolve_lost_marks(
    text: str, paragraphs: Spans, pairs: list[Pair], marks: Iterable[Mark], clauses: CueClauses
) -> Iterator[Pair]:
    """Give a pair, as a rule with one empty mark, for each of ``marks`` that shows where its words are.

    Args:
        text: the whole text.
        paragraphs: its non-blank lines.
        pairs: the pairs of double marks, in order of offset.
        marks: the marks without a partner.
        clauses: the cue clauses of the language, which end speech.

    """
    return _LostMarks(text, paragraphs, pairs, clauses).resolve(sorted(marks, key=lambda mark: mark.start))


class _LostMarks:
    def __init__(self, text: str, paragraphs: Spans, pairs: list[Pair], clauses: CueClauses) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._pairs = pairs
        self._starts = [pair.outer_start for pair in pairs]
        self._ends = sorted(pair.outer_end for pair in pairs)
        self._closed = outermost([(pair.start, pair.end) for pair in pairs])
        self._clauses = clauses

    def resolve(self, marks: list[Mark]) -> Iterator[Pair]:
        neighbours = [None, *marks, None]
        for (previous, mark), (_, following) in pairwise(pairwise(neighbours)):
            if mark is None:
                continue
            if mark.role == "open":
                yield self._shared(mark) or self._without_closer(mark, following)
            elif (found := self._without_opener(mark, previous)) is not None:
                yield found

    def _shared(self, mark: Mark) -> Pair | None:
        """``«Издательский дом «Утро»``: where the same mark opened twice, the inner one may close both."""
        index = bisect_left(self._starts, mark.end)
        for pair in self._pairs[index : index + _MOST_SHARED]:
            if pair.paragraph != mark.paragraph or pair.outer_end - mark.end > _LONGEST_UNCLOSED:
                return None
            if pair.opener != mark.glyph or pair.opener not in '«"':
                continue
            between = self._text[mark.end : pair.outer_start]
            if between.rstrip()[-1:] in tuple(_SENTENCE_STOPS):
                # A quote that begins a sentence is a new one, not a name inside the old one.
                return None
            is_name = (
                mark.glyph == "«" and len(between) <= _LONGEST_SHARED_NAME and not set(between) & set(_CLAUSE_STOPS)
            )
            if is_name or _SPEECH_ENDS.match(self._text, pair.outer_end, self._paragraphs[pair.paragraph][1]):
                return make_pair(mark, Mark(pair.end, pair.outer_end, pair.closer, pair.paragraph, "close"))
        return None

    def _without_closer(self, mark: Mark, following: Mark | None) -> Pair:
        """To the cue clause or the end of the line; a fragment in mid-sentence to the end of the sentence."""
        line_start, line_end = self._paragraphs[mark.paragraph]
        limit = min(line_end, mark.end + _LONGEST_UNCLOSED + 1)
        if following is not None and following.glyph == mark.glyph:
            limit = min(limit, following.start)
        limit = self._next_quote(mark, limit)
        before = self._text[max(line_start, mark.start - 3) : mark.start].rstrip()
        opens_speech = not before or before[-1] in ":,.!?…" + DASHES + DOUBLE_MARKS
        clause = self._clauses.find(self._text, mark.end, limit, self._closed)
        if clause is not None:
            end = clause.speech_end
        elif opens_speech and limit - mark.end <= _LONGEST_UNCLOSED:
            end = limit
        else:
            end = sentence_end(self._text, mark.end, limit, self._clauses.language)
        return Pair(mark.end, end, mark.start, end, mark.glyph, "", mark.paragraph)

    def _next_quote(self, mark: Mark, limit: int) -> int:
        """Where a new sentence in quotation marks begins before ``limit``, or ``limit``."""
        index = bisect_left(self._starts, mark.end)
        if index < len(self._pairs) and self._starts[index] < limit:
            start = self._starts[index]
            if self._text[mark.end : start].rstrip()[-1:] in tuple(_SENTENCE_STOPS):
                return start
        return limit

    def _without_opener(self, mark: Mark, previous: Mark | None) -> Pair | None:
        """From the start of the line, or of the sentence behind the last quote, if a clause ends at the mark."""
        text, language = self._text, self._clauses.language
        if not (text[mark.start - 1] in _CLAUSE_STOPS or text[mark.end : mark.end + 1] in ("", ",", ".", "\n", "\r")):
            return None
        start = self._paragraphs[mark.paragraph][0]
        index = bisect_right(self._ends, mark.start) - 1
        last_quote = max(self._ends[index] if index >= 0 else 0, previous.end if previous else 0)
        if last_quote > start:
            start = sentence_end(text, last_quote, mark.start, language)
        if mark.start - start > _LONGEST_UNOPENED:
            start = last_sentence_start(text, start, mark.start, language)
        return Pair(start, mark.start, start, mark.end, "", mark.glyph, mark.paragraph)
