"""The facts a reader wants first: whose voice is largest, who is quoted most, who passes on, how much is unsure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from framing.article import Passage
from framing.report.balance import Flow
from framing.report.texts import Texts

TIED: Final = 2
"""So many with the same count can share the first place."""


def first_facts(
    heard: Sequence[Passage], through: Sequence[Flow], balance: Mapping[str, int], texts: Texts
) -> tuple[tuple[str, str, str], ...]:
    """The four things to know first, each as heading, answer, and figure."""
    if not heard:
        return ()

    def of_all(count: int) -> str:
        return str(texts["of"]).format(count, len(heard))

    def leaders(counts: dict[str, int]) -> tuple[str, str]:
        """Who has most; several where they have equally many, but none where that says nothing."""
        most = max(counts.values(), default=0)
        first = [name for name, count in counts.items() if count == most]
        if not first:
            return texts["none_found"], ""
        if len(first) > TIED:
            return texts["nobody_first"], ""
        figure = of_all(most)
        return ", ".join(first), figure if len(first) == 1 else str(texts["each"]).format(figure)

    classes = {texts.name("source_class", label): count for label, count in balance.items()}
    quoted = _totals((f.source.name, f.count) for f in through)
    carried = _totals((f.carrier.name, f.count) for f in through if f.carrier)
    carriers, unsure = sum(carried.values()), sum(p.abstained for p in heard)
    return (
        (texts["fact_most_heard"], *leaders(classes)),
        (texts["fact_most_quoted"], *leaders(quoted)),
        (texts["fact_carried"], leaders(carried)[0], of_all(carriers) if carriers else ""),
        (texts["fact_unsure"], of_all(unsure) if unsure else texts["none_found"], ""),
    )


def _totals(counted: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for name, count in counted:
        if name is not None:
            totals[name] += count
    return dict(totals.most_common())
