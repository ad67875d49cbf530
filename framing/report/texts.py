"""The words a report is written in: names, definitions and sentences of one interface language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from framing.errors import UsageError
from framing.taxonomy import CARRIER_CLASSES, FRAMINGS, KINDS, SOURCE_CLASSES, STANCES

GROUPS: Final[dict[str, dict[str, str]]] = {
    "source_class": SOURCE_CLASSES,
    "carrier_class": CARRIER_CLASSES,
    "framing": FRAMINGS,
    "kind": KINDS,
    "stance": STANCES,
}
"""The parts of the taxonomy that have names and definitions, with its own (English) definitions."""

_FIELD = re.compile(r"\{(?:(\w+):)?(\d)\}")


@dataclass(frozen=True)
class Texts:
    """The texts of one interface language; ``texts["balance"]`` is a sentence or heading, as a plain string."""

    language: str
    table: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.table[key]

    def name(self, group: str, label: str) -> str:
        """What a label is called; a label that the taxonomy does not know is called by itself."""
        return str(self._entry(group, label).get("name", label))

    def plural(self, label: str) -> str:
        """What those of a source class are called together, as in a count of them."""
        return str(self._entry("source_class", label).get("plural") or self.name("source_class", label))

    def stance(self, label: str) -> str:
        """The stance of a cue and what it means, without the examples."""
        return f"{self.name('stance', label)}: {self.definition('stance', label).partition(' (')[0]}"

    def number(self, count: int) -> str:
        """A count in digits, in groups of three from five digits on (ISO 80000-1)."""
        return str(count) if count < 10_000 else f"{count:,}".replace(",", "\u202f")

    def date(self, written: str) -> str:
        """A date by the calendar, if it begins as one in ISO 8601 does; else as it was written."""
        match = re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", written)
        months = self.table["months"]
        if not match or not 0 < int(match[2]) <= len(months):
            return written
        return self._filled("date", int(match[3]), months[int(match[2]) - 1], match[1])

    def code(self, label: str) -> str:
        """The short sign of a source class, for print."""
        return str(self._entry("source_class", label).get("code", label))

    def definition(self, group: str, label: str) -> str:
        """What a label means."""
        return str(self._entry(group, label).get("definition", GROUPS[group].get(label, "")))

    def language_name(self, code: str) -> str:
        """What a language is called; one that has no name here is called by its code."""
        return str(self.table["languages"].get(code, code))

    def percent(self, probability: float) -> str:
        """A probability in whole per cent, never rounded to certainty."""
        if probability > 0.99:
            return self._filled("above", self._filled("percent", 99))
        if probability < 0.01:
            return self._filled("below", self._filled("percent", 1))
        return self._filled("percent", round(100 * probability))

    def likelihood(self, probability: float) -> str:
        """A probability in words."""
        steps = self.table["likelihood"]
        return str(next((s["text"] for s in steps if probability >= s["at_least"]), steps[-1]["text"]))

    def reason(self, line: str) -> str | None:
        """A line of an explanation in this language; None where it is only known as it stands, in English."""
        for row in self.table.get("reason", ()):
            if match := re.fullmatch(row["pattern"], line, re.DOTALL):
                return _FIELD.sub(lambda f, m=match: self._group(f, m), row["text"])  # type: ignore[misc]
        return line if self.language == "en" else None

    def _group(self, field: re.Match[str], match: re.Match[str]) -> str:
        group, value = field[1], str(match[int(field[2])])
        if group == "evidence":
            named = (str(self.table["evidence"].get(name, name)) for name in value.split(", "))
            return ", ".join(dict.fromkeys(named))
        return self.name(group, value) if group else value

    def _filled(self, key: str, *values: object) -> str:
        return str(self.table[key]).format(*values)

    def _entry(self, group: str, label: str) -> Mapping[str, Any]:
        entry: Mapping[str, Any] = self.table[group].get(label, {})
        return entry


def interfaces() -> tuple[str, ...]:
    """The interface languages there are texts for."""
    return tuple(_tables())


def load_texts(language: str) -> Texts:
    """The texts of one interface language.

    Raises:
        UsageError: there are no texts in this language.

    """
    tables = _tables()
    if language not in tables:
        raise UsageError(f"no report texts in {language!r}; choose one of: {', '.join(tables)}")
    return Texts(language, tables[language])


def load_aggregate_texts(language: str) -> Texts:
    """The texts of reports together with those of comparisons and corpora.

    Raises:
        UsageError: there are no texts in this language.

    """
    texts = load_texts(language)
    return Texts(language, {**texts.table, **_tables("aggregate.toml")[language]})


@cache
def _tables(name: str = "texts.toml") -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
