"""A paragraph as the tagger sees it: words with their token states, closed-class flags and what the grammar found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.carriers import is_medium
from framing.attribution.model import Attributed, Marked
from framing.attribution.tokens import Token, tokenize
from framing.estimators.spans import ArticleStates, FloatArray
from framing.gazetteer import Match
from framing.languages import FRAMES, LanguageProfile
from framing.segment import paragraphs

_LONGEST_FORM = 4
_WORD_LISTS = (
    "pronouns", "third_person", "complementizers", "relatives", "auxiliaries", "prepositions", "conjunctions",
    "adverbs", "determiners", "infinitive", "questions", "addressee",
)  # fmt: skip
_MATCH_TYPES = {"platform": 1, "document": 2, "role": 3, "generic": 4, "state": 5, "capital": 5}
_SIGNS = 11
_MARKS = _SIGNS + len(_WORD_LISTS)
FLAGS = _MARKS + 2 + len(FRAMES) + 2 + 1 + 7
"""Width of the flags of a word."""
IN_SPEECH, IN_QUOTES = _MARKS, _MARKS + 1
"""Columns that tell whether a word stands in marked speech, or in other quotation marks."""
HINTS = 3
"""Width of the grammar's hints for one cue: source, content, carrier."""


@dataclass(frozen=True)
class Paragraph:
    """The words of a paragraph. ``states`` is (words, dimension), ``flags`` (words, ``FLAGS``).

    ``hints`` maps a word of a cue the grammar knows to its (words, ``HINTS``) reading of that cue.
    """

    tokens: Sequence[Token]
    states: FloatArray
    flags: FloatArray
    hints: dict[int, FloatArray] = field(default_factory=dict)

    def hint(self, cue: Sequence[int]) -> FloatArray:
        """The grammar's reading of a cue; zeros where it has none."""
        for word in cue:
            if word in self.hints:
                return self.hints[word]
        return np.zeros((len(self.tokens), HINTS), np.float32)

    def covering(self, start: int, end: int) -> list[int]:
        """The words that overlap a stretch of the article."""
        return [k for k, t in enumerate(self.tokens) if t.start < end and t.end > start]


def parted_lines(text: str, marked: Sequence[Marked]) -> list[tuple[int, int]]:
    """The paragraphs of a text, parted where speech in a title ends amid one: a title that lost its line break."""
    ends = [m.end for m in marked if m.style == "headline"]
    parted: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        cuts = [start, *(k for k in ends if start < k < end), end]
        parted += pairwise(cuts)
    return parted


def read_paragraph(
    text: str,
    span: tuple[int, int],
    states: ArticleStates,
    marked: Sequence[Marked],
    matches: Sequence[Match],
    grammar: Sequence[Attributed],
    profile: LanguageProfile,
) -> Paragraph:
    """Prepare one paragraph; ``marked``, ``matches`` and ``grammar`` may be those of the whole article."""
    tokens = tokenize(text, *span)
    flags = np.zeros((len(tokens), FLAGS), np.float32)
    column = _MARKS + 2
    _word_flags(tokens, flags, profile)
    _mark_flags(tokens, flags, marked)
    _cue_flags(tokens, flags[:, column : column + len(FRAMES) + 2], profile)
    paragraph = Paragraph(tokens, _word_states(tokens, states), flags)
    for passage in grammar:
        if passage.cue is None or not span[0] <= passage.cue.start < span[1]:
            continue
        cue = paragraph.covering(passage.cue.start, passage.cue.end)
        flags[cue, column + len(FRAMES) + 2] = 1
        _add_hint(paragraph, cue, passage)
    _match_flags(tokens, flags[:, column + len(FRAMES) + 3 :], span, matches)
    return paragraph


def _word_states(tokens: Sequence[Token], states: ArticleStates) -> FloatArray:
    return states.pool_each([t.start for t in tokens], [t.end for t in tokens])


def _word_flags(tokens: Sequence[Token], flags: FloatArray, profile: LanguageProfile) -> None:
    lists = [getattr(profile, name) for name in _WORD_LISTS]
    last = len(tokens) - 1
    rows = []
    for k, token in enumerate(tokens):
        first = token.text[0]
        signs = (
            token.is_word,
            token.is_word and token.is_capitalised,
            first.isdigit(),
            first == ",",
            first in ".!?…",
            first == ":",
            first in "–—-",
            token.is_mark,
            first in "()",
            k == 0,
            k == last,
        )
        rows.append([*signs, *(token.lower in words for words in lists)])
    if rows:
        flags[:, :_MARKS] = rows


def _mark_flags(tokens: Sequence[Token], flags: FloatArray, marked: Sequence[Marked]) -> None:
    for passage in marked:
        if not tokens or passage.end <= tokens[0].start or passage.start >= tokens[-1].end:
            continue
        column = IN_SPEECH if passage.guess == "direct" else IN_QUOTES
        for k, token in enumerate(tokens):
            if passage.start < token.end and token.start < passage.end:
                flags[k, column] = 1


def _cue_flags(tokens: Sequence[Token], flags: FloatArray, profile: LanguageProfile) -> None:
    lower = [t.lower for t in tokens]
    for k in range(len(tokens)):
        if lower[k] not in profile.opening_words:
            continue
        for length in range(1, min(_LONGEST_FORM, len(tokens) - k) + 1):
            form = " ".join(lower[k : k + length])
            entry = profile.cues.get(form)
            if entry is not None:
                for column, frame in enumerate(FRAMES):
                    flags[k : k + length, column] = np.maximum(flags[k : k + length, column], frame in entry.frames)
            if form in profile.according_to:
                flags[k : k + length, len(FRAMES)] = 1
            if form in profile.hearsay:
                flags[k : k + length, len(FRAMES) + 1] = 1


def _match_flags(tokens: Sequence[Token], flags: FloatArray, span: tuple[int, int], matches: Sequence[Match]) -> None:
    for match in matches:
        if match.end <= span[0] or match.start >= span[1]:
            continue
        column = 0 if is_medium(match) else _MATCH_TYPES.get(match.entry.type, 6)
        for k, token in enumerate(tokens):
            if token.start < match.end and token.end > match.start:
                flags[k, column] = 1


def _add_hint(paragraph: Paragraph, cue: Sequence[int], passage: Attributed) -> None:
    spans = ((passage.source, 0), (passage, 1), (passage.carrier, 2))
    for word in cue:
        hint = paragraph.hints.setdefault(word, np.zeros((len(paragraph.tokens), HINTS), np.float32))
        for span, column in spans:
            if span is not None:
                hint[paragraph.covering(span.start, span.end), column] = 1


Labels = NDArray[np.int64]
