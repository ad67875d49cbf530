"""A sentence reported by the next one, which points back to it: "… . Det opplyser politiet"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from framing.article import Cue, Mention
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import Token, tokenize
from framing.languages import LanguageProfile

_ENDS = ".!…»”\"'’"
"""How a sentence ends that the next one may report: no question, no headline."""
_TOLD = 8
"""Words between whoever speaks and the medium spoken to."""


def follow_pointers(
    text: str,
    passages: Sequence[Attributed],
    channels: Channels,
    sentences: Sequence[tuple[int, int]],
    profile: LanguageProfile,
) -> list[Attributed]:
    """Report the sentences that the next one points back to; speech among them gets its speaker.

    A sentence in which somebody's words were found already, by a cue of their own, keeps its speakers.

    Args:
        text: the article.
        passages: its passages.
        channels: the media named in it.
        sentences: where its sentences begin and end, in order.
        profile: the language profile: ``pointing_back`` opens such a sentence, a verb of ``passing_on`` follows; or
            ``pointing_into`` does, and a document follows.

    """
    out = list(passages)
    opening = tuple(form.capitalize() for form in profile.pointing_back | profile.pointing_into)
    for before, (start, end) in pairwise(sentences):
        if not text.startswith(opening, start):
            continue
        tokens = tokenize(text, start, end)
        said = _said(text, tokens, channels, profile) or _stands(text, tokens, channels, profile)
        if said is not None and text[before[1] - 1] in _ENDS:
            out = _report(text, out, before, said)
    return sorted(out, key=lambda p: (p.start, -p.end))


def _said(
    text: str, tokens: Sequence[Token], channels: Channels, profile: LanguageProfile
) -> tuple[Cue, Mention, Mention | None] | None:
    """Cue, speaker and medium of a sentence that points back; None where it goes on otherwise."""
    opening = next((form for form in profile.pointing_back if _opens(tokens, form)), "")
    at = len(opening.split())
    if not opening or at >= len(tokens) or tokens[at].lower not in profile.passing_on:
        return None
    stop = noun_phrase_right(tokens, at + 1, profile)
    stop -= stop == len(tokens) and tokens[-1].text == "."
    speaker = tokens[at + 1 : stop]
    if not speaker or tokens[-1].text == ":":
        return None
    first, last = speaker[0].start, speaker[-1].end
    known = any(m.start < last and m.end > first for m in channels.matches)
    named = any(t.is_capitalised for t in speaker)
    if not (known or named or (len(speaker) == 1 and speaker[0].lower in profile.third_person)):
        return None
    cue = tokens[at]
    entry = profile.cues.get(cue.lower)
    close = tokens[min(stop + _TOLD, len(tokens)) - 1].end
    told = channels.told(last, close, profile.addressee, None) or channels.document_in(last, close, profile.within)
    stance = entry.stance if entry is not None else "neutral"
    return Cue(cue.start, cue.end, cue.text, stance), Mention(first, last, text[first:last]), told


def _stands(
    text: str, tokens: Sequence[Token], channels: Channels, profile: LanguageProfile
) -> tuple[Cue, Mention, Mention | None] | None:
    """Cue and document of a sentence that says what the one before stands in ("Slik het det i rapporten fra …")."""
    opening = max((form for form in profile.pointing_into if _opens(tokens, form)), key=len, default="")
    at = len(opening.split())
    stop = noun_phrase_right(tokens, at, profile)
    if not opening or stop == at:
        return None
    first, last = tokens[at].start, tokens[stop - 1].end
    if not channels.is_document(first, last):
        return None
    verbs = profile.cues.keys() | {form.split()[0] for form in profile.writing}
    verb = next((t for t in tokens[:at] if t.lower in verbs), tokens[0])
    return Cue(verb.start, verb.end, verb.text, "neutral"), Mention(first, last, text[first:last]), None


def _opens(tokens: Sequence[Token], form: str) -> bool:
    words = form.split()
    return [t.lower for t in tokens[: len(words)]] == words


def _report(
    text: str, passages: Sequence[Attributed], sentence: tuple[int, int], said: tuple[Cue, Mention, Mention | None]
) -> list[Attributed]:
    """The passages with a sentence reported, or its speech given to whoever is said to have spoken."""
    cue, source, told = said
    start, end = sentence
    inside = [p for p in passages if p.start < end and start < p.end]
    if any(p.style == "clause" or p.cue is not None for p in inside):
        # somebody's words were found: only what they stand in is new
        through = {id(p): replace(p, carrier=told, constructed=True) for p in inside if p.carrier is None}
        return [through.get(id(p), p) if told is not None else p for p in passages]
    given = {
        id(p): replace(p, source=source, cue=cue, carrier=told, link="beside", constructed=told is not None)
        for p in inside
    }
    out = [given.get(id(p), p) for p in passages]
    words = [t for t in tokenize(text, start, end) if t.is_word]
    if words and not any(p.is_speech for p in inside):
        stop = max(words[-1].end, max((p.end + 1 for p in inside), default=0))
        clause = Attributed(words[0].start, stop, "clause", "indirect", source, cue, told, "beside")
        out.append(replace(clause, constructed=told is not None))
    return out
