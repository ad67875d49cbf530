"""Passages of an article: the stretches that are marked as somebody's words."""

from __future__ import annotations

from framing.passages.clause import cue_clauses
from framing.passages.dashes import find_dash_speech
from framing.passages.furniture import furniture_spans
from framing.passages.habits import load_habits
from framing.passages.headlines import Names, find_headline_speech
from framing.passages.kinds import guess_kind
from framing.passages.marks import MarkedPassage, find_quotes
from framing.passages.nesting import link_broken_quotes, settle
from framing.segment import paragraphs

__all__ = ["MarkedPassage", "Names", "find_marked", "furniture_spans", "guess_kind"]

_UNKNOWN = Names()


def find_marked(text: str, language: str, names: Names = _UNKNOWN) -> list[MarkedPassage]:
    """Find every marked passage: in quotation marks, behind a speech dash or behind a headline colon.

    Spans leave out marks, dashes, cue clauses, outer white space and a final full stop or comma. They come in
    order of start; they nest and never cross. Time is linear in the length of the text.

    Args:
        text: the article as it was given; offsets are code points into it.
        language: its language code; an unknown one is read with the conventions that all papers share.
        names: those known in the text, by which a title tells what a medium reports.

    """
    lines = paragraphs(text)
    clauses = cue_clauses(language)
    quotes, closed = find_quotes(text, lines, clauses)
    speech = find_dash_speech(text, lines, clauses, closed, first=len(quotes))
    capital_nouns = language in load_habits().capital_nouns
    headlines = find_headline_speech(text, lines, clauses, closed, names, capital_nouns=capital_nouns)
    return link_broken_quotes(text, settle(text, quotes + speech + headlines), clauses)
