"""The channel is not the source: outlets, platforms and documents that words came through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.article import Mention
from framing.attribution.model import Attributed
from framing.gazetteer import Match
from framing.languages import LanguageProfile

_MEDIA_CLASSES = frozenset({"state_media", "western_wire", "other_media"})
_MEDIA_TYPES = frozenset({"outlet", "agency", "generic"})
_HOLDS = 400
"""Code points from one passage to the next over which a carrier still holds."""
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

    def looks_like_outlet(self, name: str) -> bool:
        """True for a name whose form is that of a paper or channel that no list knows."""
        return bool(_OUTLET_FORM.search(name))

    def told(self, start: int, end: int, before: frozenset[str], source: Mention | None) -> Mention | None:
        """A medium named in ``text[start:end]`` behind one of the words ``before`` ("til", "to", "told", "in")."""
        for match in self.matches:
            if match.start < start or match.end > end or not is_medium(match):
                continue
            if source is not None and match.start < source.end and match.end > source.start:
                continue
            if self._after(match.start, before, 2):
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
            if any(a <= match.start < b for a, b in covered) or not self._after(match.start, before, 3):
                continue
            return Mention(match.start, match.end, self.text[match.start : match.end])
        return None

    def _after(self, start: int, words: frozenset[str], reach: int) -> bool:
        """True if one of ``words`` is among the ``reach`` words before ``start``."""
        return any(w in words for w in self.text[max(0, start - 40) : start].lower().split()[-reach:])


def is_medium(match: Match) -> bool:
    """True for an outlet, an agency, or a phrase that stands for one ("state television")."""
    return match.entry.type in _MEDIA_TYPES and match.entry.source_class in _MEDIA_CLASSES


def carry_over(text: str, passages: Sequence[Attributed], profile: LanguageProfile) -> list[Attributed]:
    """Repeat a carrier that holds for more than one passage: an op-ed, a show, a post, a report.

    Words told to somebody ("til NTB", "told Reuters") are not repeated: the next passage may come another way.
    """
    out: list[Attributed] = []
    held: dict[str, tuple[int, Mention]] = {}
    for passage in passages:
        if passage.source is None:
            out.append(passage)
            continue
        speaker = (passage.antecedent or passage.source).text.split()[-1]
        if passage.carrier is not None:
            words = text[max(0, passage.carrier.start - 30) : passage.carrier.start].lower().split()[-2:]
            if any(w in profile.prepositions - profile.addressee for w in words):
                held[speaker] = (passage.end, passage.carrier)
        elif speaker in held and 0 <= passage.start - held[speaker][0] < _HOLDS:
            passage = replace(passage, carrier=held[speaker][1])
            held[speaker] = (passage.end, held[speaker][1])
        out.append(passage)
    return out
