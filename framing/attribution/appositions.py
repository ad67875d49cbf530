"""Who bears a role: of a role and a name side by side in commas, the name is the source.

"The union's leader, **Ola Moe**, said", "sier **Ola Moe**, leder i foreningen".
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribution.names import PARTICLES, PERSON_WORDS
from framing.attribution.tokens import Stretch, Token
from framing.languages import LanguageProfile, gender_of

_TAIL = 14
"""Words of a role outside the words that were taken for the source."""
_NOUN = 4
"""Letters of the shortest word that is surely no particle of a name."""
_AFTER_NAME = frozenset(",.;:()!?")


def bearer(tokens: Sequence[Token], mention: Stretch, cue: Stretch | None, profile: LanguageProfile) -> Stretch:
    """The name that stands in apposition to the role a mention is, or is part of; the mention where none does.

    Args:
        tokens: the line the mention stands in.
        mention: its tokens, end exclusive.
        cue: those of its cue, if that stands in the line.
        profile: the language profile.

    """
    start, stop = _without_role(tokens, _behind_office(tokens, mention, profile), profile)
    if (start, stop) != mention or cue is None:
        return start, stop
    return _behind_role(tokens, mention, cue, profile) or _before_role(tokens, mention, cue, profile) or mention


def name_from(tokens: Sequence[Token], start: int) -> int | None:
    """The end (exclusive) of the full name that begins at a token, at least two capitalised words; else None."""
    stop = start
    while stop < len(tokens) and (
        _capital(tokens, stop) or (stop > start and tokens[stop].lower in PARTICLES and _capital(tokens, stop + 1))
    ):
        stop += 1
    return stop if sum(_capital(tokens, k) for k in range(start, stop)) >= PERSON_WORDS else None


def name_before(tokens: Sequence[Token], stop: int) -> int | None:
    """Where the full name begins that ends before a token; None where no full name does."""
    start = stop
    while start > 0 and (
        _capital(tokens, start - 1)
        or (start < stop and tokens[start - 1].lower in PARTICLES and _capital(tokens, start - 2))
    ):
        start -= 1
    return start if sum(_capital(tokens, k) for k in range(start, stop)) >= PERSON_WORDS else None


def _capital(tokens: Sequence[Token], at: int) -> bool:
    """True for a word of a name, be its capital behind a particle ("al-Assadi")."""
    return 0 <= at < len(tokens) and any(part[:1].isupper() for part in tokens[at].text.split("-"))


def _without_role(tokens: Sequence[Token], mention: Stretch, profile: LanguageProfile) -> Stretch:
    """The name alone of a mention that opens with it ("Ola Moe, leder i X")."""
    start, stop = mention
    comma = next((k for k in range(start + 1, stop - 1) if tokens[k].text == ","), None)
    if comma is None:
        return mention
    following = tokens[comma + 1]
    opens = not following.is_capitalised and following.lower not in profile.conjunctions
    if opens and name_before(tokens, comma) is not None:
        return start, comma
    return mention


def _behind_office(tokens: Sequence[Token], mention: Stretch, profile: LanguageProfile) -> Stretch:
    """The person of a mention that begins amid an office ("listetopp for **Partiet i Mo Kari Ås**": Kari Ås)."""
    start, stop = mention
    begin = name_before(tokens, stop)
    if start == 0 or tokens[start - 1].lower not in profile.prepositions or begin is None or begin == start:
        return mention
    given = next((k for k in range(begin, stop - 1) if gender_of(tokens[k].text) is not None), None)
    placed = any(t.lower in profile.prepositions for t in tokens[start:begin])
    return (given, stop) if given is not None and placed else mention


def _behind_role(tokens: Sequence[Token], mention: Stretch, cue: Stretch, profile: LanguageProfile) -> Stretch | None:
    """The name behind a role and a comma, with the cue right before the role or right behind the name."""
    start, stop = mention
    if not _is_role(tokens[start:stop], profile) or name_before(tokens, stop) is not None:
        return None
    comma = _comma(tokens, range(stop, min(stop + _TAIL, len(tokens))), profile)
    end = name_from(tokens, comma + 1) if comma is not None else None
    if comma is None or end is None:
        return None
    ends = end == len(tokens) or tokens[end].text in _AFTER_NAME
    said_before = ends and cue[1] <= start and not any(t.text == "," for t in tokens[cue[1] : start])
    said_behind = cue[0] >= end and all(t.text == "," for t in tokens[end : cue[0]])
    return (comma + 1, end) if said_before or said_behind else None


def _before_role(tokens: Sequence[Token], mention: Stretch, cue: Stretch, profile: LanguageProfile) -> Stretch | None:
    """The name before a comma and the role, which ends at a comma before the cue, or follows the cue and the name."""
    start, stop = mention
    comma = _comma(tokens, range(start - 1, max(start - 1 - _TAIL, 0), -1), profile)
    begin = name_before(tokens, comma) if comma is not None else None
    whole = comma == start - 1 and name_before(tokens, stop) is not None
    if comma is None or begin is None or whole:
        return None
    if cue[1] <= begin:
        return (begin, comma) if not any(t.text in _AFTER_NAME for t in tokens[cue[1] : begin]) else None
    closing = _comma(tokens, range(stop, min(stop + _TAIL, len(tokens))), profile)
    return (begin, comma) if closing is not None and cue[0] == closing + 1 else None


def _comma(tokens: Sequence[Token], places: range, profile: LanguageProfile) -> int | None:
    """The first comma of the places, with nothing but words of a noun phrase before it."""
    for k in places:
        if tokens[k].text == ",":
            return k
        lower = tokens[k].lower
        verb = not tokens[k].is_capitalised and lower in profile.cue_forms | profile.auxiliaries
        if not tokens[k].is_word or verb or lower in profile.complementizers | profile.relatives - profile.determiners:
            return None
    return None


def _is_role(words: Sequence[Token], profile: LanguageProfile) -> bool:
    """True for a noun phrase that is more than a name: it has a common noun, and no verb."""
    closed = profile.function_words | profile.conjunctions
    verbs = any(t.lower in profile.auxiliaries for t in words)
    nouns = (t for t in words if t.is_word and not t.is_capitalised and t.lower not in closed)
    return not verbs and any(len(t.text) >= _NOUN for t in nouns)
