"""How much the service takes on at a time, and what it says when it declines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What keeps one caller from taking the machine from the others."""

    body_bytes: int = 10_000_000
    """The longest request: some web pages with all their markup, or a few hundred articles as text."""
    characters: int = 100_000
    """The longest article: about half a minute's work on one processor."""
    articles: int = 50
    """Articles of one request."""
    waiting: int = 200
    """Articles of all requests that may wait to be scored."""
    seconds: float = 60.0
    """The longest that a request may take, waiting included."""


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """A request that is not answered as asked.

    Args:
        status: the HTTP status.
        key: names the message in ``texts.toml``.
        values: what the message has to be filled with.

    """

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.values = values
