"""What holds for every request: limits of size and time, headers, and no error that tells of an article."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framing.service.answers import refuse
from framing.service.batches import place_of
from framing.service.limits import Limits, Refusal

_log = logging.getLogger(__name__)

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Sent with every answer that does not set them itself (OWASP's recommendations; an analysis stays in no cache)."""

PATIENCE: Final = 4
"""A request up to so many times too long is received to its end, though not kept."""


class Guard:
    """ASGI middleware around the whole application.

    Args:
        app: what it guards.
        limits: the longest that a request may be, and that it may take from its first byte.

    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._app(scope, _limited(receive, self._limits.body_bytes), send_guarded)
        except TimeoutError:
            refusal = Refusal(503, "too_slow", seconds=f"{self._limits.seconds:g}")
        except Exception as error:
            _log.error("%s %s: %s", scope["method"], scope["path"], place_of(error))
            refusal = Refusal(500, "internal")
        else:
            return
        if not started:
            await refuse(Request(scope), refusal)(scope, receive, send_guarded)


def _limited(receive: Receive, most: int) -> Receive:
    """Receive a request of at most so many bytes; a longer one is declined when that shows."""
    seen = 0

    async def receive_limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            # A browser shows the answer only when it could send everything, so let some more go by.
            while message.get("more_body") and seen < PATIENCE * most:
                message = await receive()
                seen += len(message.get("body", b""))
            raise HTTPException(413)
        return message

    return receive_limited
