"""The rest of a noun phrase of which only a part was taken for the source ("agency" of "the country's agency")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from framing.attribution.phrases import ATTACHING, noun_phrase_right
from framing.attribution.tokens import JOINED, Stretch, Token
from framing.languages import LanguageProfile

_BEFORE = 4
"""Words between a noun and the article of its phrase."""
_HEAD = 2
"""Words between a cue and the rest of the phrase behind it."""
_BEHIND = 10
"""Words between a noun and its cue, where what stands there describes it."""


def whole_phrase(
    text: str,
    tokens: Sequence[Token],
    mention: Stretch,
    cue: Stretch | None,
    profile: LanguageProfile,
    *,
    named: bool,
) -> Stretch:
    """The noun phrase that a mention is part of, as far as closed classes tell; the mention itself where they do not.

    Args:
        text: the article.
        tokens: the line the mention stands in.
        mention: its tokens, end exclusive.
        cue: those of its cue, if that stands in the line.
        profile: the language profile.
        named: the mention ends in a name, not in a common noun that opens a sentence.

    """
    start, stop = mention
    if tokens[start].lower in profile.pronouns - profile.determiners:
        return mention
    if _dangles(tokens, mention, profile):
        stop = max(stop, _before(noun_phrase_right(tokens, start, profile), start, cue))
    stop = _dotted(text, tokens, stop)
    start = _from_article(text, tokens, _from_cue(text, tokens, start, cue, profile), profile)
    if cue is not None and cue[0] > stop and not named:
        stop = _described(tokens, stop, cue[0], profile)
    return start, stop


def _dangles(tokens: Sequence[Token], mention: Stretch, profile: LanguageProfile) -> bool:
    """True for an article by itself: what it belongs to follows."""
    start, stop = mention
    return stop == start + 1 and tokens[start].lower in profile.determiners - profile.pronouns


def _before(stop: int, start: int, cue: Stretch | None) -> int:
    """The end of a phrase, which never runs over a cue behind its beginning."""
    return min(stop, cue[0]) if cue is not None and cue[0] > start else stop


def _dotted(text: str, tokens: Sequence[Token], stop: int) -> int:
    """The end of a name that a dotted abbreviation opens ("the B.C. Coroners Service")."""
    if stop + 1 >= len(tokens) or tokens[stop].text != "." or "." not in tokens[stop - 1].text:
        return stop
    end = stop + 1
    while end < len(tokens) and tokens[end].is_capitalised and text[tokens[end - 1].end : tokens[end].start] in JOINED:
        end += 1
    return end if end > stop + 1 else stop


def _from_article(text: str, tokens: Sequence[Token], start: int, profile: LanguageProfile) -> int:
    """Where the phrase of a common noun begins: at the article or possessor a few words before it."""
    first = tokens[start]
    if first.is_capitalised or first.lower in profile.determiners | profile.pronouns:
        return start
    for k in range(start - 1, max(start - 1 - _BEFORE, -1), -1):
        token = tokens[k]
        if not token.is_word or text[token.end : tokens[k + 1].start] not in JOINED:
            return start
        if token.lower in profile.articles | profile.indefinite:
            return k
        if token.lower in profile.function_words | profile.conjunctions:
            return start
    return start


def _from_cue(text: str, tokens: Sequence[Token], start: int, cue: Stretch | None, profile: LanguageProfile) -> int:
    """Where a phrase right behind its cue begins, whose head was left out («сообщает **пресс-служба** ведомства»)."""
    if cue is None or not 0 < start - cue[1] <= _HEAD or tokens[start].is_capitalised:
        return start
    if any(t.lower in profile.telling for t in tokens[slice(*cue)]):
        return start
    closed = profile.function_words | profile.conjunctions
    heads = tokens[cue[1] : start]
    joined = all(text[a.end : b.start].isspace() for a, b in pairwise(tokens[cue[1] - 1 : start + 1]))
    plain = all(t.is_word and not t.is_capitalised and t.lower not in closed for t in heads)
    return cue[1] if joined and plain else start


def _described(tokens: Sequence[Token], stop: int, cue: int, profile: LanguageProfile) -> int:
    """The end of a role with what it is a role in, where nothing else stands before the cue ("… for a village")."""
    between = tokens[stop:cue]
    while between and between[-1].lower in profile.auxiliaries | profile.adverbs:
        between = between[:-1]
    if not between or len(between) > _BEHIND or between[0].lower not in ATTACHING:
        return stop
    closed = profile.auxiliaries | profile.relatives | profile.complementizers | profile.pronouns | profile.cue_forms
    signs = [t.text for t in between if not t.is_word]
    if signs in ([], ["(", ")"]) and closed.isdisjoint(t.lower for t in between if t.lower not in profile.determiners):
        ends = between[-1].lower not in profile.prepositions
        return stop + len(between) if ends else stop
    return max(stop, noun_phrase_right(tokens, stop + 1, profile)) if cue > stop + 1 else stop
