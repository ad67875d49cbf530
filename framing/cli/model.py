"""``framing model``: models on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from framing.cli import terminal
from framing.cli.command import add_command, new_group
from framing.cli.options import Json, ModelFolder
from framing.cli.show import print_json, print_table
from framing.cli.train import MODELS_FOLDER
from framing.errors import ModelError

app = new_group("model", "Look at models on disk: what they are, and that nobody changed them.", "framing model info")


def info(folder: ModelFolder = None, as_json: Json = False) -> None:
    """Show what a model was trained on, with which encoder, and its figures."""
    from framing.persistence import load_model

    loaded = load_model(folder)
    if as_json:
        print_json(loaded.manifest)
        return
    manifest = loaded.manifest
    flat = {name: manifest.get(name) for name in ("id", "name", "taxonomy", "threshold")}
    for group in ("encoder", "trained_on", "evaluated_on", "tags", "versions"):
        flat.update({f"{group}.{name}": value for name, value in manifest.get(group, {}).items()})
    print_table(("what", "value"), flat.items())
    typer.echo()
    print_table(("head", "classes"), [(task, ", ".join(head.classes)) for task, head in loaded.heads.items()])
    typer.echo()
    print_table(("figure", "held out"), manifest.get("metrics", {}).items())


def verify(folder: ModelFolder = None, as_json: Json = False) -> None:
    """Check that a model is as it was written.

    Every file is checked against the checksum in the manifest, and the types in skops files against the list of
    those that may be loaded. Exit code 4 if something is wrong.
    """
    from framing.persistence import default_model_folder, load_model

    where = default_model_folder() if folder is None else folder
    loaded = load_model(where)
    results = {name: _problem(where, name, digest) for name, digest in loaded.manifest["sha256"].items()}
    if as_json:
        print_json({"model": loaded.id, "folder": str(where), "files": {n: p or "ok" for n, p in results.items()}})
    else:
        print_table(("file", "state"), [(name, problem or "ok") for name, problem in results.items()])
    if wrong := [problem for problem in results.values() if problem]:
        raise ModelError("; ".join(wrong))


def list_(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Folder of model folders, besides the shipped model.")
    ] = MODELS_FOLDER,
    as_json: Json = False,
) -> None:
    """List the model in use when none is named, and those that 'framing train' has made."""
    from framing.persistence import default_model_folder, load_model

    rows: list[dict[str, Any]] = []
    for path in [default_model_folder(), *sorted(m.parent for m in folder.glob("*/manifest.json"))]:
        try:
            loaded = load_model(path)
        except ModelError as error:
            terminal.warn(str(error))
            continue
        figure = loaded.manifest.get("metrics", {}).get("class.f1")
        rows.append({"id": loaded.id, "name": loaded.manifest.get("name"), "class.f1": figure, "folder": str(path)})
    if as_json:
        print_json(rows)
    else:
        header = ("id", "name", "class.f1", "folder")
        print_table(header, [[row[name] for name in header] for row in rows])


def path() -> None:
    """Print the folder of the model that is used when none is named."""
    from framing.persistence import default_model_folder

    typer.echo(str(default_model_folder()))


add_command(app, "info", info, "framing model info --model out/models/baseline")
add_command(app, "verify", verify, "framing model verify --model out/models/baseline")
add_command(app, "list", list_, "framing model list")
add_command(app, "path", path, "framing model path")


def _problem(folder: Path, name: str, digest: str) -> str | None:
    """What is wrong with one file of a model, if anything."""
    from framing.persistence import load_estimator, sha256

    path = folder / name
    if path.suffix == ".skops":
        try:
            load_estimator(folder, path.stem)
        except ModelError as error:
            return str(error)
        return None
    if not path.is_file():
        return f"{path}: missing"
    return None if sha256(path) == digest else f"{path}: changed after it was written"
