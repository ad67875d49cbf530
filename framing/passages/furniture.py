"""The furniture of a news page inside its text: picture credits, datelines, bylines, pointers, thanks.

What stands there names agencies and people that are nobody's source, so it is found before sources are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from framing.passages.habits import load_habits
from framing.passages.layout import Spans
from framing.passages.pairing import DOUBLE_MARKS
from framing.segment import paragraphs, sentences

Kind = Literal["credit", "dateline", "byline", "related", "contribution"]

_LINK_SIGNS = frozenset("&/|-–")
_CREDIT_LEAD = re.compile(r"(?:©|\bcopyright|\bvia|\bPool|\bcourtesy of)\s*\Z", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")
_INITIALS = re.compile(r"(?:\W*\w\.)+")
_MOST_NAME_TOKENS = 10
_LONGEST_BYLINE = 80
_LONGEST_THANKS = 300
_FEWEST_CAPITALS = 3
# A capitalised dateline without an agency is followed by the story, not by the other half of a headline.
_FEWEST_BEHIND = 40


def furniture_spans(text: str) -> list[tuple[int, int, Kind]]:
    """Find the furniture of ``text`` as ``(start, end, kind)``, in order and disjoint.

    Kinds: ``credit`` (Foto: Kari Berg / NTB), ``dateline`` (OSLO (Reuters) -), ``byline`` (Av Kari Berg),
    ``related`` (Les også: …), ``contribution`` (… contributed to this report.). A caption is not furniture,
    only its credit.
    """
    lines = paragraphs(text)
    found: list[tuple[int, int, Kind]] = []
    for start, end in lines:
        found += [(*span, "dateline") for span in _dateline(text, start, end)]
        found += [(*span, "byline") for span in _byline(text, start, end)]
        found += [(*span, "related") for span in _related(text, start, end)]
        found += [(*span, "contribution") for span in _contribution(text, start, end)]
    found += [(*span, "credit") for span in _credits(text, lines)]
    disjoint: list[tuple[int, int, Kind]] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not disjoint or span[0] >= disjoint[-1][1]:
            disjoint.append(span)
    return disjoint


def _any_of(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    habits = load_habits()
    dateline_agency = _any_of(habits.dateline_agencies)
    bracketed = rf"\([^()\n]{{0,30}}?(?:{dateline_agency})(?!\w)[^()\n]{{0,30}}\)"
    date = r"(?:,\s[^\n():—–]{2,30}?)?"
    return {
        "agency": re.compile(rf"(?:[^\W\d_][^()\n:]{{0,60}}?\s)?{bracketed}\s*(?:[-–—]{{1,2}}|:)"),
        "stroke": re.compile(
            rf"[^\n()/:]{{3,50}}?[.,—–-]?\s*(?:/(?:{dateline_agency})/|[—–-]\s(?:{dateline_agency}))\."
        ),
        "capitals": re.compile(rf"(?P<place>[^\n():—–]{{3,40}}?){date}\s[-–—]{{1,2}}\s"),
        "credit": re.compile(rf"(?<!\w)(?P<word>{_any_of(habits.credit_words)})(?P<colon>\s?[:/]\s*|\s-\s|\s+|$)"),
        "credit_agency": re.compile(rf"(?<!\w)(?:{_any_of(habits.credit_agencies)})(?!\w)"),
        "byline": re.compile(rf"(?:{_any_of(habits.byline_words)})\b:?\s+"),
        "related": re.compile(rf"(?<!\w)(?:\(\s?)?(?:{_any_of(habits.related_words)})\s?:"),
        "contribution": re.compile(_any_of(habits.contribution_phrases)),
    }


def _dateline(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    patterns = _patterns()
    if match := patterns["agency"].match(text, start, end) or patterns["stroke"].match(text, start, end):
        place = match.group().split("(")[0].split(",")[0]
        if all(_is_name(word) for word in place.split()):
            yield match.span()
            return
    match = patterns["capitals"].match(text, start, end)
    if match is not None and end - match.end() >= _FEWEST_BEHIND:
        place = match["place"]
        plain = not any(c.isdigit() or c in DOUBLE_MARKS for c in place)
        if plain and place.isupper() and sum(map(str.isalpha, place)) >= _FEWEST_CAPITALS:
            yield match.start(), match.end() - 1


def _byline(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _patterns()["byline"].match(text, start, end)
    if match is not None and end - start <= _LONGEST_BYLINE and _name_run(text, match.end(), end) == end:
        yield start, end


def _related(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _patterns()["related"].search(text, start, end)
    if match is not None:
        yield match.start(), end


def _contribution(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _patterns()["contribution"].finditer(text, start, end):
        floor, ceiling = max(start, match.start() - _LONGEST_THANKS), min(end, match.end() + _LONGEST_THANKS)
        for sentence in sentences(text, floor, ceiling, None):
            if sentence.start <= match.start() < sentence.end:
                yield sentence


def _credits(text: str, lines: Spans) -> Iterator[tuple[int, int]]:
    for number, (start, end) in enumerate(lines):
        for match in _patterns()["credit"].finditer(text, start, end):
            has_colon = bool(match["colon"].strip())
            is_label = match["word"] in load_habits().credit_labels
            stop = match.end() if is_label else _name_run(text, match.end(), end)
            if not has_colon and not (match.start() == start and stop == end):
                continue
            if has_colon and match.end() == end and number + 1 < len(lines):
                # "Foto:" at the end of a caption, the name alone on the next line.
                following = lines[number + 1]
                if _name_run(text, *following) == following[1]:
                    stop = following[1]
            yield match.start(), stop
        yield from _agency_credits(text, start, end)


def _agency_credits(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``REUTERS/Kari Berg``, ``Kari Berg/AFP via Getty Images``, ``(©NTB)``."""
    for match in _patterns()["credit_agency"].finditer(text, start, end):
        first, last = match.span()
        before, after = text[max(start, first - 12) : first], text[last : min(end, last + 2)]
        by_stroke = before.rstrip().endswith("/")
        lead = _CREDIT_LEAD.search(before)
        if by_stroke:
            first = _names_before(text, start, first)
        elif lead is not None:
            first -= len(before) - lead.start()
        elif after[:1] != "/":
            continue
        if after.lstrip()[:1] == "/":
            last = _name_run(text, last, end)
        yield first, last


def _names_before(text: str, start: int, position: int) -> int:
    """Start of the run of capitalised words that ends at the stroke before ``position``."""
    floor = max(start, position - 60)
    first = position
    for token in reversed(list(_TOKEN.finditer(text, floor, position))):
        if not _is_name(token.group()) or (token.group()[-1] in ".,:;!?" and not _INITIALS.fullmatch(token.group())):
            break
        first = token.start()
    while first < position and text[first] in "([":
        first += 1
    return first


def _name_run(text: str, start: int, end: int) -> int:
    """End of the run of names and their links that begins at ``start``: the credit's or byline's own words."""
    last = start
    for count, token in enumerate(_TOKEN.finditer(text, start, end)):
        word = token.group()
        if count >= _MOST_NAME_TOKENS or not (_is_name(word) or _links_names(word)):
            break
        last = token.end()
        if word[-1] in ".;!?" and not _INITIALS.fullmatch(word):
            break
    return last


def _is_name(word: str) -> bool:
    bare = word.strip("()[]/,.:;©&'\"«»“”-–")
    return not bare or bare[0].isupper() or _links_names(bare) or "." in bare


def _links_names(word: str) -> bool:
    return word in _LINK_SIGNS or word.lower() in load_habits().name_links
