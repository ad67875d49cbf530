"""Who "han", "departementet" or a bare surname stands for: the fullest earlier name of the same entity.

A recency rule over the names of the article, with agreement in the only features that closed-class words give:
third-person pronouns take the person who last spoke or opened a sentence, "the agency" the agency named last, other
definite nouns the last phrase that holds the same noun, surnames the longest phrase that contains them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from framing.article import Mention
from framing.attribution.carriers import is_titled_as_medium
from framing.attribution.model import Attributed
from framing.attribution.names import PERSON_WORDS, Name, find_names, opens_sentence
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import MARKED_GENITIVES, sentence_before
from framing.gazetteer import Match
from framing.gazetteer.inflection import fold, load_inflection
from framing.languages import LanguageProfile, gender_of
from framing.passages.furniture import furniture_spans
from framing.passages.layout import overlaps

_WORD = re.compile(r"[^\W\d_][\w’-]*")
_SHORTEST_STEM = 5
_SHORTEST_NAME = 4
_SUBJECT_REACH = 600
"""Code points over which a pronoun looks back for the subject of an earlier sentence."""
_ACRONYM = 3
"""Letters of the shortest acronym; two are initials ("JD Moe")."""
_TITLE = 30
"""Code points before a name in which its title may stand."""
_GENITIVES = ("s", *MARKED_GENITIVES)
_NOT_NAMES = frozenset({"role", "generic", "person", "document", "platform"})
"""Types of gazetteer rows that a person's name or title may hold."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A named source: where it was heard, and its fullest name."""

    end: int
    full: Mention


def resolve(
    text: str, passages: Sequence[Attributed], profile: LanguageProfile, matches: Sequence[Match] = ()
) -> list[Attributed]:
    """Give every source the antecedent it stands for, and ``source.name`` the antecedent's text.

    ``matches`` are the gazetteer's: a pronoun for a person never stands for an organisation they name.
    """
    reader = _Reader(text, profile, matches)
    out: list[Attributed] = []
    for passage in passages:
        source = passage.source
        if source is None:
            out.append(passage)
            continue
        antecedent = reader.antecedent(source)
        if antecedent is not None:
            passage = replace(passage, source=replace(source, name=antecedent.text), antecedent=antecedent)
        reader.hear(source, antecedent or source)
        out.append(passage)
    return out


def named_medium(mention: Mention, text: str, matches: Sequence[Match], profile: LanguageProfile) -> Mention | None:
    """The agency or the outlet named last before "the agency", "avisen": the nearest the same noun can mean."""
    words = _WORD.findall(mention.text)
    if not words or any(w[0].isupper() for w in words[1:]):
        return None
    nouns = {"agency": profile.agency_nouns, "outlet": profile.outlet_nouns}
    wanted = [kind for kind, forms in nouns.items() if words[-1].lower() in forms]
    named = (m for m in matches if m.start < mention.end and m.end > mention.start)
    if not wanted or any(m.entry.type in nouns for m in named):
        return None
    for match in reversed(matches):
        if match.end <= mention.start and match.entry.type in wanted and not match.ambiguous:
            return Mention(match.start, match.end, text[match.start : match.end])
    return None


