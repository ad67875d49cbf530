"""What speaks for a channel being that of a passage: distance, order, the words beside it, what came before.

Every feature is a name; names are hashed to ``WIDTH`` columns.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from framing.article import Mention
from framing.attribution.carriers import looks_like_outlet
from framing.attribution.model import Attributed
from framing.attribution.names import name_runs
from framing.estimators.spans import FloatArray
from framing.languages import LanguageProfile, gender_of
from framing.linking.candidates import Candidate
from framing.linking.places import Places, hashed, plain_words

WIDTH = 1024
_BEFORE, _AFTER = 60, 40
_BESIDE = 25
"""Code points between a source and a channel that stands in its apposition."""
_TOLD = 6
"""Words before a channel in which a cue says that somebody was told something."""
_FAR = 3
_LONG_GAP = 7


@dataclass(frozen=True)
class Reading:
    """An article as the linker sees it."""

    text: str
    passages: Sequence[Attributed]
    candidates: Sequence[Candidate]
    places: Places
    profile: LanguageProfile

    def is_called_after(self, name: str) -> bool:
        """True for a person of the article by a given name on the list, and for what is called after one.

        "Kari" and "Moe" of "Kari Moe", "Moe-møtet".
        """
        head, hyphen, rest = name.partition("-")
        after = bool(hyphen) and rest[:1].islower()
        known = (words for words in self._names if after or gender_of(words[0]) is not None)
        return any((head if after else name) in words for words in known)

    @cached_property
    def _names(self) -> list[list[str]]:
        return [self.text[a:b].split() for a, b in name_runs(self.text, self.profile)]

    @cached_property
    def mentions(self) -> Counter[str]:
        """How often each channel is named, by its key."""
        return Counter(c.key for c in self.candidates)

    @cached_property
    def in_sentence(self) -> defaultdict[int, list[Candidate]]:
        """The channels named in each sentence, by its number."""
        found: defaultdict[int, list[Candidate]] = defaultdict(list)
        for candidate in self.candidates:
            found[self.places.sentence(candidate.start)].append(candidate)
        return found

    @cached_property
    def _spoken(self) -> Counter[str]:
        return Counter(p.last_name for p in self.passages if p.source is not None)

    def share(self, passage: Attributed) -> int:
        """How much of what is said in the article its speaker says, in quarters: nearly all of it in an interview."""
        return 4 * self._spoken[passage.last_name] // max(1, self._spoken.total())

    def kind(self, word: str) -> str:
        """What a word beside a channel is: one of the profile's closed classes."""
        profile = self.profile
        for name, words in (
            ("addressee", profile.addressee),
            ("within", profile.within),
            ("preposition", profile.prepositions),
            ("cue", profile.cue_forms),
            ("determiner", profile.determiners),
        ):
            if word in words:
                return name
        return "other"


@dataclass(frozen=True, slots=True)
class Previous:
    """The channel somebody was last heard through: the same speaker, or else whoever spoke before.

    ``end`` is where that passage ended, ``missed`` how many of the speaker's passages since came through none.
    """

    channel: Candidate | None = None
    end: int = 0
    same_speaker: bool = False
    missed: int = 0


def pair_row(
    reading: Reading, passage: Attributed, source: Mention, channel: Candidate, before: Previous
) -> FloatArray:
    """The features of one pair, (``WIDTH``,)."""
    return hashed(_named(reading, passage, source, channel, before), WIDTH)


def _named(
    reading: Reading, passage: Attributed, source: Mention, channel: Candidate, before: Previous
) -> dict[str, float]:
    anchor = passage.cue or source
    own = reading.places.sentence(anchor.start)
    steps = reading.places.sentence(channel.start) - own
    paragraphs = reading.places.paragraph(channel.start) - reading.places.paragraph(passage.start)
    near = "sentence" if steps == 0 else "paragraph" if paragraphs == 0 else "far"
    kind = channel.type + ("?" if channel.ambiguous else "")
    names = [
        f"type {kind}",
        f"class {channel.label}",
        f"sentences {max(-_FAR, min(_FAR, steps))}",
        f"sentences {max(-_FAR, min(_FAR, steps))} {channel.type}",
        f"paragraphs {max(-_FAR, min(_FAR, paragraphs))}",
        f"style {passage.style} {near}",
        f"shape {passage.shape} {near}",
        f"link {passage.link} {near}",
        f"mentioned {min(4, reading.mentions[channel.key])}",
    ]
    names += _words_beside(reading, channel, near)
    names += _form(reading, channel, near)
    names.append("source first" if source.start < channel.start else "source last")
    names += ["is the source"] if overlap(source, channel) else []
    names += ["beside the source"] if 0 <= channel.start - source.end < _BESIDE else []
    names += _issued(reading, channel, source)
    names += [f"word {channel.key}"] if channel.type == "document" else []
    names += ["in the passage"] if passage.start <= channel.start < passage.end else []
    names += ["pronoun"] if source.text.lower() in reading.profile.third_person else []
    names += _cue(passage, channel, near)
    names += _others(reading, passage, source, channel, near)
    features = dict.fromkeys(names, 1.0)
    rivals = sum(c is not channel and not overlap(source, c) for c in reading.in_sentence[own])
    features["rivals"] = float(min(_FAR, rivals))
    if near != "sentence" and rivals:
        features["the sentence has one"] = 1.0
    share = reading.share(passage)
    features[f"share {share} {near}"] = 1.0
    features.update(_carried_on(passage, channel, before, near, share))
    return features


