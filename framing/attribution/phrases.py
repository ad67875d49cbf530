"""Noun phrases from closed-class words: enough to find who stands beside a cue, in any language with a profile."""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribution.tokens import MARKED_GENITIVES, QUOTE, Token
from framing.languages import LanguageProfile

_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "al", "el", "bin", "ibn", "av", "da", "di", "du", "la", "le", "zu", "dos"}
)
COORDINATORS = frozenset({"og", "and", "och", "und", "и", "&"})
ATTACHING = frozenset(
    {
        "i",
        "for",
        "av",
        "of",
        "in",
        "ved",
        "på",
        "hos",
        "at",
        "von",
        "im",
        "des",
        "vid",
        "af",
        "для",
        "в",
        "по",
        "from",
        "fra",
        "från",
        "frå",
        "aus",
        "bei",
        "beim",
        "vom",
    }
)
_LONGEST = 14
_INITIAL = 2


def noun_phrase_right(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> int:
    """The end (exclusive) of the noun phrase that begins at token ``at``; ``at`` itself where there is none."""
    if at >= len(tokens) or not tokens[at].is_word:
        return at
    first = tokens[at]
    if first.lower in profile.pronouns and first.lower not in profile.determiners:
        return at + 1
    position, named = at, False
    while position < len(tokens) and position - at < _LONGEST:
        following = _next_part(tokens, at, position, named, profile)
        if following is None:
            break
        token = tokens[position]
        named = named or (token.is_word and token.is_capitalised and token.lower not in profile.determiners)
        position = following
    position = _drop_loose_end(tokens, at, position)
    if position == at + 1 and first.lower in profile.determiners and first.lower not in profile.pronouns:
        return at
    return position


def _next_part(tokens: Sequence[Token], at: int, position: int, named: bool, profile: LanguageProfile) -> int | None:
    """Where the phrase goes on after ``position``, or None where it ends before it."""
    token, inside = tokens[position], position > at
    if not token.is_word:
        return _sign(tokens, position, named) if inside else None
    joins = (
        inside
        and position + 1 < len(tokens)
        and (
            (token.lower in COORDINATORS and _continues(tokens, position, named))
            or (token.lower in _PARTICLES and named and tokens[position + 1].is_capitalised)
            or (_is_attaching(token, profile) and not named and _attaches(tokens[position + 1], profile))
        )
    )
    if joins:
        return position + 1
    proper = token.is_capitalised and position > 0 and token.lower not in profile.adverbs
    if not _is_nominal(token, profile) and not proper:
        return None
    common = not token.is_capitalised and not token.text[0].isdigit()
    if named and common and not _genitive(tokens[position - 1], profile):
        return None
    return position + 1


def _sign(tokens: Sequence[Token], position: int, named: bool) -> int | None:
    """A bracketed abbreviation, or a sign within a name, belongs to the phrase."""
    token = tokens[position]
    if token.text == "(":
        close = next((k for k in range(position + 1, min(position + 4, len(tokens))) if tokens[k].text == ")"), None)
        return None if close is None else close + 1
    previous = tokens[position - 1]
    if token.text in ("'", "’", "-", ".") and named and token.start == previous.end:
        return None if token.text == "." and len(previous.text) > _INITIAL else position + 1
    return None


def _is_attaching(token: Token, profile: LanguageProfile) -> bool:
    """True for a preposition within a phrase; "at" is one in English and opens a clause in Norwegian."""
    return token.lower in ATTACHING and token.lower not in profile.complementizers


def _attaches(token: Token, profile: LanguageProfile) -> bool:
    closed = profile.complementizers | profile.infinitive
    return token.is_word and token.lower not in closed and _is_nominal(token, profile)


def _drop_loose_end(tokens: Sequence[Token], at: int, stop: int) -> int:
    while stop > at and not (tokens[stop - 1].is_word or tokens[stop - 1].text in (")", "'", "’", ".")):
        stop -= 1
    while stop > at and tokens[stop - 1].lower in ATTACHING | COORDINATORS:
        stop -= 1
    return stop


def _genitive(token: Token, profile: LanguageProfile) -> bool:
    """True for a possessor, after which a common noun still belongs to the phrase ("USAs ambassadør")."""
    if token.is_mark:
        return False
    return token.text.endswith(MARKED_GENITIVES) or (profile.verb_second and token.text.endswith("s"))


def _continues(tokens: Sequence[Token], position: int, named: bool) -> bool:
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return following is not None and following.is_word and (following.is_capitalised or not named)


def _is_nominal(token: Token, profile: LanguageProfile) -> bool:
    """True for a word that may stand inside a noun phrase: no function word and no cue verb."""
    lower = token.lower
    if lower in profile.determiners:
        return True
    closed = (
        lower in profile.prepositions
        or lower in profile.conjunctions
        or lower in profile.relatives
        or lower in profile.complementizers
        or lower in profile.adverbs
        or lower in profile.auxiliaries
        or lower in profile.infinitive
        or lower in profile.pronouns
        or lower in profile.questions
    )
    return not closed and not (lower in profile.cues and not token.is_capitalised)


def clause_start(tokens: Sequence[Token], at: int) -> int:
    """The first token of the stretch without stops that ends before token ``at``."""
    position = at
    while position > 0 and (tokens[position - 1].is_word or _joins(tokens, position - 1)):
        position -= 1
    return position


def _joins(tokens: Sequence[Token], position: int) -> bool:
    """True for a sign that does not end a clause: brackets, apostrophes, quotation marks around a word."""
    token = tokens[position]
    if token.text == QUOTE:
        return False
    return (
        token.text in "()'’&/%$£€#@"
        or token.is_mark
        or (token.text == "." and position > 0 and len(tokens[position - 1].text) <= 2)
    )


def noun_phrase_left(tokens: Sequence[Token], end: int, profile: LanguageProfile) -> tuple[int, int]:
    """The noun phrase that is the subject of a verb at token ``end``, as (start, stop); empty where there is none.

    Auxiliaries and adverbs between the two are passed over; an apposition or relative clause in commas sends
    the search to the phrase before it.
    """
    stop = end
    while stop > 0 and (tokens[stop - 1].lower in profile.auxiliaries or tokens[stop - 1].lower in profile.adverbs):
        stop -= 1
    if stop == 0:
        return 0, 0
    last = tokens[stop - 1]
    if last.lower in profile.relatives:
        stop -= 1
        while stop > 0 and tokens[stop - 1].text == ",":
            stop -= 1
        start = _walk_back(tokens, stop, profile)
        return start, stop
    if last.text == ",":
        return _before_apposition(tokens, stop - 1, profile)
    start = _walk_back(tokens, stop, profile)
    return start, stop


def _before_apposition(tokens: Sequence[Token], comma: int, profile: LanguageProfile) -> tuple[int, int]:
    opening = next((k for k in range(comma - 1, 0, -1) if tokens[k].text in (",", QUOTE)), None)
    if opening is None or tokens[opening].text == QUOTE:
        return comma, comma
    start = _walk_back(tokens, opening, profile)
    return start, opening


def _walk_back(tokens: Sequence[Token], stop: int, profile: LanguageProfile) -> int:
    """Where the phrase that ends before ``stop`` begins."""
    if (
        stop > 0
        and tokens[stop - 1].lower in profile.pronouns
        and tokens[stop - 1].lower not in ("de", "den", "det", "die", "der")
    ):
        return stop - 1
    floor = max(clause_start(tokens, stop), stop - _LONGEST)
    start = floor
    for k in range(stop - 1, floor - 1, -1):
        lower = tokens[k].lower
        breaks = lower in profile.complementizers or lower in profile.relatives or lower in profile.auxiliaries
        if lower in profile.conjunctions and not (
            lower in COORDINATORS and _continues(tokens, k, named=True) and k > floor
        ):
            breaks = True
        if lower in profile.cues and not tokens[k].is_capitalised and k < stop - 1:
            breaks = True
        if breaks and lower not in ATTACHING and lower not in profile.determiners:
            start = k + 1
            break
    while start < stop and (tokens[start].lower in profile.adverbs or not tokens[start].is_word):
        start += 1
    if start < stop and tokens[start].lower in profile.prepositions and tokens[start].lower not in profile.determiners:
        # a fronted adverbial: the subject is what follows its noun phrase
        inner = noun_phrase_right(tokens, start + 1, profile)
        while inner < stop and tokens[inner].lower in profile.prepositions:
            inner = noun_phrase_right(tokens, inner + 1, profile)
        if inner < stop and inner > start + 1:
            return inner
        return stop
    return start
