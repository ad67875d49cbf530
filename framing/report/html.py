"""Analyses as one web page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from framing.article import Analysis
from framing.report.templates import render
from framing.report.texts import GROUPS, Texts, load_texts
from framing.report.view import view

TEMPLATE = "page.html"


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
    return render(TEMPLATE, **page_values(analyses, load_texts(interface)))


def page_values(analyses: Sequence[Analysis], texts: Texts) -> dict[str, Any]:
    """What the template of the report names."""
    return {
        "t": texts,
        "heading": texts["page_title"],
        "articles": [view(analysis, f"a{k}", texts) for k, analysis in enumerate(analyses, 1)],
        "models": sorted({(analysis.model.id, analysis.model.taxonomy) for analysis in analyses}),
        "groups": GROUPS,
        "limits": texts["limits"],
    }
