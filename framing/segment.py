"""Paragraphs and sentences of a text, as offsets; the text itself is never touched."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK: Final = 48
"""So many characters on each side of a full stop are looked at: enough for any abbreviation, and linear in time."""

_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029]+")
_CONTENT = re.compile(r"\w")
_END = re.compile(
    r"(?P<stop>[.!?…؟।。！？]+)"
    r"(?:\[\d{1,3}\])*"  # a footnote mark
    r"[\"'»«”“’‘›‹)\]}]*"
    r"(?:[ \u00a0\u202f]»(?=\s|\Z))?"  # « spaced as in French »
)
_UNSPACED = frozenset("。！？")
_OPENERS = re.compile(r"[\s\"'«»„“”‚‘’‹›()\[\]{}¿¡*•_–—―-]*")
_TOKEN_BEFORE = re.compile(r"[^\s\"'«»„“”‚‘’‹›()\[\]{}–—―,;!?…]+\Z")
_SPACED_LETTERS = re.compile(r"(?<!\w)(?:[^\W\d_]{1,4}\.[ \u00a0\u202f])+\Z")
_PIECE_AHEAD = re.compile(r"[^\W\d_]{1,4}(?=\.)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DOTTED_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ENUMERATION = re.compile(r"\d{1,3}")
_DAY = re.compile(r"\d{1,2}")
_NEXT_DAY = re.compile(r"\d{1,2}\.(?!\w)")
_DAY_BEFORE = re.compile(r"(?<!\d)\d{1,2}\.\s?\Z")
_COMPOUND = re.compile(r"^(?:\d+|.*[/-])(?=[^\W\d_])")
_ROMAN = re.compile(r"[IVX]{2,}")


class Span(NamedTuple):
    """A stretch of text, half open, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _FullStops:
    """What one language says about full stops; ``abbreviations.toml`` explains each table."""

    before: frozenset[str]
    number: frozenset[str]
    either: frozenset[str]
    closing: frozenset[str]
    beginnings: frozenset[str]
    ordinals: bool
    ordinal_before: frozenset[str]
    ordinal_after: frozenset[str]
    starters: frozenset[str]
    after_name: frozenset[str]


def paragraphs(text: str) -> list[Span]:
    """Give the lines of ``text`` that have content, in order, without their outer white space."""
    spans = (_strip(text, match.start(), match.end()) for match in _LINE.finditer(text))
    return [span for span in spans if span.start < span.end]


def sentences(text: str, start: int, end: int, language: str | None) -> list[Span]:
    """Split ``text[start:end]`` into sentences, in order, without their outer white space.

    Every character that is not white space is in exactly one of them. Closing quotation marks and brackets stay
    with the sentence before them, an opening dash with the sentence after it. Time is linear in the length.

    Method: every run of ``.``, ``!``, ``?`` or ``…`` is a candidate, decided by what stands around it, in the manner
    of Mikheev (2002, "Periods, capitalized words, etc."), with abbreviations and sentence openers as data.

    Args:
        text: the whole text.
        start: where the stretch begins, a paragraph as a rule.
        end: where it ends.
        language: ISO 639 code; None or a language without data gets what all languages share.

    """
    stops = _load(language)
    spans = []
    opening = scanned = start
    has_content = False
    for match in _END.finditer(text, start, end):
        has_content = has_content or _CONTENT.search(text, scanned, match.start()) is not None
        scanned = match.end()
        if has_content and _ends_sentence(text, opening, match, end, stops):
            spans.append(_strip(text, opening, match.end()))
            opening = match.end()
            has_content = False
    spans.append(_strip(text, opening, end))
    return [span for span in spans if span.start < span.end]


def iter_sentences(text: str, language: str | None) -> Iterator[Span]:
    """Give the sentences of all paragraphs of ``text``, in order."""
    for paragraph in paragraphs(text):
        yield from sentences(text, paragraph.start, paragraph.end, language)


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends_sentence(text: str, opening: int, match: re.Match[str], end: int, stops: _FullStops) -> bool:
    """Decide whether the sentence that began at ``opening`` ends with the candidate ``match``."""
    stop = match["stop"]
    if match.end() == end or not text[match.end()].isspace():
        return stop[-1] in _UNSPACED
    openers = _OPENERS.match(text, match.end(), end)
    position = openers.end() if openers else match.end()
    following = text[position : min(end, position + LOOK)]
    if following[:1].islower():
        return False
    if stop != ".":
        left_out = text[match.start() - 1] in "(["  # "[…]" stands for words left out
        return not left_out and not (match.end("stop") < match.end() and _is_attribution(following, stops))
    window = max(opening, match.start() - LOOK)
    token = _TOKEN_BEFORE.search(text[window : match.start()])
    if token is None:
        return True
    preceding = text[window : window + token.start()]
    if window == opening and _ENUMERATION.fullmatch(token[0]) and _OPENERS.fullmatch(preceding):
        return False
    return not _is_inside(preceding, token[0], following, stops)


