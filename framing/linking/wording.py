"""What the words beside a channel say of it, whatever the learned weights do: who only is of it, who passes on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.article import Mention
from framing.attribution.model import Attributed
from framing.attribution.tokens import tokenize
from framing.gazetteer import Match
from framing.linking.candidates import is_channel
from framing.linking.features import Reading, overlap
from framing.linking.places import plain_words

_BETWEEN = re.compile(r"[\w\n,.:;]")
_BEFORE = 40
"""Code points in which the word before a channel stands."""
_ARTICLE = 2
"""Tokens of a comma and the article of an apposition behind it."""
_PASSED_THROUGH = frozenset({"name", "document", "platform"})
"""Types of channels that are no speakers: unknown names are not taken for media that report."""


def speaks_itself(reading: Reading, source: Mention) -> bool:
    """True for a source that is a medium: it ends in one's name, with nobody's and no preposition before it."""
    for channel in reading.candidates:
        if not overlap(source, channel) or channel.type in _PASSED_THROUGH:
            continue
        before = reading.text[source.start : max(source.start, channel.start)].split()
        named = any(word[:1].isupper() for word in before[1:])
        placed = any(word.lower() in reading.profile.prepositions for word in before)
        if channel.end >= source.end and not named and not placed:
            return True
    return False


def is_quoted(reading: Reading, passage: Attributed, source: Mention) -> bool:
    """True for "the spokesman was quoted as saying": somebody quotes, and it is not the one who writes."""
    cue, profile = passage.cue, reading.profile
    if cue is None or cue.text.lower() not in profile.quoting or not source.end < cue.start:
        return False
    between = reading.text[source.end : cue.start].lower().split()
    return bool(between) and profile.auxiliaries.issuperset(between)


def says_who(reading: Reading, carrier: Mention, source: Mention) -> bool:
    """True where a channel only tells who a source is: "*Posten* editor Ola Moe", "Radar24, a *website*"."""
    text, profile = reading.text, reading.profile
    if carrier.end <= source.start:
        before = plain_words(text[max(0, carrier.start - _BEFORE) : carrier.start])[-1:]
        beside = not _BETWEEN.search(text, carrier.end, source.start)
        return beside and bool(before) and before[0] not in profile.function_words | profile.cue_forms
    words = tokenize(text, source.end, carrier.start)
    if len(words) < _ARTICLE or words[0].text != "," or words[1].lower not in profile.articles:
        return False
    common = not any(letter.isupper() for letter in carrier.text)
    return common and all(w.is_word and w.lower not in profile.prepositions for w in words[1:])


def may_be_channel(reading: Reading, found: Mention, matches: Sequence[Match]) -> bool:
    """True for a name that no list knows, where it is neither a person's nor that of one who passes nothing on."""
    named = any(letter.isupper() for letter in found.text)
    return named and not reading.is_called_after(found.text) and not _is_no_channel(found, matches)


def is_same_name(carrier: Mention, source: Mention, antecedent: Mention | None) -> bool:
    """True where the channel is the source itself under the same name ("Der Spiegel", later "Spiegel")."""
    channel, *names = (f" {m.text.casefold()} " for m in (carrier, source, antecedent) if m is not None)
    return any(channel in name or name in channel for name in names)  # whole words: "he" is not in "the Post"


def _is_no_channel(carrier: Mention, matches: Sequence[Match]) -> bool:
    """True for whoever is known and passes nothing on, and for a document that nothing is said to stand in."""
    inside = [m for m in matches if m.start < carrier.end and m.end > carrier.start]
    if any(m.entry.type in ("person", "document") for m in inside):
        return True
    known = [m for m in inside if not m.ambiguous]
    return bool(known) and not any(is_channel(m) for m in known)
