"""Finding the gazetteer's entries in running text.

The longest match from the left wins. Each word is looked up under the forms its ending can stand for, so the time
is linear in the text. What the trie offers is then held against the writing in the text: capitals, what stands
between the words, and the conditions of the alias.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from framing.gazetteer.entries import Alias, Entry, load_entries, load_stoplist
from framing.gazetteer.index import WORD, Candidate, LanguageIndex, Leaf, Trie, Word, words_of
from framing.gazetteer.inflection import Ending, load_inflection, normalise

_GAP = str.maketrans(
    dict.fromkeys('«»"“”„‟') | dict.fromkeys("’ʼ", "'") | dict.fromkeys("\u00a0\u202f\u2009-\u2010\u2011", " ")
)
_LEADING_ARTICLES = frozenset(
    ("the", "die", "der", "das", "dem", "des", "den", "det", "de", "dei", "le", "la", "l", "el", "il")
)
_OPTIONAL_TAIL = frozenset(("", ".", "!", "?"))
_SHORT_NAME = 4
_FOLLOWING = 24
"""Code points behind an alias in which what it must not stand before is looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """``text[start:end]`` names ``entry``, written there as ``alias`` with or without an ending.

    ``start`` and ``end`` are code points. ``ambiguous``: the words are also ordinary words or somebody else's
    name, so the context has to decide; ``alternatives`` are the other entries that are written the same way.
    """

    start: int
    end: int
    entry: Entry
    alias: str
    ambiguous: bool = False
    alternatives: tuple[Entry, ...] = ()


class Gazetteer:
    """The entries and the means to find them; made by ``load_gazetteer``."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._rank = {entry.id: rank for rank, entry in enumerate(entries)}
        self._common: Trie | None = None
        self._own: dict[str, list[Leaf]] = {}
        self._indexes: dict[str | None, LanguageIndex] = {}

    def find(self, text: str, language: str | None) -> list[Match]:
        """Every mention of an entry in ``text``, from left to right, none inside another.

        ``language`` is an ISO 639-1 code; with one that the gazetteer does not know, or ``None``, only proper
        names are found, as they stand. Where several entries are written alike, one of a country that the text
        names otherwise is preferred.
        """
        index = self._index(language)
        words = words_of(text)
        found: list[Match] = []
        position = 0
        while position < len(words):
            hits = self._longest(index, text, words, position)
            gives_way = hits and (words[position].key in _LEADING_ARTICLES or hits[0].leaf.entry is None)
            if gives_way and position + 1 < len(words):
                without = self._longest(index, text, words, position + 1)
                # "the United Nations" stands in a longer name, and so may a phrase that is none ("i Dag og Tid")
                if without and without[0].stop > hits[0].stop:
                    hits, position = without, position + 1
            if hits:
                start, position = words[position].start, hits[0].stop
                if all(hit.leaf.entry is not None for hit in hits):
                    end = _extend(text, words[position - 1].end, hits[0].leaf.alias)
                    found.append(self._match(start, end, [hit.leaf for hit in hits]))
            else:
                word = words[position]
                heads = [
                    leaf
                    for leaf in index.compound_heads(word.key)
                    if word.text[0].isupper() or not leaf.alias.text[0].isupper()
                ]
                if heads:
                    found.append(self._match(word.start, word.end, heads))
                position += 1
        return _prefer_named_countries(found)

    def _longest(self, index: LanguageIndex, text: str, words: list[Word], position: int) -> list[Candidate]:
        """The longest candidates at ``position`` that hold, those with the fewest endings undone."""
        candidates = index.candidates(words, position)
        candidates.sort(key=lambda c: (-c.stop, sum(ending is not None for ending in c.endings)))
        best: list[Candidate] = []
        for candidate in candidates:
            if best and _effort(candidate) != _effort(best[0]):
                break
            if _holds(candidate, text, words, position):
                best.append(candidate)
        return best

    def _match(self, start: int, end: int, leaves: Iterable[Leaf]) -> Match:
        """The match for leaves that fit alike: unambiguous aliases first, then the order of the files."""
        ranked = sorted(
            (
                (leaf.alias.ambiguous, self._rank[leaf.entry.id], leaf.entry, leaf.alias)
                for leaf in leaves
                if leaf.entry is not None
            ),
            key=lambda item: item[:2],
        )
        ambiguous, _, entry, alias = ranked[0]
        others = dict.fromkeys(other for _, _, other, _ in ranked[1:] if other is not entry)
        return Match(start, end, entry, alias.text, ambiguous, tuple(others))

    def _index(self, language: str | None) -> LanguageIndex:
        index = self._indexes.get(language)
        if index is None:
            common = self._shared()
            own = Trie()
            for leaf in self._own.get(language or "", ()):
                own.add(leaf)
            index = self._indexes[language] = LanguageIndex(common, own, load_inflection(language))
        return index

    def _shared(self) -> Trie:
        """The trie of what every language shares; the aliases of single languages are put aside on the way."""
        if self._common is None:
            self._common = Trie()
            leaves = [Leaf(entry, alias) for entry in self.entries for alias in entry.aliases]
            leaves += [Leaf(None, Alias(phrase, languages)) for languages, phrase in load_stoplist()]
            for leaf in leaves:
                if not leaf.alias.languages:
                    self._common.add(leaf)
                for language in leaf.alias.languages:
                    self._own.setdefault(language, []).append(leaf)
        return self._common


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that comes with the package, read once.

    Raises:
        DataError: a data file breaks its format.

    """
    return Gazetteer(load_entries())


