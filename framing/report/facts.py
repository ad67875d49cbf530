"""The facts a reader wants first: who is quoted most, of which class, who passes on, how much is unsure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from framing.article import Passage
from framing.report.balance import Flow
from framing.report.texts import Texts

TIED: Final = 2
"""So many with the same count can share the first place."""

Fact = tuple[str, str, str]
"""Heading, answer, and figure."""


def article_facts(
    heard: Sequence[Passage], through: Sequence[Flow], balance: Mapping[str, int], texts: Texts
) -> tuple[Fact, ...]:
    """What to know first of an article."""
    return first_facts(
        len(heard),
        balance,
        _totals((f.source.name, f.count) for f in through),
        _totals((f.carrier.name, f.count) for f in through if f.carrier),
        sum(p.carrier is not None for p in heard),
        sum(p.abstained for p in heard),
        texts,
        unsure_note=texts["unsure_note"],
    )


def first_facts(
    total: int,
    classes: Mapping[str, int],
    quoted: Mapping[str, int],
    carriers: Mapping[str, int],
    carried: int,
    unsure: int,
    texts: Texts,
    *,
    unsure_note: str = "",
) -> tuple[Fact, ...]:
    """What to know first: who is quoted most, which class, and as far as there is any, what is passed on and unsure.

    There is nothing to know where nobody is heard.

    Args:
        total: statements.
        classes: how many of them each source class has.
        quoted: how many each speaker has who is named.
        carriers: how many each carrier passes on.
        carried: how many come through a carrier.
        unsure: how many have a source class that is not to be relied on.
        texts: the words to say it in.
        unsure_note: where the unsure ones are to be seen.

    """
    if not total:
        return ()

    none = str(texts["none_found"])

    def of_all(count: int) -> str:
        return str(texts["of"]).format(texts.number(count), texts.number(total))

    def leaders(counts: Mapping[str, int]) -> tuple[str, str]:
        """Who has most; several where they have equally many, but none where that says nothing."""
        most = max(counts.values(), default=0)
        first = [name for name, count in counts.items() if count == most]
        if not first:
            return none, ""
        if len(first) > TIED:
            return texts["nobody_first"], ""
        figure = of_all(most)
        return texts["and"].join(first), figure if len(first) == 1 else str(texts["each"]).format(figure)

    def carried_by() -> str:
        """All who pass words on, where they are few; else who does so most, if somebody does."""
        if 0 < len(carriers) <= TIED:
            return str(texts["by"]).format(texts["and"].join(carriers))
        mostly, figure = leaders(carriers)
        return str(texts["mostly_by"]).format(mostly) if figure else ""

    facts = [
        (texts["fact_most_quoted"], *leaders(quoted)),
        (texts["fact_most_heard"], *leaders({texts.plural(k): n for k, n in classes.items()})),
    ]
    if carried:
        facts.append((texts["fact_carried"], of_all(carried), carried_by()))
    if unsure:
        facts.append((texts["fact_unsure"], of_all(unsure), unsure_note))
    return tuple(facts)


def _totals(counted: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for name, count in counted:
        if name is not None:
            totals[name] += count
    return dict(totals.most_common())
