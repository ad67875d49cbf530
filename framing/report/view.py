"""What the page says of one article, in words: the template only lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from framing.aggregate.parties import naming_in
from framing.article import Analysis, Label, Passage
from framing.gazetteer import load_gazetteer
from framing.report.balance import (
    UNSPOKEN,
    Flow,
    FramingUse,
    Party,
    flows,
    framing_uses,
    full_name,
    source_balance,
    statements,
)
from framing.report.diagram import OTHERS, Diagram, Node, draw
from framing.report.facts import article_facts
from framing.report.layout import Paragraph, paragraphs
from framing.report.texts import Texts
from framing.taxonomy import FRAMINGS, SOURCE_CLASSES


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage in words. ``style`` names its source class in the style sheet."""

    id: str
    number: int
    text: str
    kind: str
    style: str
    classes: str
    code: str
    source: str
    mention: str | None
    source_class: str
    certainty: str
    unsure: bool
    speaks: bool
    """False for scare quotes and names, which nobody is said to have spoken."""
    carrier: str | None
    carrier_class: str | None
    cue: str | None
    stance: str | None
    framing: str | None
    framed: bool
    framing_certainty: str
    reasons: tuple[tuple[str, bool], ...]
    """Lines of explanation, each with whether it is in the interface language."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A source class in the balance; ``share`` is its part of the largest, in per cent."""

    style: str
    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class NodeView:
    """A party in the diagram; ``detail`` is its class in words."""

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
    total: int
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
    heard = statements(analysis)
    mentions = [m for p in analysis.passages for m in (p.source, p.carrier) if m is not None]
    naming = naming_in(mentions, analysis.language, load_gazetteer())
    through = flows(heard, naming)
    balance = source_balance(heard)
    return ArticleView(
        anchor=anchor,
        title=title or article.id or texts["untitled"],
        language=analysis.language,
        about=tuple(filter(None, (article.outlet, article.date, texts.language_name(analysis.language)))),
        link=_safe_link(article.url),
        headline=headline,
        body=lines,
        passages=tuple(_passage(p, anchor, k, texts) for k, p in enumerate(analysis.passages, 1)),
        facts=article_facts(heard, through, balance, texts),
        balance=tuple(
            Bar(_style(label), texts.name("source_class", label), count, 100 * count / max(balance.values()))
            for label, count in balance.items()
        ),
        total=len(heard),
        diagram=_diagram(through, texts),
        terms=_terms(framing_uses(analysis, naming), texts),
    )


def _passage(passage: Passage, anchor: str, number: int, texts: Texts) -> PassageView:
    source, cue, framing = passage.source, passage.cue, passage.framing
    framed = framing is not None and framing.label != "none"
    speaks = passage.kind not in UNSPOKEN
    classes = [f"c-{_style(passage.source_class.label)}", f"k-{passage.kind}"]
    classes += ["unsure"] if passage.abstained else []
    classes += ["framed"] if framed else []
    return PassageView(
        id=f"{anchor}p{number}",
        number=number,
        text=passage.text,
        kind=texts.name("kind", passage.kind),
        style=_style(passage.source_class.label),
        classes=" ".join(classes),
        code=texts.code(passage.source_class.label) + ("?" if passage.abstained else "") if speaks else "",
        source=_speaker(passage, texts),
        mention=source.text if source and full_name(source) != source.text else None,
        source_class=texts.name("source_class", passage.source_class.label),
        certainty=(_guesses if passage.abstained else _certainty)(passage.source_class, texts),
        unsure=passage.abstained,
        speaks=speaks,
        carrier=full_name(passage.carrier) if passage.carrier else None,
        carrier_class=texts.name("carrier_class", passage.carrier_class.label) if passage.carrier_class else None,
        cue=cue.text if cue else None,
        stance=f"{texts.name('stance', cue.stance)}: {texts.definition('stance', cue.stance)}" if cue else None,
        framing=texts.name("framing", framing.label) if framing else None,
        framed=framed,
        framing_certainty=_certainty(framing, texts) if framing else "",
        reasons=tuple((texts.reason(line) or line, texts.reason(line) is not None) for line in passage.why),
    )


def _speaker(passage: Passage, texts: Texts) -> str:
    if passage.source:
        return full_name(passage.source)
    if passage.kind == "title":
        return texts.name("kind", "title")
    return str(texts["writers_own" if passage.kind == "scare" else "unnamed_source"])


def _diagram(through: Sequence[Flow], texts: Texts) -> DiagramView | None:
    drawing = draw(through)
    if drawing is None:
        return None

    def name(party: Party | None, others: str) -> str:
        if party is None:
            return str(texts["no_carrier"])
        if party == OTHERS:
            return str(texts[others])
        return party.name or str(texts["unnamed_source"])

    def node(item: Node, group: str, others: str) -> NodeView:
        label = item.party.label if item.party and item.party != OTHERS else None
        detail = texts.name(group, label) if label else ""
        return NodeView(_style(label), name(item.party, others), detail, item.count, item.party in (None, OTHERS))

    return DiagramView(
        tuple(node(item, "source_class", "other_sources") for item in drawing.sources),
        tuple(node(item, "carrier_class", "other_carriers") for item in drawing.carriers),
        drawing,
        tuple(_style(band.source.label) for band in drawing.bands),
        tuple(
            f"{name(flow.source, '')} {texts['through']} {name(flow.carrier, '')}: {flow.count}"
            for flow in through
            if flow.carrier
        ),
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
                    _style(use.source.label if use.source else None),
                    use.count,
                )
                for use in uses
                if use.label == label
            ),
        )
        for label in labels
    )


def _certainty(label: Label, texts: Texts) -> str:
    if label.probability is None:
        return ""
    return f"{texts.likelihood(label.probability)}, {texts.percent(label.probability)}"


def _guesses(label: Label, texts: Texts) -> str:
    """The best guess and the two next ones, for where the program would rather not say."""
    ranked = sorted(label.probabilities.items(), key=lambda item: -item[1])
    rest = [(name, p) for name, p in ranked if name != label.label and p >= 0.05][:2]
    first = texts.name("source_class", label.label)
    if label.probability is not None:
        first += f" ({texts.percent(label.probability)})"
    others = [f"{texts['then']} {texts.name('source_class', name)} ({texts.percent(p)})" for name, p in rest]
    return ", ".join([first, *others])


def _style(label: str | None) -> str:
    """The source class as the style sheet knows it; anything else looks like no source."""
    return label if label in SOURCE_CLASSES else "unattributed"


def _safe_link(url: str | None) -> str | None:
    """The address if a click on it leads to a web page: nothing that would run."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
