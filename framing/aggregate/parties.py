"""Who is the same over several articles: the names of speakers and media, brought to a common form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from framing.article import Mention
from framing.gazetteer import Gazetteer, Match
from framing.languages import load_profile
from framing.report.balance import Naming, full_name

Key = tuple[str, ...]
"""What tells one party from another: the words of the name in lower case, or an entry of the gazetteer."""

ENTRY: Final = "\0entry"
"""First part of the key of a party that the gazetteer knows; no word of a name looks like it."""

_UNNAMED: Final = frozenset(("role", "generic", "document", "state", "capital"))
"""Types of entries that name no single party: a role, a kind of body, a thing, or a place that stands for many."""

_EDGES: Final = " \t\n.,:;!?()[]'\"«»“”‘’"


@dataclass(frozen=True, slots=True)
class Named:
    """A party as one article names it. ``proper`` is false for those who have a description only ("the police")."""

    key: Key
    name: str
    proper: bool


def identify(mention: Mention, language: str, gazetteer: Gazetteer) -> Named | None:
    """Who is mentioned; None where it is only a pronoun.

    An organisation that the gazetteer knows goes by its entry, so that FN and the UN are one. Of a person the role in
    front and what follows the name are left out ("forsker Mari Moe ved instituttet": Mari Moe), and so is what stands
    in brackets. Inflected names are not undone, except those of entries.
    """
    name = " ".join(full_name(mention).split()).strip(_EDGES)
    name = name.partition(" (")[0].rstrip(_EDGES) or name
    profile = load_profile(language)
    if not name or name.casefold() in profile.pronouns | profile.third_person | profile.determiners:
        return None
    matches = gazetteer.find(name, profile.code)
    if entry := _whole(name, matches):
        return Named((ENTRY, entry), name, True)
    person = _without_role(name, matches, profile.prepositions)
    words = person.split()
    first = next((n for n, word in enumerate(words) if word[0].isupper()), None)
    generic = any(m.entry.type in _UNNAMED and m.start == 0 and m.end == len(name) for m in matches)
    if first is None or generic:
        return Named(tuple(name.casefold().split()), name, False)
    proper = " ".join(words[first:])
    if proper != name and (entry := _whole(proper, gazetteer.find(proper, profile.code))):
        return Named((ENTRY, entry), proper, True)
    return Named(tuple(word.strip(_EDGES).casefold() for word in words[first:]), proper, True)


def _whole(name: str, matches: Iterable[Match]) -> str | None:
    """The entry that the name as a whole stands for, words in lower case before it aside."""
    for match in matches:
        front = name[: match.start].split()
        if match.entry.type not in _UNNAMED and not match.ambiguous and match.end == len(name):
            others = [m for m in matches if m is not match and m.entry.type not in ("role", "generic")]
            return None if others or any(word[0].isupper() for word in front[1:]) else match.entry.id
    return None


def _without_role(name: str, matches: Iterable[Match], prepositions: Iterable[str]) -> str:
    """The name of a person without role; the name as it is where there is no role before it."""
    roles = [m for m in matches if m.entry.type == "role"]
    if not roles:
        return name
    front, comma, _ = name.partition(",")
    if comma and roles[0].start > len(front):
        return front.rstrip()
    rest = name[roles[-1].end :].lstrip("s’' ").strip(_EDGES) if name[roles[-1].end :][:1] in ", " else ""
    closed = frozenset(prepositions)
    words = rest.partition(",")[0].split()
    if not words or not words[0][0].isupper():
        return name
    end = next((n for n, word in enumerate(words) if word.casefold() in closed), len(words))
    return " ".join(words[:end])


def joined(keys: Iterable[Key]) -> dict[Key, Key]:
    """Which keys are one party, where all articles are about one event: a surname alone goes with the full name.

    A key stands for the only longer one that ends as it does; where there are several, or none, for itself.
    """
    known = set(keys)
    ending: defaultdict[Key, set[Key]] = defaultdict(set)
    for key in known:
        if key[0] != ENTRY:
            for n in range(1, len(key)):
                ending[key[n:]].add(key)
    result: dict[Key, Key] = {}
    for key in known:
        target = key
        while longest := _longest(ending[target]):
            target = longest
        result[key] = target
    return result


def _longest(keys: set[Key]) -> Key | None:
    """The longest of the keys, if every other one is the end of it."""
    if not keys:
        return None
    longest = max(keys, key=lambda key: (len(key), key))
    return longest if all(longest[-len(key) :] == key for key in keys) else None


def naming_in(mentions: Iterable[Mention], language: str, gazetteer: Gazetteer) -> Naming:
    """How one article names its parties: a surname alone, or a name behind a role, goes with the full name."""
    names = Names()
    for mention in mentions:
        if party := identify(mention, language, gazetteer):
            names.add(party, None)
    fullest = joined(names.keys)

    def naming(mention: Mention) -> tuple[Key, str]:
        party = identify(mention, language, gazetteer)
        if party is None:
            name = full_name(mention)
            return (name.casefold(),), name
        key = fullest[party.key]
        return key, names.name(key)

    return naming


class Names:
    """How parties are called, and of which class they are: what was met most often."""

    def __init__(self) -> None:
        self._names: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        self._labels: defaultdict[Key, Counter[str]] = defaultdict(Counter)

    def add(self, party: Named, label: str | None) -> None:
        """Count one mention of a party; ``label`` is the class it was given there."""
        self._names[party.key][party.name] += 1
        if label is not None:
            self._labels[party.key][label] += 1

    @property
    def keys(self) -> frozenset[Key]:
        """The keys of all parties."""
        return frozenset(self._names)

    def name(self, *keys: Key) -> str:
        """The commonest name of a party that goes by these keys; of equally common ones the longest."""
        counts = _summed(self._names, keys)
        return min(counts, key=lambda name: (-counts[name], -len(name), name))

    def label(self, *keys: Key) -> str | None:
        """The commonest class; None where no mention had one."""
        counts = _summed(self._labels, keys)
        return min(counts, key=lambda label: (-counts[label], label)) if counts else None


def _summed(counters: Mapping[Key, Counter[str]], keys: Iterable[Key]) -> Counter[str]:
    total: Counter[str] = Counter()
    for key in keys:
        total.update(counters.get(key, Counter()))
    return total
