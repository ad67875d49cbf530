"""Gazetteer evidence for a class: what a mention names, and what stands near it."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final

import numpy as np

from framing.article import Mention
from framing.estimators.spans import FloatArray
from framing.gazetteer import Match
from framing.taxonomy import CARRIER_CLASSES, SOURCE_CLASSES

TYPES: Final = (
    "role", "generic", "outlet", "agency", "platform", "document", "state", "capital", "government", "parliament",
    "party", "opposition", "international_org", "company", "industry_association", "sports", "ngo", "think_tank",
    "union", "religious", "armed_group", "person",
)  # fmt: skip
CLASSES: Final = tuple(SOURCE_CLASSES)
WIDTH: Final = len(CLASSES) + len(TYPES)
"""Width of one row of evidence: a column for each class, then one for each type of row."""
CHANNELS: Final = tuple(CARRIER_CLASSES)
CHANNEL_TYPES: Final = ("outlet", "agency", "platform", "document", "generic")
_COMMON: Final = ("role", "generic")
_NAME: Final = re.compile(r"[^\W\d_][\w-]*")
_MEANT: Final = {"platform": "social_media", "document": "document"}
_WEIGHT = np.float32(2.0)
"""Evidence is scaled up against the vectors: regularised less, it decides where the corpus never saw a name."""
LEFT, RIGHT = 45, 90
"""Code points to each side of a mention in which a title or an apposition is looked for."""
_WHOLE = np.float32(8.0)
"""A name known in full is a fact about who it is, even where the corpus knows few real names."""
_CALLED_ELSE = np.float32(0.25)
"""What a person's name still counts where the article calls them something else."""
_BESIDE: Final = 2
"""Code points between two words of one name: a space, an apostrophe."""
_PLACES: Final = ("state", "capital")
_FADES = 25.0
"""Code points over which nearby evidence fades to a third: a title stands beside its name."""
_AMBIGUOUS = 0.3
"""What nearby evidence from a name that may be an ordinary word counts."""
_BEFORE, _FADES_BEFORE = 220, 80.0
"""The same for what went before a source that is not named ("the agency")."""


def inside(mentions: Sequence[Mention], matches: Sequence[Match]) -> FloatArray:
    """Which classes and types the gazetteer names in mentions, (``WIDTH``,).

    A name that may be an ordinary word, or a first name that is also a party, is no evidence here.
    """
    row = np.zeros(WIDTH, np.float32)
    for mention in mentions:
        for match in _telling(matches, mention):
            if not match.ambiguous:
                _raise(row, match, 1.0)
    return row * _WEIGHT


def decides(row: FloatArray) -> bool:
    """True where a row of evidence names a class."""
    return bool(row[: len(CLASSES)].any())


def channel(mention: Mention | None, matches: Sequence[Match]) -> FloatArray:
    """What the gazetteer knows of a channel, (classes + classes · channel types,): its class, and that with the type.

    An agency that is other media is not a wire service for being an agency. Names that may be ordinary words count:
    attribution has already taken them for a channel.
    """
    crossed = np.zeros((len(CHANNELS), len(CHANNEL_TYPES) + 1), np.float32)
    for match in _between(matches, mention.start, mention.end) if mention is not None else ():
        label = _MEANT.get(match.entry.type, match.entry.source_class)
        if label in CHANNELS:
            known = match.entry.type in CHANNEL_TYPES
            crossed[CHANNELS.index(label), CHANNEL_TYPES.index(match.entry.type) if known else -1] = 1.0
    row: FloatArray = np.concatenate([crossed.max(axis=1), crossed.ravel()]) * _WEIGHT
    return row


def whole(mention: Mention | None, matches: Sequence[Match], said: FloatArray) -> FloatArray:
    """The class of the one known name that a mention's whole name is, (classes,): "Ola Moe", "minister Ola Moe".

    A name of two entries, or with a capitalised word beside it that no entry has, may be somebody else's. A person
    whom the article calls something else (``said``, of :func:`described`) may be, too, or has another office by now.
    """
    row = np.zeros(len(CLASSES), np.float32)
    known = None if mention is None else named_whole(mention, matches)
    if known is not None and known.entry.source_class in CLASSES:
        at, called = CLASSES.index(known.entry.source_class), said[: len(CLASSES)]
        differs = known.entry.type == "person" and called.any() and not called[at]
        row[at] = _WHOLE * (_CALLED_ELSE if differs else 1)
    return row


def named_whole(mention: Mention, matches: Sequence[Match]) -> Match | None:
    """The match of a name, not of a role or common noun, that has all the capitalised words of a mention.

    A person is known by the full name only: a surname may be anybody's.
    """
    names = [w for w in _NAME.finditer(mention.text) if w.group()[0].isupper()]
    if not names:
        return None
    start, end = mention.start + names[0].start(), mention.start + names[-1].end()
    found = _between(matches, mention.start, mention.end)
    covers = (m for m in found if m.start <= start and end <= m.end and not m.ambiguous)
    return next((m for m in covers if m.entry.type not in _COMMON and _is_full(m)), None)


