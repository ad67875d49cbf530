"""Double quotation marks found and paired: guillemets, curly, low and straight, alone or mixed.

A mark opens or closes by what stands on either side of it; the glyph decides only where that leaves a doubt.
Pairs are sought in one paragraph first; what is left over may pair across paragraphs, as in a quote that
runs over several lines. One pass each, so the time is linear in the number of marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from framing.passages.layout import Spans, span_at

OPENING_BRACKETS = "([{<"
DASHES = "-–—―‐‒−"
SINGLE_MARKS = "‘’‚‛‹›'`´"
DOUBLE_MARKS = '«»“”„‟"″'

_DOUBLE = re.compile(r"``|''(?!')|‘‘|’’(?!’)|[«»“”„‟\"″]")
_CLOSING_CONTEXT = ".,;:!?…)]}>/"
_OPENERS = frozenset({"«", "»", "“", "„", "‟", "”", '"', "``", "''", "‘‘", "’’", "″"})
_DEFAULT_ROLE = {
    "«": "open",
    "»": "close",
    "“": "open",
    "”": "close",
    "„": "open",
    "‟": "open",
    "``": "open",
    "‘‘": "open",
}
_MEASURE_MARKS = ('"', "″", "''", "”")
_NUMBER = re.compile(r"(?:(?<![^\s(/.,'’])|\A)\d{1,3}\Z")
# How far a quote may run on inside one pair of marks: longer gaps are a lost mark, not a long quote.
MAX_PARAGRAPHS_IN_QUOTE = 12
_LONGEST_IN_PARAGRAPH = 2500


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark: where it stands, its paragraph, and whether it may open, close, or either."""

    start: int
    end: int
    glyph: str
    paragraph: int
    role: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks and the text between them, ``[start, end)``; a missing mark has an empty glyph."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    opener: str
    closer: str
    paragraph: int


def double_marks(text: str, paragraphs: Spans) -> list[Mark]:
    """Every double quotation mark of ``text`` with its role, in order; inches and minutes are left out."""
    marks = []
    for match in _DOUBLE.finditer(text):
        start, end = match.span()
        role = mark_role(text, start, end)
        marks.append(Mark(start, end, match.group(), span_at(paragraphs, start), role))
    return _without_measures(text, marks)


def mark_role(text: str, start: int, end: int) -> str:
    """``open``, ``close`` or ``either`` for the mark at ``text[start:end]``, by its neighbours."""
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    marks = DOUBLE_MARKS + SINGLE_MARKS
    opens = not right.isspace() and (left.isspace() or left in OPENING_BRACKETS + DASHES + "/" + marks)
    closes = not left.isspace() and (right.isspace() or right in _CLOSING_CONTEXT + DASHES + marks)
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _without_measures(text: str, marks: list[Mark]) -> list[Mark]:
    """Drop a straight mark behind a digit where nothing is open or a better closing mark follows."""
    kept: list[Mark] = []
    for _, group in groupby(marks, key=lambda mark: mark.paragraph):
        line = list(group)
        better_follows = [False] * len(line)
        for i in range(len(line) - 2, -1, -1):
            following = line[i + 1]
            is_better = following.role == "close" and not _may_be_measure(text, following)
            better_follows[i] = is_better or (following.role != "open" and better_follows[i + 1])
        open_marks = 0
        for mark, better in zip(line, better_follows, strict=True):
            if _may_be_measure(text, mark) and (open_marks == 0 or better):
                continue
            opens = mark.role == "open" or (mark.role == "either" and open_marks == 0)
            open_marks = open_marks + 1 if opens else max(0, open_marks - 1)
            kept.append(mark)
    return kept


def _may_be_measure(text: str, mark: Mark) -> bool:
    """Whether the mark may stand for inches or seconds: straight, behind a bare number of few digits."""
    return mark.glyph in _MEASURE_MARKS and _NUMBER.search(text, max(0, mark.start - 5), mark.start) is not None


def pair_marks(marks: list[Mark], paragraphs: Spans) -> tuple[list[Pair], list[Mark]]:
    """Pair ``marks`` within and then across paragraphs.

    Returns:
        The pairs, and the marks that found no partner with their role settled, both in order of offset.

    """
    pairs: list[Pair] = []
    left_over: list[Mark] = []
    for _, group in groupby(marks, key=lambda mark: mark.paragraph):
        found, lonely = _pair_in_paragraph(list(group))
        pairs += found
        left_over += lonely
    found, left_over = _pair_across(left_over, marks, paragraphs)
    pairs += found
    pairs.sort(key=lambda pair: (pair.outer_start, -pair.outer_end))
    return pairs, left_over


