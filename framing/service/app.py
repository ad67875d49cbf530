"""The web application as a whole (ASGI)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from framing import __version__
from framing.service import api, pages
from framing.service.answers import refuse
from framing.service.batches import Batches
from framing.service.guard import Guard
from framing.service.limits import Limits, Refusal

if TYPE_CHECKING:
    from framing.pipeline import Analyzer

_ABOUT = """Who is quoted in the news, through whom, and in which words.

Articles are analysed in memory; none is stored or logged. Errors are `{"error": "…"}`."""


def create_app(analyzer: Analyzer, limits: Limits | None = None) -> FastAPI:
    """The application, with one model for all its requests.

    Args:
        analyzer: scores the articles, on one thread at a time.
        limits: what one request may ask for.

    """
    from framing.pipeline import BATCH

    bounds = limits or Limits()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        def score(articles: list[Any]) -> list[Any]:
            return list(analyzer.analyze_many(articles))

        async with Batches(score, size=BATCH, waiting=bounds.waiting) as batches:
            app.state.service = api.Service(analyzer, batches, bounds)
            yield

    app = FastAPI(
        title="framing",
        version=__version__,
        description=_ABOUT,
        lifespan=lifespan,
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        # Spans and logs would carry what was sent.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.include_router(api.router)
    app.include_router(pages.router)
    app.add_middleware(Guard, limits=bounds)

    @app.exception_handler(Refusal)
    async def refused(request: Request, error: Exception) -> Response:
        return refuse(request, cast(Refusal, error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: Exception) -> Response:
        return refuse(request, _explained(cast(RequestValidationError, error)))

    @app.exception_handler(HTTPException)
    async def declined(request: Request, error: Exception) -> Response:
        problem = cast(HTTPException, error)
        if problem.status_code == 413:
            refusal = Refusal(413, "too_large", bytes=bounds.body_bytes)
        elif problem.status_code == 400:
            refusal = Refusal(400, "unread")
        else:
            refusal = Refusal(problem.status_code, "http", message=problem.detail)
        answer = refuse(request, refusal)
        answer.headers.update(problem.headers or {})
        return answer

    return app


def _explained(error: RequestValidationError) -> Refusal:
    """The first thing wrong with a request; never what was sent, which can be long."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return Refusal(400, "not_json", message=f"{first['ctx']['error']} at character {first['loc'][-1]}")
    # The place without "body" and the name of the form that the request was taken for.
    place = [str(part) for part in first["loc"][1:]]
    place = place[1:] if place[:1] in (["article"], ["articles"]) else place
    return Refusal(422, "invalid", message=f"{'.'.join(place) or 'body'}: {first['msg']}")
