"""What a run keeps of an evaluation: figures, tables, counts by article, pictures."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.tracking.plots import write_plots
from framing.tracking.tables import write_tables
from framing.training.counts import write_counts

if TYPE_CHECKING:
    from framing.training.scoring import Scorer

_log = logging.getLogger(__name__)

COUNTS: Final = "tables/article-counts.csv"
"""Where a run keeps the counts of each article, among its artifacts."""


def write_scores(scorer: Scorer, figures: Mapping[str, Any], folder: Path) -> None:
    """Write ``figures.json``, ``tables/`` and, where matplotlib is installed, ``plots/``."""
    text = json.dumps(figures, indent=1, ensure_ascii=False) + "\n"
    (folder / "figures.json").write_text(text, encoding="utf-8")
    write_tables(scorer, figures, folder / "tables")
    write_counts(scorer.by_article, folder / COUNTS)
    try:
        write_plots(scorer, figures, folder / "plots")
    except ImportError:
        _log.warning("no pictures in the run: they need an extra: pip install 'framing[plots]'")
