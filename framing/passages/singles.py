"""Single quotation marks told from apostrophes, genitives and elisions, and paired.

A single mark counts only as one of a pair within a paragraph (or a strong one over a few paragraphs), since
most of them are apostrophes: ``workers' rights``, ``rock 'n' roll``, ``the '90s``, ``Hamas' evne``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from framing.passages.habits import load_habits
from framing.passages.layout import Spans, span_at
from framing.passages.pairing import DASHES, DOUBLE_MARKS, OPENING_BRACKETS, Mark, Pair, make_pair, runs_on

_SINGLE = re.compile(r"[‘’‚‛‹›'`´]")
_WORD = re.compile(r"\w+")
_OPEN_ONLY = "‘‚‛‹`"
_CLOSE_ONLY = "´›"
# Letters behind which a word-final mark is as likely a genitive or a clipped word as the end of a quote.
_GENITIVE_ENDINGS = ("s", "S", "x", "z", "ß", "ce", "in")
_STRONG_BEFORE = ".,?!…"
# A genitive further off than this from an opening mark has nothing to do with it.
_LONGEST_WEAK = 60


@dataclass(frozen=True, slots=True)
class _Candidate:
    mark: Mark
    enclosing: int
    strong: bool
    weak: bool


def single_pairs(text: str, paragraphs: Spans, doubles: list[Pair]) -> tuple[list[Pair], list[Mark]]:
    """Pairs of single marks, none crossing a pair of ``doubles`` (which come in order of offset).

    Returns:
        The pairs, and the opening marks of running quotes that each paragraph repeats and only the last
        one closes.

    """
    candidates = _candidates(text, paragraphs, doubles)
    pairs: list[Pair] = []
    left_over: list[_Candidate] = []
    for _, group in groupby(candidates, key=lambda candidate: candidate.mark.paragraph):
        found, lonely = _pair_in_paragraph(list(group))
        pairs += found
        left_over += lonely
    found, running = _pair_across(left_over, paragraphs, {pair.outer_start for pair in pairs})
    return pairs + found, running


def _candidates(text: str, paragraphs: Spans, doubles: list[Pair]) -> list[_Candidate]:
    enclosing = _Enclosing(doubles)
    found = []
    for match in _SINGLE.finditer(text):
        start, end = match.span()
        role = _role(text, start, end)
        if role is None:
            continue
        mark = Mark(start, end, match.group(), span_at(paragraphs, start), role)
        before = text[start - 1] if start else ""
        strong = before in _STRONG_BEFORE and before != ""
        weak = mark.glyph in "'’" and text.endswith(_GENITIVE_ENDINGS, 0, start)
        found.append(_Candidate(mark, enclosing.of(start), strong, weak))
    return found


class _Enclosing:
    """Which pair lies closest around an offset; offsets must be asked for in rising order."""

    def __init__(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self._next = 0
        self._stack: list[int] = []

    def of(self, offset: int) -> int:
        while self._next < len(self._pairs) and self._pairs[self._next].outer_start <= offset:
            self._leave(self._pairs[self._next].outer_start)
            self._stack.append(self._next)
            self._next += 1
        self._leave(offset)
        return self._stack[-1] if self._stack else -1

    def _leave(self, offset: int) -> None:
        while self._stack and self._pairs[self._stack[-1]].outer_end <= offset:
            self._stack.pop()


def _role(text: str, start: int, end: int) -> str | None:
    """``open`` or ``close`` by the neighbours; None for an apostrophe."""
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    glyph = text[start:end]
    if left.isalnum() and right.isalnum():
        return None
    opens_here = left.isspace() or left in OPENING_BRACKETS + DASHES + DOUBLE_MARKS + ":/"
    if opens_here and not right.isspace() and glyph not in _CLOSE_ONLY:
        return None if _is_elision(text, end) else "open"
    if not left.isspace() and not right.isalnum() and glyph not in _OPEN_ONLY.replace("‘", ""):
        return "close"
    return None


def _is_elision(text: str, end: int) -> bool:
    """A clipped word or year: ``'n'``, ``'em``, ``'90s``."""
    word = _WORD.match(text, end)
    if word is None:
        return False
    clipped = word.group().lower()
    return clipped in load_habits().elisions or (clipped[:2].isdigit() and clipped[2:] in ("", "s", "er", "erne"))


def _pair_in_paragraph(candidates: list[_Candidate]) -> tuple[list[Pair], list[_Candidate]]:
    """Each opening mark takes the best closing mark before the next opening one at the same level."""
    pairs: list[Pair] = []
    lonely: list[_Candidate] = []
    opener: _Candidate | None = None
    best: _Candidate | None = None

    def settle() -> None:
        if opener is None:
            return
        if best is None:
            lonely.append(opener)
        else:
            pairs.append(make_pair(opener.mark, best.mark))

    for candidate in candidates:
        if candidate.mark.role == "open":
            settle()
            opener, best = candidate, None
        elif opener is None or candidate.enclosing != opener.enclosing:
            if candidate.strong:
                lonely.append(candidate)
        elif candidate.weak and not _may_end_weakly(opener.mark, candidate.mark):
            continue
        elif best is None or _is_better(candidate, best):
            best = candidate
    settle()
    return pairs, lonely


def _may_end_weakly(opener: Mark, closer: Mark) -> bool:
    return opener.glyph != "’" and closer.start - opener.end <= _LONGEST_WEAK


def _is_better(candidate: _Candidate, best: _Candidate) -> bool:
    return best.weak and not candidate.weak


def _pair_across(left_over: list[_Candidate], paragraphs: Spans, paired: set[int]) -> tuple[list[Pair], list[Mark]]:
    """Pair strong marks over several paragraphs; opening ones that the next paragraph repeats are given back."""
    begins_anew = {c.mark.paragraph for c in left_over if _begins(c.mark, paragraphs)}
    begins_anew |= {n for n, (start, _) in enumerate(paragraphs) if start in paired}
    pairs: list[Pair] = []
    running: list[Mark] = []
    pending: _Candidate | None = None
    for candidate in left_over:
        mark = candidate.mark
        if mark.role == "open" and mark.glyph != "’":
            pending = candidate
            if _begins(mark, paragraphs) and mark.paragraph + 1 in begins_anew:
                running.append(mark)
        elif mark.role == "close" and candidate.strong and pending is not None:
            same_level = candidate.enclosing == pending.enclosing
            if same_level and runs_on(pending.mark, mark, begins_anew):
                pairs.append(make_pair(pending.mark, mark))
            pending = None
    return pairs, running


def _begins(mark: Mark, paragraphs: Spans) -> bool:
    return mark.role == "open" and mark.start == paragraphs[mark.paragraph][0]
