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
from framing.attribution.tokens import Token, sentence_before, tokenize
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
    heard = [_within_report(p, passages, channels, profile) if p.style != "clause" else p for p in passages]
    found = [_read(text, p, channels, profile) if p.style == "clause" else p for p in heard]
    return list({(p.start, p.end, p.style): p for p in found}.values())


def _within_report(
    passage: Attributed, passages: Sequence[Attributed], channels: Channels, profile: LanguageProfile
) -> Attributed:
    """Quoted words with the medium that the clause is according to in which their speaker and they stand."""
    speaker = passage.source
    if speaker is None or passage.carrier is not None or channels.medium(speaker.start, speaker.end) is not None:
        return passage
    for clause in passages:
        cue, medium = clause.cue, clause.source
        if clause.style != "clause" or cue is None or medium is None or cue.text.lower() not in profile.according_to:
            continue
        inside = clause.start <= min(speaker.start, passage.start) and max(speaker.end, passage.end) <= clause.end
        if inside and channels.medium(medium.start, medium.end) is not None:
            return replace(passage, carrier=medium, constructed=True)
    return passage


def _read(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed:
    read = _before(text, clause, channels, profile) or _within(text, clause, channels, profile)
    read = read or _own_subject(text, clause, channels, profile) or clause
    return read if read.carrier is not None else _under(text, read, channels, profile)


def _under(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed:
    """The clause with the medium or document that reports its speaker: "*the papers* show that Moe has said so"."""
    source, cue = clause.source, clause.cue
    if source is None or cue is None or cue.start < source.end or _passes_on(source, channels, profile):
        return clause
    tokens, first = sentence_before(text, source.start)
    at = len(tokens) - 2
    if at <= first or tokens[-1].lower not in profile.complementizers or tokens[at].lower not in profile.cues:
        return clause
    start, stop = noun_phrase_left(tokens, at, profile)
    if not first <= start < stop:
        return clause
    outer = _mention(text, tokens[start].start, tokens[stop - 1].end)
    return replace(clause, carrier=outer, constructed=True) if _passes_on(outer, channels, profile) else clause


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
    outer_medium = source if _passes_on(source, channels, profile) else None
    cue = _cue(tokens[at], profile)
    carrier = told or outer_medium
    return replace(clause, source=speaker, cue=cue, carrier=carrier or clause.carrier, constructed=carrier is not None)


def _within(text: str, clause: Attributed, channels: Channels, profile: LanguageProfile) -> Attributed | None:
    """What a medium reports somebody to have said, where its report begins with speaker and cue."""
    source = clause.source
    if source is None or clause.carrier is not None or not _passes_on(source, channels, profile):
        return None
    tokens = tokenize(text, clause.start, clause.end)
    stop = at = noun_phrase_right(tokens, 0, profile)
    while at < len(tokens) and tokens[at].lower in profile.auxiliaries - profile.copulas:
        at += 1  # behind a copula ("is accused of") the subject says nothing
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


def _passes_on(source: Mention, channels: Channels, profile: LanguageProfile) -> bool:
    """True for a medium, by name or as "the agency", and for a document."""
    words = source.text.lower().split()
    noun = any(" ".join(words[k:]) in profile.agency_nouns | profile.outlet_nouns for k in range(len(words)))
    return (
        noun or channels.is_document(source.start, source.end) or channels.medium(source.start, source.end) is not None
    )


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
