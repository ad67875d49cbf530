"""Media that pass on what somebody else said ("…, Reuters said, citing a spokesman"): carriers, not sources."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from framing.article import Mention
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import Token, tokenize
from framing.languages import LanguageProfile

_LONGEST = 4
"""Words of the longest phrase that says whom a medium cites."""


def follow_citations(
    text: str,
    passages: Sequence[Attributed],
    channels: Channels,
    sentences: Sequence[tuple[int, int]],
    profile: LanguageProfile,
) -> list[Attributed]:
    """Give what a medium reports to whom it cites in the same sentence; the medium becomes the carrier.

    Args:
        text: the article.
        passages: its passages with sources.
        channels: the media named in it.
        sentences: where its sentences begin and end, in order.
        profile: the language profile, whose ``citing`` forms stand before the one cited.

    """
    starts = [start for start, _ in sentences]
    out = []
    for passage in passages:
        source = passage.source
        at = bisect.bisect_right(starts, source.start) - 1 if source is not None else -1
        if source is not None and at >= 0 and channels.medium(source.start, source.end) is not None:
            cited = _cited(text, tokenize(text, *sentences[at]), passage, source, profile)
            speaks = cited is not None and not channels.is_document(cited.start, cited.end)
            if cited is not None and speaks and _free(passage.carrier, source, cited):
                passage = replace(passage, source=cited, carrier=source, constructed=True)
        out.append(passage)
    return out


def _free(carrier: Mention | None, medium: Mention, cited: Mention) -> bool:
    """True where no channel is known but one named before the medium, or only the one cited was taken for it."""
    if carrier is None or carrier.end <= medium.start:
        return True
    return carrier.start < cited.end and cited.start < carrier.end


def _cited(
    text: str, tokens: Sequence[Token], passage: Attributed, source: Mention, profile: LanguageProfile
) -> Mention | None:
    """The noun phrase behind the first form of citing that stands behind the medium and outside the passage."""
    for k, token in enumerate(tokens):
        if token.start < source.end or passage.start <= token.start < passage.end:
            continue
        for length in range(_LONGEST, 0, -1):
            if " ".join(t.lower for t in tokens[k : k + length]) in profile.citing:
                stop = noun_phrase_right(tokens, k + length, profile)
                cited = tokens[k + length : stop]
                if not cited:
                    return None
                return Mention(cited[0].start, cited[-1].end, text[cited[0].start : cited[-1].end])
    return None