def _words_beside(reading: Reading, channel: Candidate, near: str) -> list[str]:
    before = plain_words(reading.text[max(0, channel.start - _BEFORE) : channel.start])
    after = plain_words(reading.text[channel.end : channel.end + _AFTER])
    one = reading.kind(before[-1]) if before else "nothing"
    told = any(reading.kind(word) == "cue" for word in before[-_TOLD:])
    two = reading.kind(before[-2]) if len(before) > 1 else "nothing"
    follows = reading.kind(after[0].strip(",.:")) if after else "nothing"
    return [
        f"before {one} {near}",
        f"before {one} {channel.type} {near}",
        f"before {two} {one} {near}",
        f"after {follows} {near}",
        f"after {follows} {channel.type} {near}",
        *(["told"] if one == "cue" and near == "sentence" else []),
        *([f"said {one} {near}", f"said {one} {channel.type} {near}"] if told else []),
    ]


def _issued(reading: Reading, channel: Candidate, source: Mention) -> list[str]:
    """Whether the source stands behind the channel as its issuer does ("a report by …")."""
    between = reading.text[channel.end : source.start] if 0 <= source.start - channel.end < _BEFORE else "\n"
    words = between.lower().split()
    if "\n" in between or any(word.endswith((",", ".", ":", ";")) for word in words):
        return []
    return [f"issuer {bool(words) and words[-1] in reading.profile.issued_by} {channel.type}"]


def _form(reading: Reading, channel: Candidate, near: str) -> list[str]:
    """What the name of a channel looks like, which counts where no list knows it."""
    name = reading.text[channel.start : channel.end]
    kind = "outlet" if looks_like_outlet(name) else "site" if "." in name else "capitals" if name.isupper() else "plain"
    return [f"form {kind} {channel.type}", f"form {kind} {channel.type} {near}"]


def _cue(passage: Attributed, channel: Candidate, near: str) -> list[str]:
    cue = passage.cue
    if cue is None:
        return [f"no cue {near}"]
    gap = max(0, min(abs(channel.start - cue.end), abs(cue.start - channel.end)))
    return [
        f"cue {'first' if cue.start < channel.start else 'last'} {near}",
        f"gap {min(_LONG_GAP, int(math.log2(gap / 4 + 1)))} {near}",
        f"stance {cue.stance} {channel.type}",
        *(["in the cue"] if cue.start < channel.end and cue.end > channel.start else []),
    ]


def _others(reading: Reading, passage: Attributed, source: Mention, channel: Candidate, near: str) -> list[str]:
    """What else the channel and the source are in this article: somebody's source, quoted words, media themselves."""
    names = []
    if any(p.source is not None and overlap(p.source, channel) for p in reading.passages):
        names += ["a source", f"a source {near}"]
    around = {p.style == "clause" for p in reading.passages if p is not passage and p.start <= channel.start < p.end}
    names += (["in quoted words"] if False in around else []) + (["in a clause"] if True in around else [])
    if any(overlap(source, c) for c in reading.candidates):
        names += ["the source is a channel", f"the source is a channel {near}"]
    return names


def _carried_on(passage: Attributed, channel: Candidate, before: Previous, near: str, share: int) -> dict[str, float]:
    held, speaker = before.channel, "same" if before.same_speaker else "other"
    if held is None:
        return {"nothing before": 1.0}
    again = "again" if held.key == channel.key else "new"
    features = {f"{again} {near} {speaker}": 1.0, f"{again} {channel.type} {speaker}": 1.0}
    if held.key == channel.key:
        features["since"] = min(3.0, (passage.start - before.end) / 300)
        features[f"missed {min(_FAR, before.missed)} {speaker}"] = 1.0
        features[f"again share {share} {speaker}"] = 1.0
        features[f"{'there' if held.start == channel.start else 'elsewhere'} {near}"] = 1.0
    return features


def overlap(mention: Mention, channel: Candidate) -> bool:
    """True where a mention and a channel share a letter."""
    return mention.start < channel.end and mention.end > channel.start
