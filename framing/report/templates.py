"""Templates of pages: everything is escaped, and a page may use one style sheet, known by its hash, no more."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from framing.report.legible import legible

if TYPE_CHECKING:
    from jinja2 import Environment

_HOME: Final = "framing.report"
STYLE_FILE: Final = "page.css"
"""The style sheet that every page begins with."""
AGGREGATE_STYLE: Final = "aggregate.css"
"""What comes after it on the pages of comparisons and corpora."""


def render(template: str, *styles: str, package: str = _HOME, **values: Any) -> str:
    """Fill in a template.

    Values are escaped, and characters that HTML forbids replaced by U+FFFD, so that the page can always be encoded.

    Args:
        template: a template of ``package``; it may extend those of this package.
        styles: style sheets of ``package`` that come after ``page.css``.
        package: where template and style sheets are looked for first.
        values: what the template names.

    """
    from markupsafe import Markup

    style = style_sheet(*styles, package=package)
    # Our own files, not the articles': not escaped.
    return (
        _environment(package).get_template(template).render(style=Markup(style), style_digest=digest(style), **values)  # noqa: S704
    )


@cache
def style_sheet(*styles: str, package: str = _HOME) -> str:
    """The style of a page as one text: ``page.css`` and what comes after it."""
    own = [(files(package) / name).read_text(encoding="utf-8") for name in styles]
    return "\n".join([(files(_HOME) / STYLE_FILE).read_text(encoding="utf-8"), *own])


@cache
def digest(style: str) -> str:
    """The SHA-256 of a style sheet as a content security policy names it (W3C CSP 3, hash-source)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


@cache
def _environment(package: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment: Environment = Environment(
        loader=ChoiceLoader([PackageLoader(name, ".") for name in dict.fromkeys((package, _HOME))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: legible(value) if type(value) is str else value,
    )
    return environment
