"""``framing train``: from an experiment file to a model folder and a tracked run."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import terminal
from framing.cli.options import Json
from framing.cli.show import print_json, print_table

MODELS_FOLDER = Path("out/models")


def train(
    experiment: Annotated[Path, typer.Option("-c", "--config", metavar="TOML", help="The experiment file.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Model folder; out/models/NAME by default.")
    ] = None,
    track: Annotated[bool, typer.Option("--track/--no-track", help="Keep the run in MLflow.")] = True,
    register: Annotated[
        bool,
        typer.Option("--register/--no-register", help="Also make the model a new version of MLflow's model 'framing'."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Train a model as an experiment file says.

    The model is scored on held-out articles and saved; parameters, figures, data digests and the model are kept as
    a run in MLflow (mlruns/ in the working directory; see 'framing runs' and 'framing ui').
    """
    from framing.encoder import load_encoder
    from framing.encoder.convert import cache_folder
    from framing.training.settings import read_experiment
    from framing.training.train import headline
    from framing.training.train import train as run_training

    if register and not track:
        raise typer.BadParameter("a model can only be registered with its run; leave --no-track out")
    started = time.time()
    settings = read_experiment(experiment)
    folder = output or MODELS_FOLDER / settings.name
    encoder = load_encoder(settings.encoder, cache=cache_folder())
    with terminal.progress() as bars:
        result = run_training(settings, encoder, folder, bars)
    figures = headline(result.figures)
    summary = {"model": result.model.id, "folder": str(folder), "figures": figures, "run": None, "model_uri": None}
    if track:
        from framing.tracking.record import record_run

        terminal.say(f"model saved: {folder}; writing the run to MLflow")
        recorded = record_run(result, settings, experiment, started, register=register)
        summary |= {"run": recorded.run_id, "model_uri": recorded.model_uri}
        if recorded.version is not None:
            summary["registered"] = f"models:/framing/{recorded.version}"
    if as_json:
        print_json(summary)
        return
    print_table(("figure", "held out"), figures.items(), title=f"{settings.name}: {result.model.id}")
    for name in ("folder", "run", "model_uri", "registered"):
        if summary.get(name):
            typer.echo(f"{name.replace('_', ' ')}: {summary[name]}")
