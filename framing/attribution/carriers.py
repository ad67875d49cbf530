"""The channel is not the source: outlets, platforms and documents that words came through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.article import Mention
from framing.gazetteer import Match

_MEDIA = frozenset({"outlet", "agency"})
_OUTLET_FORM = re.compile(
    r"^[A-ZÆØÅÄÖ][\w-]*(?:\.[a-z]{2,3})?$|^(?:\w+-)?(?:TV|Radio)\b|\b(?:avis|blad|posten|bladet|tidende|Times|News|Post|TV)\w*$"
)


@dataclass(frozen=True)
class Channels:
    """The gazetteer's matches in one article, asked for media, platforms and documents."""

    text: str
    matches: Sequence[Match]

    def medium(self, start: int, end: int) -> Mention | None:
        """The outlet or agency whose name fills most of ``text[start:end]``, if any."""
        for match in self.matches:
            if match.entry.type in _MEDIA and match.start < end and match.end > start:
                return Mention(start, end, self.text[start:end])
        return None

    def looks_like_outlet(self, name: str) -> bool:
        """True for a name whose form is that of a paper or channel that no list knows."""
        return bool(_OUTLET_FORM.search(name))

    def through(
        self, start: int, end: int, source: Mention | None, covered: Sequence[tuple[int, int]]
    ) -> Mention | None:
        """A platform or document named in ``text[start:end]`` outside the source and the reported words."""
        for match in self.matches:
            if match.start < start or match.end > end or match.entry.type not in ("platform", "document"):
                continue
            if source is not None and match.start < source.end and match.end > source.start:
                continue
            if any(a <= match.start < b for a, b in covered):
                continue
            return Mention(match.start, match.end, self.text[match.start : match.end])
        return None
