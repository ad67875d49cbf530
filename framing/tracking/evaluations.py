"""An evaluation of a model, written to MLflow as a run of its own, so that it can be compared with others."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.tracking.metrics import flat_metrics
from framing.tracking.record import log_model
from framing.tracking.scores import write_scores
from framing.tracking.store import new_run

if TYPE_CHECKING:
    from framing.persistence import Model
    from framing.training.scoring import Scorer


def record_evaluation(
    model: Model, scorer: Scorer, figures: Mapping[str, Any], gold: str, digest: str, *, folder: Path | None = None
) -> str:
    """Keep an evaluation as a run: figures, tables, counts by article, pictures.

    Args:
        model: what was scored.
        scorer: what it counted.
        figures: of the scorer.
        gold: what the model was scored against, as the user named it.
        digest: SHA-256 of those articles and annotations.
        folder: of the model, to be logged with the run and registered; by default it is not.

    Returns:
        The run's id.

    Raises:
        FramingError: MLflow could not write the run.

    """
    name = f"{model.manifest.get('name', model.id)} on {Path(gold).stem}"
    tags = {
        "model": model.id,
        "dataset.held_out.sha256": digest,
        "taxonomy": model.manifest["taxonomy"],
        "encoder": model.manifest["encoder"]["id"],
        "mlflow.source.name": "framing evaluate",
    }
    with tempfile.TemporaryDirectory() as scratch, new_run(name, tags) as (mlflow, run_id):
        mlflow.log_params({"evaluate": gold, "articles.held_out": scorer.articles})
        write_scores(scorer, figures, Path(scratch))
        mlflow.log_artifacts(scratch)
        if folder is not None:
            log_model(mlflow, folder, register=True)
        mlflow.log_metrics(flat_metrics(figures))
    return run_id


def record_figures(name: str, parameters: Mapping[str, Any], metrics: Mapping[str, float]) -> str:
    """Keep plain figures as a run called ``name``; gives its id.

    Raises:
        FramingError: MLflow could not write the run.

    """
    with new_run(name, {"mlflow.source.name": "framing evaluate"}) as (mlflow, run_id):
        mlflow.log_params(parameters)
        mlflow.log_metrics(metrics)
    return run_id
