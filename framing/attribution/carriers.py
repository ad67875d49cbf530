"""The channel is not the source: outlets, platforms and documents that words came through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.article import Cue, Mention
from framing.attribution.model import Attributed
from framing.gazetteer import Match
from framing.languages import LanguageProfile

_MEDIA_CLASSES = frozenset({"state_media", "western_wire", "other_media"})
_MEDIA_TYPES = frozenset({"outlet", "agency"})
_STATE = frozenset({"state_media"})
_HOLDS = 600
"""Code points from one passage to the next over which a carrier still holds."""
_NAME = re.compile(r"\b[A-ZÆØÅÄÖА-Я]\w+[\w-]*")
_MEDIUM_WORD = re.compile(
    r"(?:\w{3}(?:avis|posten|bladet|tidende)|\bTimes|News|\b(?:Post|Tribune|Gazette|Journal|Herald)|TV)$"
)
_COMPOUND_NOUN = re.compile(r"\w-(?!\w*(?:avis|blad|post|tid|radio|tv))[a-zæøåäöüа-я]\w*$")
_OUTLET_FORM = re.compile(
    r"^[A-ZÆØÅÄÖ][\w-]*(?:\.[a-z]{2,3})?$|^(?:\w+-)?(?:TV|Radio)\b|\b(?:avis|blad|posten|bladet|tidende|Times|News|Post|TV)\w*$"
)


@dataclass(frozen=True)
class Channels:
    """The gazetteer's matches in one article, asked for media, platforms and documents."""

    text: str
    matches: Sequence[Match]

    def medium(self, start: int, end: int) -> Mention | None:
        """The stretch itself, where an outlet, an agency or "state television" is named in it."""
        for match in self.matches:
            if match.start < end and match.end > start and is_medium(match):
                return Mention(start, end, self.text[start:end])
        return None

    def is_document(self, start: int, end: int) -> bool:
        """True where a document is named in a stretch."""
        return any(m.start < end and m.end > start and m.entry.type == "document" for m in self.matches)

    def document_in(self, start: int, end: int, within: frozenset[str]) -> Mention | None:
        """A document named in ``text[start:end]`` with one of the words ``within`` before it there."""
        for match in self.matches:
            if match.entry.type != "document" or match.ambiguous or match.start < start or match.end > end:
                continue
            if not within.isdisjoint(self.text[start : match.start].lower().split()):
                return Mention(match.start, match.end, self.text[match.start : match.end])
        return None

    def told(self, start: int, end: int, before: frozenset[str], source: Mention | None) -> Mention | None:
        """A medium named in ``text[start:end]`` behind one of the words ``before`` ("til", "to", "told", "in")."""
        for match in self.matches:
            if match.start < start or match.end > end or not is_medium(match):
                continue
            if source is not None and match.start < source.end and match.end > source.start:
                continue
            if self.stands_behind(match.start, before, 2):
                return Mention(match.start, match.end, self.text[match.start : match.end])
        return None

    def through(
        self, start: int, end: int, source: Mention | None, covered: Sequence[tuple[int, int]], before: frozenset[str]
    ) -> Mention | None:
        """A platform or document named in ``text[start:end]`` behind a preposition, outside source and content."""
        for match in self.matches:
            if match.start < start or match.end > end or match.entry.type not in ("platform", "document"):
                continue
            if match.entry.type == "document" and match.ambiguous:
                continue
            if source is not None and match.start < source.end and match.end > source.start:
                continue
            if any(a <= match.start < b for a, b in covered) or not self.stands_behind(match.start, before, 3):
                continue
            return Mention(match.start, match.end, self.text[match.start : match.end])
        return None

    def named(self, start: int, end: int, before: frozenset[str]) -> list[Mention]:
        """Media in ``text[start:end]`` behind a word of ``before``."""
        return [
            Mention(m.start, m.end, self.text[m.start : m.end])
            for m in self.matches
            if start <= m.start and m.end <= end and is_medium(m)
            if self.stands_behind(m.start, before, 2)
        ]

    def posted(self, cue: Cue) -> Mention | None:
        """The cue itself, where it is the verb of a platform ("tweeted")."""
        inside = (m for m in self.matches if m.entry.type == "platform" and m.start < cue.end and m.end > cue.start)
        return next((Mention(cue.start, cue.end, cue.text) for _ in inside), None)

    def stands_behind(self, start: int, words: frozenset[str], reach: int) -> bool:
        """True if one of ``words`` is among the ``reach`` words before ``start``."""
        return any(w in words for w in self.text[max(0, start - 40) : start].lower().split()[-reach:])


