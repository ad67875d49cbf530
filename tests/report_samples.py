"""Analyses for the tests of reports, made from annotated text."""

from __future__ import annotations

from dataclasses import replace

from framing.article import Analysis, Article, Cue, Label, Mention, ModelInfo, Passage
from framing.corpus.markup import parse

MODEL = ModelInfo("test-model", "1")

BRIDGE = """Brua er stengt
Forsvarsdepartementet i Velin påstår at ⟦indirect|src=Forsvarsdepartementet i Velin|sc=government|car=AFP|\
cc=western_wire|cue=påstår: hæren har «⟦fragment|src=Forsvarsdepartementet i Velin|sc=government|car=AFP|\
cc=western_wire|cue=påstår|fr=violent: nøytralisert⟧» tretti mann⟧, melder AFP.
– ⟦direct|src=Irina Dobreva|sc=individual|cue=sier: De spurte ikke om noe⟧, sier Irina Dobreva.
Den «⟦scare|sc=unattributed|fr=doubt: fredelige⟧» kolonnen kjørte forbi filmen «⟦title|sc=unattributed: Morna⟧».
"""


def analysis(marked: str = BRIDGE, **article: object) -> Analysis:
    """The analysis that annotated text stands for; every label has probability 0.9."""
    text, annotated = parse(marked)
    passages = tuple(
        Passage(
            p.start,
            p.end,
            p.text,
            p.kind,
            Mention(p.source.start, p.source.end, p.source.text) if p.source else None,
            Label(p.source_class, 0.9, {p.source_class: 0.9}),
            Mention(p.carrier.start, p.carrier.end, p.carrier.text) if p.carrier else None,
            Label(p.carrier_class, 0.9) if p.carrier_class else None,
            Cue(p.cue.start, p.cue.end, p.cue.text, "distancing") if p.cue else None,
            Label(p.framing, 0.9) if p.kind in ("fragment", "scare") else None,
        )
        for p in annotated
    )
    fields: dict[str, object] = {"id": "brua", "title": text.split("\n", 1)[0], "language": "nb"} | article
    return Analysis(Article(text=text, **fields), "nb", passages, (), MODEL)  # type: ignore[arg-type]


def bare(text: str, *passages: Passage, **article: object) -> Analysis:
    """An analysis of any text with the passages given."""
    return Analysis(Article(text=text, **({"id": "bare"} | article)), "nb", passages, (), MODEL)  # type: ignore[arg-type]


def passage(text: str, start: int, end: int, kind: str = "direct", label: str = "individual") -> Passage:
    """A passage of a text with no more than a class."""
    return Passage(start, end, text[start:end], kind, None, Label(label, 0.9))


def with_first(made: Analysis, **changes: object) -> Analysis:
    """The analysis with its first passage changed."""
    first, *rest = made.passages
    return replace(made, passages=(replace(first, **changes), *rest))  # type: ignore[arg-type]
