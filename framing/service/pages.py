"""The page for people: the form, and the report it leads to."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from framing.service.api import Service, service_of
from framing.service.forms import read_articles, read_form
from framing.service.interface import choose_interface, load_messages
from framing.service.limits import Refusal
from framing.service.page import Draft, form_page, page_response, report_page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def ask(request: Request, service: Annotated[Service, Depends(service_of)]) -> HTMLResponse:
    """The empty form."""
    return page_response(form_page(load_messages(choose_interface(request)), Draft(), service.limits))


@router.post("/")
async def answer(request: Request, service: Annotated[Service, Depends(service_of)]) -> HTMLResponse:
    """The report on what was sent; the form again, filled in, where there is nothing to report on."""
    messages = load_messages(choose_interface(request))
    form = await read_form(request, service.limits)
    articles, failed = await asyncio.to_thread(read_articles, form, service.limits)
    failures = tuple(map(messages.failure, failed))
    if not articles:
        problems = () if failures else (messages.refusal(Refusal(422, "nothing")),)
        draft = Draft(form.text, form.language, problems, failures)
        return page_response(form_page(messages, draft, service.limits), status=422)
    analyses = await service.batches.score(articles)
    return page_response(await asyncio.to_thread(report_page, analyses, messages, failures))
