"""The lookup structure behind the gazetteer: tries over words, one shared and one for each language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from framing.gazetteer.entries import Alias, Entry
from framing.gazetteer.inflection import Ending, Inflection, fold, key_of, normalise

WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word: letters and digits with their accents. Hyphens, apostrophes and full stops stand between words."""

_SHORTEST_HEAD = 3
_SHORTEST_FIRST_PART = 2


class Word(NamedTuple):
    """A word of the text: its span, how it is written, and the key it is looked up under."""

    start: int
    end: int
    text: str
    key: str


class Leaf(NamedTuple):
    """An alias of an entry; without an entry, a phrase of the stoplist."""

    entry: Entry | None
    alias: Alias


class Candidate(NamedTuple):
    """A leaf whose words occur from some position on: ``stop`` is the index of the word after them."""

    leaf: Leaf
    stop: int
    endings: tuple[Ending | None, ...]


@dataclass(slots=True)
class Node:
    """A place in a trie: where the next word leads, and the aliases that end here."""

    children: dict[str, Node] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)


class Trie:
    """Aliases by the keys of their words."""

    def __init__(self) -> None:
        self.root = Node()
        self.keys: set[str] = set()
        self.heads: dict[str, list[Leaf]] = {}

    def add(self, leaf: Leaf) -> None:
        """Enter an alias, and as the head of compounds where it may be one."""
        node = self.root
        keys = [fold(word) for word in WORD.findall(leaf.alias.text)]
        for key in keys:
            child = node.children.get(key)
            if child is None:
                child = node.children[key] = Node()
            node = child
        self.keys.update(keys)
        node.leaves.append(leaf)
        if leaf.alias.compound_head and len(keys) == 1:
            self.heads.setdefault(keys[0], []).append(leaf)


class LanguageIndex:
    """What one language needs: its trie beside the shared one, its endings, and a memory of words seen."""

    def __init__(self, common: Trie, own: Trie, inflection: Inflection) -> None:
        self._tries = (common, own)
        self._inflection = inflection
        self._lemmas: dict[str, list[tuple[str, Ending | None]]] = {}
        self._compounds: dict[str, list[Leaf]] = {}

    def candidates(self, words: list[Word], position: int) -> list[Candidate]:
        """Every alias whose words, endings undone, stand at ``position``; nothing else is checked yet."""
        found: list[Candidate] = []
        stack: list[tuple[Node, int, tuple[Ending | None, ...]]] = [
            (child, position + 1, (ending,))
            for trie in self._tries
            for lemma, ending in self._lemmas_of(words[position].key)
            if (child := trie.root.children.get(lemma)) is not None
        ]
        while stack:
            node, at, endings = stack.pop()
            found.extend(Candidate(leaf, at, endings) for leaf in node.leaves)
            if at == len(words) or not node.children:
                continue
            for lemma, ending in self._lemmas_of(words[at].key):
                child = node.children.get(lemma)
                if child is not None:
                    stack.append((child, at + 1, (*endings, ending)))
        return found

    def compound_heads(self, key: str) -> list[Leaf]:
        """The aliases of the longest head that the compound ``key`` ends in."""
        found = self._compounds.get(key)
        if found is None:
            found = self._compounds[key] = self._find_heads(key)
        return found

    def _lemmas_of(self, key: str) -> list[tuple[str, Ending | None]]:
        found = self._lemmas.get(key)
        if found is None:
            common, own = self._tries
            found = [
                (lemma, ending)
                for lemma, ending in self._inflection.lemmas(key)
                if lemma in common.keys or lemma in own.keys
            ]
            self._lemmas[key] = found
        return found

    def _find_heads(self, key: str) -> list[Leaf]:
        heads = self._tries[1].heads
        if not heads:
            return []
        for cut in range(_SHORTEST_FIRST_PART, len(key) - _SHORTEST_HEAD + 1):
            found = [
                leaf
                for lemma, ending in self._inflection.lemmas(key[cut:])
                for leaf in heads.get(lemma, ())
                if ending is None or (leaf.alias.inflects and ending.kind != "name")
            ]
            if found:
                return found
        return []


def words_of(text: str) -> list[Word]:
    """The words of ``text`` with their spans in code points."""
    found = []
    for match in WORD.finditer(text):
        written = normalise(match.group())
        found.append(Word(match.start(), match.end(), written, key_of(written)))
    return found
