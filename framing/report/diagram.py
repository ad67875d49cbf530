"""The diagram of who speaks through whom: two columns of parties and the bands between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from framing.report.balance import Flow, Party

SOURCES: Final = 7
CARRIERS: Final = 5
"""How many parties each column names; the rest stand together at its foot."""

ROW: Final = 10.0
"""Height of a row in the units of :class:`Band`; the space between the columns is 100 wide."""

OTHERS: Final = Party(None, "others")
"""Stands for all parties beyond the first ones."""

_WIDTH_OF_ONE: Final = 2.5
_WIDEST: Final = 16.0


@dataclass(frozen=True, slots=True)
class Node:
    """A party in a column, with the number of its statements that somebody else passes on."""

    party: Party
    count: int


@dataclass(frozen=True, slots=True)
class Band:
    """A band between the columns: heights of its ends, its width in pixels, and the source it comes from."""

    left: float
    right: float
    width: float
    source: Party

    @property
    def path(self) -> str:
        """The band's middle line as SVG path data, in a box 100 wide."""
        return f"M0 {self.left:g}C50 {self.left:g} 50 {self.right:g} 100 {self.right:g}"


@dataclass(frozen=True, slots=True)
class Diagram:
    """Both columns from top to bottom, the bands, and the height in rows."""

    sources: tuple[Node, ...]
    carriers: tuple[Node, ...]
    bands: tuple[Band, ...]
    rows: int

    @property
    def height(self) -> float:
        """The height in the units of the bands."""
        return self.rows * ROW


def draw(flows: Sequence[Flow]) -> Diagram | None:
    """Lay out the flows of an article that go through somebody; None where there are none."""
    carried = [(flow.source, flow.carrier, flow.count) for flow in flows if flow.carrier]
    if not carried:
        return None
    sources = _shortened(((source, count) for source, _, count in carried), SOURCES)
    carriers = _shortened(((carrier, count) for _, carrier, count in carried), CARRIERS)
    links: Counter[tuple[Party, Party]] = Counter()
    for source, carrier, count in carried:
        links[sources[source], carriers[carrier]] += count
    left = _column((s, n) for (s, _), n in links.items())
    place = {node.party: k for k, node in enumerate(left)}
    right = _column((c, n) for (_, c), n in links.items())
    right.sort(key=lambda node: (node.party == OTHERS, _mean_place(node, links, place)))
    rows = max(len(left), len(right))
    bands = tuple(
        Band(
            _middle(place[source], len(left), rows),
            _middle([node.party for node in right].index(carrier), len(right), rows),
            min(_WIDEST, _WIDTH_OF_ONE * count),
            source,
        )
        for (source, carrier), count in links.items()
    )
    return Diagram(tuple(left), tuple(right), bands, rows)


def _shortened(counted: Iterable[tuple[Party, int]], most: int) -> dict[Party, Party]:
    """Each party's stand-in: itself among the first, else ``OTHERS``; one left over is still named."""
    totals: Counter[Party] = Counter()
    for party, count in counted:
        totals[party] += count
    ranked = [party for party, _ in totals.most_common()]
    named = ranked if len(ranked) <= most + 1 else ranked[:most]
    return {party: party if party in named else OTHERS for party in ranked}


def _column(counted: Iterable[tuple[Party, int]]) -> list[Node]:
    totals: defaultdict[Party, int] = defaultdict(int)
    for party, count in counted:
        totals[party] += count
    return sorted((Node(p, n) for p, n in totals.items()), key=lambda node: (node.party == OTHERS, -node.count))


def _mean_place(node: Node, links: Mapping[tuple[Party, Party], int], place: Mapping[Party, int]) -> float:
    """Where the sources of a carrier stand on average: carriers in this order make bands cross less."""
    return sum(place[s] * n for (s, c), n in links.items() if c == node.party) / node.count


def _middle(place: int, count: int, rows: int) -> float:
    return round((place + 0.5) * rows * ROW / count, 2)
