"""The logged model's input and output: texts in, one row a passage out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from framing.article import Analysis, Article

if TYPE_CHECKING:
    import pandas as pd

INPUTS: Final[dict[str, tuple[str, bool]]] = {
    "text": ("string", True),
    "language": ("string", False),
    "id": ("string", False),
}
"""Column names, MLflow types, and whether a column has to be there."""

OUTPUTS: Final[dict[str, tuple[str, bool]]] = {
    "id": ("string", True),
    "start": ("long", True),
    "end": ("long", True),
    "text": ("string", True),
    "kind": ("string", True),
    "source": ("string", False),
    "source_class": ("string", True),
    "probability": ("double", True),
    "carrier": ("string", False),
    "carrier_class": ("string", False),
    "cue": ("string", False),
    "framing": ("string", False),
    "framing_probability": ("double", False),
    "abstained": ("boolean", True),
}
"""Column names, MLflow types, and whether every row has a value; offsets are code points into the text."""

_DTYPES: Final = {"long": "int64", "double": "float64", "boolean": "bool"}


def articles_from_frame(frame: pd.DataFrame) -> list[Article]:
    """The rows of a data frame as articles; a missing id is the row's number, a missing language is detected."""

    def value(row: Any, column: str) -> str | None:
        given = row.get(column)
        return given if isinstance(given, str) and given else None

    rows = frame.to_dict(orient="records")
    return [
        Article(id=value(row, "id") or str(number), text=row["text"], language=value(row, "language"))
        for number, row in enumerate(rows)
    ]


def frame_from_analyses(analyses: Iterable[Analysis]) -> pd.DataFrame:
    """One row a passage with the columns of ``OUTPUTS``; no row where nobody is quoted."""
    import pandas as pd

    rows = [row for analysis in analyses for row in _rows(analysis)]
    frame = pd.DataFrame(rows, columns=list(OUTPUTS))
    # None and NaN are one in a column of floats, and a column without a value has its type all the same
    return frame.astype({name: _DTYPES[kind] for name, (kind, _) in OUTPUTS.items() if kind in _DTYPES})


def _rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for passage in analysis.passages:
        yield {
            "id": analysis.article.id,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "kind": passage.kind,
            "source": passage.source.text if passage.source else None,
            "source_class": passage.source_class.label,
            "probability": passage.source_class.probability,
            "carrier": passage.carrier.text if passage.carrier else None,
            "carrier_class": passage.carrier_class.label if passage.carrier_class else None,
            "cue": passage.cue.text if passage.cue else None,
            "framing": passage.framing.label if passage.framing else None,
            "framing_probability": passage.framing.probability if passage.framing else None,
            "abstained": passage.abstained,
        }
