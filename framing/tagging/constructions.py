"""Constructions in which word order alone tells the speaker from the medium or the person spoken to.

A network that has read few of them takes the nearest name ("told **Reuters**", "**Sky News** quoted Moe as saying");
the profile's words say which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribution.phrases import noun_phrase_left, noun_phrase_right
from framing.attribution.tokens import Token
from framing.languages import LanguageProfile
from framing.tagging.decode import Claim, Stretch, with_source

_APART = 1
"""Words between a cue and the object behind it."""
_APPOSITION = 15
"""Words between the one quoted and "as saying"."""
_ENDS = frozenset(".!?…;:")


def reread(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> Claim:
    """The claim with the source, and the carrier, that its construction gives; as it is where it has none."""
    quoted = _quoted(tokens, claim, profile)
    if quoted is not None:
        medium, speaker = quoted
        found = with_source(tokens, claim, speaker)
        return replace(found, carrier=medium) if medium[0] < medium[1] else found
    subject = _subject(tokens, claim, profile)
    return claim if subject is None else with_source(tokens, claim, subject)


def _quoted(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> tuple[Stretch, Stretch] | None:
    """Who quotes and who is quoted, where the cue is that of "X quoted Y as saying"."""
    first = max(0, claim.cue[0] - _APPOSITION)
    for verb in range(claim.cue[1] - 1, first - 1, -1):
        if tokens[verb].text in _ENDS:
            return None
        if tokens[verb].lower not in profile.quoting:
            continue
        stop = noun_phrase_right(tokens, verb + 1, profile)
        near = range(stop, min(stop + _APPOSITION, len(tokens)))
        bridge = next((k for k in near if _leads_on(tokens, k, profile)), None)
        if bridge is not None and stop > verb + 1 and claim.cue[0] <= bridge + 1:
            return noun_phrase_left(tokens, verb, profile), (verb + 1, stop)
        return None
    return None


def _leads_on(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> bool:
    """True for the word that leads from the one quoted to the words: "as" before "saying", "på" before "at"."""
    if at + 1 >= len(tokens) or tokens[at].lower not in profile.quoted_as:
        return False
    following = tokens[at + 1].lower
    return following in profile.cue_forms | profile.complementizers | profile.infinitive


def _subject(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> Stretch | None:
    """The noun phrase before the cue, where what was taken for the source is the object behind it."""
    source, (start, stop) = claim.source, claim.cue
    if source is None or start == 0 or not 0 <= source[0] - stop <= _APART:
        return None
    if " ".join(t.lower for t in tokens[start:stop]) in profile.according_to:
        return None
    tells = any(t.lower in profile.telling for t in tokens[start:stop])
    behind_comma = tells and profile.subject_first and tokens[start - 1].text == ","
    if not tokens[start - 1].is_word and not behind_comma:
        return None
    if not tells and not profile.subject_first:
        return None
    subject = noun_phrase_left(tokens, start, profile)
    words = tokens[subject[0] : subject[1]]
    named = any(t.is_capitalised and t.lower not in profile.function_words for t in words)
    known = words and (named or words[0].lower in profile.third_person | profile.determiners)
    return subject if known else None
