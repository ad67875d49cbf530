"""Marked passages of all styles made one list: nested, never crossing, with what continues what."""

from __future__ import annotations

from dataclasses import replace

from framing.passages.clause import CueClauses
from framing.passages.layout import sentence_end
from framing.passages.marks import MarkedPassage, has_words, trim
from framing.passages.pairing import DASHES, DOUBLE_MARKS, SINGLE_MARKS

_MARKS = DOUBLE_MARKS + SINGLE_MARKS
_BARE = _MARKS + ".,;:"
_MOST_BARE = 4
_LONGEST_CUE_GAP = 200


def settle(text: str, passages: list[MarkedPassage]) -> list[MarkedPassage]:
    """Order ``passages`` by start, without crossings and doublets, with depth and links set.

    Of two passages with the same words inside their marks the inner one stays. Of two that cross, the outer
    one is cut short, unless both its quotation marks are there: then the inner one goes.
    """
    kept = dict(enumerate(passages))
    depth: dict[int, int] = {}
    same_words: dict[int, int] = {}
    stack: list[int] = []
    for index in sorted(kept, key=lambda i: (*_order(passages[i]), passages[i].style == "quote")):
        passage = kept[index]
        while stack and kept[stack[-1]].end < passage.end and not _outranks(kept[stack[-1]], passage):
            outer = kept[stack[-1]]
            if outer.end > passage.start:
                start, end = trim(text, outer.start, passage.start)
                kept[stack[-1]] = replace(outer, end=end)
                if not has_words(text, start, end):
                    del kept[stack[-1]]
            stack.pop()
        while stack and kept[stack[-1]].end <= passage.start:
            stack.pop()
        if stack and kept[stack[-1]].end < passage.end:
            del kept[index]
            continue
        if stack and _bare(text, kept[stack[-1]]) == _bare(text, passage):
            outer_index = stack.pop()
            outer_continues = kept.pop(outer_index).continues
            kept[index] = replace(passage, continues=passage.continues if outer_continues is None else outer_continues)
            same_words[outer_index] = index
        depth[index] = len(stack)
        stack.append(index)
    return _linked(kept, depth, same_words)


def _order(passage: MarkedPassage) -> tuple[int, int]:
    return passage.start, -passage.end


def _outranks(outer: MarkedPassage, passage: MarkedPassage) -> bool:
    """Whether ``outer`` crosses ``passage`` and stands for certain."""
    return outer.end > passage.start and outer.closed and outer.style == "quote"


def _linked(kept: dict[int, MarkedPassage], depth: dict[int, int], same_words: dict[int, int]) -> list[MarkedPassage]:
    final = sorted(kept, key=lambda i: _order(kept[i]))
    place = {index: number for number, index in enumerate(final)}

    def target(index: int | None) -> int | None:
        while index in same_words:
            index = same_words[index]
        return None if index is None else place.get(index)

    return [replace(kept[i], depth=depth[i], continues=target(kept[i].continues)) for i in final]


def _bare(text: str, passage: MarkedPassage) -> tuple[int, int]:
    """The span without the marks just inside it; a few of them, since real text nests no deeper."""
    start, end = passage.start, passage.end
    for _ in range(_MOST_BARE):
        if start < end and (text[start] in _BARE or text[start].isspace()):
            start += 1
        if start < end and (text[end - 1] in _BARE or text[end - 1].isspace()):
            end -= 1
    return start, end


def link_broken_quotes(text: str, passages: list[MarkedPassage], clauses: CueClauses) -> list[MarkedPassage]:
    """Set ``continues`` where a quote goes on behind a cue clause, or in the next paragraph of a running quote."""
    linked = list(passages)
    last_at_depth: dict[int, int] = {}
    for number, passage in enumerate(passages):
        previous = last_at_depth.get(passage.depth)
        last_at_depth[passage.depth] = number
        if previous is None or passage.continues is not None or passage.style != "quote":
            continue
        earlier = passages[previous]
        if earlier.style != "quote" or passage.start - earlier.end > _LONGEST_CUE_GAP:
            continue
        if _runs_on(text, earlier, passage) or _broken_by_cue(text, earlier, passage, clauses):
            linked[number] = replace(passage, continues=previous)
    return linked


def _runs_on(text: str, earlier: MarkedPassage, later: MarkedPassage) -> bool:
    """Whether a paragraph repeats the opening mark of the one before, which was left unclosed."""
    return (
        earlier.closer == ""
        and later.opener == earlier.opener
        and later.paragraph == earlier.paragraph + 1
        and not any(map(str.isalnum, text[earlier.end : later.start]))
    )


def _broken_by_cue(text: str, earlier: MarkedPassage, later: MarkedPassage, clauses: CueClauses) -> bool:
    """Whether one sentence with a cue is all that stands between two quotes: ``«…», sa hun. «…»``."""
    gap = text[earlier.end : later.start].rstrip(_MARKS + " \u00a0")
    goes_on = "," in gap[:3] or text[earlier.end - 1] in "!?…"
    if later.paragraph != earlier.paragraph or not goes_on or gap[-1:] not in tuple(".,:;" + DASHES):
        return False
    end = earlier.end + len(gap)
    return sentence_end(text, earlier.end + min(3, len(gap)), end, clauses.language) == end and clauses.has_cue(gap)
