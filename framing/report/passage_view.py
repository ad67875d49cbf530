"""What the page says of one passage, in words."""

from __future__ import annotations

from dataclasses import dataclass

from framing.article import Label, Passage
from framing.entities import full_name
from framing.report.balance import UNSPOKEN
from framing.report.reasons import told
from framing.report.texts import Texts
from framing.taxonomy import SOURCE_CLASSES


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


def passage_id(anchor: str, number: int) -> str:
    """The id in the page of an article's passage, counted from one."""
    return f"{anchor}p{number}"


def view_passage(passage: Passage, anchor: str, number: int, language: str, texts: Texts) -> PassageView:
    """Put a passage into words; ``anchor`` is the id of its article in the page, ``language`` that of the article."""
    source, cue, framing = passage.source, passage.cue, passage.framing
    framed = framing is not None and framing.label != "none"
    speaks = passage.kind not in UNSPOKEN
    classes = [f"c-{style_of(passage.source_class.label)}", f"k-{passage.kind}"]
    classes += ["unsure"] if passage.abstained else []
    classes += ["framed"] if framed else []
    return PassageView(
        id=passage_id(anchor, number),
        number=number,
        text=passage.text,
        kind=texts.name("kind", passage.kind),
        style=style_of(passage.source_class.label),
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
        stance=texts.stance(cue.stance) if cue else None,
        framing=texts.name("framing", framing.label) if framing else None,
        framed=framed,
        framing_certainty=_certainty(framing, texts) if framing else "",
        reasons=told(passage, language, texts),
    )


def _speaker(passage: Passage, texts: Texts) -> str:
    if passage.source:
        return full_name(passage.source)
    if passage.kind == "title":
        return texts.name("kind", "title")
    return str(texts["writers_own" if passage.kind == "scare" else "unnamed_source"])


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


def style_of(label: str | None) -> str:
    """The source class as the style sheet knows it; anything else looks like no source."""
    return label if label in SOURCE_CLASSES else "unattributed"
