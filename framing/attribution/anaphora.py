"""Who "han", "departementet" or a bare surname stands for: the fullest earlier name of the same entity.

A recency rule over the names of the article, with agreement in the only features that closed-class words give:
third-person pronouns take the last person who spoke, definite role nouns the last phrase that holds the same
noun, surnames the longest phrase that contains them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.article import Mention
from framing.attribution.model import Attributed
from framing.languages import LanguageProfile, gender_of

_WORD = re.compile(r"[^\W\d_][\w’-]*")
_PARTICLES = frozenset({"von", "van", "de", "der", "al", "el", "bin", "ibn", "da", "di", "la"})
_SHORTEST_STEM = 5
_PERSON_WORDS = 2
_SUBJECT_REACH = 300
"""Code points over which a pronoun looks back for the subject of an earlier sentence."""
_TITLE = 30
"""Code points before a name in which its title may stand."""


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    size: int


def resolve(text: str, passages: Sequence[Attributed], profile: LanguageProfile) -> list[Attributed]:
    """Give every source the antecedent it stands for, and ``source.name`` the antecedent's text."""
    names = _names(text, profile)
    out: list[Attributed] = []
    spoken: list[Mention] = []
    for passage in passages:
        source = passage.source
        if source is None:
            out.append(passage)
            continue
        antecedent = _antecedent(text, source, names, spoken, profile)
        if antecedent is not None:
            passage = replace(passage, source=replace(source, name=antecedent.text), antecedent=antecedent)
        full = antecedent or source
        if _is_named(full.text):
            spoken.append(full)
        out.append(passage)
    return out


def _names(text: str, profile: LanguageProfile) -> list[_Name]:
    """Runs of two or more capitalised words ("Marit Ås")."""
    words = list(_WORD.finditer(text))
    closed = (
        profile.adverbs | profile.prepositions | profile.conjunctions | profile.complementizers | profile.auxiliaries
    )
    closed = closed | profile.cue_forms | profile.determiners | profile.pronouns | profile.relatives
    names: list[_Name] = []
    position = 0
    while position < len(words):
        stop = position
        while stop < len(words) and (
            stop == position or text[words[stop - 1].end() : words[stop].start()] in (" ", "\u00a0")
        ):
            word = words[stop].group()
            particle = stop > position and word in _PARTICLES and stop + 1 < len(words)
            if not (word[0].isupper() and word.lower() not in closed) and not particle:
                break
            stop += 1
        while stop > position and not words[stop - 1].group()[0].isupper():
            stop -= 1
        if stop - position >= _PERSON_WORDS:
            start, end = words[position].start(), words[stop - 1].end()
            names.append(_Name(start, end, stop - position))
        position = max(stop, position + 1)
    return names


def _antecedent(
    text: str, source: Mention, names: Sequence[_Name], spoken: Sequence[Mention], profile: LanguageProfile
) -> Mention | None:
    lower = source.text.lower()
    if lower in profile.third_person:
        return _last_person(text, source, names, spoken, profile)
    if lower in profile.pronouns:
        return spoken[-1] if spoken else None
    if _is_named(source.text):
        return _fuller(text, source, names)
    return _same_noun(text, source, spoken, names)


def _last_person(
    text: str, source: Mention, names: Sequence[_Name], spoken: Sequence[Mention], profile: LanguageProfile
) -> Mention | None:
    """The last person who opened a sentence or spoke, whichever stands nearer; else the last name before.

    Persons whose first name is known to be of the other gender than the pronoun are passed over.
    """
    gender = _pronoun_gender(source.text, profile)
    people = [m for m in spoken if m.end <= source.start and len(_capitalised(m.text)) >= _PERSON_WORDS]
    people = [m for m in people if _fits(m.text, gender)]
    before = [n for n in names if n.end <= source.start and _fits(text[n.start : n.end], gender)]
    subjects = [n for n in before if _opens_sentence(text, n.start) and source.start - n.end < _SUBJECT_REACH]
    candidates = [(m.end, m) for m in people[-1:]]
    candidates += [(n.end, Mention(n.start, n.end, text[n.start : n.end])) for n in subjects[-1:]]
    if candidates:
        return max(candidates, key=lambda c: c[0])[1]
    if before:
        last = before[-1]
        return Mention(last.start, last.end, text[last.start : last.end])
    return spoken[-1] if spoken else None


def _pronoun_gender(pronoun: str, profile: LanguageProfile) -> str | None:
    lower = pronoun.lower()
    if lower in profile.female_pronouns:
        return "female"
    return "male" if lower in profile.male_pronouns else None


def _fits(name: str, gender: str | None) -> bool:
    """True unless a word of the name is a first name of the other gender."""
    if gender is None:
        return True
    known = {gender_of(word) for word in _capitalised(name)} - {None}
    return not known or gender in known


def _opens_sentence(text: str, start: int) -> bool:
    """True where a name stands first in its sentence, or behind one title word."""
    before = text[max(0, start - 40) : start].rstrip()
    if not before or before[-1] in ".!?:\n" or text[start - 1] == "\n":
        return True
    head = before.rsplit(None, 1)[0].rstrip() if " " in before else ""
    return before.split()[-1][0].isupper() and (not head or head[-1] in ".!?:")


def _fuller(text: str, source: Mention, names: Sequence[_Name]) -> Mention | None:
    """The longest phrase elsewhere that ends in the words of the mention, or begins with its only word.

    "Moe" stands for "Liv Moe", "Kim" for "Kim Jong Un"; "Iran" does not stand for "Iran's Supreme Leader".
    """
    words = _capitalised(source.text)
    if not words or len(words) > _PERSON_WORDS or words[-1].isupper():
        return None  # an acronym is a name in full
    last = _bare(words[-1])
    best: _Name | None = None
    for name in names:
        parts = _WORD.findall(text[name.start : name.end])
        ends = _bare(parts[-1]) == last and all(_bare(w) in map(_bare, parts) for w in words)
        begins = len(words) == 1 and parts[0] == last
        if (ends or begins) and len(parts) > len(words) and (best is None or len(parts) > best.size):
            best = name
    return Mention(best.start, best.end, text[best.start : best.end]) if best else None


def _same_noun(text: str, source: Mention, spoken: Sequence[Mention], names: Sequence[_Name]) -> Mention | None:
    """The last word of a definite phrase looked for in the names before it, then in the whole text before it."""
    words = _WORD.findall(source.text)
    if not words:
        return None
    stem = words[-1].lower()[: max(_SHORTEST_STEM, len(words[-1]) - 3)]
    if len(stem) < _SHORTEST_STEM:
        return None
    for mention in reversed(spoken):
        if mention.end <= source.start and stem in mention.text.lower() and mention.text != source.text:
            return mention
    for name in reversed(names):
        if name.end <= source.start and stem in text[max(0, name.start - _TITLE) : name.end].lower():
            return Mention(name.start, name.end, text[name.start : name.end])
    return None


def _capitalised(text: str) -> list[str]:
    return [w for w in _WORD.findall(text) if w[0].isupper()]


def _is_named(text: str) -> bool:
    return bool(_capitalised(text))


def _bare(word: str) -> str:
    """A name without a genitive that an apostrophe marks."""
    for ending in ("’s", "'s", "’", "'"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word