def _is_full(match: Match) -> bool:
    return match.entry.type != "person" or " " in match.alias


def first_and_last(mention: Mention | None, matches: Sequence[Match]) -> FloatArray:
    """The classes of the first and of the last match in a mention, (2 · classes,).

    The order tells "EU-ekspert Eivind Moe i Naturvernforbundet" from "Naturvernforbundets mann i EU".
    """
    row = np.zeros((2, len(CLASSES)), np.float32)
    known = []
    if mention is not None:
        known = [m for m in _telling(matches, mention) if m.entry.source_class in CLASSES]
    for place, match in zip(row, (known[0], known[-1]) if known else (), strict=False):
        place[CLASSES.index(match.entry.source_class)] = 1.0
    return row.ravel() * _WEIGHT


def described(descriptions: Sequence[Mention], matches: Sequence[Match]) -> FloatArray:
    """Evidence in what somebody is said to be, (classes + ``WIDTH``,): the first class of each description, and all."""
    first = np.zeros(len(CLASSES), np.float32)
    for description in descriptions:
        np.maximum(first, first_and_last(description, matches)[: len(CLASSES)], out=first)
    return np.concatenate([first, inside(descriptions, matches)])


def nearby(mentions: Sequence[Mention], text: str, matches: Sequence[Match]) -> FloatArray:
    """Evidence beside mentions of one entity in their sentences, (2 · ``WIDTH``,): the greatest and the mean.

    It fades with the distance, so that a title before a name and an apposition after it count, and what else the
    sentence speaks of hardly does.
    """
    rows = np.zeros((max(len(mentions), 1), WIDTH), np.float32)
    for row, mention in zip(rows, mentions, strict=False):
        left, right = _reach(mention, text)
        for match in _between(matches, left, right):
            gap = max(match.start - mention.end, mention.start - match.end)
            if gap >= 0:
                _raise(row, match, math.exp(-gap / _FADES) * (_AMBIGUOUS if match.ambiguous else 1.0))
    greatest: FloatArray = rows.max(axis=0)
    mean: FloatArray = rows.mean(axis=0, dtype=np.float32)
    return np.concatenate([greatest, mean]) * _WEIGHT


def before(mention: Mention | None, matches: Sequence[Match]) -> FloatArray:
    """Evidence in what went before a mention, (``WIDTH``,): "the agency" is most often the one just named."""
    row = np.zeros(WIDTH, np.float32)
    if mention is None:
        return row
    for match in _between(matches, mention.start - _BEFORE, mention.start):
        if match.end <= mention.start:
            _raise(row, match, math.exp(-(mention.start - match.end) / _FADES_BEFORE))
    return row * _WEIGHT


def _between(matches: Sequence[Match], start: int, end: int) -> Iterator[Match]:
    """The matches that overlap a stretch; matches stand in order and never overlap each other."""
    for k in range(bisect_right(matches, start, key=attrgetter("end")), len(matches)):
        if matches[k].start >= end:
            return
        yield matches[k]


def _telling(matches: Sequence[Match], mention: Mention) -> list[Match]:
    """The matches in a mention, but for those that only tell which or where.

    Of common nouns in one capitalised name the last says what it is ("the *Bank* Employees' Association"); beside
    another match, a country or capital only says where.
    """
    every = list(_between(matches, mention.start, mention.end))
    last = every[-1:]
    found = [m for m, following in pairwise(every) if not _tells_which(m, following, mention)] + last
    others = [m for m in found if m.entry.type not in _PLACES]
    return others if any(m.entry.source_class in CLASSES and not m.ambiguous for m in others) else found


def _tells_which(match: Match, following: Match, mention: Mention) -> bool:
    """True for a common noun with a capital right before another: "Bank" of "Bank Employees"."""
    if match.entry.type not in _COMMON or following.entry.type not in _COMMON:
        return False
    first, second = (mention.text[max(0, m.start - mention.start) :][:1] for m in (match, following))
    return following.start - match.end <= _BESIDE and first.isupper() and second.isupper()


def _raise(row: FloatArray, match: Match, weight: float) -> None:
    if match.entry.source_class in CLASSES:
        column = CLASSES.index(match.entry.source_class)
        row[column] = max(row[column], weight)
    if match.entry.type in TYPES:
        column = len(CLASSES) + TYPES.index(match.entry.type)
        row[column] = max(row[column], weight)


def _reach(mention: Mention, text: str) -> tuple[int, int]:
    """The stretch around a mention within its sentence."""
    left, right = max(0, mention.start - LEFT), min(len(text), mention.end + RIGHT)
    for stop in (". ", "\n", "! ", "? "):
        k = text.rfind(stop, left, mention.start)
        left = k + len(stop) if k >= 0 else left
        k = text.find(stop, mention.end, right)
        right = k if k >= 0 else right
    return left, right
