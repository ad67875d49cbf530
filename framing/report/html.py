"""Analyses as one web page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from framing.article import Analysis
from framing.report.legible import legible
from framing.report.texts import GROUPS, load_texts
from framing.report.view import ArticleView, view

if TYPE_CHECKING:
    from jinja2 import Environment, Template

STYLE_FILE = "page.css"


def render_html(analyses: Sequence[Analysis], *, interface: str = "nb") -> str:
    """Render articles with their passages marked, who speaks through whom, and a key to the marks.

    Everything that comes from an article is escaped, and control characters and lone surrogates are replaced by
    U+FFFD, so that the page can always be encoded as UTF-8. A content security policy lets nothing be loaded or run.

    Args:
        analyses: the articles, in the order they shall stand; with more than one, a list of contents comes first.
        interface: language of headings, labels and definitions, ``nb`` or ``en``; articles keep their own.

    Raises:
        UsageError: there are no texts in the interface language.

    """
    texts = load_texts(interface)
    articles: list[ArticleView] = [view(analysis, f"a{k}", texts) for k, analysis in enumerate(analyses, 1)]
    models = sorted({(analysis.model.id, analysis.model.taxonomy) for analysis in analyses})
    return _template().render(t=texts, articles=articles, models=models, groups=GROUPS)


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment: Environment = Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    style = (files(__package__) / STYLE_FILE).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Our own file, not the article's: the one thing that is not escaped.
    environment.globals |= {"style": Markup(style), "style_digest": digest}  # noqa: S704
    return environment.get_template("page.html")


def _finalize(value: Any) -> Any:
    """What every value goes through on its way into the page, before it is escaped."""
    return legible(value) if type(value) is str else value
