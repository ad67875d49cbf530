"""Passages in quotation marks: whole ones, those that lost a mark, those that a cue clause breaks in two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from framing.passages.clause import CueClauses
from framing.passages.layout import Spans, outermost, strip_span
from framing.passages.lost import resolve_lost_marks
from framing.passages.pairing import DASHES, Pair, double_marks, pair_marks
from framing.passages.singles import single_pairs

Style = Literal["quote", "dash", "headline"]

_FINAL_STOPS = ".,;:"
_LOOK = 40


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A stretch of text marked as somebody's words, without its marks.

    Attributes:
        start: offset of the first code point.
        end: offset behind the last code point.
        style: what marks it.
        opener: the mark or dash before it; empty where there is none.
        closer: the mark behind it; empty where there is none.
        depth: how many other marked passages it lies in.
        closed: false where one of the two quotation marks is missing.
        paragraph: index of its paragraph among the non-blank lines.
        continues: index, in the list it comes in, of the passage whose speech goes on here, or None.

    """

    start: int
    end: int
    style: Style
    opener: str
    closer: str
    depth: int = 0
    closed: bool = True
    paragraph: int = 0
    continues: int | None = None


def find_quotes(text: str, paragraphs: Spans, clauses: CueClauses) -> tuple[list[MarkedPassage], list[tuple[int, int]]]:
    """Find the passages in quotation marks.

    Returns:
        The passages, in order of their opening marks, with crossings not yet settled; and the outermost
        stretches inside pairs of double marks, in order and disjoint.

    """
    pairs, lonely = pair_marks(double_marks(text, paragraphs), paragraphs)
    singles, running = single_pairs(text, paragraphs, pairs)
    lost = resolve_lost_marks(text, paragraphs, pairs, [*lonely, *running], clauses)
    closed = outermost([(pair.start, pair.end) for pair in pairs])
    whole = {start for start, _ in closed}
    passages: list[MarkedPassage] = []
    for pair in sorted([*pairs, *singles, *lost], key=lambda pair: (pair.outer_start, -pair.outer_end)):
        parts = _parts(text, pair, clauses) if pair.start in whole else [(pair.start, pair.end)]
        first = len(passages)
        for start, end in parts:
            start, end = trim(text, start, end)
            if has_words(text, start, end):
                continues = len(passages) - 1 if len(passages) > first else None
                passages.append(_passage(pair, start, end, continues))
    return passages, closed


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out outer white space, a dash that opens the span, and one final stop or comma."""
    start, end = strip_span(text, start, end)
    if end - start > 2 and text[start] in DASHES and text[start + 1].isspace():
        start, end = strip_span(text, start + 1, end)
    if end > start and text[end - 1] in _FINAL_STOPS and not text.endswith("..", start, end):
        start, end = strip_span(text, start, end - 1)
    return start, end


def has_words(text: str, start: int, end: int) -> bool:
    """Whether a letter or digit stands near the start of ``text[start:end]``."""
    return any(map(str.isalnum, text[start : min(end, start + _LOOK)]))


def _passage(pair: Pair, start: int, end: int, continues: int | None) -> MarkedPassage:
    return MarkedPassage(
        start,
        end,
        "quote",
        pair.opener,
        pair.closer,
        closed=bool(pair.opener and pair.closer),
        paragraph=pair.paragraph,
        continues=continues,
    )


def _parts(text: str, pair: Pair, clauses: CueClauses) -> Spans:
    """The stretches of speech inside one pair of marks, broken up by cue clauses between dashes."""
    spans: list[tuple[int, int]] = []
    start = pair.start
    while (clause := clauses.find(text, start, pair.end, [])) is not None and clause.resumes is not None:
        spans.append((start, clause.speech_end))
        start = clause.resumes
    return [*spans, (start, pair.end)]
