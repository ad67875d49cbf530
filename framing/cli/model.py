"""``framing model``: models on disk, and which of them is the champion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from framing.cli import terminal
from framing.cli.command import add_command, new_group
from framing.cli.options import CORPUS_FOLDER, Corpus, Json, ModelFolder, ModelInUse, OutputFile
from framing.cli.show import print_json, print_table
from framing.cli.train import MODELS_FOLDER
from framing.errors import ModelError

app = new_group("model", "Look at models, check that nobody changed them, make one the champion.", "framing model info")

DEFAULT_GATE: Final = "test=tests/floors/test.json"
"""Held-out articles and floors that a champion has to hold."""


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
    model: ModelInUse = None,
    as_json: Json = False,
) -> None:
    """List the model in use when none is named, and those that 'framing train' has made."""
    from framing.persistence import default_model_folder, load_model

    rows: list[dict[str, Any]] = []
    for path in [model or default_model_folder(), *sorted(m.parent for m in folder.glob("*/manifest.json"))]:
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


def promote(
    what: Annotated[str, typer.Argument(metavar="RUN|DIR", help="A tracked run, or a model folder.")],
    gates: Annotated[
        list[str],
        typer.Option(
            "--gate",
            metavar="GOLD=JSON",
            help="Floors to hold on a split or a JSONL file of annotated articles; may be given several times.",
        ),
    ] = [DEFAULT_GATE],  # noqa: B006 - typer copies it
    corpus: Corpus = CORPUS_FOLDER,
    as_json: Json = False,
) -> None:
    """Make a model the champion, if it passes the gate.

    The model is scored on the articles of each gate anew. If every figure is on the right side of its floor, it
    becomes a version of MLflow's registered model 'framing', and 'models:/framing@champion' points to it. If not,
    nothing is changed, each broken floor is told, and the exit code is 5.
    """
    from framing.cli.promotion import pass_gate
    from framing.persistence import load_model
    from framing.tracking.registry import locate, make_champion

    run_id, folder = locate(what)
    loaded = load_model(folder)
    passed = [pass_gate(gate, folder, loaded, corpus) for gate in gates]
    champion = make_champion(loaded, folder, run_id, passed)
    if as_json:
        figures = {gate.gold: {name: gate.metrics[name] for name in gate.floors} for gate in passed}
        print_json({"model": loaded.id, "version": champion.version, "before": champion.before, "gates": figures})
        return
    for gate in passed:
        rows = [(name, gate.metrics[name], floor) for name, floor in gate.floors.items()]
        print_table(("figure", "value", "floor"), rows, title=f"{loaded.id} on {gate.gold}")
        typer.echo()
    before = "" if champion.before in (None, champion.version) else f" (before: {champion.before})"
    typer.echo(f"models:/framing@champion is version {champion.version}{before}")


def card(
    what: Annotated[
        str | None, typer.Argument(metavar="[RUN|DIR]", help="A tracked run, or a model folder; the model in use.")
    ] = None,
    output: OutputFile = None,
    model: ModelInUse = None,
) -> None:
    """Write the card of a model: what it is, how good it is, what it is for and what it is not.

    Facts and figures come from the model's manifest; of a run, there are figures by label too. The texts are the same
    for every model; they stand in framing/report/model_card.jinja.
    """
    from framing.cli.output import open_output
    from framing.persistence import load_model
    from framing.report.model_card import render_model_card

    metrics, folder = {}, model
    if what is not None:
        from framing.tracking.registry import locate
        from framing.tracking.runs import find_run, list_runs

        run_id, folder = locate(what)
        metrics = find_run(run_id, list_runs()).metrics if run_id is not None else {}
    text = render_model_card(load_model(folder), metrics)
    with open_output(output) as stream:
        stream.write(text.encode())


def path(model: ModelInUse = None) -> None:
    """Print the folder of the model that is used when none is named."""
    from framing.persistence import default_model_folder

    typer.echo(str(model or default_model_folder()))


add_command(app, "info", info, "framing model info --model out/models/baseline")
add_command(app, "verify", verify, "framing model verify --model out/models/baseline")
add_command(app, "list", list_, "framing model list")
add_command(
    app,
    "promote",
    promote,
    "framing model promote shipped",
    "framing model promote out/models/baseline --gate test=tests/floors/test.json",
)
add_command(app, "card", card, "framing model card -o docs/model-card.md", "framing model card baseline")
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
