"""Who is the same over several articles: the names of speakers and media, brought to a common form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from framing.article import Mention
from framing.entities import Naming, full_name
from framing.gazetteer import Gazetteer, Match
from framing.gazetteer.index import WORD as _WORD
from framing.languages import LanguageProfile, gender_of, load_profile

Key = tuple[str, ...]
"""What tells one party from another: the words of the name in lower case, or an entry of the gazetteer."""

ENTRY: Final = "\0entry"
"""First part of the key of a party that the gazetteer knows; no word of a name looks like it."""

_UNNAMED: Final = frozenset(("role", "generic", "document", "state", "capital"))
"""Types of entries that name no single party: a role, a kind of body, a thing, or a place that stands for many."""

_MEDIA: Final = frozenset(("outlet", "agency"))
_MEDIA_CLASSES: Final = frozenset(("state_media", "western_wire", "other_media"))
_SAID_OF: Final = frozenset(("role", "generic"))
"""Types of entries that say what a party is."""
_FEWEST_WORDS: Final = 2
"""Words of a full name, and of a description that says which body is meant ("Security Council", not "Council")."""

_EDGES: Final = " \t\n.,:;!?()[]'\"«»“”‘’"
_POSSESSIVE: Final = ("’s", "'s")


@dataclass(frozen=True, slots=True)
class Named:
    """A party as one article names it. ``proper`` is false for those who have a description only ("the police").

    ``label`` is the source class that the gazetteer gives the body named, None where it knows none; ``surname`` is true
    for names that may be short for a longer one, as persons' are.
    """

    key: Key
    name: str
    proper: bool
    label: str | None = None
    surname: bool = False


def identify(mention: Mention, language: str, gazetteer: Gazetteer) -> Named | None:
    """Who is mentioned; None where it is only a pronoun.

    An organisation that the gazetteer knows goes by its entry, so that FN and the UN are one. Of a person the role in
    front and what follows the name are left out ("forsker Mari Moe ved instituttet": Mari Moe), and so is what stands
    in brackets. Inflected names are not undone, except those of entries.
    """
    name = " ".join(full_name(mention).split()).strip(_EDGES)
    name = name.partition(" (")[0].rstrip(_EDGES) or name
    name = next((name.removesuffix(ending) for ending in _POSSESSIVE if name.endswith(ending)), name)
    profile = load_profile(language)
    if not name or name.casefold() in profile.pronouns | profile.third_person | profile.determiners:
        return None
    name = _behind_description(name, profile)
    matches = [m for m in gazetteer.find(name, profile.code) if not _chance(m, name)]
    if known := _known(name, matches, profile):
        return known
    person = name if _coordinated(name, profile) else _without_role(_behind_body(name, matches), matches, profile)
    words = person.split()
    first = next((n for n, word in enumerate(words) if word[0].isupper()), None)
    if first == 0 and words[0].casefold() in profile.determiners and not any(w[0].isupper() for w in words[1:]):
        first = None  # "The officers": the capital is that of the sentence
    whole = next((m for m in matches if m.entry.type in _UNNAMED and m.start == 0 and m.end == len(name)), None)
    if first is None or whole is not None:
        label = whole.entry.source_class if whole is not None and whole.entry.type == "generic" else None
        bare = name.split() if name.split()[0].casefold() not in profile.determiners else name.split()[1:]
        return Named(tuple(word.casefold() for word in bare or name.split()), name, False, label)
    proper = " ".join(words[first:])
    if proper != name and (known := _known(proper, gazetteer.find(proper, profile.code), profile)):
        return known
    described = any(m.end == len(name) and m.entry.type != "person" for m in matches)
    surname = not described and not _coordinated(name, profile)
    return Named(tuple(word.strip(_EDGES).casefold() for word in words[first:]), proper, True, None, surname)


def _chance(match: Match, name: str) -> bool:
    """True for a capitalised word that only ends like a compound of a document noun: the surname Dobreva, «brev»."""
    written = name[match.start : match.end]
    begins = written.casefold().startswith(match.alias.casefold()[:1])
    return match.entry.type == "document" and written[0].isupper() and not begins


def _known(name: str, matches: Sequence[Match], profile: LanguageProfile) -> Named | None:
    """The entry that the name as a whole stands for; what it is may stand before it, of a medium also behind it.

    A person or a medium may have its country before it; a body of another country or place is another body ("Indian
    Supreme Court").
    """
    match = next((m for m in matches if m.entry.type not in _UNNAMED and not m.ambiguous), None)
    if match is None or _coordinated(name, profile):
        return None
    entry = match.entry
    single = entry.type in _MEDIA or entry.type == "person"
    if any(
        m is not match and m.entry.type not in _SAID_OF and not (single and m.entry.type == "state") for m in matches
    ):
        return None
    tail = [m for m in matches if m.start > match.start]
    if not _covered(name, match.end, len(name), tail) or any(
        entry.type not in _MEDIA or m.entry.source_class not in _MEDIA_CLASSES for m in tail
    ):
        return None
    front = [
        w for w in _words(name, 0, match.start) if w[2][0].isupper() and w[2].casefold() not in profile.determiners
    ]
    described = single and name[: match.start].split()[-1:] and not name[: match.start].split()[-1][0].isupper()
    if not described and any(not _covered(name, start, end, matches) for start, end, _ in front):
        return None
    return Named((ENTRY, entry.id), _shown(name, match, matches), True, entry.source_class)


def _shown(name: str, match: Match, matches: Sequence[Match]) -> str:
    """What a party the gazetteer knows is called: as it is written, without what is said of it or an ending."""
    written = name[match.start : match.end]
    if match.entry.type == "platform" or not any(letter.isupper() for letter in written):
        return match.entry.name
    of_state = any(m.entry.type == "state" for m in matches) and match.entry.type not in (*_MEDIA, "person")
    if of_state:
        return name
    return written if _folded(written) == _folded(match.alias) else match.alias


def _folded(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


def _words(name: str, start: int, end: int) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m.group()) for m in _WORD.finditer(name, start, end)]


def _covered(name: str, start: int, end: int, matches: Iterable[Match]) -> bool:
    """True where every word of ``name[start:end]`` belongs to one of the matches."""
    spans = [(m.start, m.end) for m in matches]
    return all(any(a <= first and last <= b for a, b in spans) for first, last, _ in _words(name, start, end))


def _coordinated(name: str, profile: LanguageProfile) -> bool:
    """True where capitalised words stand on both sides of a conjunction: two parties, or a name of several words."""
    words = name.split()
    places = (n for n, word in enumerate(words) if word in profile.conjunctions)
    return any(any(w[0].isupper() for w in words[:n]) and any(w[0].isupper() for w in words[n:]) for n in places)


def _behind_description(name: str, profile: LanguageProfile) -> str:
    """The name after a comma where a description or a body stands before it ("The head of the clinic, Ibrahim Yerima").

    What stands before is taken for a description if it has a preposition or a determiner, and what follows for a
    name if every word of it is capitalised, but for what is said of it first; a person also has a known first name.
    """
    front, _, rest = name.partition(",")
    words, before = rest.split(), front.split()
    while words and not words[0][0].isupper():
        del words[0]
    if len(words) < _FEWEST_WORDS or not before or "," in rest or not all(word[0].isupper() for word in words):
        return name
    described = any(word.casefold() in profile.prepositions | profile.determiners for word in before)
    person = gender_of(words[0]) is not None
    return " ".join(words) if gender_of(before[0]) is None and (described or person) else name


def _behind_body(name: str, matches: Iterable[Match]) -> str:
    """The name of a person behind that of a body or place ("Ministry of Emergency Situations Ivan Orlow")."""
    for match in matches:
        rest = name[match.end :].split()
        capitalised = all(word[0].isupper() for word in rest)
        body = match.entry.type not in ("role", "generic", "person")
        if body and capitalised and len(rest) >= _FEWEST_WORDS and gender_of(rest[0]) is not None:
            return " ".join(rest)
    return name


def _without_role(name: str, matches: Iterable[Match], profile: LanguageProfile) -> str:
    """The name of a person without role; the name as it is where there is no role before it."""
    roles = [m for m in matches if m.entry.type == "role"]
    if not roles or roles[-1].end > len(name):
        return name
    front, comma, _ = name.partition(",")
    if comma and roles[0].start > len(front):
        return front.rstrip()
    rest = name[roles[-1].end :].lstrip("s’' ").strip(_EDGES) if name[roles[-1].end :][:1] in ", " else ""
    words = rest.partition(",")[0].split()
    if not words or not words[0][0].isupper():
        return name
    end = next((n for n, word in enumerate(words) if word.casefold() in profile.prepositions), len(words))
    return " ".join(words[:end])


def joined(parties: Iterable[Named]) -> dict[Key, Key]:
    """Which keys are one party, where all articles are about one event: a surname alone goes with the full name.

    A key stands for the only longer one that ends as it does, where both may be names of persons; where there are
    several, or none, for itself. A body described by two words or more goes with the only known body of its class
    whose name ends in them ("Security Council", "UN Security Council"). What is named by one common noun stands for
    itself: not every department is the Department of Justice.
    """
    parties = set(parties)
    surnames = {party.key for party in parties if party.surname}
    ending: defaultdict[Key, set[Key]] = defaultdict(set)
    for key in surnames:
        for n in range(1, len(key)):
            ending[key[n:]].add(key)
    bodies: defaultdict[tuple[Key, str | None], set[Key]] = defaultdict(set)
    for party in parties:
        words = tuple(party.name.casefold().split())
        if party.key[0] == ENTRY:
            for n in range(1, len(words)):
                bodies[words[n:], party.label].add(party.key)
    result: dict[Key, Key] = {party.key: party.key for party in parties}
    for key in surnames:
        while longest := _longest(ending[result[key]]):
            result[key] = longest
    for party in parties:
        meant = bodies[party.key, party.label]
        if not party.proper and party.label is not None and len(party.key) >= _FEWEST_WORDS and len(meant) == 1:
            (result[party.key],) = meant
    return result


def _longest(keys: set[Key]) -> Key | None:
    """The longest of the keys, if every other one is the end of it."""
    if not keys:
        return None
    longest = max(keys, key=lambda key: (len(key), key))
    return longest if all(longest[-len(key) :] == key for key in keys) else None


def naming_in(mentions: Iterable[Mention], language: str, gazetteer: Gazetteer) -> Naming:
    """How one article names its parties: a surname alone, or a name behind a role, goes with the full name.

    What it gives answers for the mentions it was made from.
    """
    mentions = tuple(mentions)
    known = {full_name(m): m for m in mentions}
    parties = {name: identify(mention, language, gazetteer) for name, mention in known.items()}
    names = Names()
    for mention in mentions:
        if party := parties[full_name(mention)]:
            names.add(party, None)
    fullest = joined(party for party in parties.values() if party is not None)

    def naming(mention: Mention) -> tuple[Key, str]:
        name = full_name(mention)
        party = parties[name]
        if party is None:
            return (name.casefold(),), name
        key = fullest[party.key]
        return key, names.name(key)

    return naming


class Names:
    """How parties are called, and of which class they are: what was met most often."""

    def __init__(self) -> None:
        self._names: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        self._labels: defaultdict[Key, Counter[str]] = defaultdict(Counter)

    def add(self, party: Named, label: str | None, key: Key | None = None) -> None:
        """Count one mention of a party; ``label`` is the class it was given there.

        ``key`` is that of the party it is short for; what it is short by is no name of that party.
        """
        if key is None or key == party.key:
            self._names[party.key][party.name] += 1
        if label is not None:
            self._labels[key or party.key][label] += 1

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
