"""What the page says of one article, in words: the template only lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from framing.article import Analysis, Passage
from framing.entities import Naming
from framing.report.balance import (
    Flow,
    FramingUse,
    Party,
    flows,
    framing_uses,
    source_balance,
    statements,
    voices,
)
from framing.report.diagram import OTHERS, Diagram, Node, draw
from framing.report.facts import article_facts
from framing.report.layout import Paragraph, paragraphs
from framing.report.passage_view import PassageView, passage_id, style_of, view_passage
from framing.report.texts import Texts
from framing.taxonomy import FRAMINGS

UNATTRIBUTED: Final = "unattributed"
NAMED: Final = 8
"""How many of a source class the balance names."""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """Somebody who speaks; ``passage`` is the id of the first statement."""

    name: str
    count: int
    unsure: bool
    passage: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A source class in the balance; ``share`` is its part of the largest, in per cent.

    ``voices`` are those who speak in it, as many as fit, and ``more`` how many there are beyond.
    """

    style: str
    name: str
    count: int
    share: float
    voices: tuple[VoiceView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class NodeView:
    """A party in the diagram; ``detail`` is its class in words. Those without a name of their own are ``plain``."""

    style: str
    name: str
    detail: str
    count: int
    plain: bool


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The diagram in words, and its drawing."""

    sources: tuple[NodeView, ...]
    carriers: tuple[NodeView, ...]
    drawing: Diagram
    styles: tuple[str, ...]
    """The style of each band."""
    sentences: tuple[str, ...]
    """The bands read aloud."""
    rest: str
    """How many statements go through nobody."""


@dataclass(frozen=True, slots=True)
class TermView:
    """A charged term, who uses it, and how often."""

    text: str
    user: str
    style: str
    count: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the page shows of one article."""

    anchor: str
    title: str
    language: str
    about: tuple[str, ...]
    """Outlet, date and language, as far as they are known."""
    link: str | None
    headline: Paragraph | None
    body: tuple[Paragraph, ...]
    passages: tuple[PassageView, ...]
    facts: tuple[tuple[str, str, str], ...]
    balance: tuple[Bar, ...]
    diagram: DiagramView | None
    terms: tuple[tuple[str, str, tuple[TermView, ...]], ...]


def view(analysis: Analysis, anchor: str, texts: Texts) -> ArticleView:
    """Put an analysis into the words of an interface language; ``anchor`` is the article's id in the page."""
    article = analysis.article
    lines = paragraphs(article.text, analysis.passages)
    title = (article.title or "").strip()
    headline = None
    if lines and title and article.text[lines[0].start : lines[0].end].strip() == title:
        headline, lines = lines[0], lines[1:]
    date = texts.date(article.date) if article.date else None
    heard = statements(analysis)
    naming = analysis.naming
    through = flows(heard, naming)
    balance = source_balance(heard)
    return ArticleView(
        anchor=anchor,
        title=title or article.id or texts["untitled"],
        language=analysis.language,
        about=tuple(filter(None, (article.outlet, date, texts.language_name(analysis.language)))),
        link=_safe_link(article.url),
        headline=headline,
        body=lines,
        passages=tuple(
            view_passage(p, anchor, k, analysis.language, texts) for k, p in enumerate(analysis.passages, 1)
        ),
        facts=article_facts(heard, through, balance, texts),
        balance=_balance(analysis, heard, naming, anchor, texts),
        diagram=_diagram(through, len(heard), texts),
        terms=_terms(framing_uses(analysis, naming), texts),
    )


def _balance(
    analysis: Analysis, heard: Sequence[Passage], naming: Naming, anchor: str, texts: Texts
) -> tuple[Bar, ...]:
    counts, speaking = source_balance(heard), voices(heard, naming)
    numbers = {id(p): k for k, p in enumerate(analysis.passages, 1)}

    def named(label: str) -> tuple[VoiceView, ...]:
        # nobody is named in a class of its own: its name says so
        return tuple(
            VoiceView(
                voice.name or str(texts["unnamed_source"]),
                voice.count,
                voice.unsure,
                passage_id(anchor, numbers[id(voice.first)]),
            )
            for voice in speaking[label]
            if voice.name or label != UNATTRIBUTED
        )

    bars = []
    for label, count in counts.items():
        every = named(label)
        shown = every if len(every) <= NAMED + 1 else every[:NAMED]
        share = 100 * count / max(counts.values())
        bars.append(Bar(style_of(label), texts.plural(label), count, share, shown, len(every) - len(shown)))
    return tuple(bars)


def _diagram(through: Sequence[Flow], total: int, texts: Texts) -> DiagramView | None:
    drawing = draw(through)
    if drawing is None:
        return None

    def name(party: Party, others: str) -> str:
        if party == OTHERS:
            return str(texts[others])
        return party.name or str(texts["unnamed_source"])

    def node(item: Node, group: str, others: str) -> NodeView:
        label = item.party.label if item.party != OTHERS else None
        detail = texts.name(group, label) if label else ""
        return NodeView(style_of(label), name(item.party, others), detail, item.count, item.party == OTHERS)

    direct = sum(flow.count for flow in through if not flow.carrier)
    return DiagramView(
        tuple(node(item, "source_class", "other_sources") for item in drawing.sources),
        tuple(node(item, "carrier_class", "other_carriers") for item in drawing.carriers),
        drawing,
        tuple(style_of(band.source.label) for band in drawing.bands),
        tuple(
            f"{name(flow.source, '')} {texts['through']} {name(flow.carrier, '')}: {flow.count}"
            for flow in through
            if flow.carrier
        ),
        str(texts["chain_rest"]).format(direct, total) if direct else "",
    )


def _terms(uses: Sequence[FramingUse], texts: Texts) -> tuple[tuple[str, str, tuple[TermView, ...]], ...]:
    """Terms by framing label, in the order of the taxonomy: name, definition, terms."""
    labels = sorted({use.label for use in uses}, key=list(FRAMINGS).index)
    return tuple(
        (
            texts.name("framing", label),
            texts.definition("framing", label),
            tuple(
                TermView(
                    str(texts["quoted"]).format(use.term),
                    texts["writers_own"] if use.source is None else use.source.name or texts["unnamed_source"],
                    style_of(use.source.label if use.source else None),
                    use.count,
                )
                for use in uses
                if use.label == label
            ),
        )
        for label in labels
    )


def _safe_link(url: str | None) -> str | None:
    """The address if a click on it leads to a web page: nothing that would run."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
