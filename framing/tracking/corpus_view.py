"""A corpus view, written to MLflow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from framing.tracking.store import new_run

if TYPE_CHECKING:
    from framing.aggregate.corpus import CorpusTables


def record_corpus(corpus: CorpusTables, folder: Path) -> str:
    """Log the tables, figures and page of a corpus as a run of their own.

    Args:
        corpus: what was counted; fields, seed and resamples become parameters, totals become metrics.
        folder: what was written of it, see :func:`framing.report.corpus.write_corpus`.

    Returns:
        The run's id.

    Raises:
        FramingError: MLflow could not write the run.

    """
    models = ", ".join(name for name, _ in corpus.models)
    tags = {"model": models, "mlflow.source.name": "framing corpus"}
    with new_run(f"corpus by {', '.join(corpus.by)}", tags) as (mlflow, run_id):
        mlflow.log_params({"by": ",".join(corpus.by), "seed": corpus.seed, "resamples": corpus.resamples})
        mlflow.log_metrics({"articles": corpus.articles, "statements": corpus.statements})
        mlflow.log_artifacts(str(folder))
    return run_id
