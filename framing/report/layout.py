"""Where marked passages begin and end in each paragraph of an article, nested as markup has to be."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.article import Passage


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a passage that one element can hold: cut at paragraph ends, and where passages cross.

    ``number`` is the place of the passage in the sequence given; ``first`` and ``last`` tell whether the passage
    begins and ends here; ``depth`` is how many other pieces are around this one.
    """

    number: int
    start: int
    end: int
    depth: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step through a paragraph: some text, or a piece that opens, or one that closes."""

    text: str = ""
    opens: Piece | None = None
    closes: Piece | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the article that is not blank, and the steps through it."""

    start: int
    end: int
    steps: tuple[Step, ...]


def paragraphs(text: str, passages: Sequence[Passage]) -> tuple[Paragraph, ...]:
    """Cut a text into its lines, and lay the passages over them.

    The texts of a paragraph's steps put together are the paragraph, every character of a passage but line feeds
    lies between the opening and the closing of one of its pieces, and pieces close in the reverse order of opening.
    """
    breaks = [-1, *(i for i, character in enumerate(text) if character == "\n"), len(text)]
    lines = [(left + 1, right) for left, right in pairwise(breaks)]
    starts = [start for start, _ in lines]
    spans: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, passage in enumerate(passages):
        begin, end = max(0, passage.start), min(len(text), passage.end)
        for k in range(bisect_right(starts, begin) - 1, len(lines)):
            left, right = max(begin, lines[k][0]), min(end, lines[k][1])
            if lines[k][0] >= end:
                break
            if left < right:
                spans[k].append((left, -right, number))
    return tuple(
        Paragraph(start, end, tuple(_steps(text, start, end, spans[k], passages)))
        for k, (start, end) in enumerate(lines)
        if text[start:end].strip()
    )


def _steps(
    text: str, start: int, end: int, spans: list[tuple[int, int, int]], passages: Sequence[Passage]
) -> Iterator[Step]:
    waiting = list(spans)
    heapq.heapify(waiting)
    stack: list[Piece] = []
    position = start
    while waiting or stack:
        at = waiting[0][0] if waiting else end
        while stack and stack[-1].end <= at:
            piece = stack.pop()
            if piece.end > position:
                yield Step(text=text[position : piece.end])
            position = piece.end
            yield Step(closes=piece)
        if not waiting:
            continue
        left, minus_right, number = heapq.heappop(waiting)
        right = -minus_right
        if stack and right > stack[-1].end:
            # Passages that cross: this one closes with the one around it and goes on right after.
            heapq.heappush(waiting, (stack[-1].end, minus_right, number))
            right = stack[-1].end
        if left > position:
            yield Step(text=text[position:left])
        position = left
        passage = passages[number]
        first, last = left <= max(0, passage.start), right >= min(len(text), passage.end)
        piece = Piece(number, left, right, len(stack), first, last)
        stack.append(piece)
        yield Step(opens=piece)
    if position < end:
        yield Step(text=text[position:end])
