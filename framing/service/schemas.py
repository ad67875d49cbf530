"""What goes over HTTP, described for OpenAPI: the request as it is checked, the answer as it is documented."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

ARTICLE_EXAMPLE: Final[dict[str, Any]] = {
    "id": "grensebrua",
    "language": "nb",
    "text": "Fylkesmannen hevder at brua er trygg, melder NTB.",
}
ANALYSIS_EXAMPLE: Final[dict[str, Any]] = {
    "schema": "framing.analysis/1",
    "id": "grensebrua",
    "language": "nb",
    "text_sha256": "c1682fc67ce8d7e015ba2fe0208aedac06b808657f6d3bbb9e7ed119f65d0c36",
    "passages": [
        {
            "start": 23,
            "end": 36,
            "text": "brua er trygg",
            "kind": "indirect",
            "source": {"start": 0, "end": 12, "text": "Fylkesmannen"},
            "source_class": {"label": "government", "probability": 0.97, "probabilities": {"government": 0.97}},
            "carrier": {"start": 45, "end": 48, "text": "NTB"},
            "carrier_class": {"label": "western_wire", "probability": 0.99},
            "cue": {"start": 13, "end": 19, "text": "hevder", "stance": "distancing"},
            "framing": None,
            "abstained": False,
            "why": ["cue “hevder” (distancing)", "strongest for government: gazetteer, source, entity"],
        }
    ],
    "sentences": [{"start": 0, "end": 49, "bias": None}],
    "entities": [
        {
            "name": "Fylkesmannen",
            "mentions": [{"start": 0, "end": 12, "text": "Fylkesmannen"}],
            "said": 1,
            "passed_on": 0,
            "source_class": "government",
            "carrier_class": None,
        },
        {
            "name": "NTB",
            "mentions": [{"start": 45, "end": 48, "text": "NTB"}],
            "said": 0,
            "passed_on": 1,
            "source_class": None,
            "carrier_class": "western_wire",
        },
    ],
    "summary": {"source_class": {"government": 1}},
    "model": {"id": "framing-0123456789ab", "taxonomy": "1"},
}


_SPACE: Final = r"\s\u001c-\u001f\u0085"
"""White space as Python has it: JSON Schema's (ECMA 262) leaves some controls out."""
_LANGUAGE_TAG: Final = rf"^[{_SPACE}]*([A-Za-z]{{2,3}}([-_][A-Za-z0-9]+)*)?[{_SPACE}]*$"
"""What :func:`framing.languages.detect.normalise_language` takes, or nothing."""


class ArticleIn(BaseModel):
    """One article. Fields that are not named here are passed over."""

    model_config = ConfigDict(json_schema_extra={"examples": [ARTICLE_EXAMPLE]})

    # What is checked later, with a clearer message, or accepted besides, is told in json_schema_extra.
    text: str = Field(
        description="The article; offsets in the answer are code points into it.",
        json_schema_extra={"minLength": 1, "pattern": f"[^{_SPACE}]"},
    )
    id: str | None = Field(
        None,
        coerce_numbers_to_str=True,
        description="Given back; its place in the request where left out.",
        json_schema_extra={"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]},
    )
    title: str | None = Field(None, description="The headline; given back, as are outlet, date and url.")
    language: str | None = Field(
        None,
        description="ISO 639 code or language tag; found out where left out.",
        examples=["nb", "nn", "en"],
        json_schema_extra={"anyOf": [{"type": "string", "pattern": _LANGUAGE_TAG}, {"type": "null"}]},
    )
    outlet: str | None = None
    date: str | None = None
    url: str | None = None


class SingleArticleIn(ArticleIn):
    """One article as the whole request; with a field ``articles`` it would be several, and the others passed over."""

    model_config = ConfigDict(json_schema_extra={"examples": [ARTICLE_EXAMPLE], "not": {"required": ["articles"]}})


class ArticlesIn(BaseModel):
    """Several articles."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"articles": [ARTICLE_EXAMPLE]}]})

    articles: list[ArticleIn] = Field(min_length=1)


def _form_of(body: Any) -> str:
    return "articles" if isinstance(body, dict) and "articles" in body else "article"


ScoreRequest = Annotated[
    Annotated[SingleArticleIn, Tag("article")] | Annotated[ArticlesIn, Tag("articles")], Discriminator(_form_of)
]
"""One article, or several under ``articles``."""


class _Out(BaseModel):
    """Of exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class MentionOut(_Out):
    """A stretch of text that names somebody; ``name`` is the fullest form known."""

    start: int
    end: int
    text: str
    name: str | None = None


class CueOut(_Out):
    """The words that signal the attribution."""

    start: int
    end: int
    text: str
    stance: Literal["neutral", "endorsing", "distancing"]


class LabelOut(_Out):
    """A label with its calibrated probability."""

    label: str
    probability: float | None = None
    probabilities: dict[str, float] | None = None


class PassageOut(_Out):
    """A quoted or reported stretch of text."""

    start: int = Field(description="Code points from the beginning of the text; the end is not included.")
    end: int
    text: str
    kind: Literal["direct", "indirect", "fragment", "scare", "title"]
    source: MentionOut | None
    source_class: LabelOut
    carrier: MentionOut | None
    carrier_class: LabelOut | None
    cue: CueOut | None
    framing: LabelOut | None = Field(description="Set on fragments and scare quotes only.")
    abstained: bool = Field(description="True where the source class is too uncertain to be relied on.")
    why: list[str]


class SentenceOut(_Out):
    """A sentence and how biased its wording is, from 0 to 1; null where the model does not judge it."""

    start: int
    end: int
    bias: float | None
    words: list[MentionOut] = Field(
        default_factory=list,
        description="The words that carry the bias, the strongest first; absent where there are none.",
    )


class EntityOut(_Out):
    """Somebody or something that words come from or through, under its fullest name."""

    name: str
    mentions: list[MentionOut]
    said: int = Field(description="Passages it is the source of.")
    passed_on: int = Field(description="Passages that came through it.")
    source_class: str | None
    carrier_class: str | None


class ModelOut(_Out):
    """Which model made an analysis."""

    id: str
    taxonomy: str


class AnalysisOut(_Out):
    """An analysis, as ``framing score`` writes it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [ANALYSIS_EXAMPLE]})

    schema_: Literal["framing.analysis/1"] = Field(alias="schema")
    id: str
    language: str
    text_sha256: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    passages: list[PassageOut]
    sentences: list[SentenceOut]
    entities: list[EntityOut]
    summary: dict[str, dict[str, int]]
    model: ModelOut


class ScoreAnswer(_Out):
    """The analyses, in the order of the articles."""

    analyses: list[AnalysisOut]


class ErrorOut(_Out):
    """What was wrong, where, and what to do."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"error": "articles.0.text: Field required"}]}
    )

    error: str


class Health(_Out):
    """The service answers, with its model in memory."""

    status: Literal["ok"]
    version: str


class EncoderOut(_Out):
    """The encoder that the model was trained with."""

    id: str
    revision: str
    backend: str


class LimitsOut(_Out):
    """How much one request may ask for."""

    body_bytes: int
    characters: int
    articles: int
    seconds: float


class ModelDescription(_Out):
    """The model in use."""

    id: str
    taxonomy: str
    encoder: EncoderOut
    threshold: float = Field(description="Source classes less probable than this are marked as abstained.")
    classes: dict[str, list[str]] = Field(description="The labels of each head.")
    metrics: dict[str, float] = Field(description="As measured when the model was trained, end to end.")
    languages: list[str]
    limits: LimitsOut
