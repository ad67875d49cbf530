"""Who is heard in an article, and what passes their words on: one entry for all mentions of one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.languages import gender_of

if TYPE_CHECKING:
    from framing.article import Mention, Passage

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that words come from or through, under the fullest name the article has.

    ``said`` and ``passed_on`` count passages; ``source_class`` and ``carrier_class`` are the labels given most often,
    None where the entity is never a source, or never a carrier.
    """

    name: str
    mentions: tuple[Mention, ...]
    said: int
    passed_on: int
    source_class: str | None
    carrier_class: str | None

    def to_json(self) -> dict[str, Any]:
        """The entity as a JSON object of schema ``framing.analysis/1``."""
        return {
            "name": self.name,
            "mentions": [{"start": m.start, "end": m.end, "text": m.text} for m in self.mentions],
            "said": self.said,
            "passed_on": self.passed_on,
            "source_class": self.source_class,
            "carrier_class": self.carrier_class,
        }


def entities(passages: Iterable[Passage]) -> tuple[Entity, ...]:
    """The sources and carriers of passages, gathered by their full names, letter case aside, in order of mention.

    Who is only a pronoun to the article is left under that pronoun.
    """
    mentions: defaultdict[str, dict[tuple[int, int], Mention]] = defaultdict(dict)
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    passed_on: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for passage in passages:
        for mention, label, counts in _roles(passage, said, passed_on):
            key = _called(mention.name or mention.text).casefold()
            mentions[key].setdefault((mention.start, mention.end), mention)
            counts[key][label] += 1
    found = [_entity(sorted(mentions[key].items()), said[key], passed_on[key]) for key in mentions]
    return tuple(sorted(found, key=lambda e: (e.mentions[0].start, e.mentions[0].end)))


def _roles(
    passage: Passage, said: defaultdict[str, Counter[str]], passed_on: defaultdict[str, Counter[str]]
) -> Iterator[tuple[Mention, str, defaultdict[str, Counter[str]]]]:
    if passage.source is not None:
        yield passage.source, passage.source_class.label, said
    if passage.carrier is not None and passage.carrier_class is not None:
        yield passage.carrier, passage.carrier_class.label, passed_on


def _entity(mentions: list[tuple[tuple[int, int], Mention]], said: Counter[str], passed_on: Counter[str]) -> Entity:
    ordered = tuple(mention for _, mention in mentions)
    name = _called(next((m.name for m in ordered if m.name), ordered[0].text))
    return Entity(name, ordered, said.total(), passed_on.total(), _commonest(said), _commonest(passed_on))


def _called(mention: str) -> str:
    """A person's given name and surname without title and office ("Pressetalsperson Ronny Alte (NDL)"); else all of it.

    A given name is one on the list of first names.
    """
    words = list(_WORD.finditer(mention))
    for k, word in enumerate(words):
        stop = k
        while stop < len(words) and words[stop].group()[0].isupper() and _adjoin(mention, words, k, stop):
            stop += 1
        if stop - k > 1 and gender_of(word.group()) is not None:
            return mention[word.start() : words[stop - 1].end()].removesuffix("'s").removesuffix("’s")
    return mention


def _adjoin(mention: str, words: list[re.Match[str]], first: int, at: int) -> bool:
    return at == first or mention[words[at - 1].end() : words[at].start()] == " "


def _commonest(labels: Counter[str]) -> str | None:
    return labels.most_common(1)[0][0] if labels else None
