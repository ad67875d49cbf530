"""Reports within reports: what somebody is said to have said is theirs, not that of whoever tells of it.

"VG wrote that the **clinic** warned of a drought": the clinic is the source, VG the carrier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.article import Cue, Mention
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed
from framing.attribution.phrases import noun_phrase_left, noun_phrase_right
from framing.attribution.tokens import Token, tokenize
from framing.languages import LanguageProfile

_LONGEST = 16
"""Words between the outer cue and the clause."""
_FEWEST = 3
"""Words of the shortest report within a report."""
_OBJECT = 3
"""Words of the one spoken to, between the inner cue and its clause."""


def follow_inner_reports(
    text: str, passages: Sequence[Attributed], channels: Channels, profile: LanguageProfile
) -> list[Attributed]:
    """Give clauses to the speaker whose cue stands right before them, where their cue is an outer one.

    Args:
        text: the article.
        passages: its passages with sources.
        channels: the media named in it.
        profile: the language profile.

    """
    found = [_read(text, p, channels, profile) if p.style == "clause" else p for p in passages]
    return list({(p.start, p.end, p.style): p for p in found}.values())


def _read(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed:
    read = _before(text, clause, channels, profile) or _within(text, clause, channels, profile)
    return read or _own_subject(text, clause, channels, profile) or clause


def _before(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed | None:
    """The clause with the cue and speaker that stand right before it; None where the cue it has is its own."""
    outer, source = clause.cue, clause.source
    if outer is None or source is None or not outer.end < clause.start or "\n" in text[outer.end : clause.start]:
        return None
    tokens = tokenize(text, outer.end, clause.start)
    opens = next((k for k, t in enumerate(tokens) if t.lower in profile.complementizers), None)
    if opens is None or len(tokens) > _LONGEST:
        return None
    at = _cue_before(tokens, profile)
    if at is None or at <= opens:
        return None
    start, stop = noun_phrase_left(tokens[: at + 1], at, profile)
    start = max(start, opens + 1)
    subject = tokens[start:stop]
    if not subject or not any(t.is_capitalised for t in subject):
        return None
    speaker = _mention(text, subject[0].start, subject[-1].end)
    told = _told(tokens[at + 1 :], channels)
    outer_medium = source if channels.medium(source.start, source.end) is not None else None
    cue = _cue(tokens[at], profile)
    carrier = told or outer_medium
    return replace(clause, source=speaker, cue=cue, carrier=carrier or clause.carrier, constructed=carrier is not None)


def _within(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed | None:
    """What a medium reports somebody to have said, where its report begins with speaker and cue."""
    source = clause.source
    if source is None or clause.carrier is not None or channels.medium(source.start, source.end) is None:
        return None
    if clause.cue is None or clause.cue.start > clause.start:
        return None
    tokens = tokenize(text, clause.start, clause.end)
    stop = at = noun_phrase_right(tokens, 0, profile)
    while at < len(tokens) and tokens[at].lower in profile.auxiliaries:
        at += 1
    opening = profile.complementizers | profile.infinitive | profile.prepositions
    if not 0 < stop <= at < len(tokens) - _FEWEST or tokens[at].lower not in profile.cues:
        return None
    if tokens[at + 1].lower not in opening or not any(t.is_capitalised for t in tokens[:stop]):
        return None
    first = at + 1 + (tokens[at + 1].lower not in profile.infinitive)
    speaker = _mention(text, tokens[0].start, tokens[stop - 1].end)
    return replace(
        clause,
        start=tokens[first].start,
        source=speaker,
        cue=_cue(tokens[at], profile),
        carrier=source,
        constructed=True,
    )


def _own_subject(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed | None:
    """The clause with the subject of its cue, where its speaker was taken from the clause around that."""
    cue, source = clause.cue, clause.source
    if cue is None or source is None or not source.end < cue.start or "\n" in text[source.end : cue.start]:
        return None
    tokens = tokenize(text, source.end, cue.end)
    at = next((k for k, t in enumerate(tokens) if t.start >= cue.start), len(tokens))
    opens = max((k for k, t in enumerate(tokens[:at]) if t.lower in profile.complementizers), default=None)
    if opens is None or at > _LONGEST:
        return None
    start, stop = noun_phrase_left(tokens, at, profile)
    subject = tokens[max(start, opens + 1) : stop]
    if start > opens + 1 or not subject or not any(t.is_capitalised for t in subject):
        return None
    told = _told(tokenize(text, cue.end, max(cue.end, clause.start)), channels)
    speaker = _mention(text, subject[0].start, subject[-1].end)
    return replace(clause, source=speaker, carrier=told or clause.carrier, constructed=told is not None)


def _told(tokens: Sequence[Token], channels: Channels) -> Mention | None:
    """The medium spoken to, between a cue and its clause."""
    return next((m for t in tokens if (m := channels.medium(t.start, t.end)) is not None), None)


def _cue_before(tokens: Sequence[Token], profile: LanguageProfile) -> int | None:
    """The cue that ends the words before a clause, but for who is spoken to and what opens the clause."""
    opening = profile.complementizers | profile.infinitive | profile.prepositions
    stop = len(tokens)
    while stop > 0 and tokens[stop - 1].lower in opening:
        stop -= 1
    for k in range(stop - 1, max(-1, stop - 2 - _OBJECT), -1):
        token = tokens[k]
        if not token.is_word:
            return None
        if token.lower in profile.cues and not token.is_capitalised:
            return k if k == stop - 1 or token.lower in profile.telling else None
    return None


def _cue(token: Token, profile: LanguageProfile) -> Cue:
    return Cue(token.start, token.end, token.text, profile.cues[token.lower].stance)


def _mention(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end])
