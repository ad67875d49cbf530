"""Where a reported clause ends: at the next report beside it, not at one inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribution.tokens import Token
from framing.languages import LanguageProfile
from framing.passages.report import Report, word_count


def cut_at_next(tokens: Sequence[Token], reports: Sequence[Report], profile: LanguageProfile) -> list[Report]:
    """End a clause where the next report begins beside it, not inside it."""
    out: list[Report] = []
    for n, report in enumerate(reports):
        contents = report.contents
        for later in reports[n + 1 :]:
            boundary = _coordinate_boundary(tokens, report, later, profile)
            if boundary is None:
                continue
            contents = tuple((a, min(b, boundary)) for a, b in contents if a < boundary)
        out.append(replace(report, contents=tuple(trim(tokens, c) for c in contents if word_count(tokens, *c) >= 1)))
    return _separate_left(tokens, out)


def _coordinate_boundary(
    tokens: Sequence[Token], report: Report, later: Report, profile: LanguageProfile
) -> int | None:
    begin = later.cue[0]
    if later.shape == "plain" and later.source and report.cue[1] <= later.source[0] < later.cue[0]:
        begin = min(begin, later.source[0])
    while begin > 0 and (tokens[begin - 1].lower in profile.auxiliaries or tokens[begin - 1].lower in profile.adverbs):
        begin -= 1
    if later.shape in ("nominal", "according") or begin == 0:
        return None
    if later.governs_left and later.contents and later.contents[0][0] == 0:
        return None
    joint = tokens[begin - 1].lower in profile.conjunctions
    if joint:
        begin -= 1
        while begin > 0 and tokens[begin - 1].text == ",":
            begin -= 1
        return begin
    if tokens[begin - 1].text == "," and (later.source is None or later.cue[0] == begin):
        return begin - 1
    return None


def _separate_left(tokens: Sequence[Token], reports: list[Report]) -> list[Report]:
    """A clause before its cue does not reach back over an earlier report beside it."""
    out: list[Report] = []
    for n, report in enumerate(reports):
        contents = report.contents
        if report.governs_left and contents and report.shape != "according":
            floor = 0
            for earlier in reports[:n]:
                if earlier.governs_left and earlier.contents:
                    floor = max(
                        floor,
                        earlier.cue[1],
                        earlier.source[1] if earlier.source else 0,
                        earlier.addressee[1] if earlier.addressee else 0,
                    )
            contents = tuple(trim(tokens, (max(a, floor), b)) for a, b in contents if max(a, floor) < b)
        out.append(replace(report, contents=contents))
    return out


def trim(tokens: Sequence[Token], span: tuple[int, int]) -> tuple[int, int]:
    """Leave out signs at the edges of a stretch; quotation marks, brackets and currency signs stay."""
    start, stop = span
    while start < stop and not (
        tokens[start].is_word or tokens[start].is_mark or tokens[start].text in ("(", "€", "$", "£")
    ):
        start += 1
    while start < stop and not (
        tokens[stop - 1].is_word or tokens[stop - 1].is_mark or tokens[stop - 1].text in (")", "%", "€")
    ):
        stop -= 1
    return start, stop