class _Reader:
    """The names of an article, and who has been heard so far."""

    def __init__(self, text: str, profile: LanguageProfile, matches: Sequence[Match]) -> None:
        self._text, self._profile, self._matches = text, profile, matches
        self._inflection = load_inflection(profile.code)
        self._known_forms: dict[str, frozenset[str]] = {}
        furniture = [(start, end) for start, end, _ in furniture_spans(text)]
        named = (n for n in find_names(text, profile) if not overlaps(furniture, n.start, n.end))
        self._names = [self._without_country(n) for n in named]
        self._people = [n for n in self._names if not self._is_organisation(n.start, n.end) and _may_be_person(n)]
        self._spoken: list[_Heard] = []

    def hear(self, source: Mention, full: Mention) -> None:
        """Note that a named source has spoken."""
        if _capitalised(full.text):
            self._spoken.append(_Heard(source.end, full))

    def antecedent(self, source: Mention) -> Mention | None:
        """The fuller mention that a source stands for, where there is one."""
        lower = source.text.lower()
        if lower in self._profile.third_person:
            return self._last_person(source)
        if lower in self._profile.pronouns:
            return self._subject_before(source) or next((h.full for h in self._heard_before(source)), None)
        if self._profile.is_somebody_new(source.text):
            return None
        medium = named_medium(source, self._text, self._matches, self._profile)
        if medium is not None:
            return medium
        if _capitalised(source.text) and (_WORD.findall(source.text) or [""])[-1][0].isupper():
            return None if self._is_organisation(source.start, source.end) else self._fuller(source)
        return self._same_noun(source)

    def _last_person(self, source: Mention) -> Mention | None:
        """The person who last opened a sentence or spoke, by full name or surname; else the last name before.

        Persons whose first name is known to be of the other gender than the pronoun are passed over.
        """
        gender = _pronoun_gender(source.text, self._profile)
        spoke = next(
            (
                (h.end, h.full)
                for h in self._heard_before(source)
                if self._is_person(h.full) and _fits(_WORD.findall(h.full.text), gender)
            ),
            None,
        )
        opened = self._last_subject(source.start, gender)
        if spoke is not None or opened is not None:
            return max((c for c in (spoke, opened) if c is not None), key=lambda c: c[0])[1]
        before = (n for n in reversed(self._people) if n.end <= source.start and _fits(n.words, gender))
        last = next(before, None)
        if last is not None:
            return self._mention(last)
        return next((h.full for h in self._heard_before(source)), None)

    def _heard_before(self, source: Mention) -> Iterator[_Heard]:
        """Who was heard before a source, the last one first: one named behind it can't be whom it stands for."""
        return (h for h in reversed(self._spoken) if h.end <= source.start)

    def _subject_before(self, source: Mention) -> Mention | None:
        """The noun phrase that opens the sentence of "they", where it is more than a person's name."""
        if source.text.lower() not in self._profile.plural:
            return None
        tokens, first = sentence_before(self._text, source.start)
        stop = noun_phrase_right(tokens, first, self._profile)
        words = tokens[first:stop]
        common = any(t.is_word and not t.is_capitalised for t in words[1:])
        if not common or stop >= len(tokens) or words[0].lower in self._profile.pronouns - self._profile.determiners:
            return None
        return Mention(words[0].start, words[-1].end, self._text[words[0].start : words[-1].end])

    def _last_subject(self, position: int, gender: str | None) -> tuple[int, Mention] | None:
        """The person who last opened a sentence before a position, not too far back: where, and the full name."""
        for end, name in reversed(self._subjects):
            if end <= position - _SUBJECT_REACH:
                return None
            if end <= position and _fits(name.words, gender):
                return end, self._mention(name)
        return None

    @cached_property
    def _subjects(self) -> list[tuple[int, Name]]:
        """Where people open a sentence, by full name or by surname, in order."""
        found = [(n.end, n) for n in self._people if opens_sentence(self._text, n.start, self._profile)]
        for name in self._people:
            surname = re.compile(rf"(?<!\w){re.escape(name.words[-1])}(?!\w)")
            again = surname.finditer(self._text, name.end)
            found += [(m.end(), name) for m in again if opens_sentence(self._text, m.start(), self._profile)]
        return sorted(found, key=lambda f: f[0])

    def _is_person(self, mention: Mention) -> bool:
        named = any(mention.start <= n.start and n.end <= mention.end for n in self._names)
        return named and not self._is_organisation(mention.start, mention.end)

    def _without_country(self, name: Name) -> Name:
        """A name behind a country or a body whose own name runs into it ("… of Emergency Situations Ivan Orlov")."""
        for match in self._near(name.start, name.end):
            belongs = match.start < name.start or match.entry.type == "state"
            rest = list(_WORD.finditer(self._text, match.end, name.end))
            if belongs and not match.ambiguous and match.start <= name.start and len(rest) >= PERSON_WORDS:
                return Name(rest[0].start(), name.end, tuple(w.group() for w in rest))
        return name

    def _is_organisation(self, start: int, end: int) -> bool:
        """True where the last word of a stretch belongs to a name the gazetteer knows, and not to a person's."""
        last = end - 1
        known = (m for m in self._near(start, end) if m.start <= last < m.end and not m.ambiguous)
        return any(m.entry.type not in _NOT_NAMES for m in known)

    def _near(self, start: int, end: int) -> Iterator[Match]:
        return (m for m in self._matches if m.start < end and m.end > start)

    def _fuller(self, source: Mention) -> Mention | None:
        """The longest phrase elsewhere that ends in the words of the mention, or begins with its only word.

        "Moe" stands for "Liv Moe", "Kim" for "Kim Jong Un"; "Iran" does not stand for "Iran's Supreme Leader".
        """
        words = _capitalised(source.text)
        if not words or len(words) > PERSON_WORDS or words[-1].isupper():
            return None  # an acronym is a name in full
        best: Name | None = None
        longer = len(words)
        for name in self._people:
            if len(name.words) <= longer:
                continue
            ends = self._same(name.words[-1], words[-1]) and all(
                any(self._same(w, part) for part in name.words) for w in words[:-1]
            )
            begins = len(words) == 1 and name.words[0] == _bare(words[-1])
            if ends or begins:
                best, longer = name, len(name.words)
        return self._in_form_of(words[-1], best) if best else None

    def _in_form_of(self, surname: str, name: Name) -> Mention:
        """A name without a genitive that the surname does not have ("Trump": "Donald Trumps" is Donald Trump)."""
        last = name.words[-1]
        ending = last.removeprefix(_bare(surname))
        extra = len(ending) if ending in _GENITIVES and last.startswith(_bare(surname)) else 0
        return Mention(name.start, name.end - extra, self._text[name.start : name.end - extra])

    def _same_noun(self, source: Mention) -> Mention | None:
        """The last word of a definite phrase looked for in the sources before it, then beside the names before it."""
        words = _WORD.findall(source.text)
        stem = words[-1].lower()[: max(_SHORTEST_STEM, len(words[-1]) - 3)] if words else ""
        if len(stem) < _SHORTEST_STEM:
            return None
        for heard in reversed(self._spoken):
            full = heard.full
            if full.end <= source.start and _has_word(full.text, stem) and full.text != source.text:
                return full
        for name in reversed(self._names):
            if name.end <= source.start and _has_word(self._text[max(0, name.start - _TITLE) : name.end], stem):
                return self._mention(name)
        return None

    def _same(self, one: str, other: str) -> bool:
        """True for one name in two forms ("Moes", "Moe"; «Лифшица», «Лифшиц»)."""
        if _bare(one) == _bare(other):
            return True
        if min(len(one), len(other)) < _SHORTEST_NAME:
            return False
        return not self._forms(one).isdisjoint(self._forms(other))

    def _forms(self, name: str) -> frozenset[str]:
        found = self._known_forms.get(name)
        if found is None:
            lemmas = self._inflection.lemmas(fold(name))
            found = frozenset(form for form, ending in lemmas if ending is None or ending.kind != "noun")
            self._known_forms[name] = found
        return found

    def _mention(self, name: Name) -> Mention:
        return Mention(name.start, name.end, self._text[name.start : name.end])


