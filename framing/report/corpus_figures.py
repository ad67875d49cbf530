"""The tables of a corpus as pictures (extra ``plots``)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from framing.aggregate.corpus import CorpusTables
from framing.report.legible import one_line
from framing.report.texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK: Final = "#1f1e1b"
COLOURS: Final[dict[str, str]] = {
    "government": "#1d5796",
    "state_media": "#a33c12",
    "western_wire": "#0b6a70",
    "other_media": "#4c661c",
    "international_org": "#4a4ba8",
    "politics": "#7b3690",
    "civil_society": "#23693f",
    "business": "#7d5400",
    "armed_group": "#8c1f35",
    "individual": "#9c2f6c",
    "unattributed": "#625e56",
}
"""Colours of the source classes: those that page.css has on light paper."""

GROUPS: Final = 20
CLASSES: Final = 5
SPEAKERS: Final = 15
TERMS: Final = 15
TERM_GROUPS: Final = 8
LINKS: Final = 25
"""How much a figure shows; the tables have all."""

_LONGEST: Final = 40
_WIDTH: Final = 9.6


def draw_figures(corpus: CorpusTables, texts: Texts) -> dict[str, Figure]:
    """The figures by name: ``source_mix``, ``speakers``, ``terms``, ``network``; those without data are left out.

    Raises:
        ImportError: matplotlib is not installed.

    """
    drawn = {
        "source_mix": _source_mix(corpus, texts),
        "speakers": _speakers(corpus),
        "terms": _terms(corpus, texts),
        "network": _network(corpus),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


def group_names(corpus: CorpusTables, texts: Texts) -> list[str]:
    """What the groups are called, in the order of the tables."""
    return [group_name(row[: len(corpus.by)], corpus.by, texts) for row in corpus.groups.rows]


def group_name(key: Sequence[str | None], by: Sequence[str], texts: Texts) -> str:
    """What a group is called; languages by their names."""
    values = (
        texts["unknown"] if value is None else texts.language_name(value) if name == "language" else value
        for name, value in zip(by, key, strict=True)
    )
    return " · ".join(map(str, values))


def _source_mix(corpus: CorpusTables, texts: Texts) -> Figure | None:
    """A panel for each of the commonest classes; dots are shares, lines their intervals."""
    width = len(corpus.by)
    totals: Counter[str] = Counter()
    rows: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in corpus.source_mix.records():
        key = tuple(row.values())[:width]
        totals[row["source_class"]] += row["statements"]
        rows[group_name(key, corpus.by, texts)][row["source_class"]] = row
    groups = [g for g in group_names(corpus, texts) if g in rows]
    groups = sorted(sorted(groups, key=lambda g: -_heard(rows[g]))[:GROUPS], key=groups.index)
    classes = [label for label, _ in totals.most_common(CLASSES)]
    if not groups:
        return None
    articles = _articles(corpus, texts)
    named = [f"{_short(g)}  ({articles[g]})" for g in groups]
    figure = _figure(1.3 + 0.34 * len(groups))
    panels = figure.subplots(1, len(classes), sharey=True, squeeze=False)[0]
    for axes, label in zip(panels, classes, strict=True):
        _clear(axes)
        for place, group in enumerate(groups):
            cell = rows[group].get(label)
            if cell and cell["low"] is not None:
                axes.plot([cell["low"], cell["high"]], [place, place], color=COLOURS[label], linewidth=2)
            share = cell["share"] if cell else 0
            strength = 1 if share else 0.3
            axes.plot([share], [place], marker="o", markersize=5.5, color=COLOURS[label], alpha=strength, clip_on=False)
        axes.set_title(texts.plural(label), fontsize=9, color=INK, parse_math=False)
        axes.set_xlim(-0.04, 1.04)
        axes.set_xticks([0, 0.5, 1], ["0", "50", "100"], fontsize=8)
        axes.grid(axis="x", color=INK, alpha=0.15)
        axes.set_yticks(range(len(groups)), named, parse_math=False)
        axes.set_ylim(len(groups) - 0.5, -0.5)
    figure.supxlabel(texts["mix_axis"], fontsize=9, color=INK)
    return figure


def _articles(corpus: CorpusTables, texts: Texts) -> dict[str, int]:
    return {
        name: row["articles"] for name, row in zip(group_names(corpus, texts), corpus.groups.records(), strict=True)
    }


def _heard(rows: Mapping[str, Any]) -> int:
    return sum(row["statements"] for row in rows.values())


def _speakers(corpus: CorpusTables) -> Figure | None:
    """Bars in the colour of the speaker's class."""
    ranked = most_quoted(corpus)
    if not ranked:
        return None
    figure = _figure(0.8 + 0.3 * len(ranked))
    axes = figure.subplots()
    _clear(axes)
    colours = [COLOURS.get(label or "", INK) for _, label, _ in ranked]
    axes.barh(range(len(ranked)), [count for *_, count in ranked], height=0.62, color=colours)
    for place, (*_, count) in enumerate(ranked):
        axes.annotate(
            str(count), (count, place), (6, 0), textcoords="offset points", va="center", fontsize=9, color=INK
        )
    axes.set_yticks(range(len(ranked)), [_short(name) for name, *_ in ranked], parse_math=False)
    axes.set_xlim(0, 1.06 * ranked[0][2])
    axes.set_xticks([])
    axes.set_ylim(len(ranked) - 0.5, -0.5)
    return figure


