"""Who is heard in an article, and what passes their words on: one entry for all mentions of one party."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from framing.article import Mention, Passage

Naming: TypeAlias = "Callable[[Mention], tuple[Hashable, str]]"
"""Who is mentioned: what tells a party from the others, and what it is called."""


def full_name(mention: Mention) -> str:
    """The fullest form known of who is mentioned."""
    return mention.name or mention.text


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that words come from or through.

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


def entities(passages: Iterable[Passage], naming: Naming) -> tuple[Entity, ...]:
    """The sources and carriers of passages, gathered by who is meant, in order of mention.

    Who is only a pronoun to the article is left under that pronoun.
    """
    mentions: defaultdict[Hashable, dict[tuple[int, int], Mention]] = defaultdict(dict)
    said: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    passed_on: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    names: dict[Hashable, str] = {}
    for passage in passages:
        for mention, label, counts in _roles(passage, said, passed_on):
            key, name = naming(mention)
            names.setdefault(key, name)
            mentions[key].setdefault((mention.start, mention.end), mention)
            counts[key][label] += 1
    found = [_entity(name, sorted(mentions[key].items()), said[key], passed_on[key]) for key, name in names.items()]
    return tuple(sorted(found, key=lambda e: (e.mentions[0].start, e.mentions[0].end)))


def _roles(
    passage: Passage, said: defaultdict[Hashable, Counter[str]], passed_on: defaultdict[Hashable, Counter[str]]
) -> Iterator[tuple[Mention, str, defaultdict[Hashable, Counter[str]]]]:
    if passage.source is not None:
        yield passage.source, passage.source_class.label, said
    if passage.carrier is not None and passage.carrier_class is not None:
        yield passage.carrier, passage.carrier_class.label, passed_on


def _entity(
    name: str, mentions: list[tuple[tuple[int, int], Mention]], said: Counter[str], passed_on: Counter[str]
) -> Entity:
    ordered = tuple(mention for _, mention in mentions)
    return Entity(name, ordered, said.total(), passed_on.total(), _commonest(said), _commonest(passed_on))


def _commonest(labels: Counter[str]) -> str | None:
    return labels.most_common(1)[0][0] if labels else None