def _pair_in_paragraph(marks: list[Mark]) -> tuple[list[Pair], list[Mark]]:
    stack: list[Mark] = []
    waiting: dict[str, int] = {}
    pairs: list[Pair] = []
    lonely: list[Mark] = []
    for mark in marks:
        role = _settled_role(mark, waiting)
        if role == "open":
            stack.append(replace(mark, role="open"))
            waiting[mark.glyph] = waiting.get(mark.glyph, 0) + 1
            continue
        if not stack:
            lonely.append(replace(mark, role="close"))
            continue
        partners = _partners(mark.glyph)
        if not any(waiting.get(glyph) for glyph in partners):
            partners = _OPENERS
        # A mark opened later and never closed lies inside the pair and says nothing more.
        while stack[-1].glyph not in partners:
            waiting[stack.pop().glyph] -= 1
        opener = stack.pop()
        waiting[opener.glyph] -= 1
        if mark.start - opener.end <= _LONGEST_IN_PARAGRAPH:
            pairs.append(make_pair(opener, mark))
        else:
            lonely += [opener, replace(mark, role="close")]
    return pairs, sorted(lonely + stack, key=lambda mark: mark.start)


def _settled_role(mark: Mark, waiting: dict[str, int]) -> str:
    """The role in view of what is open: a doubtful mark closes what waits for it, else its glyph decides."""
    if mark.role == "either":
        if any(waiting.get(glyph) for glyph in _partners(mark.glyph)):
            return "close"
        return _DEFAULT_ROLE.get(mark.glyph, "open")
    if mark.role == "close" and mark.glyph == "«" and not any(waiting.values()):
        # A stray space behind an opening guillemet: the glyph knows better than the spacing.
        return "open"
    return mark.role


def _partners(glyph: str) -> frozenset[str]:
    """Glyphs that open what ``glyph`` closes in one typographic tradition or another."""
    return _PARTNERS.get(glyph, _OPENERS)


_PARTNERS = {
    "»": frozenset("«"),
    "«": frozenset("»"),
    "”": frozenset("“”„‟"),
    "“": frozenset("„"),
    '"': frozenset('"'),
    "″": frozenset("″"),
    "''": frozenset({"``", "''"}),
    "’’": frozenset({"‘‘", "’’"}),
}


def make_pair(opener: Mark, closer: Mark) -> Pair:
    """The pair that two marks enclose."""
    return Pair(opener.end, closer.start, opener.start, closer.end, opener.glyph, closer.glyph, opener.paragraph)


def _pair_across(left_over: list[Mark], marks: Iterable[Mark], paragraphs: Spans) -> tuple[list[Pair], list[Mark]]:
    """Pair an opening mark with a closing one of a later paragraph, if no paragraph between begins anew."""
    begins_anew = {m.paragraph for m in marks if m.role == "open" and m.start == paragraphs[m.paragraph][0]}
    pairs: list[Pair] = []
    lonely: list[Mark] = []
    pending: list[Mark] = []
    for mark in left_over:
        if mark.role == "open":
            # Only quotes that opened in one line nest: an older one lost its closing mark.
            if pending and pending[-1].paragraph != mark.paragraph:
                lonely += pending
                pending = []
            pending.append(mark)
        elif pending and runs_on(pending[-1], mark, begins_anew):
            pairs.append(make_pair(pending.pop(), mark))
        else:
            lonely += [*pending, mark]
            pending = []
    lonely += pending
    lonely.sort(key=lambda mark: mark.start)
    return pairs, lonely


def runs_on(opener: Mark, closer: Mark, begins_anew: set[int]) -> bool:
    """Whether a quote may run from one paragraph to a later one: near enough, and none between begins anew."""
    distance = closer.paragraph - opener.paragraph
    if not 0 < distance <= MAX_PARAGRAPHS_IN_QUOTE:
        return False
    return not any(n in begins_anew for n in range(opener.paragraph + 1, closer.paragraph + 1))
