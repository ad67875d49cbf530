"""A comparison of articles as a page, and as rows for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from framing.aggregate.comparison import Comparison, Cues, Side
from framing.aggregate.contrasts import Use
from framing.report.legible import one_line
from framing.report.templates import AGGREGATE_STYLE, render
from framing.report.texts import Texts, load_aggregate_texts
from framing.taxonomy import SOURCE_CLASSES

FIRST_SPEAKERS: Final = 15
"""Speakers shown at once; the rest is folded."""
FIRST_ALONE: Final = 8
"""Speakers of one article only that are shown at once for each article."""
LEADING: Final = 3
"""Speakers named first of each article."""


def render_comparison(comparison: Comparison, *, interface: str = "nb") -> str:
    """Render a comparison as one self-contained page without scripts.

    Args:
        comparison: what to show.
        interface: language of headings and labels, ``nb`` or ``en``.

    Raises:
        UsageError: there are no texts in the interface language.

    """
    texts = load_aggregate_texts(interface)
    shared = [side for side in comparison.speakers if side.shared > 1]
    alone = [_heard_in(n, comparison, alone=True) for n in range(len(comparison.heads))]
    folded = shared[FIRST_SPEAKERS:] + [side for sides in alone for side in sides[FIRST_ALONE:]]
    return render(
        "compare.html",
        AGGREGATE_STYLE,
        t=texts,
        heading=texts["compare_title"],
        limits=texts["limits"] + texts["limits_aggregate"],
        models=comparison.models,
        comparison=comparison,
        names=_names(comparison),
        facts=_facts(comparison, texts),
        dates=[texts.date(head.date) if head.date else None for head in comparison.heads],
        leading=[_heard_in(n, comparison)[:LEADING] for n in range(len(comparison.heads))],
        shared=shared[:FIRST_SPEAKERS],
        alone=[sides[:FIRST_ALONE] for sides in alone],
        more_speakers=folded,
        stances=[side for side in comparison.classes if _takes_a_stance(side)],
        contrasts=[row for row in comparison.terms if row.contrast],
        other_terms=[row for row in comparison.terms if not row.contrast],
        styles=frozenset(SOURCE_CLASSES),
    )


def _heard_in(article: int, comparison: Comparison, *, alone: bool = False) -> list[Side]:
    """Who is quoted in an article, most first; only those who are quoted in no other, if wanted."""
    heard = [s for s in comparison.speakers if s.articles[article].statements and (s.shared == 1 or not alone)]
    return sorted(heard, key=lambda side: -side.articles[article].statements)


def _takes_a_stance(side: Side) -> bool:
    return any(count for cues in side.articles for stance, count in cues.stances.items() if stance != "neutral")


def _names(comparison: Comparison) -> list[str]:
    """What each article is called over its column: the outlet, with as much more as tells it from the others."""
    heads = comparison.heads
    tries = [
        [head.outlet or head.title or head.id for head in heads],
        [" · ".join(filter(None, (head.outlet, head.date))) for head in heads],
        [" · ".join(filter(None, (head.outlet, head.title or head.id))) for head in heads],
    ]
    return [
        next((names[n] for names in tries if names[n] and names.count(names[n]) == 1), head.id)
        for n, head in enumerate(heads)
    ]


def _facts(comparison: Comparison, texts: Texts) -> tuple[tuple[str, str, str], ...]:
    every, count = comparison.speakers, len(comparison.heads)
    in_all = [side for side in every if side.shared == count]
    alone = sum(side.shared == 1 for side in every)
    contrasts = [row.term for row in comparison.terms if row.contrast]
    quote = str(texts["quoted"])

    def of_speakers(number: int) -> str:
        return str(texts["speakers_count"]).format(number, len(every))

    return (
        (
            texts["in_all"],
            _some([side.name or "" for side in in_all], texts),
            of_speakers(len(in_all)) if in_all else "",
        ),
        (texts["only_one"], of_speakers(alone), ""),
        (texts["contrasts"], _some([quote.format(term) for term in contrasts], texts), ""),
    )


def _some(names: Sequence[str], texts: Texts) -> str:
    """The first few of the names, or the word for none."""
    shown = 3
    if not names:
        return str(texts["none_found"])
    return ", ".join(names[:shown]) + (f" … (+{len(names) - shown})" if len(names) > shown else "")


def comparison_text(comparison: Comparison, width: int) -> str:
    """The comparison as plain tables, one column for each article, in lines of at most ``width`` columns."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table

    console = Console(file=StringIO(), width=width, markup=False, highlight=False, color_system=None)
    for title, header, rows, note in _tables(comparison):
        table = Table(box=None, pad_edge=False)
        for k, name in enumerate(header):
            figures = all(row[k] is None or isinstance(row[k], int) for row in rows)
            table.add_column(one_line(name), overflow="fold", justify="right" if figures else "left")
        for row in rows:
            table.add_row(*("" if value is None else one_line(str(value)) for value in row))
        console.print(title.upper())
        console.print(table)
        if note:
            console.print(note)
        console.print()
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]


def _tables(comparison: Comparison) -> Iterator[tuple[str, list[str], list[list[Any]], str]]:
    """Title, header and rows of each table, and what to say below it."""
    names = _names(comparison)
    yield (
        "Articles",
        ["article", "title", "date", "language", "statements", "not sure"],
        [
            [name, h.title, h.date, h.language, h.statements, h.unsure or None]
            for name, h in zip(names, comparison.heads, strict=True)
        ],
        "",
    )
    yield (
        "Who has the word",
        ["source class", *names],
        [[side.label, *(cues.statements or None for cues in side.articles)] for side in comparison.classes],
        "",
    )
    more = len(comparison.speakers) - FIRST_SPEAKERS
    yield (
        "Who is quoted",
        ["speaker", "class", *names],
        [
            [side.name, side.label, *(_cue_cell(cues) for cues in side.articles)]
            for side in comparison.speakers[:FIRST_SPEAKERS]
        ],
        f"and {more} more; --format html or json has all" if more > 0 else "",
    )
    yield (
        "Through whom",
        ["carrier", "class", *names],
        [[channel.name, channel.label, *(n or None for n in channel.articles)] for channel in comparison.channels],
        "" if comparison.channels else "nobody is named",
    )
    yield (
        "Words in quotation marks",
        ["term", "framing", *names],
        [
            [row.term, None if row.framing == "none" else row.framing, *(_use_cell(use) for use in row.articles)]
            for row in comparison.terms
        ],
        "" if comparison.terms else "none",
    )
    yield (
        "Stance of the cues",
        ["source class", *names],
        [
            [side.label, *(_stance_cell(cues) for cues in side.articles)]
            for side in comparison.classes
            if any(any(cues.stances.values()) for cues in side.articles)
        ],
        "",
    )


def _cue_cell(cues: Cues) -> str | None:
    words = [word for met in cues.words.values() for word in met]
    return f"{cues.statements} {', '.join(words)}".rstrip() if cues.statements else None


def _use_cell(use: Use) -> str | None:
    parts = [f"{count} {name}" for name in ("quoted", "speech", "plain") if (count := getattr(use, name))]
    return ", ".join(parts) or None


def _stance_cell(cues: Cues) -> str | None:
    return ", ".join(f"{count} {stance}" for stance, count in cues.stances.items() if count) or None