def _is_inside(preceding: str, token: str, following: str, stops: _FullStops) -> bool:
    """Decide whether the full stop after ``token`` belongs to an abbreviation, initial or ordinal within a sentence."""
    forms = [token, _COMPOUND.sub("", token)]  # "then-Gov.", "Photo/J.", "2008г."
    if letters := _SPACED_LETTERS.search(preceding):
        forms.append(re.sub(r"\s", "", letters[0]) + token)
    before_number = following[:1].isdigit()
    if any(_is_listed(form, stops.before) or (before_number and _is_listed(form, stops.number)) for form in forms):
        return True
    if (piece := _PIECE_AHEAD.match(following)) and any(
        _is_listed(f"{form}.{piece[0]}", stops.beginnings) for form in forms
    ):
        return True  # "z." of "z. B."
    if any(_is_listed(form, stops.closing) for form in forms):
        return False
    word = _WORD.match(following)
    next_word = word[0].lower() if word else ""
    is_initial = len(next_word) == 1 and following[1:2] == "."
    starts = next_word in stops.starters and not is_initial
    if any(_is_listed(form, stops.either) or _are_initials(form) for form in forms):
        return not starts
    return stops.ordinals and _is_ordinal(preceding, token, following, stops, next_word="" if starts else next_word)


def _is_ordinal(preceding: str, token: str, following: str, stops: _FullStops, *, next_word: str) -> bool:
    """Decide whether a number and its full stop are an ordinal; ``next_word`` is empty where it begins a sentence."""
    if _ROMAN.fullmatch(token):
        return next_word != ""
    if not _DAY.fullmatch(token):
        return False
    if _NEXT_DAY.match(following) or (following[:1].isdigit() and _DAY_BEFORE.search(preceding)):
        return True
    before = _WORD_BEFORE.search(preceding)
    return next_word in stops.ordinal_after or (
        next_word != "" and before is not None and before[1].lower() in stops.ordinal_before
    )


def _is_attribution(following: str, stops: _FullStops) -> bool:
    """Decide whether a speaker's name and a verb follow a quotation, as in '"Why?" Lund asked.'."""
    for names, word in enumerate(following.split()[:4]):
        if not word[0].isupper() or word.lower() in stops.starters:
            return names > 0 and word.rstrip(",.;:") in stops.after_name
    return False


def _are_initials(form: str) -> bool:
    return (len(form) == 1 and form.isupper()) or _DOTTED_LETTERS.fullmatch(form) is not None


def _is_listed(form: str, listed: frozenset[str]) -> bool:
    """Look ``form`` up as it stands, as the first word of a sentence, and as a word in capitals."""
    if form in listed or form[0].lower() + form[1:] in listed:
        return True
    return len(form) > 1 and form.isupper() and (form.lower() in listed or form.capitalize() in listed)


@cache
def _load(language: str | None) -> _FullStops:
    data = tomllib.loads(files("framing.languages").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    shared: dict[str, Any] = data.pop("shared")
    own: dict[str, Any] = data.get(language or "", {})
    tables: dict[str, Any] = {
        field.name: frozenset(shared.get(field.name, ())) | frozenset(own.get(field.name, ()))
        for field in fields(_FullStops)
        if field.name not in ("beginnings", "ordinals", "starters")
    }
    dotted = [form.split(".") for name in ("before", "either", "closing") for form in tables[name] if "." in form]
    beginnings = frozenset(".".join(pieces[:n]) for pieces in dotted for n in range(2, len(pieces) + 1))
    starters = frozenset(own.get("starters", "").split())
    return _FullStops(**tables, beginnings=beginnings, ordinals=own.get("ordinals", False), starters=starters)
