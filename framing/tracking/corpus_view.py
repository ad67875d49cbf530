"""A corpus view, written to MLflow."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from framing.tracking.store import default_store, experiment_id, explained, load_mlflow, open_client

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
    store = default_store()
    with explained(store), warnings.catch_warnings():
        # MLflow's hints to those who let it guess
        warnings.simplefilter("ignore")
        client = open_client(store)
        mlflow = load_mlflow(store)
        models = ", ".join(name for name, _ in corpus.models)
        run = client.create_run(
            experiment_id(client, store),
            run_name=f"corpus by {', '.join(corpus.by)}",
            tags={"model": models, "mlflow.source.name": "framing corpus"},
        )
        run_id = str(run.info.run_id)
        with mlflow.start_run(run_id=run_id):
            mlflow.log_params({"by": ",".join(corpus.by), "seed": corpus.seed, "resamples": corpus.resamples})
            mlflow.log_metrics({"articles": corpus.articles, "statements": corpus.statements})
            mlflow.log_artifacts(str(folder))
        return run_id
