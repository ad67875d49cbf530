"""The page to paste an article into, and the report with a way back to it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from framing.article import Analysis
from framing.languages import SUPPORTED
from framing.report.html import STYLE_FILE, render_html
from framing.report.legible import legible
from framing.service.interface import Messages, interfaces
from framing.service.limits import Limits

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_HEADER_END: Final = "</header>\n"
_POLICY: Final = (
    "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form is filled in with, and what was wrong with it."""

    text: str = ""
    language: str = ""
    problems: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    """Inputs that could not be read; the messages are English."""


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
    style = _form_style()
    html = _template("form.html").render(
        m=messages,
        t=messages.report,
        draft=draft,
        style=style,
        limits=messages["limits"].format(**numbers),
        languages=SUPPORTED,
        interfaces=interfaces(),
    )
    return Page(html, style, messages.language)


def report_page(analyses: Sequence[Analysis], messages: Messages, failures: Sequence[str] = ()) -> Page:
    """The report of :func:`framing.report.html.render_html`, with a way back and what could not be read above it."""
    report = render_html(analyses, interface=messages.language)
    head, _, rest = report.partition(_HEADER_END)
    bar = _template("bar.html").render(m=messages, failures=failures)
    return Page(head + bar + rest, _report_style(), messages.language)


def page_response(page: Page, *, status: int = 200) -> HTMLResponse:
    """A page as an HTTP response: its own style may be used, and nothing else be loaded or run."""
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    headers = {
        "Content-Security-Policy": _POLICY.format(digest),
        "Content-Language": page.language,
        "Vary": "Accept-Language",
    }
    return HTMLResponse(page.html, status_code=status, headers=headers)


@cache
def _report_style() -> str:
    return (files("framing.report") / STYLE_FILE).read_text(encoding="utf-8")


@cache
def _form_style() -> str:
    return _report_style() + (files(__package__) / "form.css").read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment: Environment = Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: legible(value) if type(value) is str else value,
    )
    return environment.get_template(name)
