"""The registered model ``framing`` and its champion, in MLflow's registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.errors import UsageError
from framing.tracking.evaluations import record_evaluation
from framing.tracking.runs import find_run, list_runs
from framing.tracking.store import NAME, default_store, existing_store, explained, load_mlflow, open_client

if TYPE_CHECKING:
    from mlflow import MlflowClient

    from framing.persistence import Model
    from framing.training.scoring import Scorer

CHAMPION: Final = "champion"
"""The alias of the version in use: ``models:/framing@champion``."""
_MODEL: Final = "model"


@dataclass(frozen=True)
class PassedGate:
    """Articles on which a model held every floor of a file, and what it scored there; ``digest`` is theirs."""

    gold: str
    file: str
    floors: Mapping[str, float]
    metrics: Mapping[str, float]
    figures: Mapping[str, Any]
    scorer: Scorer
    digest: str


@dataclass(frozen=True, slots=True)
class Champion:
    """The version that is the champion now, and the one that was it before, if any."""

    version: str
    before: str | None


def locate(what: str) -> tuple[str | None, Path]:
    """The run and the model folder that are meant by a folder, or by the name or id of a run.

    Raises:
        UsageError: neither a folder nor a run, or a run that kept no model.

    """
    if Path(what).is_dir():
        return None, Path(what)
    run = find_run(what, list_runs())
    store = existing_store()
    with explained(store):
        client = open_client(store)
        if _MODEL not in [artifact.path for artifact in client.list_artifacts(run.id)]:
            raise UsageError(
                f"{run.name} {run.id[:8]}: the run kept no model, as the runs of a sweep do not; train one with its "
                "settings"
            )
        return run.id, Path(client.download_artifacts(run.id, _MODEL))


def make_champion(model: Model, folder: Path, run_id: str | None, gates: Sequence[PassedGate]) -> Champion:
    """Register a model where it is not yet, and let the alias ``champion`` point to it.

    Args:
        model: the model.
        folder: where it stands.
        run_id: of the run that trained it, if it is tracked here; else the evaluation of the first gate becomes the
            run that the version belongs to.
        gates: those it has passed, at least one.

    Raises:
        FramingError: MLflow could not write it.

    """
    store = default_store()
    with explained(store):
        client = open_client(store)
        version = _version_of(client, model.id)
        if version is None and run_id is not None:
            version = _register_logged(client, run_id)
        if version is None:
            first = gates[0]
            record_evaluation(model, first.scorer, first.figures, first.gold, first.digest, folder=folder)
            version = _version_of(client, model.id)
        if version is None:
            raise UsageError(f"{model.id}: MLflow registered no version; look at it with 'framing ui'")
        before = client.get_registered_model(NAME).aliases.get(CHAMPION)
        client.set_registered_model_alias(NAME, CHAMPION, version)
        client.set_model_version_tag(NAME, version, "gates", ", ".join(f"{gate.gold}={gate.file}" for gate in gates))
        return Champion(version, None if before is None else str(before))


def _version_of(client: MlflowClient, model_id: str) -> str | None:
    """The newest registered version of a model, by the tag of the run it belongs to."""
    versions = sorted(client.search_model_versions(f"name = '{NAME}'"), key=lambda v: int(v.version), reverse=True)
    for version in versions:
        if version.run_id and client.get_run(version.run_id).data.tags.get("model") == model_id:
            return str(version.version)
    return None


def _register_logged(client: MlflowClient, run_id: str) -> str | None:
    """Register the MLflow model that a run logged; None where it logged none, such as an imported one."""
    outputs = client.get_run(run_id).outputs
    logged = outputs.model_outputs if outputs else []
    if not logged:
        return None
    mlflow = load_mlflow(default_store())
    return str(mlflow.register_model(f"models:/{logged[0].model_id}", NAME).version)
