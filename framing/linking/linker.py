"""Carriers by scored pairs: each passage and each channel near it, in the order of the article."""

from __future__ import annotations

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

YES, NO = "carrier", "none"
"""The labels of a pair."""
_TAKEN = 0.6
"""Probability from which a channel is taken that attribution did not see."""
_KEPT = 0.1
"""Probability from which the channel attribution saw is kept."""
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
    linker = _Linker(_read(text, passages, matches, profile), head, matches)
    return [p if p.source is None else replace(p, carrier=linker.carrier(p, p.source)) for p in passages]


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
        near, before = _near(reading, passage), held.before(passage)
        right = _place(passage.carrier, near) if passage.carrier is not None else None
        if passage.carrier is None or right is not None:
            for k, channel in enumerate(near):
                yield Pair(pair_row(reading, passage, passage.source, channel, before), YES if k == right else NO)
        held.note(passage, near[right] if right is not None else None)


def _read(text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile) -> Reading:
    return Reading(text, passages, find_candidates(text, matches, profile), Places(text, profile.code), profile)


def _near(reading: Reading, passage: Attributed) -> list[Candidate]:
    own = reading.places.paragraph(passage.start)
    sentences = {reading.places.sentence(place.start) for place in (passage, passage.cue) if place is not None}

    def reaches(candidate: Candidate) -> bool:
        holds = candidate.holds or reading.places.sentence(candidate.start) in sentences
        return holds and -_BACK <= reading.places.paragraph(candidate.start) - own <= _AHEAD

    return [c for c in reading.candidates if reaches(c)]


def _place(mention: Mention, channels: Sequence[Candidate]) -> int | None:
    """Which of the channels stands where a mention does."""
    return next((k for k, c in enumerate(channels) if overlap(mention, c)), None)


class _Linker:
    """Finds the carriers of one article, passage by passage in order."""

    def __init__(self, reading: Reading, head: LinearHead, matches: Sequence[Match]) -> None:
        self._reading, self._head, self._matches, self._held = reading, head, matches, _Held()

    def carrier(self, passage: Attributed, source: Mention) -> Mention | None:
        """The carrier as attribution found it where it is the channel chosen, or a name that no candidate covers."""
        found, near = passage.carrier, _near(self._reading, passage)
        seen = _place(found, near) if found is not None else None
        carrier, channel = None, None
        if found is not None and seen is None:
            named = any(letter.isupper() for letter in found.text)
            carrier = found if named and not _is_no_channel(found, self._matches) else None
        else:
            channel = self._choose(passage, source, near, seen)
            if channel is not None:
                there = found is not None and overlap(found, channel)
                carrier = found if there else channel.mention(self._reading.text)
        self._held.note(passage, channel)
        return None if carrier is None or _same_name(carrier, source, passage.antecedent) else carrier

    def _choose(
        self, passage: Attributed, source: Mention, near: Sequence[Candidate], seen: int | None
    ) -> Candidate | None:
        """The channel attribution saw, unless it is all but impossible; else the surest, if it is sure enough.

        A source that is a medium itself reports first hand: it is given no channel but one of its own sentence.
        """
        is_medium = _place(source, self._reading.candidates) is not None
        if seen is not None and is_medium:
            sentences = (self._reading.places.sentence(place.start) for place in (near[seen], source))
            seen = seen if len(set(sentences)) == 1 else None
        if seen is not None and self._scores(passage, source, [near[seen]])[0] >= _KEPT:
            return near[seen]
        if not near or is_medium:
            return None
        scores = self._scores(passage, source, near)
        best = int(scores.argmax())
        return near[best] if scores[best] >= _TAKEN else None

    def _scores(self, passage: Attributed, source: Mention, channels: Sequence[Candidate]) -> FloatArray:
        """The probability of each channel to be that of the passage, (channels,)."""
        before = self._held.before(passage)
        rows = np.stack([pair_row(self._reading, passage, source, c, before) for c in channels])
        scores: FloatArray = self._head.predict_proba(rows)[:, self._head.classes.index(YES)]
        return scores


def _is_no_channel(carrier: Mention, matches: Sequence[Match]) -> bool:
    """True for a person, and for a document that nothing is said to stand in."""
    inside = (m for m in matches if m.start < carrier.end and m.end > carrier.start)
    return any(m.entry.type in ("person", "document") for m in inside)


class _Held:
    """The channel of the passage last read."""

    def __init__(self) -> None:
        self._channel: Candidate | None = None
        self._end, self._speaker = 0, ""

    def before(self, passage: Attributed) -> Previous:
        """What a passage comes after."""
        return Previous(self._channel, self._end, self._speaker == _speaker(passage))

    def note(self, passage: Attributed, channel: Candidate | None) -> None:
        """A passage has been read."""
        self._channel, self._end, self._speaker = channel, passage.end, _speaker(passage)


def _same_name(carrier: Mention, source: Mention, antecedent: Mention | None) -> bool:
    """True where the channel is the source itself under the same name ("Der Spiegel", later "Spiegel")."""
    channel, *names = (f" {m.text.casefold()} " for m in (carrier, source, antecedent) if m is not None)
    return any(channel in name or name in channel for name in names)  # whole words: "he" is not in "the Post"


def _speaker(passage: Attributed) -> str:
    full = passage.antecedent or passage.source
    return full.text.split()[-1] if full is not None else ""
