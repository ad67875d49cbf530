"""Constructions in which word order alone tells the speaker from the medium or the person spoken to.

A network that has read few of them takes the nearest name ("told **Reuters**", "**Sky News** quoted Moe as saying");
the profile's words say which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribution.phrases import COORDINATORS, noun_phrase_left, noun_phrase_right
from framing.attribution.tokens import Stretch, Token
from framing.languages import LanguageProfile
from framing.tagging.decode import Claim, sentence_of, with_source

_APART = 1
"""Words between a cue and the object behind it."""
_OBJECT = 5
"""Words between a speaker behind the verb and what opens the clause: whom, when, a separated prefix."""
_APPOSITION = 15
"""Words between the one quoted and "as saying"."""
_ENDS = frozenset(".!?…;:")
_DASHES = frozenset("-–—")


def reread_all(tokens: Sequence[Token], claims: Sequence[Claim], profile: LanguageProfile) -> list[Claim]:
    """The claims of a paragraph, each read again; where a verb only goes on, its subject is that of the one before."""
    out: list[Claim] = []
    for claim in claims:
        read = reread(tokens, claim, profile)
        out.append(_going_on(tokens, read, out, profile) if read is claim else read)
    return out


def reread(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> Claim:
    """The claim with the source, and the carrier, that its construction gives; as it is where it has none."""
    quoted = _quoted(tokens, claim, profile)
    if quoted is not None:
        medium, speaker = quoted
        found = with_source(tokens, claim, speaker)
        return replace(found, carrier=medium) if medium[0] < medium[1] else found
    inner = _said_behind(tokens, claim, profile)
    if inner is not None:
        cue, speaker = inner
        return replace(with_source(tokens, replace(claim, cue=cue), speaker), carrier=claim.source)
    subject = _subject(tokens, claim, profile) or _before_aside(tokens, claim, profile)
    return claim if subject is None else with_source(tokens, claim, subject)


def _said_behind(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> tuple[Stretch, Stretch] | None:
    """Cue and speaker behind a fronted "according to", in languages whose verb comes second.

    "Laut Reuters *sagte Moe*, dass …": Moe speaks, Reuters passes it on.
    """
    source = claim.source
    if (
        source is None
        or not profile.verb_second
        or not _names_source(tokens, claim, profile)
        or source[0] < claim.cue[1]
    ):
        return None
    verb = source[1]
    if verb + 1 >= len(tokens) or tokens[verb].is_capitalised or tokens[verb].lower not in profile.cue_forms:
        return None
    stop = noun_phrase_right(tokens, verb + 1, profile)
    behind = range(stop, min(stop + _OBJECT + 1, len(tokens)))
    opens = profile.complementizers | profile.infinitive
    if stop == verb + 1 or not any(tokens[k].lower in opens for k in behind):
        return None
    return (verb, verb + 1), (verb + 1, stop)


def _before_aside(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> Stretch | None:
    """The subject that opens the sentence, where only a medium in an aside before the cue was taken for somebody.

    "The owner, who according to **Reuters** lives abroad, said", "The owner, …, according to **Reuters**, said".
    """
    aside, start = claim.source or claim.carrier, claim.cue[0]
    if aside is None or aside[1] > start or _names_source(tokens, claim, profile):
        return None
    led = [" ".join(t.lower for t in tokens[max(0, aside[0] - n) : aside[0]]) for n in (1, 2, 3)]
    between = tokens[aside[1] : start]
    if profile.according_to.isdisjoint(led) or not any(t.text == "," for t in between):
        return None
    first = sentence_of(tokens, range(*claim.cue))[0]
    stop = next((k for k in range(first, aside[0]) if not tokens[k].is_word), aside[0])
    verbs = profile.cue_forms | profile.auxiliaries | profile.complementizers
    subject = tokens[first:stop]
    if not subject or tokens[stop].text != "," or subject[0].lower in profile.prepositions | profile.adverbs:
        return None
    return (first, stop) if verbs.isdisjoint(t.lower for t in subject) else None


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


def _going_on(tokens: Sequence[Token], claim: Claim, before: Sequence[Claim], profile: LanguageProfile) -> Claim:
    """The claim with the subject of its sentence, where a verb that only goes on was given its object for a source.

    "The ministry said no, **warning** the neighbours", "at Moe kom og **fortalte** henne"; and where it was given none
    ("…, **adding** that …") or the subject of what is said ("sier Moe og **mener** huset bør rives").
    """
    source, (start, stop) = claim.source, claim.cue
    earlier = _last_speaker(tokens, claim, before, profile)
    if earlier is not None and _is_left_open(tokens, claim, profile):
        return with_source(tokens, claim, earlier)
    if source is None or start == 0 or not 0 <= source[0] - stop <= _APART:
        return claim
    joint, taken = tokens[start - 1], tokens[source[0]]
    if _names_source(tokens, claim, profile):
        return claim
    only_object = (
        taken.lower in profile.object_pronouns - profile.determiners - profile.plural and source[1] - source[0] == 1
    )
    if not only_object and not _is_participle(tokens, start, profile):
        return claim
    first = sentence_of(tokens, range(*claim.cue))[0]
    if joint.lower in profile.conjunctions and only_object:
        opens = range(first, start)
        first = max(
            (k + 1 for k in opens if tokens[k].lower in profile.complementizers | profile.relatives), default=first
        )
    elif earlier is not None:
        return with_source(tokens, claim, earlier)
    stop = noun_phrase_right(tokens, first, profile)
    named = any(t.is_capitalised and t.lower not in profile.function_words for t in tokens[first:stop])
    return with_source(tokens, claim, (first, stop)) if first < stop <= start and named else claim


def _last_speaker(
    tokens: Sequence[Token], claim: Claim, before: Sequence[Claim], profile: LanguageProfile
) -> Stretch | None:
    """Who speaks in the last claim before another in its sentence; of "according to" only for want of others."""
    first = sentence_of(tokens, range(*claim.cue))[0]
    here = [c for c in before if c.cue[0] >= first and c.source is not None]
    own = [c for c in here if not _names_source(tokens, c, profile)]
    return (own or here)[-1].source if here else None


def _is_left_open(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> bool:
    """True for a verb that goes on without a subject: a participle, or one with "and" before and its clause behind."""
    source, (start, stop) = claim.source, claim.cue
    if source is None:
        return _is_participle(tokens, start, profile)
    joined = start > 0 and tokens[start - 1].lower in COORDINATORS and source[0] == stop and profile.verb_second
    following = tokens[source[1]] if source[1] < len(tokens) else None
    return joined and following is not None and following.is_word and following.lower not in profile.complementizers


def _is_participle(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> bool:
    """True for a verb by which a sentence goes on behind a comma."""
    return at > 0 and tokens[at - 1].text == "," and tokens[at].lower.endswith(tuple(profile.participles))


def _names_source(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> bool:
    """True for "according to", whose source stands behind it."""
    return " ".join(t.lower for t in tokens[slice(*claim.cue)]) in profile.according_to


def _subject(tokens: Sequence[Token], claim: Claim, profile: LanguageProfile) -> Stretch | None:
    """The noun phrase before the cue, where what was taken for the source is the object behind it."""
    source, (start, stop) = claim.source, claim.cue
    if source is None or start == 0 or not 0 <= source[0] - stop <= _APART:
        return None
    if _names_source(tokens, claim, profile):
        return None
    tells = any(t.lower in profile.telling for t in tokens[start:stop])
    before = tokens[start - 1]
    if profile.subject_first and before.text in _DASHES:
        subject = _before_dashes(tokens, start - 1, profile)
        return subject if subject[0] < subject[1] else None
    behind_comma = tells and profile.subject_first and before.text == ","
    if not before.is_word and not behind_comma:
        return None
    if not tells and not profile.subject_first:
        return None
    subject = noun_phrase_left(tokens, start, profile)
    words = tokens[subject[0] : subject[1]]
    named = any(t.is_capitalised and t.lower not in profile.function_words for t in words)
    known = words and (named or words[0].lower in profile.third_person | profile.determiners)
    return subject if known else None


def _before_dashes(tokens: Sequence[Token], closing: int, profile: LanguageProfile) -> Stretch:
    """The noun phrase before an apposition in dashes ("Russia - one of the parties - called")."""
    first = sentence_of(tokens, (closing,))[0]
    opening = next((k for k in range(closing - 1, first, -1) if tokens[k].text in _DASHES), None)
    return (0, 0) if opening is None else noun_phrase_left(tokens, opening, profile)
