"""Refusals as the caller reads them: a page for people, JSON for programs."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from framing.report.legible import without_surrogates
from framing.service.interface import choose_interface, load_messages
from framing.service.limits import Refusal
from framing.service.page import Draft, form_page, page_response

RETRY_SECONDS: Final = 10
"""When to come back after a refusal for lack of time."""


def refuse(request: Request, refusal: Refusal) -> Response:
    """Answer a request with a refusal: ``{"error": …}``, or the page with the message for a browser."""
    response: Response
    if wants_page(request):
        messages = load_messages(choose_interface(request))
        draft = Draft(problems=(messages.refusal(refusal),))
        page = form_page(messages, draft, request.app.state.service.limits)
        response = page_response(page, status=refusal.status)
    else:
        text = load_messages("en").refusal(refusal)
        response = JSONResponse({"error": without_surrogates(text)}, status_code=refusal.status)
    if refusal.status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def wants_page(request: Request) -> bool:
    """True where a person reads the answer: not the REST interface, and HTML is welcome."""
    return not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")
