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
from framing.linking.features import Previous, Reading, pair_row
from framing.segment import iter_sentences

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
    reading = _read(text, passages, matches, profile)
    held, out = _Held(), list[Attributed]()
    for passage in passages:
        source = passage.source
        if source is not None:
            near = list(_near(reading, passage))
            rows = [pair_row(reading, passage, source, c, held.before(passage)) for c in near]
            medium = _place(source, reading.candidates) is not None
            chosen = _choose(passage.carrier, near, _scores(rows, head), may_add=not medium)
            held.note(passage, chosen)
            passage = replace(passage, carrier=_settled(reading, passage, source, near, chosen))
            if passage.carrier is not None and chosen is None and _is_no_channel(passage.carrier, matches):
                passage = replace(passage, carrier=None)
        out.append(passage)
    return out


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
        near = list(_near(reading, passage))
        right = _place(passage.carrier, near) if passage.carrier is not None else None
        if passage.carrier is None or right is not None:
            for k, channel in enumerate(near):
                features = pair_row(reading, passage, passage.source, channel, held.before(passage))
                yield Pair(features, YES if k == right else NO)
        held.note(passage, near[right] if right is not None else None)


def _read(text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile) -> Reading:
    sentences = [(s.start, s.end) for s in iter_sentences(text, profile.code)]
    return Reading(text, passages, find_candidates(text, matches, profile), sentences, profile)


def _near(reading: Reading, passage: Attributed) -> Iterator[Candidate]:
    own = reading.paragraph(passage.start)
    sentences = {reading.sentence(place.start) for place in (passage, passage.cue) if place is not None}
    for candidate in reading.candidates:
        holds = candidate.holds or reading.sentence(candidate.start) in sentences
        if holds and -_BACK <= reading.paragraph(candidate.start) - own <= _AHEAD:
            yield candidate


def _place(carrier: Mention, channels: Sequence[Candidate]) -> int | None:
    """Which of the channels a carrier is, by its place in the text."""
    return next((k for k, c in enumerate(channels) if c.start < carrier.end and c.end > carrier.start), None)


def _scores(rows: Sequence[FloatArray], head: LinearHead) -> FloatArray:
    if not rows:
        return np.zeros(0, np.float32)
    scores: FloatArray = head.predict_proba(np.stack(rows))[:, head.classes.index(YES)]
    return scores


def _is_no_channel(carrier: Mention, matches: Sequence[Match]) -> bool:
    """True for a person, and for a document that nothing is said to stand in."""
    inside = (m for m in matches if m.start < carrier.end and m.end > carrier.start)
    return any(m.entry.type in ("person", "document") for m in inside)


def _settled(
    reading: Reading, passage: Attributed, source: Mention, near: Sequence[Candidate], chosen: Candidate | None
) -> Mention | None:
    """The carrier of a passage: as attribution found it where it is the one chosen, or a name no candidate covers."""
    found, carrier = passage.carrier, None
    if chosen is not None:
        carrier = found if found is not None and _place(found, [chosen]) == 0 else chosen.mention(reading.text)
    elif found is not None and _place(found, near) is None and any(letter.isupper() for letter in found.text):
        carrier = found
    return None if carrier is None or _same_name(carrier, source, passage.antecedent) else carrier


def _same_name(carrier: Mention, source: Mention, antecedent: Mention | None) -> bool:
    """True where the channel is the source itself under the same name ("Der Spiegel", later "Spiegel")."""
    channel, *names = (f" {m.text.casefold()} " for m in (carrier, source, antecedent) if m is not None)
    return any(channel in name or name in channel for name in names)  # whole words: "he" is not in "the Post"


def _choose(
    carrier: Mention | None, near: Sequence[Candidate], scores: FloatArray, *, may_add: bool
) -> Candidate | None:
    """The channel attribution saw, unless it is all but impossible; else the surest, if it is sure enough.

    A source that is a medium itself reports first hand: without ``may_add`` it is given no channel of its own.
    """
    seen = _place(carrier, near) if carrier is not None else None
    if carrier is not None and seen is None:
        return None
    if seen is not None and scores[seen] >= _KEPT:
        return near[seen]
    best = int(scores.argmax()) if len(scores) else -1
    return near[best] if may_add and best >= 0 and scores[best] >= _TAKEN else None


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


def _speaker(passage: Attributed) -> str:
    full = passage.antecedent or passage.source
    return full.text.split()[-1] if full is not None else ""
