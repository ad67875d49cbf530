"""Reading tracked runs back: list, show, compare."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from framing.errors import UsageError
from framing.tracking.archive import IMPORTED
from framing.tracking.store import NAME, PARENT, existing_store, explained, open_client

if TYPE_CHECKING:
    from mlflow.entities import Run as MlflowRun

_MOST: Final = 1000
_SHORTEST_PREFIX: Final = 4


@dataclass(frozen=True, slots=True)
class Run:
    """One tracked run; ``started`` is UTC in ISO 8601, ``seconds`` None while it goes on.

    ``parent`` is the id of the sweep it is a part of.
    """

    id: str
    name: str
    status: str
    started: str
    seconds: float | None
    parameters: dict[str, str]
    metrics: dict[str, float]
    tags: dict[str, str]
    parent: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The run as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side: what they were told differently, and every figure of either as (a, b)."""

    a: Run
    b: Run
    parameters: dict[str, tuple[str | None, str | None]]
    tags: dict[str, tuple[str | None, str | None]]
    metrics: dict[str, tuple[float | None, float | None]]

    def to_json(self) -> dict[str, Any]:
        """The comparison as a JSON object; ``difference`` is b - a."""
        return {
            "a": {"id": self.a.id, "name": self.a.name},
            "b": {"id": self.b.id, "name": self.b.name},
            "parameters": {name: {"a": a, "b": b} for name, (a, b) in self.parameters.items()},
            "tags": {name: {"a": a, "b": b} for name, (a, b) in self.tags.items()},
            "metrics": {
                name: {"a": a, "b": b, "difference": None if a is None or b is None else round(b - a, 4)}
                for name, (a, b) in self.metrics.items()
            },
        }


def list_runs() -> list[Run]:
    """All tracked runs, the newest first.

    Raises:
        UsageError: there is no store here.
        FramingError: MLflow cannot read it.

    """
    store = existing_store()
    with explained(store):
        client = open_client(store)
        experiment = client.get_experiment_by_name(NAME)
        if experiment is None:
            return []
        order = ["attributes.start_time DESC"]
        found = client.search_runs([experiment.experiment_id], max_results=_MOST, order_by=order)
        return [_run(run) for run in found]


def find_run(name: str, runs: list[Run]) -> Run:
    """The run with this id, or its first characters, or the newest one with this name.

    Raises:
        UsageError: no run, or more than one, goes by it.

    """
    by_name = [run for run in runs if run.name == name]
    if by_name:
        return by_name[0]
    long_enough = len(name) >= _SHORTEST_PREFIX
    by_id = [run for run in runs if long_enough and any(known.startswith(name) for known in _ids(run))]
    if len(by_id) == 1:
        return by_id[0]
    problem = "more than one run begins so; give more of its id" if by_id else "no such run; see 'framing runs list'"
    raise UsageError(f"{name}: {problem}")


def _ids(run: Run) -> list[str]:
    """The id of a run, and the one it had in the store it was imported from."""
    return [run.id, *([run.tags[IMPORTED]] if IMPORTED in run.tags else [])]


def compare(a: Run, b: Run) -> Comparison:
    """Set two runs side by side."""
    return Comparison(
        a,
        b,
        _differing(a.parameters, b.parameters),
        _differing(a.tags, b.tags),
        dict(sorted(_paired(a.metrics, b.metrics).items(), key=lambda item: _order(item[0]))),
    )


def _order(name: str) -> tuple[bool, str]:
    # headline figures before those of single labels
    return "/" in name, name


def _paired(a: dict[str, Any], b: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (a.get(name), b.get(name)) for name in sorted(a.keys() | b.keys())}


def _differing(a: dict[str, Any], b: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: pair for name, pair in _paired(a, b).items() if pair[0] != pair[1]}


def _run(run: MlflowRun) -> Run:
    info = run.info
    return Run(
        id=info.run_id,
        name=info.run_name,
        status=info.status.lower(),
        started=datetime.fromtimestamp(info.start_time / 1000, UTC).isoformat(timespec="seconds"),
        seconds=None if info.end_time is None else (info.end_time - info.start_time) / 1000,
        parameters=dict(sorted(run.data.params.items())),
        metrics={name: run.data.metrics[name] for name in sorted(run.data.metrics, key=_order)},
        tags={name: value for name, value in sorted(run.data.tags.items()) if not name.startswith("mlflow.")},
        parent=run.data.tags.get(PARENT),
    )