def _may_be_person(name: Name) -> bool:
    """False for a name with an acronym in it ("RAF Base"), and for one that ends as those of media do."""
    acronym = any(len(word) >= _ACRONYM and word.isupper() for word in name.words)
    return not (acronym and not all(word.isupper() for word in name.words)) and not is_titled_as_medium(name.words[-1])


def _has_word(text: str, stem: str) -> bool:
    return any(word.lower().startswith(stem) for word in _WORD.findall(text))


def _pronoun_gender(pronoun: str, profile: LanguageProfile) -> str | None:
    lower = pronoun.lower()
    if lower in profile.female_pronouns:
        return "female"
    return "male" if lower in profile.male_pronouns else None


def _fits(name: Sequence[str], gender: str | None) -> bool:
    """True unless a word of the name before the surname is a first name of the other gender ("Amira Yusuf")."""
    if gender is None:
        return True
    given = name[:-1] if len(name) > 1 else name
    known = {gender_of(word) for word in given if word[0].isupper()} - {None}
    return not known or gender in known


def _capitalised(text: str) -> list[str]:
    return [w for w in _WORD.findall(text) if w[0].isupper()]


def _bare(word: str) -> str:
    """A name without a genitive that an apostrophe marks."""
    for ending in MARKED_GENITIVES:
        if word.endswith(ending):
            return word[: -len(ending)]
    return word
