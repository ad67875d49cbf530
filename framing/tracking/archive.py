"""Runs in one file, to be moved to another store: MLflow notes absolute places, so that a store cannot just be copied.

The file is a ZIP archive. ``runs.json`` is ``{"schema": "framing.runs/1", "runs": […]}``; each run has ``id``,
``name``, ``status``, ``start`` and ``end`` (milliseconds since 1970), ``parameters``, ``tags``, ``metrics`` (every
value with its time and step) and ``data`` (the data sets it was given). The artifacts of a run stand under
``artifacts/ID/``. Models registered with MLflow are not in it; the model folder of a run is, as its artifact ``model``.
"""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from framing.errors import DataError, UsageError
from framing.tracking.store import (
    NAME,
    PARENT,
    default_store,
    existing_store,
    experiment_id,
    explained,
    open_client,
)

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run as MlflowRun

SCHEMA: Final = "framing.runs/1"
IMPORTED: Final = "imported.from"
"""The tag that keeps the id a run had in the store it comes from."""
_INDEX: Final = "runs.json"
_ARTIFACTS: Final = "artifacts"
_LEFT_OUT: Final = frozenset({"mlflow.log-model.history", "mlflow.artifacts", PARENT})
"""Tags that name places or ids of the store they come from."""
_PAGE: Final = 500
_BATCH: Final = 100
"""Parameters or tags that MLflow takes in one go."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
_FINISHED: Final = frozenset({"FINISHED", "FAILED", "KILLED"})


def export_runs(stream: BinaryIO, advance: Callable[[int], None] = lambda _: None) -> int:
    """Write every run of the store to an archive; how many there were.

    Raises:
        UsageError: there is no store here.
        FramingError: MLflow cannot read it.

    """
    store = existing_store()
    with explained(store), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        client = open_client(store)
        rows = []
        for run in _every_run(client):
            rows.append(_as_row(client, run))
            advance(1)
            if not client.list_artifacts(run.info.run_id):
                continue
            folder = Path(client.download_artifacts(run.info.run_id, ""))
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, f"{_ARTIFACTS}/{run.info.run_id}/{path.relative_to(folder).as_posix()}")
        text = json.dumps({"schema": SCHEMA, "runs": rows}, indent=1, ensure_ascii=False) + "\n"
        archive.writestr(_INDEX, text)
        return len(rows)


def import_runs(path: Path, advance: Callable[[int], None] = lambda _: None) -> tuple[int, int]:
    """Add the runs of an archive to the store of the working directory, made where it is missing.

    MLflow gives them new ids; each keeps its old one as the tag ``imported.from``, and a run that is already here,
    by either, is left out.

    Returns:
        How many runs were added, and how many were already here.

    Raises:
        UsageError: no such file.
        DataError: it is no archive of runs.
        FramingError: MLflow could not write them.

    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    store = default_store()
    try:
        with zipfile.ZipFile(path) as archive, explained(store):
            rows = _read_index(archive, path)
            client = open_client(store)
            experiment = experiment_id(client, store)
            known = {run.data.tags.get(IMPORTED, run.info.run_id): run.info.run_id for run in _every_run(client)}
            known |= {run_id: run_id for run_id in list(known.values())}
            new = [row for row in rows if row["id"] not in known]
            # a run can name its parent only once that has its new id
            for row in sorted(new, key=lambda row: PARENT in row["tags"]):
                known[row["id"]] = _add(client, experiment, row, archive, known)
                advance(1)
            return len(new), len(rows) - len(new)
    except zipfile.BadZipFile as error:
        raise DataError(f"{path}: not a ZIP archive ({error}); write one with 'framing runs export'") from error


def _every_run(client: MlflowClient) -> Iterator[MlflowRun]:
    experiment = client.get_experiment_by_name(NAME)
    token = None
    while experiment is not None:
        found = client.search_runs(
            [experiment.experiment_id], max_results=_PAGE, order_by=["attributes.start_time ASC"], page_token=token
        )
        yield from found
        token = found.token
        if not token:
            return


def _as_row(client: MlflowClient, run: MlflowRun) -> dict[str, Any]:
    info, data = run.info, run.data
    history = [entry for name in sorted(data.metrics) for entry in client.get_metric_history(info.run_id, name)]
    return {
        "id": info.run_id,
        "name": info.run_name,
        "status": info.status,
        "start": info.start_time,
        "end": info.end_time,
        "parameters": dict(sorted(data.params.items())),
        "tags": dict(sorted(data.tags.items())),
        "metrics": [{"name": m.key, "value": m.value, "time": m.timestamp, "step": m.step} for m in history],
        "data": [given.to_dictionary() for given in (run.inputs.dataset_inputs if run.inputs else ())],
    }


def _read_index(archive: zipfile.ZipFile, path: Path) -> list[dict[str, Any]]:
    try:
        index = json.loads(archive.read(_INDEX))
        schema, rows = index["schema"], list(index["runs"])
        if schema != SCHEMA:
            raise DataError(f"{path}: an archive of schema {schema}; this version reads {SCHEMA}")
        for row in rows:
            _check(row)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path}: not an archive of runs ({error}); write one with 'framing runs export'") from error
    return rows


def _check(row: Mapping[str, Any]) -> None:
    # ids are part of places in the archive and on disk
    if not _ID.fullmatch(row["id"]):
        raise ValueError(f"{row['id']!r} is no id of a run")
    if missing := {"name", "status", "start", "end", "parameters", "tags", "metrics", "data"} - set(row):
        raise ValueError(f"run {row['id']} lacks {', '.join(sorted(missing))}")


def _add(
    client: MlflowClient,
    experiment: str,
    row: Mapping[str, Any],
    archive: zipfile.ZipFile,
    known: Mapping[str, str],
) -> str:
    tags = {name: value for name, value in row["tags"].items() if name not in _LEFT_OUT}
    if row["tags"].get(PARENT) in known:
        tags[PARENT] = known[row["tags"][PARENT]]
    run = client.create_run(
        experiment, start_time=row["start"], run_name=row["name"], tags={**tags, IMPORTED: row["id"]}
    )
    run_id = str(run.info.run_id)
    try:
        _fill(client, run_id, row)
        _copy_artifacts(client, run_id, row["id"], archive)
        if row["status"] in _FINISHED:
            client.set_terminated(run_id, row["status"], row["end"])
    except BaseException:
        client.delete_run(run_id)
        raise
    return run_id


def _fill(client: MlflowClient, run_id: str, row: Mapping[str, Any]) -> None:
    from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param

    parameters = [Param(name, value) for name, value in row["parameters"].items()]
    metrics = [Metric(m["name"], m["value"], m["time"], m["step"]) for m in row["metrics"]]
    for part in _parts(parameters):
        client.log_batch(run_id, params=part)
    for part in _parts(metrics):
        client.log_batch(run_id, metrics=part)
    data = [
        DatasetInput(Dataset(**given["dataset"]), [InputTag(k, v) for k, v in given["tags"].items()])
        for given in row["data"]
    ]
    if data:
        client.log_inputs(run_id, datasets=data)


def _copy_artifacts(client: MlflowClient, run_id: str, old: str, archive: zipfile.ZipFile) -> None:
    place = f"{_ARTIFACTS}/{old}/"
    names = [name for name in archive.namelist() if name.startswith(place) and not name.endswith("/")]
    if not names:
        return
    with tempfile.TemporaryDirectory() as scratch:
        # leaves out what would lead outside the folder
        archive.extractall(scratch, names)
        client.log_artifacts(run_id, str(Path(scratch) / place))


def _parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _BATCH):
        yield list(values[start : start + _BATCH])
