"""Analyses for the terminal: who is heard, then speaker by speaker, in the order of the text, what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

from framing.article import Analysis, Label, Passage
from framing.entities import Naming, full_name
from framing.report.balance import UNSPOKEN, source_balance, statements, voices
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

OWN_MARKS: Final = "the article's own quotation marks"
"""Stands over names and scare quotes, which nobody is said to have spoken."""

BAR: Final = 16
"""Columns of the longest bar."""

LINES: Final = 2
"""Lines that the words of a passage are cut to."""

_MARGIN = 12
"""Columns before the words of a passage: its kind."""


def print_table(analyses: Iterable[Analysis], console: Console) -> None:
    """Print each article as soon as it is there: a header, the balance of sources, the passages.

    Passages stand below who speaks them: source → carrier and source class with its probability, and ``?`` where the
    class is not to be relied on. The words follow, and after them their framing. Nothing depends on colour, and on a
    console that cannot show them bars and arrows are ASCII.
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
        yield from _balance(heard, analysis.naming, console.width, signs)
        yield Text()
    ends: list[int] = []
    above = None
    for passage in sorted(analysis.passages, key=lambda p: (p.start, -p.end)):
        head = _speaker(passage, console.width, signs)
        if head != above:
            yield head
        above = head
        ends = [end for end in ends if end > passage.start]
        yield from _words(passage, len(ends), console, signs)
        ends.append(passage.end)
    yield Text()


def _balance(heard: Sequence[Passage], naming: Naming, width: int, signs: _Signs) -> Iterator[Text]:
    """A bar for each source class, and behind it who speaks, as far as there is room."""
    from rich.text import Text

    counts, speaking = source_balance(heard), voices(heard, naming)
    most = max(counts.values())
    for label, count in counts.items():
        bar = signs.bar * max(1, round(BAR * count / most))
        named = ", ".join(f"{one_line(voice.name)} {voice.count}" for voice in speaking[label] if voice.name)
        line = Text.assemble(f"  {label:<18}", (f"{bar:<{BAR}}", STYLES.get(label, "")), f" {count:>3}  ", named)
        line.truncate(width, overflow=signs.overflow)
        line.rstrip()
        yield line


def _speaker(passage: Passage, width: int, signs: _Signs) -> Text:
    """Who a passage comes from, through whom, and of which class; names and scare quotes are the article's own."""
    from rich.text import Text

    if passage.kind in UNSPOKEN:
        return Text(OWN_MARKS, style="dim italic")
    named = [one_line(full_name(passage.source)) if passage.source else "nobody named"]
    named += [one_line(full_name(passage.carrier))] if passage.carrier else []
    names = Text(f" {signs.arrow} ".join(named), style="bold")
    source_class = passage.source_class
    label = Text(_labelled(source_class, passage.abstained), style=STYLES.get(source_class.label, ""))
    # The names give way, so that the label is never cut off.
    names.truncate(max(10, width - label.cell_len - len(signs.dot)), overflow=signs.overflow)
    return Text.assemble(names, signs.dot, label)


def _words(passage: Passage, depth: int, console: Console, signs: _Signs) -> Iterator[Text]:
    """The words of a passage below their speaker, set in where they are part of another passage."""
    from rich.text import Text

    margin = _MARGIN + 2 * min(depth, 4)
    room = max(20, console.width - margin)
    tail = Text()
    if passage.framing and passage.framing.label != "none":
        tail = Text.assemble(signs.dot, (_labelled(passage.framing), "italic"))
    words = Text(one_line(passage.text))
    # a quarter of a line for what wrapping leaves empty at line ends
    words.truncate(LINES * room - tail.cell_len - room // 4, overflow=signs.overflow)
    lines = Text.assemble(words, tail).wrap(console, room)
    for k, line in enumerate(lines):
        line.rstrip()
        start = (f"  {passage.kind:<9} ", "dim") if k == 0 else " " * _MARGIN
        yield Text.assemble(start, " " * (margin - _MARGIN), line)


def _labelled(label: Label, doubtful: bool = False) -> str:
    name = f"{label.label}?" if doubtful else label.label
    return name if label.probability is None else f"{name} {_percent(label.probability)}"


def _percent(probability: float) -> str:
    """Whole per cent, never rounded to certainty."""
    return f"{min(99, max(1, round(100 * probability)))}%"
