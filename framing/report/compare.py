"""A comparison of articles as a page, and as rows for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from framing.aggregate.comparison import Comparison, Cues, Side, Use
from framing.report.legible import one_line
from framing.report.templates import AGGREGATE_STYLE, render
from framing.report.texts import Texts, load_aggregate_texts
from framing.taxonomy import SOURCE_CLASSES

FIRST_SPEAKERS: Final = 15
"""Speakers shown at once; the rest is folded."""


def render_comparison(comparison: Comparison, *, interface: str = "nb") -> str:
    """Render a comparison as one self-contained page without scripts.

    Args:
        comparison: what to show.
        interface: language of headings and labels, ``nb`` or ``en``.

    Raises:
        UsageError: there are no texts in the interface language.

    """
    texts = load_aggregate_texts(interface)
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
        speakers=comparison.speakers[:FIRST_SPEAKERS],
        more_speakers=comparison.speakers[FIRST_SPEAKERS:],
        contrasts=[row for row in comparison.terms if row.contrast],
        other_terms=[row for row in comparison.terms if not row.contrast],
        styles=frozenset(SOURCE_CLASSES),
    )


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
    for title, header, rows in _tables(comparison):
        table = Table(box=None, pad_edge=False)
        for name in header:
            table.add_column(one_line(name), overflow="fold")
        for row in rows:
            table.add_row(*("" if value is None else one_line(str(value)) for value in row))
        console.print(title.upper())
        console.print(table)
        console.print()
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def _tables(comparison: Comparison) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Title, header and rows of each table."""
    names = [head.id for head in comparison.heads]
    yield (
        "Articles",
        ["article", "outlet", "date", "language", "statements", "unsure"],
        [[h.id, h.outlet, h.date, h.language, h.statements, h.unsure] for h in comparison.heads],
    )
    yield (
        "Who has the word",
        ["source class", *names],
        [[side.label, *(cues.statements for cues in side.articles)] for side in comparison.classes],
    )
    yield (
        "Who is quoted",
        ["speaker", "class", *names],
        [[side.name, side.label, *(_cue_cell(cues) for cues in side.articles)] for side in comparison.speakers],
    )
    yield (
        "Through whom",
        ["carrier", "class", *names],
        [[channel.name, channel.label, *channel.articles] for channel in comparison.channels],
    )
    yield (
        "Words in quotation marks",
        ["term", "framing", *names],
        [[row.term, row.framing, *(_use_cell(use) for use in row.articles)] for row in comparison.terms],
    )
    yield (
        "Stance of the cues (neutral / endorsing / distancing)",
        ["source class", *names],
        [
            [side.label, *(_stance_cell(cues) for cues in side.articles)]
            for side in comparison.classes
            if _has_cue(side)
        ],
    )


def _cue_cell(cues: Cues) -> str | None:
    words = [word for met in cues.words.values() for word in met]
    return f"{cues.statements} {', '.join(words)}".rstrip() if cues.statements else None


def _use_cell(use: Use) -> str | None:
    parts = [f"{count} {name}" for name in ("quoted", "speech", "plain") if (count := getattr(use, name))]
    return ", ".join(parts) or None


def _stance_cell(cues: Cues) -> str | None:
    return " / ".join(map(str, cues.stances.values())) if any(cues.stances.values()) else None


def _has_cue(side: Side) -> bool:
    return any(any(cues.stances.values()) for cues in side.articles)
