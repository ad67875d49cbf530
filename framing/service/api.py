"""The REST interface: ``/v1/score``, ``/v1/health``, ``/v1/model``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Request
from fastapi.responses import JSONResponse

from framing import __version__
from framing.article import Article
from framing.errors import InputError
from framing.languages import SUPPORTED
from framing.readers.rows import article_from_row
from framing.report.legible import without_surrogates
from framing.service.batches import Batches
from framing.service.limits import Limits, Refusal
from framing.service.schemas import (
    ARTICLE_EXAMPLE,
    ArticleIn,
    ArticlesIn,
    EncoderOut,
    ErrorOut,
    Health,
    LimitsOut,
    ModelDescription,
    ScoreAnswer,
    ScoreRequest,
)

if TYPE_CHECKING:
    from framing.pipeline import Analyzer

router = APIRouter(prefix="/v1")

_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": ErrorOut, "description": "The body is not JSON."},
    413: {"model": ErrorOut, "description": "Too many bytes, articles or characters."},
    415: {"model": ErrorOut, "description": "The body is not declared as JSON."},
    422: {"model": ErrorOut, "description": "A field is missing or of the wrong kind."},
    503: {"model": ErrorOut, "description": "Too much to do, or it took too long; see Retry-After."},
}
_EXAMPLES: Final[dict[str, Any]] = {
    "one": {"summary": "One article", "value": ARTICLE_EXAMPLE},
    "several": {"summary": "Several articles", "value": {"articles": [ARTICLE_EXAMPLE]}},
}


@dataclass(frozen=True, slots=True)
class Service:
    """What the endpoints work with, kept as ``app.state.service``."""

    analyzer: Analyzer
    batches: Batches
    limits: Limits


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


def _needs_json(request: Request) -> None:
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != "application/json":
        raise Refusal(415, "json_expected")


@router.post(
    "/score",
    summary="Find who is quoted in articles, and how",
    responses={200: {"model": ScoreAnswer}, **_REFUSALS},
    dependencies=[Depends(_needs_json)],
)
async def score(
    body: Annotated[ScoreRequest, Body(openapi_examples=_EXAMPLES)],
    service: Annotated[Service, Depends(service_of)],
) -> JSONResponse:
    """Analyse one article, or several at once, in the order given.

    Each analysis is what ``framing score`` writes as one line of JSONL, schema ``framing.analysis/1``. One article
    that is not in order refuses the whole request, so that no answer is partial.
    """
    analyses = await service.batches.score(_articles(body, service.limits))
    # Made on another thread: with many passages it takes as long as several small requests.
    return await asyncio.to_thread(lambda: JSONResponse({"analyses": [analysis.to_json() for analysis in analyses]}))


@router.get("/health", summary="Tell that the service is up")
async def health() -> Health:
    """Answers as soon as the model is loaded."""
    return Health(status="ok", version=__version__)


@router.get("/model", summary="Describe the model in use")
async def model(service: Annotated[Service, Depends(service_of)]) -> ModelDescription:
    """Which model, encoder and taxonomy the analyses come from, how good it was when trained, and the limits."""
    used, limits = service.analyzer.model, service.limits
    encoder: Mapping[str, str] = used.manifest["encoder"]
    return ModelDescription(
        id=used.id,
        taxonomy=service.analyzer.info.taxonomy,
        encoder=EncoderOut(id=encoder["id"], revision=encoder["revision"], backend=encoder["backend"]),
        threshold=used.threshold,
        classes={task: list(head.classes) for task, head in used.heads.items()},
        metrics={name: value for name, value in used.manifest.get("metrics", {}).items() if value is not None},
        languages=list(SUPPORTED),
        limits=LimitsOut(
            body_bytes=limits.body_bytes,
            characters=limits.characters,
            articles=limits.articles,
            seconds=limits.seconds,
        ),
    )


def _articles(body: ArticleIn | ArticlesIn, limits: Limits) -> list[Article]:
    """The articles of a request.

    Raises:
        Refusal: there are too many, or one is too long, empty, or in no known language.

    """
    if isinstance(body, ArticleIn):
        return [_article(body, 1, "text", limits)]
    if len(body.articles) > limits.articles:
        raise Refusal(413, "too_many", articles=limits.articles)
    return [_article(item, k + 1, f"articles.{k}", limits) for k, item in enumerate(body.articles)]


def _article(item: ArticleIn, number: int, place: str, limits: Limits) -> Article:
    if len(item.text) > limits.characters:
        raise Refusal(413, "too_long", place=place, characters=len(item.text), limit=limits.characters)
    try:
        return article_from_row(item.model_dump(), str(number), limits.body_bytes)
    except InputError as error:
        raise Refusal(422, "invalid", message=without_surrogates(f"{place}: {error}")) from error
