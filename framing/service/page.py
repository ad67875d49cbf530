"""The page to paste an article into, and the report with a way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import HTMLResponse

from framing.article import Analysis
from framing.languages import SUPPORTED
from framing.report.html import page_values
from framing.report.templates import digest, render, style_sheet
from framing.service.interface import Messages, Unread, interfaces
from framing.service.limits import Limits

_FORM_STYLE: Final = "form.css"
_POLICY: Final = "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form is filled in with, and what was wrong with it."""

    text: str = ""
    language: str = ""
    problems: tuple[str, ...] = ()
    failures: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page as text, and the style sheet in it that alone may be used."""

    html: str
    style: str
    language: str


def form_page(messages: Messages, draft: Draft, limits: Limits) -> Page:
    """The form, as far as it was filled in. Everything that was sent is escaped."""
    numbers = {
        "articles": limits.articles,
        "characters": f"{limits.characters:,}".replace(",", "\u202f"),
        "megabytes": limits.body_bytes // 1_000_000,
    }
    html = render(
        "form.html",
        _FORM_STYLE,
        package=__package__,
        t=messages.report,
        m=messages,
        heading=messages.report["page_title"],
        limits=messages.report["limits"],
        draft=draft,
        bounds=messages["limits"].format(**numbers),
        languages=SUPPORTED,
        interfaces=interfaces(),
    )
    return Page(html, style_sheet(_FORM_STYLE, package=__package__), messages.language)


def report_page(analyses: Sequence[Analysis], messages: Messages, failures: Sequence[Unread] = ()) -> Page:
    """The report of :func:`framing.report.html.render_html`, with a way back and what could not be read above it."""
    values = page_values(analyses, messages.report)
    html = render("report.html", package=__package__, m=messages, failures=failures, **values)
    return Page(html, style_sheet(), messages.language)


def page_response(page: Page, *, status: int = 200) -> HTMLResponse:
    """A page as an HTTP response: its own style may be used, and nothing else be loaded or run."""
    headers = {
        "Content-Security-Policy": _POLICY.format(digest(page.style)),
        "Content-Language": page.language,
        "Vary": "Accept-Language",
    }
    return HTMLResponse(page.html, status_code=status, headers=headers)
