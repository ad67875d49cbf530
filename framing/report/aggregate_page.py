"""What the pages of comparisons and corpora share: texts, style, and a template environment that lets nothing run."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from framing.report.html import STYLE_FILE
from framing.report.legible import legible
from framing.report.texts import Texts, load_texts

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLE_FILES: Final = (STYLE_FILE, "aggregate.css")


def load_page_texts(interface: str) -> Texts:
    """The texts of reports together with those of comparisons and corpora.

    Raises:
        UsageError: there are no texts in this language.

    """
    texts = load_texts(interface)
    return Texts(interface, {**texts.table, **_tables()[interface]})


def render_page(template: str, texts: Texts, **values: Any) -> str:
    """Fill in a template of this package; everything is escaped, and nothing in the page can load or run anything."""
    return _environment().get_template(template).render(t=texts, **values)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "aggregate.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment: Environment = Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: legible(value) if type(value) is str else value,
    )
    style = "\n".join((files(__package__) / name).read_text(encoding="utf-8") for name in _STYLE_FILES)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Our own files, not the articles': not escaped.
    environment.globals |= {"style": Markup(style), "style_digest": digest}  # noqa: S704
    return environment
