"""The rows of the gazetteer: one CSV file per kind of entry, one row per entry.

An alias may carry qualifiers in square brackets after its text, separated by spaces:

- ``nb``, ``en`` …: the alias is used in these languages only (none: in all);
- ``?``: it is also an ordinary word or somebody else's name;
- ``=``: it takes no endings;
- ``after=på|on``: it counts only directly after one of these words;
- ``not=@``: it does not count where the text goes on with one of these strings.

An alias that begins with a hyphen (``-minister``) is also found as the last part of a closed compound.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from framing.errors import DataError
from framing.taxonomy import CARRIER_CLASSES, SOURCE_CLASSES

INHERIT: Final = "inherit"
"""Class of a role noun (leader, spokesperson) whose class comes from the organisation named beside it."""

ENTRY_FILES: Final = ("agencies", "outlets", "platforms", "bodies", "persons", "documents", "roles", "generic")
"""Files of entries, the surest kind of evidence first: of two equal matches the earlier file wins."""

FIELDS: Final = (
    "id",
    "name",
    "class",
    "type",
    "country",
    "languages",
    "aliases",
    "domain",
    "control",
    "source",
    "as_of",
)

CLASSES: Final = frozenset(SOURCE_CLASSES) | frozenset(CARRIER_CLASSES) | {INHERIT}

_QUALIFIED = re.compile(r"(?P<text>.*?)(?: \[(?P<qualifiers>[^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write an entry, with the conditions under which it counts."""

    text: str
    languages: frozenset[str] = frozenset()
    ambiguous: bool = False
    inflects: bool = True
    compound_head: bool = False
    after: frozenset[str] = frozenset()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One outlet, organisation, place, person, role noun or phrase.

    ``source_class`` is a source class, a carrier class (``document``, ``social_media``) or ``INHERIT``.
    ``country`` is an ISO 3166 alpha-2 code or empty. ``control`` says who controls an outlet: a typology
    code of the State Media Monitor, ``private``, ``public`` or empty; of a person it is the office and its
    years. ``source`` and ``as_of`` say where the fact comes from and when it held.
    """

    id: str
    name: str
    source_class: str
    type: str
    country: str
    languages: str
    alias_text: str
    domain: str
    control: str
    source: str
    as_of: str

    @property
    def is_lexical(self) -> bool:
        """Whether this is a common noun or phrase of some languages, not a proper name."""
        return bool(self.languages)

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Every way to write the entry, its name and its second-level domain included.

        A name with a parenthesis tells namesakes apart and is not itself looked for.
        """
        languages = frozenset(self.languages.split())
        given = [parse_alias(part, languages) for part in self.alias_text.split("; ")] if self.alias_text else []
        texts = {alias.text for alias in given}
        if self.name not in texts and "(" not in self.name:
            given.append(Alias(self.name, languages))
        if self.domain.count(".") == 1 and self.domain not in texts:
            given.append(Alias(self.domain))
        return tuple(given)


def parse_alias(text: str, languages: frozenset[str] = frozenset()) -> Alias:
    """The alias written as ``text``; ``languages`` hold where it names none of its own.

    Raises:
        DataError: a qualifier is unknown.

    """
    if "[" not in text:
        return Alias(text.removeprefix("-"), languages, compound_head=text.startswith("-"))
    match = _QUALIFIED.fullmatch(text)
    qualifiers = (match["qualifiers"] or "").split() if match else []
    surface = match["text"] if match else text
    own: set[str] = set()
    ambiguous, inflects = False, True
    after: frozenset[str] = frozenset()
    not_before: tuple[str, ...] = ()
    for qualifier in qualifiers:
        if qualifier == "?":
            ambiguous = True
        elif qualifier == "=":
            inflects = False
        elif qualifier.startswith("after="):
            after = frozenset(word.casefold() for word in qualifier.removeprefix("after=").split("|"))
        elif qualifier.startswith("not="):
            not_before = tuple(qualifier.removeprefix("not=").split("|"))
        elif len(qualifier) == 2 and qualifier.isalpha():
            own.add(qualifier)
        else:
            message = (
                f"gazetteer alias {text!r}: unknown qualifier {qualifier!r}; use a language code, ?, =, after= or not="
            )
            raise DataError(message)
    return Alias(
        surface.removeprefix("-"),
        frozenset(own) or languages,
        ambiguous,
        inflects,
        surface.startswith("-"),
        after,
        not_before,
    )


def parse_entries(text: str, name: str) -> list[Entry]:
    """The entries of one CSV file's ``text``; ``name`` is the file's name, for messages.

    Raises:
        DataError: the header or a row does not have the fields of ``FIELDS``, or a class is not in the taxonomy.

    """
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if tuple(header) != FIELDS:
        message = f"gazetteer file {name}: header is {','.join(header)}; it must be {','.join(FIELDS)}"
        raise DataError(message)
    entries: list[Entry] = []
    for row in reader:
        if len(row) != len(FIELDS):
            message = f"gazetteer file {name}, line {reader.line_num}: {len(row)} fields; there must be {len(FIELDS)}"
            raise DataError(message)
        if row[2] not in CLASSES:
            message = f"gazetteer file {name}, line {reader.line_num}: class {row[2]!r} is not in the taxonomy"
            raise DataError(message)
        entries.append(Entry(*row))
    return entries


def read_data(name: str) -> str:
    """The text of a data file of this package."""
    return files("framing.gazetteer").joinpath("data", name).read_text(encoding="utf-8")


@cache
def load_entries() -> tuple[Entry, ...]:
    """All entries, in the order of ``ENTRY_FILES``.

    Raises:
        DataError: a file breaks its format.

    """
    return tuple(entry for stem in ENTRY_FILES for entry in parse_entries(read_data(f"{stem}.csv"), f"{stem}.csv"))


@cache
def load_stoplist() -> tuple[tuple[frozenset[str], str], ...]:
    """Phrases that look like an entry and are none (``RT-PCR``), each with its languages."""
    rows = list(csv.reader(io.StringIO(read_data("stoplist.csv"))))[1:]
    return tuple((frozenset(languages.split()), phrase) for languages, phrase in rows)