def is_medium(match: Match) -> bool:
    """True for an outlet, an agency, or a phrase that stands for one ("state television")."""
    named = match.entry.type in _MEDIA_TYPES or (match.entry.type == "generic" and not match.ambiguous)
    return named and match.entry.source_class in (_MEDIA_CLASSES if match.entry.type in _MEDIA_TYPES else _STATE)


def is_compound_noun(name: str) -> bool:
    """True for a common noun that opens with a name ("VM-finalen", "Moe-møtet"), unless it is one of a medium."""
    return bool(_COMPOUND_NOUN.search(name))


def is_titled_as_medium(word: str) -> bool:
    """True for a word with which the names of media end: "Evening *News*", "Fjord*posten*"."""
    return bool(_MEDIUM_WORD.search(word))


def looks_like_outlet(name: str) -> bool:
    """True for a name whose form is that of a paper or channel that no list knows."""
    return bool(_OUTLET_FORM.search(name))


def follow_channels(
    passages: Sequence[Attributed], channels: Channels, sentences: Sequence[tuple[int, int]], profile: LanguageProfile
) -> list[Attributed]:
    """Find the platform that words were posted on, and repeat a carrier that holds on: an op-ed, a show, a post.

    Words told to somebody ("til NTB", "told Reuters") are not repeated: the next passage may come another way.
    """
    held = _Held(channels, sentences, profile)
    out: list[Attributed] = []
    for passage in passages:
        if passage.source is not None and passage.carrier is None:
            passage = replace(passage, carrier=_posted(passage, passage.source, channels) or held.carrier(passage))
        held.see(passage)
        out.append(passage)
    return _agree(out)


def _posted(passage: Attributed, source: Mention, channels: Channels) -> Mention | None:
    by_medium = channels.medium(source.start, source.end) is not None
    return None if passage.cue is None or by_medium else channels.posted(passage.cue)


def _agree(passages: Sequence[Attributed]) -> list[Attributed]:
    """What one cue reports came through one channel: a carrier found for one of its passages holds for all."""
    known = {p.cue.start: p.carrier for p in reversed(passages) if p.cue is not None and p.carrier is not None}
    return [
        replace(p, carrier=known.get(p.cue.start)) if p.cue is not None and p.carrier is None else p for p in passages
    ]


class _Held:
    """Which channel each speaker is being heard through, as the article is read from its start."""

    def __init__(self, channels: Channels, sentences: Sequence[tuple[int, int]], profile: LanguageProfile) -> None:
        self._channels, self._sentences = channels, sentences
        self._lasting = profile.prepositions - profile.addressee
        self._held: dict[str, tuple[int, Mention]] = {}
        self._read = 0

    def carrier(self, passage: Attributed) -> Mention | None:
        """The channel that still holds for the speaker of a passage."""
        self._read_up_to(passage.start)
        end, carrier = self._held.get(passage.last_name, (-_HOLDS, None))
        return carrier if 0 <= passage.start - end < _HOLDS else None

    def see(self, passage: Attributed) -> None:
        """Note the channel of a passage, if it is one that holds."""
        if passage.source is None or passage.carrier is None:
            return
        if self._channels.stands_behind(passage.carrier.start, self._lasting, 3):
            self._held[passage.last_name] = (passage.end, passage.carrier)

    def _read_up_to(self, position: int) -> None:
        """Take in sentences that only tell that somebody appears somewhere ("Moe var gjest i Dagsrevyen")."""
        while self._read < len(self._sentences) and self._sentences[self._read][1] <= position:
            start, end = self._sentences[self._read]
            self._read += 1
            media = self._channels.named(start, end, self._lasting)
            names = _NAME.findall(self._channels.text[start:end])
            if len(media) == 1 and is_speech_free(self._channels.text[start:end]):
                for name in names:
                    if name not in media[0].text:
                        self._held[name] = (end, media[0])


def is_speech_free(sentence: str) -> bool:
    """True for a sentence without any quotation mark or dash at its start."""
    return not any(mark in sentence for mark in '«»„“”"') and sentence.lstrip()[:1] not in "–—-"
