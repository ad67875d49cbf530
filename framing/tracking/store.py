"""Where runs are kept: a SQLite file and a folder of artifacts under ``mlruns/`` of the working directory."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from framing.errors import FramingError, UsageError

if TYPE_CHECKING:
    from mlflow import MlflowClient

NAME: Final = "framing"
"""The MLflow experiment that holds the runs, and the name models are registered under."""

PARENT: Final = "mlflow.parentRunId"
"""The tag that holds the id of the run that a run is nested in."""

_FOLDER: Final = Path("mlruns")
_OFFLINE_AND_QUIET: Final = {
    # the server's part for language models: seven processes that nothing here uses
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    "MLFLOW_ENABLE_AI_GATEWAY": "false",
    "DO_NOT_TRACK": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_DISABLE_AGENT_HINT": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}


@dataclass(frozen=True, slots=True)
class Store:
    """A folder that MLflow keeps runs in; ``folder`` is absolute, as MLflow notes artifact places that way."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "mlflow.db"

    @property
    def uri(self) -> str:
        """The tracking URI."""
        return f"sqlite:///{self.database}"

    @property
    def artifacts(self) -> Path:
        """The folder of artifacts."""
        return self.folder / "artifacts"


def default_store() -> Store:
    """The store of the working directory."""
    return Store(_FOLDER.absolute())


def existing_store() -> Store:
    """The store of the working directory, for reading.

    Raises:
        UsageError: there is none.

    """
    store = default_store()
    if not store.database.is_file():
        raise UsageError(f"{_FOLDER / store.database.name}: no tracked runs here; make one with 'framing train'")
    return store


def environment() -> dict[str, str]:
    """The environment MLflow runs in: no telemetry, no progress bars; what the user has set stays."""
    return {**_OFFLINE_AND_QUIET, **os.environ}


def load_mlflow(store: Store) -> Any:
    """Import MLflow, offline and quiet, with ``store`` for tracking and registry."""
    os.environ.update(environment())
    import mlflow

    mlflow.set_tracking_uri(store.uri)
    mlflow.set_registry_uri(store.uri)
    return mlflow


def open_client(store: Store) -> MlflowClient:
    """A client of the store; makes the folder where it is missing, and MLflow the tables."""
    store.folder.mkdir(parents=True, exist_ok=True)
    client: MlflowClient = load_mlflow(store).MlflowClient()
    return client


def experiment_id(client: MlflowClient, store: Store) -> str:
    """The MLflow experiment of our runs, made where it is missing."""
    found = client.get_experiment_by_name(NAME)
    if found is not None:
        return str(found.experiment_id)
    # has the web interface open the experiment as model training, not as the traces of a language model
    tags = {"mlflow.experimentKind": "custom_model_development"}
    return str(client.create_experiment(NAME, artifact_location=store.artifacts.as_uri(), tags=tags))


@contextmanager
def explained(store: Store) -> Iterator[None]:
    """Turn MLflow's errors into one line that names the store, and keep its hints to itself.

    Raises:
        FramingError: MLflow could not do what was asked.

    """
    os.environ.update(environment())
    from mlflow.exceptions import MlflowException

    try:
        with warnings.catch_warnings():
            # to those who let it guess, and what its libraries tell it
            warnings.simplefilter("ignore")
            yield
    except MlflowException as error:
        first = str(error).strip().splitlines()[0]
        raise FramingError(f"{store.database}: MLflow: {first}") from error


@contextmanager
def new_run(name: str, tags: Mapping[str, str], *, started: float | None = None) -> Iterator[tuple[Any, str]]:
    """A run in the store of the working directory, active while the block writes it.

    It is finished when the block ends, and failed when the block raises.

    Args:
        name: of the run.
        tags: of the run.
        started: when it began, in seconds since 1970; now by default.

    Yields:
        MLflow with the run active, and the run's id.

    Raises:
        FramingError: MLflow could not write the run.

    """
    store = default_store()
    with explained(store):
        client = open_client(store)
        mlflow = load_mlflow(store)
        run = client.create_run(
            experiment_id(client, store),
            start_time=None if started is None else int(started * 1000),
            run_name=name,
            tags=dict(tags),
        )
        run_id = str(run.info.run_id)
        with mlflow.start_run(run_id=run_id):
            yield mlflow, run_id


def page(store: Store, port: int) -> str:
    """The address of the runs in the web interface, past its pages for language models."""
    with explained(store):
        number = experiment_id(open_client(store), store)
    return f"http://127.0.0.1:{port}/#/experiments/{number}/runs?workflowType=machine_learning"


def server_command(store: Store, port: int) -> list[str]:
    """The command that serves MLflow's web interface on this store, to this machine only."""
    return [
        sys.executable, "-m", "mlflow", "server",
        "--backend-store-uri", store.uri,
        "--registry-store-uri", store.uri,
        "--default-artifact-root", store.artifacts.as_uri(),
        "--no-serve-artifacts",
        "--host", "127.0.0.1",
        "--port", str(port),
        "--workers", "1",
        "--uvicorn-opts", "--log-level warning",
    ]  # fmt: skip
