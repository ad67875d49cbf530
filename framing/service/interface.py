"""The language that a page speaks to its reader in, and what it says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from framing.readers import InputFailure
from framing.report.texts import Texts, load_texts
from framing.service.limits import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

DEFAULT: Final = "nb"
OTHERS: Final = "en"
"""For readers of none of the languages there are texts in."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read and why, in ``language``."""

    text: str
    language: str


@dataclass(frozen=True)
class Messages:
    """The texts of the page in one language, with those of the report."""

    language: str
    table: Mapping[str, Any]
    report: Texts

    def __getitem__(self, key: str) -> Any:
        return self.table[key]

    def refusal(self, refusal: Refusal) -> str:
        """Why a request was declined, and what to do."""
        return str(self.table["refusals"][refusal.key]).format(**refusal.values)

    def failure(self, failure: InputFailure) -> Unread:
        """Why an input could not be read; in English where there are no words for it in this language."""
        for row in self.table.get("failure", ()):
            if match := re.fullmatch(row["pattern"], failure.message, re.DOTALL):
                text = str(row["text"]).format(failure.input, *match.groups())
                return Unread(f"{failure.input}: {text}", self.language)
        return Unread(str(failure), "en")


def choose_interface(request: Request) -> str:
    """The language asked for by ``?lang=``, else the one that ``Accept-Language`` (RFC 9110, 12.5.4) likes best."""
    asked = request.query_params.get("lang", "")
    if asked in _tables():
        return asked
    accepted = request.headers.get("accept-language", "")
    return next(filter(None, map(_known, _ranked(accepted))), OTHERS if accepted.strip() else DEFAULT)


def load_messages(language: str) -> Messages:
    """The texts of one language that :func:`choose_interface` can give."""
    return Messages(language, _tables()[language], load_texts(language))


def interfaces() -> dict[str, str]:
    """The languages of the page with their own names."""
    return {language: table["name"] for language, table in _tables().items()}


def _ranked(accepted: str) -> list[str]:
    """Language tags, the most wanted first; those of weight 0 are not wanted."""
    weighted = []
    for item in accepted.split(","):
        tag, _, parameter = item.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0:
            weighted.append((weight, tag.strip().lower()))
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]


def _known(tag: str) -> str | None:
    base = tag.partition("-")[0]
    return next((language for language, table in _tables().items() if base in table["accepts"]), None)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "texts.toml").read_text(encoding="utf-8"))
