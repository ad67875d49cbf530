"""What an article says its people are: titles before their names, appositions, parentheses and offices behind them.

"*Statsviter* Ola Moe", "Ola Moe, *leder i foreningen*", "Ola Moe (*Sp*)", "the *union's leader*, Ola Moe", "Ola Moe i
*Naturvernforbundet*", "Moe er *lærer*".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from framing.article import Mention
from framing.attribution.phrases import ATTACHING
from framing.languages import LanguageProfile, gender_of

_REACH: Final = 90
"""Code points beside a name within which a description begins and ends."""
_TITLE: Final = 4
_OFFICE: Final = 5
"""Words of a title before a name, and of what somebody is at, behind a preposition."""
_MOST: Final = 3
"""Stretches behind one name: "Ola Moe (Sp), leder i foreningen"."""
_OPENING: Final = re.compile(r"\s*(?:[,(]|[–—-](?=\s))\s*")
_CLOSING: Final = re.compile(r"[,();:–—«»„“”\"!?\n]|\.(?=\s|$)|\s-\s")
_MARKS: Final = ' «»„“”"–—-'
"""What may stand between the end of a sentence and the next word."""
_STOPS: Final = ".!?:\n"
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[\w'’.-]+")
_NEXT: Final = re.compile(r" ([^\W\d_]+) ")
_NEXT_SENTENCE: Final = re.compile(r"[.!?]\s+([^\W\d_]+) ([^\W\d_]+) ")
_INITIAL: Final = 2
"""Characters of an initial with its full stop."""
_NEAR: Final = 160
"""Code points from a name within which the next sentence begins."""


def descriptions(mentions: Sequence[Mention], text: str, profile: LanguageProfile) -> list[Mention]:
    """What is said beside an entity's mentions that it is, in the order of the mentions.

    Args:
        mentions: of one entity, each at its place in the text.
        text: the article.
        profile: of its language.

    """
    found: list[Mention] = []
    for mention in mentions:
        name = _last_name(mention)
        before = _title(name, text, profile) or _role_before_comma(mention.start, text, profile)
        found += [] if before is None else [before]
        found += _behind(mention.end, text, profile, opens=_opens_sentence(text, mention.start))
        found += _told_of(mention.end, text, profile)
    return found


def _last_name(mention: Mention) -> int:
    """Where the last capitalised word of a mention begins, whose own title may be in it ("minister Ola **Moe**")."""
    names = [w.start() for w in _WORD.finditer(mention.text) if w.group()[0].isupper()]
    return mention.start + (names[-1] if names else 0)


def _title(start: int, text: str, profile: LanguageProfile) -> Mention | None:
    """The common nouns right before a name, its first names left out: "statsråd | Ola | Moe"."""
    words = list(_WORD.finditer(text, max(_line(text, start), start - _REACH), start))
    stop, k = start, len(words)
    while k and text[words[k - 1].end() : stop].isspace() and _is_name(words[k - 1].group()):
        word = words[k - 1]
        if k < len(words) and _opens_sentence(text, word.start()) and _is_title(word.group(), profile):
            return _mention(text, word.start(), word.end())
        stop = word.start()
        k -= 1
    begin = end = stop
    for word in reversed(words[max(0, k - _TITLE) : k]):
        lower = word.group().lower()
        amid = begin < end and lower in profile.prepositions
        named = begin < end and _is_name(word.group())
        if text[word.end() : stop].strip() or lower.endswith(".") or named or not (amid or _is_open(lower, profile)):
            break
        stop = word.start()
        begin = begin if amid else stop
    return _mention(text, begin, end)


def _role_before_comma(start: int, text: str, profile: LanguageProfile) -> Mention | None:
    """The role that a name is in apposition to: "said *the union's leader*, Ola Moe"."""
    comma = text.rfind(",", max(0, start - 2), start)
    if comma < 0 or text[comma + 1 : start] != " ":
        return None
    first = max(_line(text, start), comma - _REACH)
    edges = [m.end() for m in _CLOSING.finditer(text, first, comma)]
    words = list(_WORD.finditer(text, edges[-1] if edges else first, comma))
    said = profile.cue_forms | profile.auxiliaries
    verbs = [k for k, w in enumerate(words) if w.group().lower() in said]
    words = words[verbs[-1] + 1 :] if verbs else words
    if not words or not any(w.group()[0].islower() for w in words):
        return None
    lower = words[0].group().lower()
    return _mention(text, words[0].start(), comma) if _begins(lower, profile) else None


def _behind(end: int, text: str, profile: LanguageProfile, *, opens: bool) -> Iterator[Mention]:
    """The appositions and parentheses right behind a name; without them its office, or what it is said to be.

    ``opens``: the name opens its sentence, so that it is the subject of a copula behind it.
    """
    position, limit = end, min(len(text), end + _REACH)
    for _ in range(_MOST):
        opening = _OPENING.match(text, position, limit)
        if opening is None:
            if position == end:
                yield from _office(end, text, profile, opens=opens)
            return
        closing = _CLOSING.search(text, opening.end(), limit)
        stop = closing.start() if closing is not None else limit
        words = _WORD.findall(text[opening.end() : stop].lower())
        if len(words) > 1 and words[0] in profile.relatives and words[1] in profile.copulas:
            words = words[2:]
        if words and words[0] in profile.relatives - profile.determiners:
            yield from _goes_on_to_be(opening.end(), stop, text, profile)
            return
        if not words or not (_begins(words[0], profile) or words[0].isdigit()):
            return
        if (found := _mention(text, opening.end(), stop)) is not None:
            yield found
        if closing is None:
            return
        position = stop + 1 if closing.group() == ")" else stop


def _goes_on_to_be(start: int, stop: int, text: str, profile: LanguageProfile) -> Iterator[Mention]:
    """What a relative clause goes on to say somebody is: "who has worked there for years and is *its leader*"."""
    words = list(_WORD.finditer(text, start, stop))
    for joint, link, first in zip(words, words[1:], words[2:], strict=False):
        also = joint.group().lower() in profile.conjunctions and link.group().lower() in profile.copulas
        if also and _begins(first.group().lower(), profile):
            found = _mention(text, first.start(), stop)
            yield from [] if found is None else [found]
            return


def _office(end: int, text: str, profile: LanguageProfile, *, opens: bool) -> Iterator[Mention]:
    """What stands behind a name and a preposition or copula: "Moe i *Naturvernforbundet*", "Moe er *lærer*"."""
    link = _NEXT.match(text, end)
    if link is None or not (link[1] in ATTACHING or (opens and link[1] in profile.copulas)):
        return
    closing = _CLOSING.search(text, link.end(), end + _REACH)
    words = list(_WORD.finditer(text, link.end(), closing.start() if closing is not None else end + _REACH))
    stop = link.end()
    for word in words[:_OFFICE]:
        lower = word.group().lower()
        if not _begins(lower, profile) and lower not in ATTACHING:
            break
        stop = word.end()
    if (found := _mention(text, link.end(), stop)) is not None:
        yield found


def _told_of(end: int, text: str, profile: LanguageProfile) -> Iterator[Mention]:
    """What the next sentence says somebody is: "…, says Moe. She is *a teacher*"."""
    following = _NEXT_SENTENCE.search(text, end, end + _NEAR)
    if following is None or following[1].lower() not in profile.third_person or following[2] not in profile.copulas:
        return
    closing = _CLOSING.search(text, following.end(), following.end() + _REACH)
    first = _WORD.match(text, following.end())
    if closing is None or first is None:
        return
    if _begins(first.group().lower(), profile):
        found = _mention(text, following.end(), closing.start())
        yield from [] if found is None else [found]


def _opens_sentence(text: str, at: int) -> bool:
    while at and text[at - 1] in _MARKS:
        at -= 1
    return at == 0 or text[at - 1] in _STOPS


def _begins(lower: str, profile: LanguageProfile) -> bool:
    """True for a word with which it may begin what somebody is: an open one, or an article."""
    return lower in profile.determiners or _is_open(lower, profile)


def _is_open(lower: str, profile: LanguageProfile) -> bool:
    """True for a word of no closed class."""
    closed = lower in profile.function_words or lower in profile.according_to or lower in profile.infinitive
    return not closed and bool(_LETTER.search(lower))


def _is_title(word: str, profile: LanguageProfile) -> bool:
    """True for a word before a full name, with a capital because a sentence opens, that is no first name."""
    return _is_open(word.lower(), profile) and gender_of(word) is None


def _is_name(word: str) -> bool:
    """True for a capitalised word, but not for a title that a name opens ("Kreml-talsmann"), nor before a full stop."""
    parts = word.strip("-").split("-")
    if word.endswith(".") and len(word) > _INITIAL:
        return False
    return parts[0][:1].isupper() and (len(parts) == 1 or parts[-1][:1].isupper())


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _mention(text: str, start: int, end: int) -> Mention | None:
    words = text[start:end].rstrip()
    return Mention(start, start + len(words), words) if _LETTER.search(words) else None
