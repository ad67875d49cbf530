"""Carriers by scored pairs: each passage and each channel near it, in the order of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.article import Mention
from framing.attribution.model import Attributed
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.gazetteer import Match
from framing.languages import LanguageProfile
from framing.linking.candidates import Candidate, find_candidates
from framing.linking.features import Previous, Reading, overlap, pair_row
from framing.linking.places import Places
from framing.linking.wording import is_quoted, is_same_name, may_be_channel, says_who, speaks_itself

YES, NO = "carrier", "none"
"""The labels of a pair."""
_LETTER = re.compile(r"\w")
_TAKEN = 0.6
"""Probability from which a channel is taken that attribution did not see."""
_TAKEN_WHERE_QUOTED = 0.3
"""The same where the words say that somebody else quotes."""
_KEPT = 0.1
"""Probability from which the channel attribution saw is kept."""
_WRITTEN = frozenset({"document", "platform"})
"""Types of channels that somebody writes in."""
_BACK, _AHEAD = 2, 1
"""Paragraphs before and behind the passage in which its channel is looked for."""


@dataclass(frozen=True)
class Pair:
    """A passage and a channel: features and whether the one came through the other (``YES`` or ``NO``)."""

    features: FloatArray
    label: str


def link_carriers(
    text: str,
    passages: Sequence[Attributed],
    matches: Sequence[Match],
    profile: LanguageProfile,
    head: LinearHead,
) -> list[Attributed]:
    """Settle the carrier of every attributed passage.

    What attribution found is kept unless the head thinks it all but impossible; where it found nothing, the channel
    the head is surest of is taken, unless the source is a medium itself. Passages are read in order, since channels
    hold on.

    Args:
        text: the article.
        passages: its passages with sources, in order.
        matches: what the gazetteer knows in it.
        profile: the language profile.
        head: the trained scorer of pairs, of classes ``YES`` and ``NO``.

    """
    reading = _read(text, passages, matches, profile)
    linker = _Linker(reading, head, matches)
    linked = [p if p.source is None else replace(p, carrier=linker.carrier(p, p.source)) for p in passages]
    return _together(text, linked, reading.places)


def _together(text: str, passages: Sequence[Attributed], places: Places) -> list[Attributed]:
    """What one mention says in one sentence came through one channel, as did quoted words in a reported clause.

    A quotation that goes on, with nothing between its parts, came through one too.
    """
    out: list[Attributed] = []
    for passage in passages:
        source = passage.source
        if out and _goes_on(text, out[-1], passage):
            passage = replace(passage, carrier=out[-1].carrier)
        if passage.carrier is None and source is not None:
            others = (p for p in passages if p.carrier is not None and p.source is not None)
            said = places.sentence(source.start)
            here = said == places.sentence(passage.start)
            same = (
                p
                for p in others
                if _quoted_within(passage, p) or (here and p.source == source and places.sentence(p.start) == said)
            )
            passage = replace(passage, carrier=next((p.carrier for p in same), None))
        out.append(passage)
    return out


def _goes_on(text: str, before: Attributed, passage: Attributed) -> bool:
    """True for speech without a cue right behind that of the same speaker: only marks and spaces stand between."""
    if passage.carrier is not None or passage.cue is not None or not (before.is_speech and passage.is_speech):
        return False
    return before.last_name == passage.last_name and not _LETTER.search(text, before.end, passage.start)


def _quoted_within(passage: Attributed, clause: Attributed) -> bool:
    """True for quoted words of the speaker of a clause, inside it."""
    inside = clause.start <= passage.start and passage.end <= clause.end
    return clause.style == "clause" != passage.style and inside and clause.last_name == passage.last_name


def training_pairs(
    text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile
) -> Iterator[Pair]:
    """The pairs of an annotated article, its passages holding the annotators' sources and carriers.

    A passage whose carrier is none of the candidates teaches nothing and is left out.
    """
    reading = _read(text, passages, matches, profile)
    held = _Held()
    for passage in passages:
        if passage.source is None:
            continue
        before = held.before(passage)
        near = _near(reading, passage, before)
        right = _place(passage.carrier, near) if passage.carrier is not None else None
        if passage.carrier is None or right is not None:
            for k, channel in enumerate(near):
                yield Pair(pair_row(reading, passage, passage.source, channel, before), YES if k == right else NO)
        held.note(passage, near[right] if right is not None else None)


def _read(text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile) -> Reading:
    return Reading(text, passages, find_candidates(text, matches, profile), Places(text, profile.code), profile)


def _near(reading: Reading, passage: Attributed, before: Previous) -> list[Candidate]:
    """The channels a passage may have come through: those named near it, and the one its speaker was heard through."""
    own = reading.places.paragraph(passage.start)
    sentences = {reading.places.sentence(place.start) for place in (passage, passage.cue) if place is not None}

    def reaches(candidate: Candidate) -> bool:
        holds = candidate.holds or reading.places.sentence(candidate.start) in sentences
        return holds and -_BACK <= reading.places.paragraph(candidate.start) - own <= _AHEAD

    held = before.channel if before.same_speaker and before.channel is not None and before.channel.holds else None
    return [c for c in reading.candidates if reaches(c) or c is held]


def _place(mention: Mention, channels: Sequence[Candidate]) -> int | None:
    """Which of the channels stands where a mention does."""
    return next((k for k, c in enumerate(channels) if overlap(mention, c)), None)


class _Linker:
    """Finds the carriers of one article, passage by passage in order."""

    def __init__(self, reading: Reading, head: LinearHead, matches: Sequence[Match]) -> None:
        self._reading, self._head, self._matches, self._held = reading, head, matches, _Held()

    def carrier(self, passage: Attributed, source: Mention) -> Mention | None:
        """The carrier as attribution found it where it is the channel chosen, or a name that no candidate covers."""
        found, before = passage.carrier, self._held.before(passage)
        near = _near(self._reading, passage, before)
        seen = _place(found, near) if found is not None else None
        carrier, channel = None, None
        if found is not None and passage.constructed:
            carrier, channel = found, None if seen is None else near[seen]
        elif found is not None and seen is None and may_be_channel(self._reading, found, self._matches):
            carrier = found
        else:
            channel = self._choose(passage, source, near, seen, before)
            if channel is not None:
                there = found is not None and overlap(found, channel)
                carrier = found if there else channel.mention(self._reading.text)
        if carrier is not None and not passage.constructed and says_who(self._reading, carrier, source):
            carrier = channel = None
        self._held.note(passage, channel)
        return None if carrier is None or is_same_name(carrier, source, passage.antecedent) else carrier

    def _choose(
        self, passage: Attributed, source: Mention, near: Sequence[Candidate], seen: int | None, before: Previous
    ) -> Candidate | None:
        """The channel attribution saw, unless it is all but impossible; else the surest, if it is sure enough.

        A source that is a medium itself reports first hand: it is given no channel but one of its own sentence.
        """
        is_medium = speaks_itself(self._reading, source)
        if seen is not None and is_medium:
            sentences = (self._reading.places.sentence(place.start) for place in (near[seen], source))
            seen = seen if len(set(sentences)) == 1 else None
        if seen is not None:
            rivals = self._with_nearer(near, near[seen], (passage.cue or source).start)
            scores = self._scores(passage, source, rivals, before)
            if scores[0] >= _KEPT:
                return rivals[int(scores.argmax())]
        if is_medium:
            return None
        if near:
            scores = self._scores(passage, source, near, before)
            best = int(scores.argmax())
            if scores[best] >= (_TAKEN_WHERE_QUOTED if is_quoted(self._reading, passage, source) else _TAKEN):
                return near[best]
        return self._written(passage, before)

    def _with_nearer(self, near: Sequence[Candidate], seen: Candidate, at: int) -> list[Candidate]:
        """The channel attribution saw, and those of the sentence at hand where it does not stand there itself."""
        places = self._reading.places
        here = [c for c in near if places.sentence(c.start) == places.sentence(at)]
        return [seen] if seen in here else [seen, *here]

    def _written(self, passage: Attributed, before: Previous) -> Candidate | None:
        """What its speaker writes in: the document or platform that their words came through last."""
        held = before.channel if before.same_speaker else None
        if passage.cue is None or passage.cue.text.lower() not in self._reading.profile.writing or held is None:
            return None
        return held if held.type in _WRITTEN else None

    def _scores(
        self, passage: Attributed, source: Mention, channels: Sequence[Candidate], before: Previous
    ) -> FloatArray:
        """The probability of each channel to be that of the passage, (channels,)."""
        rows = np.stack([pair_row(self._reading, passage, source, c, before) for c in channels])
        scores: FloatArray = self._head.predict_proba(rows)[:, self._head.classes.index(YES)]
        return scores


class _Held:
    """The channels speakers were last heard through, as the article is read from its start."""

    def __init__(self) -> None:
        self._last = Previous()
        self._by_speaker: dict[str, Previous] = {}

    def before(self, passage: Attributed) -> Previous:
        """What a passage comes after."""
        return self._by_speaker.get(passage.last_name, self._last)

    def note(self, passage: Attributed, channel: Candidate | None) -> None:
        """A passage has been read."""
        speaker, here = passage.last_name, Previous(channel, passage.end)
        known = self._by_speaker.get(speaker)
        if channel is None and known is not None and known.channel is not None:
            self._by_speaker[speaker] = replace(known, missed=known.missed + 1)
        else:
            self._by_speaker[speaker] = replace(here, same_speaker=True)
        self._last = here