def _effort(candidate: Candidate) -> tuple[int, int]:
    return candidate.stop, sum(ending is not None for ending in candidate.endings)


def _holds(candidate: Candidate, text: str, words: list[Word], position: int) -> bool:
    """Whether the text at ``position`` is written as the alias demands."""
    alias = candidate.leaf.alias
    written = words[position : candidate.stop]
    spelling = list(WORD.finditer(alias.text))
    gaps = [alias.text[a.end() : b.start()] for a, b in pairwise(spelling)]
    tail = alias.text[spelling[-1].end() :]
    end = written[-1].end
    return (
        _endings_hold(candidate)
        and _capitals_hold([normalise(m.group()) for m in spelling], [word.text for word in written])
        and all(
            text[a.end : b.start].translate(_GAP) == gap.translate(_GAP)
            for (a, b), gap in zip(pairwise(written), gaps, strict=True)
        )
        and (tail in _OPTIONAL_TAIL or text.startswith(tail, end))
        and (not alias.after or (position > 0 and words[position - 1].key in alias.after))
        and not text[end : end + _FOLLOWING].lstrip(" ").startswith(alias.not_before or ("\0",))
    )


def _endings_hold(candidate: Candidate) -> bool:
    """Whether the endings that were undone may stand on this alias."""
    leaf, last = candidate.leaf, len(candidate.endings) - 1
    kind = "noun" if leaf.entry is None or leaf.entry.is_lexical else "name"
    for place, ending in enumerate(candidate.endings):
        if ending is None:
            continue
        if not leaf.alias.inflects or ending.kind not in (kind, "any") or not (ending.anywhere or place == last):
            return False
    return not (_replaces_letters(candidate.endings) and _is_short_or_acronym(leaf.alias.text))


def _replaces_letters(endings: tuple[Ending | None, ...]) -> bool:
    """Whether some ending takes letters of the lemma away instead of only adding to it."""
    return any(ending is not None and ending.lemma for ending in endings)


def _is_short_or_acronym(text: str) -> bool:
    return len(text) < _SHORT_NAME or text.isupper()


def _capitals_hold(spelling: list[str], written: list[str]) -> bool:
    """Whether the words are capitalised as the alias is.

    Acronyms and single short names must be written exactly so; other names need their first capital, after an
    article that may be small; what is small in the alias may be written either way.
    """
    single = len(spelling) == 1
    first_capital = next(
        (n for n, word in enumerate(spelling) if word[0].isupper() and word.casefold() not in _LEADING_ARTICLES),
        0,
    )
    for place, (wanted, given) in enumerate(zip(spelling, written, strict=True)):
        acronym = len(wanted) > 1 and wanted.isupper()
        short = single and len(wanted) <= _SHORT_NAME and wanted[0].isupper()
        if (acronym or short) and not _extends(given, wanted):
            return False
        if place == first_capital and wanted[0].isupper() and not given[0].isupper():
            return False
    return True


def _extends(given: str, wanted: str) -> bool:
    """Whether ``given`` is ``wanted`` exactly, with or without a small ending."""
    rest = given.removeprefix(wanted)
    return given.startswith(wanted) and (not rest or rest.islower())


def _extend(text: str, end: int, alias: Alias) -> int:
    """The end of the match with the mark the alias ends in (``U.S.``, ``Canal+``), where the text has it too."""
    last = list(WORD.finditer(alias.text))[-1]
    tail = alias.text[last.end() :]
    return end + len(tail) if tail and text.startswith(tail, end) else end


def _prefer_named_countries(matches: list[Match]) -> list[Match]:
    """Namesakes resolved to the entry whose country is named by another, certain match of the text."""
    named = {match.entry.country for match in matches if not match.ambiguous and not match.alternatives}
    resolved: list[Match] = []
    for match in matches:
        ranked = (match.entry, *match.alternatives)
        best = next((entry for entry in ranked if entry.country and entry.country in named), match.entry)
        others = tuple(entry for entry in ranked if entry is not best)
        resolved.append(replace(match, entry=best, alternatives=others))
    return resolved
