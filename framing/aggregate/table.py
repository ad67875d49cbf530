"""A table with named, typed columns: what every aggregate ends as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """Rows under named columns; ``columns`` maps each name to its Arrow type (``string``, ``int64``, ``double``)."""

    name: str
    columns: Mapping[str, str]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as mappings from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
