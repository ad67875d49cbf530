"""A finished training run, written to MLflow."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.tracking.metrics import flat_metrics
from framing.tracking.passages import INPUTS, OUTPUTS
from framing.tracking.scores import write_scores
from framing.tracking.store import NAME, PARENT, new_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlflow.models import ModelSignature

    from framing.training.settings import Experiment
    from framing.training.train import TrainingResult

REQUIREMENTS: Final = ("framing", "mlflow", "numpy", "pandas")
"""What the logged model names as needed, each pinned to what is installed; ``framing`` brings the rest."""

_EXAMPLE: Final = "Kommunen hevder at brua er trygg, melder NTB. – Vi har sett sprekkene selv, sier naboen Liv Moe."


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a run stands in MLflow; ``version`` is set where the model was registered."""

    run_id: str
    model_uri: str | None = None
    version: str | None = None


def record_run(
    result: TrainingResult,
    experiment: Experiment,
    settings: Path,
    started: float,
    *,
    register: bool = False,
    parent: str | None = None,
) -> Recorded:
    """Write a finished run: parameters, tags, data, metrics, tables, pictures and the model with its signature.

    Args:
        result: what training gave.
        experiment: what was run.
        settings: the experiment's TOML file, kept as it is.
        started: when the run began, in seconds since 1970.
        register: also make the model a new version of the registered model ``framing``.
        parent: the run this one is nested in, one of a sweep; its model is not kept, as nobody would load so many.

    Raises:
        FramingError: MLflow could not write the run.

    """
    tags = {
        **result.tags,
        "model": result.model.id,
        "mlflow.note.content": experiment.description,
        "mlflow.source.name": f"framing {'experiments run' if parent else 'train -c'} {settings}",
        **({PARENT: parent} if parent else {}),
        "mlflow.source.git.commit": result.tags["git.commit"].removesuffix("+changes"),
    }
    with (
        tempfile.TemporaryDirectory() as scratch,
        new_run(experiment.name, tags, started=started) as (mlflow, run_id),
    ):
        mlflow.log_params({**experiment.parameters(), **result.counts})
        _log_data(mlflow, result, experiment)
        shutil.copy(settings, Path(scratch) / "experiment.toml")
        write_scores(result.scorer, result.figures, Path(scratch))
        if parent is not None:
            mlflow.log_artifacts(scratch)
            mlflow.log_metrics(flat_metrics(result.figures))
            return Recorded(run_id)
        shutil.copytree(result.folder, Path(scratch) / "model")
        mlflow.log_artifacts(scratch)
        model = log_model(mlflow, result.folder, register=register)
        mlflow.log_metrics(flat_metrics(result.figures), model_id=model.model_id)
    number = model.registered_model_version
    return Recorded(run_id, model.model_uri, None if number is None else str(number))


def signature() -> ModelSignature:
    """The signature of the logged model."""
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema

    def schema(columns: Mapping[str, tuple[str, bool]]) -> Schema:
        return Schema([ColSpec(kind, name, required=needed) for name, (kind, needed) in columns.items()])

    return ModelSignature(schema(INPUTS), schema(OUTPUTS))


def _log_data(mlflow: Any, result: TrainingResult, experiment: Experiment) -> None:
    """Log which articles were fitted on and which were held out, each under the digest that the tags give whole."""
    import pandas as pd

    from framing.training.selection import select_articles

    selection = select_articles(experiment)
    for context, splits, digest, articles in (
        ("training", experiment.train, "dataset.train.sha256", selection.fitting),
        ("evaluation", experiment.evaluate, "dataset.held_out.sha256", selection.held_out),
    ):
        rows = [(a.article.id, a.article.language, a.genre, len(a.passages)) for a in articles]
        frame = pd.DataFrame(rows, columns=["id", "language", "genre", "passages"])
        # MLflow's column for it is 36 wide
        short = result.tags[digest][:32]
        data = mlflow.data.from_pandas(frame, source=str(experiment.corpus), name="+".join(splits), digest=short)
        mlflow.log_input(data, context=context)


def log_model(mlflow: Any, folder: Path, *, register: bool) -> Any:
    """Log a model folder as an MLflow model of the active run; MLflow's description of it."""
    import pandas as pd

    return mlflow.pyfunc.log_model(
        name="framing",
        python_model=str(Path(__file__).with_name("served.py")),
        artifacts={"model": str(folder.absolute())},
        signature=signature(),
        input_example=pd.DataFrame({"text": [_EXAMPLE], "language": ["nb"], "id": ["example"]}),
        pip_requirements=[f"{name}=={version(name)}" for name in REQUIREMENTS],
        registered_model_name=NAME if register else None,
    )
