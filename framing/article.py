"""What flows through the program: articles in, analyses out. Offsets are code points, half open."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.entities import Entity, Naming, entities

SCHEMA = "framing.analysis/1"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was given.

    ``text`` is never changed: every offset anywhere points into it. ``metadata`` keeps what the input
    carried beyond the named fields.
    """

    id: str
    text: str
    language: str | None = None
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as a hexadecimal string."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names somebody: ``name`` is the fullest form known for the same entity."""

    start: int
    end: int
    text: str
    name: str | None = None

    @property
    def capitalised(self) -> list[str]:
        """Its words that begin with a capital letter, without the signs around them."""
        return [word.strip("().,:;'’") for word in self.text.split() if word[:1].isupper()]

    def to_json(self) -> dict[str, Any]:
        """The mention as a JSON object; ``name`` only where it is known."""
        row: dict[str, Any] = {"start": self.start, "end": self.end, "text": self.text}
        if self.name is not None:
            row["name"] = self.name
        return row


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that signal the attribution, and the stance they take (see ``taxonomy.STANCES``)."""

    start: int
    end: int
    text: str
    stance: str = "neutral"

    def to_json(self) -> dict[str, Any]:
        """The cue as a JSON object."""
        return {"start": self.start, "end": self.end, "text": self.text, "stance": self.stance}


@dataclass(frozen=True, slots=True)
class Label:
    """A predicted label with its calibrated probability, and those of the other labels where known."""

    label: str
    probability: float | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The label as a JSON object, probabilities rounded to four places."""
        row: dict[str, Any] = {"label": self.label}
        if self.probability is not None:
            row["probability"] = round(self.probability, 4)
        if self.probabilities:
            row["probabilities"] = {k: round(v, 4) for k, v in self.probabilities.items()}
        return row


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted or reported stretch of text with everything said about it.

    ``framing`` is set on fragments and scare quotes only. ``abstained`` is true where the source class
    is too uncertain to be relied on; the best guess is still given. ``source_guess`` is what the words of a passage
    that names nobody give away of who might say so; it is set only on request, and counts nowhere.
    """

    start: int
    end: int
    text: str
    kind: str
    source: Mention | None
    source_class: Label
    carrier: Mention | None = None
    carrier_class: Label | None = None
    cue: Cue | None = None
    framing: Label | None = None
    abstained: bool = False
    why: tuple[str, ...] = ()
    source_guess: Label | None = None

    def to_json(self) -> dict[str, Any]:
        """The passage as a JSON object of schema ``framing.analysis/1``."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "source": self.source.to_json() if self.source else None,
            "source_class": self.source_class.to_json(),
            "carrier": self.carrier.to_json() if self.carrier else None,
            "carrier_class": self.carrier_class.to_json() if self.carrier_class else None,
            "cue": self.cue.to_json() if self.cue else None,
            "framing": self.framing.to_json() if self.framing else None,
            "abstained": self.abstained,
            "why": list(self.why),
            **({"source_guess": self.source_guess.to_json()} if self.source_guess else {}),
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and, where the model has a bias head, how biased its wording is (0 to 1).

    ``words`` are those that carry the bias of a biased sentence, the strongest first.
    """

    start: int
    end: int
    bias: float | None = None
    words: tuple[Mention, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The sentence as a JSON object; ``words`` only where there are some."""
        bias = None if self.bias is None else round(self.bias, 4)
        row: dict[str, Any] = {"start": self.start, "end": self.end, "bias": bias}
        if self.words:
            row["words"] = [word.to_json() for word in self.words]
        return row


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model made an analysis, and under which version of the taxonomy."""

    id: str
    taxonomy: str

    def to_json(self) -> dict[str, Any]:
        """The model's identity as a JSON object."""
        return {"id": self.id, "taxonomy": self.taxonomy}


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything `framing` says about one article."""

    article: Article
    language: str
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    model: ModelInfo

    @property
    def naming(self) -> Naming:
        """How the article names its parties; whom the gazetteer knows is one, however named."""
        from framing.aggregate.parties import naming_in
        from framing.gazetteer import load_gazetteer

        mentions = [m for p in self.passages for m in (p.source, p.carrier) if m is not None]
        return naming_in(mentions, self.language, load_gazetteer())

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Who is heard in the article, and what passes words on."""
        return entities(self.passages, self.naming)

    @property
    def summary(self) -> dict[str, dict[str, int]]:
        """Counts of kinds, source classes, carrier classes and framings over the passages."""
        counts: dict[str, Counter[str]] = {
            "kind": Counter(p.kind for p in self.passages),
            "source_class": Counter(p.source_class.label for p in self.passages),
            "carrier_class": Counter(p.carrier_class.label for p in self.passages if p.carrier_class),
            "framing": Counter(p.framing.label for p in self.passages if p.framing),
        }
        return {name: dict(counter.most_common()) for name, counter in counts.items()}

    def to_json(self, *, with_text: bool = False) -> dict[str, Any]:
        """The analysis as a JSON object of schema ``framing.analysis/1``.

        ``with_text`` includes the article's text: needed where it was extracted from HTML, so that the
        offsets can be followed.
        """
        row: dict[str, Any] = {
            "schema": SCHEMA,
            "id": self.article.id,
            "language": self.language,
            "text_sha256": self.article.text_sha256,
        }
        for name in ("title", "outlet", "date", "url"):
            value = getattr(self.article, name)
            if value is not None:
                row[name] = value
        if with_text:
            row["text"] = self.article.text
        row["passages"] = [p.to_json() for p in self.passages]
        row["sentences"] = [s.to_json() for s in self.sentences]
        row["entities"] = [e.to_json() for e in self.entities]
        row["summary"] = self.summary
        row["model"] = self.model.to_json()
        return row
