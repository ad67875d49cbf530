"""Analyses for the terminal: who is heard, then each passage with who it comes from and through whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

from framing.article import Analysis, Label, Passage
from framing.report.balance import UNSPOKEN, full_name, source_balance, statements
from framing.report.legible import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES: Final[dict[str, str]] = {
    "government": "blue",
    "state_media": "red",
    "western_wire": "cyan",
    "other_media": "green",
    "international_org": "bright_blue",
    "politics": "magenta",
    "civil_society": "bright_green",
    "business": "yellow",
    "armed_group": "bright_red",
    "individual": "bright_magenta",
    "unattributed": "dim",
}
"""Terminal colours of the source classes; the class is always written out too."""

BAR: Final = 24
"""Columns of the longest bar."""

_MARGIN = 11
"""Columns before a passage: the mark of doubt and the kind."""


def print_table(analyses: Iterable[Analysis], console: Console) -> None:
    """Print each article as soon as it is there: a header, the balance of sources, the passages.

    A passage takes two lines, cut at the width of the console: its words, and below them source → carrier, class and
    framing with their probabilities. ``?`` marks a passage whose source class is not to be relied on. Nothing depends
    on colour, and on a console that cannot show them bars and arrows are ASCII.
    """
    signs = _Signs(console.encoding)
    for analysis in analyses:
        for line in _article(analysis, console, signs):
            console.print(line, no_wrap=True, overflow=signs.overflow, highlight=False)


class _Signs:
    """The signs that a console's encoding has."""

    def __init__(self, encoding: str) -> None:
        wide = encoding.lower().startswith("utf")
        self.bar = "█" if wide else "#"
        self.arrow = "→" if wide else "->"
        self.dot = " · " if wide else ", "
        self.rule = "─" if wide else "-"
        self.overflow: Literal["ellipsis", "crop"] = "ellipsis" if wide else "crop"


def _article(analysis: Analysis, console: Console, signs: _Signs) -> Iterator[Text]:
    from rich.text import Text

    article = analysis.article
    heard = statements(analysis)
    title = Text(one_line(article.title or article.id), style="bold")
    title.truncate(console.width, overflow=signs.overflow)
    yield Text.assemble(title, (f" {signs.rule * (console.width - title.cell_len - 1)}", "dim"))
    facts = [one_line(v) for v in (article.outlet, article.date, analysis.language) if v]
    facts += [f"{len(analysis.passages)} passages", f"{sum(p.abstained for p in analysis.passages)} not sure"]
    yield Text(signs.dot.join(facts), style="dim")
    yield Text()
    if heard:
        yield from _balance(heard, signs)
        yield Text()
    ends: list[int] = []
    for passage in sorted(analysis.passages, key=lambda p: (p.start, -p.end)):
        ends = [end for end in ends if end > passage.start]
        yield from _passage(passage, len(ends), console.width, signs)
        ends.append(passage.end)
    yield Text()


def _balance(heard: Sequence[Passage], signs: _Signs) -> Iterator[Text]:
    from rich.text import Text

    counts = source_balance(heard)
    most = max(counts.values())
    for label, count in counts.items():
        bar = signs.bar * max(1, round(BAR * count / most))
        yield Text.assemble(f"  {label:<18}", (bar, STYLES.get(label, "")), f" {count}")


def _passage(passage: Passage, depth: int, width: int, signs: _Signs) -> Iterator[Text]:
    from rich.text import Text

    indent = 2 * min(depth, 4)
    doubt = "?" if passage.abstained else " "
    words = one_line(passage.text)
    room = max(20, width - _MARGIN - indent)
    first = Text.assemble((doubt, "bold yellow"), (f"{passage.kind:<9} ", "dim"), " " * indent, (words, "bold"))
    first.truncate(room + _MARGIN + indent, overflow=signs.overflow)
    yield first
    if below := _below(passage, room, signs):
        yield Text.assemble(" " * (_MARGIN + indent), below)


def _below(passage: Passage, room: int, signs: _Signs) -> Text | None:
    """Who it comes from, and the labels; nothing for names, which nobody speaks and which carry no framing."""
    from rich.text import Text

    parts: list[Text] = []
    if passage.source or passage.carrier:
        named = [one_line(full_name(passage.source)) if passage.source else "nobody named"]
        named += [one_line(full_name(passage.carrier))] if passage.carrier else []
        parts.append(Text(f" {signs.arrow} ".join(named)))
    labels: list[Text] = []
    if passage.kind not in UNSPOKEN:
        source_class = passage.source_class
        labels.append(Text(_labelled(source_class, passage.abstained), style=STYLES.get(source_class.label, "")))
    if passage.framing and passage.framing.label != "none":
        labels.append(Text(_labelled(passage.framing), style="italic"))
    tail = Text(signs.dot).join(labels)
    if parts:
        # The names give way, so that the labels are never cut off.
        parts[0].truncate(max(10, room - tail.cell_len - 3), overflow=signs.overflow)
    return Text(signs.dot).join([*parts, *labels]) if parts or labels else None


def _labelled(label: Label, doubtful: bool = False) -> str:
    name = f"{label.label}?" if doubtful else label.label
    return name if label.probability is None else f"{name} {_percent(label.probability)}"


def _percent(probability: float) -> str:
    """Whole per cent, never rounded to certainty."""
    return f"{min(99, max(1, round(100 * probability)))}%"
