"""Quality gates: figures against pinned floors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from framing.errors import DataError, UsageError
from framing.training.scoring import LESS_IS_BETTER


def read_floors(path: Path) -> dict[str, float]:
    """Read a JSON object of figure names, as ``framing evaluate --json`` gives under ``metrics``, and their floors.

    Raises:
        UsageError: no such file.
        DataError: not such an object.

    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file of floors")
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"{path}: not JSON ({error})") from error
    is_number = isinstance(floors, dict) and all(isinstance(v, int | float) for v in floors.values())
    if not is_number or not floors:
        raise DataError(f'{path}: expected an object of figures and their floors, such as {{"class.f1": 0.8}}')
    return {name: float(value) for name, value in floors.items()}


def broken_floors(metrics: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Each figure on the wrong side of its floor, as ``class.f1 0.7512 < 0.8``.

    Where less is better, what the file pins is the most a figure may be.

    Raises:
        DataError: a floor for a figure that does not exist.

    """
    if unknown := sorted(set(floors) - set(metrics)):
        raise DataError(f"floors for unknown figures: {', '.join(unknown)}; see 'framing evaluate --json'")
    return [
        f"{name} {metrics[name]:g} {'>' if name in LESS_IS_BETTER else '<'} {floor:g}"
        for name, floor in floors.items()
        if (metrics[name] > floor if name in LESS_IS_BETTER else metrics[name] < floor)
    ]