def _terms(corpus: CorpusTables, texts: Texts) -> Figure | None:
    """Words by groups: a square is as dark as the share that stands in quotation marks; figures quoted : plain."""
    width = len(corpus.by)
    quoted: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    cells: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in corpus.terms.records():
        group = group_name(tuple(row.values())[:width], corpus.by, texts)
        quoted[row["term"]] += row["quoted"]
        plain[row["term"]] += row["plain"]
        old = cells[row["term"]].get(group, (0, 0))
        if row["quoted"] + row["plain"]:
            cells[row["term"]][group] = (old[0] + row["quoted"], old[1] + row["plain"])
    # a word that was met once shows no difference between groups, nor between marks and none
    met = [term for term in quoted if quoted[term] and quoted[term] + plain[term] > 1]
    terms = sorted(met, key=lambda term: (len(cells[term]) < 2, -quoted[term], -plain[term]))[:TERMS]
    if not terms:
        return None
    seen = Counter(group for term in terms for group in cells[term])
    chosen = {group for group, _ in seen.most_common(TERM_GROUPS)}
    groups = [group for group in dict.fromkeys(group_names(corpus, texts)) if group in chosen]
    terms = [term for term in terms if cells[term].keys() & chosen]
    figure = _figure(1.5 + 0.32 * len(terms))
    axes = figure.subplots()
    _clear(axes)
    for y, term in enumerate(terms):
        for x, group in enumerate(groups):
            if group in cells[term]:
                marked, own = cells[term][group]
                share = marked / (marked + own)
                axes.barh(y, 0.92, left=x - 0.46, height=0.86, color=COLOURS["state_media"], alpha=0.06 + 0.6 * share)
                axes.text(x, y, f"{marked} : {own}", ha="center", va="center", fontsize=9, color=INK)
    axes.set_xticks(range(len(groups)), [_short(g, 22) for g in groups], parse_math=False)
    axes.set_yticks(range(len(terms)), [_short(str(texts["quoted"]).format(t)) for t in terms], parse_math=False)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelrotation=20 if len(groups) > 4 else 0)
    axes.set_xlim(-0.5, len(groups) - 0.5)
    axes.set_ylim(len(terms) - 0.5, -0.5)
    return figure


def _network(corpus: CorpusTables) -> Figure | None:
    """Sources on the left, carriers on the right; a band is as wide as its link has statements."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    heaviest = heaviest_links(corpus)
    if not heaviest:
        return None
    sources = _column((source, count) for (source, *_), count in heaviest)
    carriers = _column((carrier, count) for (*_, carrier), count in heaviest)
    left = {name: (n + 0.5) / len(sources) for n, name in enumerate(sources)}
    # carriers in the order of their sources, so that bands cross less
    mean = {c: sum(left[s] * n for (s, _, d), n in heaviest if d == c) / carriers[c] for c in carriers}
    right = {name: (n + 0.5) / len(carriers) for n, name in enumerate(sorted(carriers, key=lambda c: mean[c]))}
    figure = _figure(0.6 + 0.34 * max(len(sources), len(carriers)))
    axes = figure.subplots()
    axes.set_axis_off()
    most = heaviest[0][1]
    for (source, label, carrier), count in heaviest:
        points = [(0.36, left[source]), (0.5, left[source]), (0.5, right[carrier]), (0.64, right[carrier])]
        path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        colour = COLOURS.get(label or "", INK)
        axes.add_patch(PathPatch(path, fill=False, edgecolor=colour, linewidth=1 + 9 * count / most, alpha=0.55))
    for column, places, x, align in ((sources, left, 0.35, "right"), (carriers, right, 0.65, "left")):
        for name, y in places.items():
            text = f"{_short(name)}  {column[name]}" if align == "right" else f"{column[name]}  {_short(name)}"
            axes.text(x, y, text, ha=align, va="center", fontsize=9, color=INK, parse_math=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(1, 0)
    return figure


def most_quoted(corpus: CorpusTables) -> list[tuple[str, str | None, int]]:
    """The speakers of the figure: name, class and statements in all groups, most first."""
    totals: Counter[str] = Counter()
    labels: dict[str, str | None] = {}
    for row in corpus.speakers.records():
        totals[row["speaker"]] += row["statements"]
        labels[row["speaker"]] = row["source_class"]
    return [(name, labels[name], count) for name, count in totals.most_common(SPEAKERS)]


def heaviest_links(corpus: CorpusTables) -> list[tuple[tuple[str, str | None, str], int]]:
    """The links of the figure: source, its class and carrier, with the statements in all groups, most first."""
    links: Counter[tuple[str, str | None, str]] = Counter()
    for row in corpus.network.records():
        links[row["source"], row["source_class"], row["carrier"]] += row["statements"]
    return links.most_common(LINKS)


def _column(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for name, count in counted:
        totals[name] += count
    return dict(totals.most_common())


def _figure(height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(_WIDTH, height), layout="constrained")


def _clear(axes: Axes) -> None:
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=9, labelcolor=INK)
    axes.patch.set_visible(False)


def _short(text: str, longest: int = _LONGEST) -> str:
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"
