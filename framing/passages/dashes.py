"""Speech that a dash opens: ``– Vi kommer, sier hun.`` Each stretch ends before the reporter's cue clause.

Scandinavian and Russian papers set the dash at the start of a line; behind a cue clause or a colon it takes
speech up again within the line. What else begins with a dash is left alone: lists, scores, measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from framing.passages.clause import CueClause, CueClauses
from framing.passages.layout import Spans, inside, last_sentence_start, sentence_end, strip_span
from framing.passages.marks import MarkedPassage, has_words, trim
from framing.passages.pairing import DASHES

_LINE_DASH = re.compile(r"(?P<dash>[–—―‒−]|[-‐])(?P<space>\s*)(?=(?P<first>\S))")
_INNER_DASH = re.compile(
    rf"(?:(?<=[.!?…:])|(?<=[.!?…][»”\"]))\s+(?P<dash>[{DASHES}])\s+(?=[«\"“„]?(?P<first>[^\W\d_]))"
)
_SCORE = re.compile(rf"\d\s*[{DASHES}:]\s*\d+\W*\Z")
_SENTENCE_STOP = re.compile(r"[.!?…»”\"]\W*\Z")
_WORD = re.compile(r"[\w'’]+")
_OPENING = "«\"“„”'‘."
# Dash lines without a full stop in a row: a few are headlines that quote, more are a list.
_LONGEST_HEADLINE_RUN = 4
_MOST_ITEM_WORDS = 12
_MOST_ITEM_CHARACTERS = 120
# Within a line the reporter soon takes over again.
_LONGEST_INNER = 400
_MOST_INNER = 20


def find_dash_speech(
    text: str, lines: Spans, clauses: CueClauses, closed: Spans, first: int = 0
) -> list[MarkedPassage]:
    """Find the stretches of dash speech, in order; none in a language whose papers do not use it.

    Args:
        text: the whole text.
        lines: its non-blank lines.
        clauses: finds the cue clauses of the language.
        closed: stretches inside quotation marks, in order and disjoint.
        first: index that the first passage will have in the caller's list, for ``continues``.

    """
    if not clauses.dash_speech:
        return []
    page = _Page(text, lines, clauses, closed)
    passages: list[MarkedPassage] = []
    for number, start, longest in page.openings():
        dash = text[lines[number][0] : start].rstrip()[-1]
        for part, span in enumerate(page.stretches(start, lines[number][1], longest)):
            continues = first + len(passages) - 1 if part else None
            passages.append(MarkedPassage(*span, "dash", dash, "", paragraph=number, continues=continues))
    return passages


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    lines: Spans
    clauses: CueClauses
    closed: Spans

    def openings(self) -> Iterator[tuple[int, int, int | None]]:
        """Each line that holds speech: its number, where speech begins, how long speech without a cue may be."""
        at_line_start = self._line_openings()
        for number, (start, end) in enumerate(self.lines):
            if (opening := at_line_start[number]) is not None:
                yield number, opening, None
            elif (opening := self._inner_opening(start, end)) is not None:
                yield number, opening, _LONGEST_INNER

    def stretches(self, start: int, end: int, longest: int | None) -> Iterator[tuple[int, int]]:
        """The stretches of speech in ``text[start:end]``, each up to its cue clause or the end of the line.

        One longer than ``longest`` without a cue clause is cut to its first sentence.
        """
        position: int | None = start
        while position is not None:
            clause = self._cue_clause(position, end)
            stop = clause.speech_end if clause else self._end_without_cue(position, end)
            if clause is None and longest is not None and stop - position > longest:
                stop = sentence_end(self.text, position, stop, self.clauses.language)
            span = trim(self.text, position, stop)
            if has_words(self.text, *span):
                yield span
            if clause is None:
                return
            position = clause.resumes if clause.resumes is not None else self._spoken_on(clause.end, end)

    def _cue_clause(self, start: int, end: int) -> CueClause | None:
        return self.clauses.find(self.text, start, end, self.closed)

    def _line_openings(self) -> list[int | None]:
        """For each line the offset behind the dash that opens its speech, or None."""
        openings = [self._line_opening(start, end) for start, end in self.lines]
        run: list[int] = []
        for number, opening in enumerate([*openings, None]):
            if opening is not None and _may_be_item(self.text[opening : self.lines[number][1]]):
                run.append(number)
                continue
            if self._is_list(run):
                for item in run:
                    openings[item] = None
            run = []
        return openings

    def _line_opening(self, start: int, end: int) -> int | None:
        text = self.text
        match = _LINE_DASH.match(text, start, end)
        if match is None or match["first"] in DASHES or text[end - 1] in ";,":
            return None
        first, content = match["first"], match.end()
        if match["dash"] in "-‐" and not match["space"] and not (first.isupper() or first in _OPENING):
            return None
        if not has_words(text, content, end) or (first == "(" and text[end - 1] == ")"):
            return None
        if _SCORE.search(text, max(start, end - 12), end):
            return None
        if (first.islower() or first.isdigit()) and not self._is_sentence(content, end):
            return None
        return content

    def _is_sentence(self, start: int, end: int) -> bool:
        if self.text[start].isdigit() and _SENTENCE_STOP.search(self.text, max(start, end - 4), end):
            return True
        return self._cue_clause(start, end) is not None

    def _is_list(self, run: list[int]) -> bool:
        if len(run) < 2:
            return False
        before = run[0] - 1
        announced = before >= 0 and self.text[self.lines[before][1] - 1] == ":"
        if not announced and len(run) <= _LONGEST_HEADLINE_RUN:
            return False
        return not any(self._cue_clause(*self.lines[number]) for number in run)

    def _inner_opening(self, start: int, end: int) -> int | None:
        """Where a dash opens speech within a line: behind a colon, or behind a sentence with a cue."""
        for match in islice(_INNER_DASH.finditer(self.text, start, end), _MOST_INNER):
            if not match["first"].isupper() or inside(self.closed, match.start("dash")):
                continue
            if self.text[match.start() - 1] == ":":
                return match.end()
            sentence = last_sentence_start(self.text, start, match.start(), self.clauses.language)
            if self.clauses.has_cue(self.text[sentence : match.start()]):
                return match.end()
        return None

    def _end_without_cue(self, start: int, end: int) -> int:
        """The end of the line, less what names the speaker, or a last sentence that announces the next with a colon."""
        pointer = self.clauses.points_back(self.text, start, end)
        if pointer is not None:
            return pointer
        if self.text[end - 1] != ":":
            return end
        announcement = last_sentence_start(self.text, start, end, self.clauses.language)
        return announcement if announcement > start else end

    def _spoken_on(self, start: int, end: int) -> int | None:
        """Where speech goes on behind the cue clause without a second dash, in languages that print it so."""
        start, end = strip_span(self.text, start, end)
        if start == end or not self.clauses.speech_goes_on:
            return None
        words = _WORD.findall(self.text, start, sentence_end(self.text, start, end, self.clauses.language))
        about_speaker = any(self.clauses.is_cue(word) or self.clauses.is_third_person(word) for word in words)
        return None if about_speaker else start


def _may_be_item(content: str) -> bool:
    return (
        len(content) <= _MOST_ITEM_CHARACTERS
        and len(content.split()) <= _MOST_ITEM_WORDS
        and _SENTENCE_STOP.search(content[-4:]) is None
    )
