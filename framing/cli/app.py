"""``framing``: the command line as a whole."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from framing import __version__
from framing.cli import (
    compare,
    corpus,
    data,
    doctor,
    evaluate,
    experiments,
    model,
    runs,
    score,
    serve,
    terminal,
    train,
    ui,
)
from framing.cli.command import Quiet, Verbose, add_command, errors_told, new_group
from framing.cli.defaults import configured_defaults

_HELP: Final = """Who is quoted in the news, through whom, and in which words.

Data go to standard output, messages to standard error. Exit codes: 0 fine; 1 some inputs failed, the rest is done
and written; 2 wrong usage; 3 broken data; 4 model missing or not trusted; 5 a quality gate failed; 70 an error in
the program itself.

An option that is not given is as the environment says (FRAMING_MODEL), else as framing.toml in the working directory
says (or the file that FRAMING_CONFIG names), else as the program has it by default."""

app = new_group("framing", _HELP, "framing score article.txt")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"framing {__version__}")
        raise typer.Exit


@app.callback()
def _framing(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    verbose: Verbose = 0,
    quiet: Quiet = False,
) -> None:
    terminal.set_verbosity(-1 if quiet else verbose)
    with errors_told():
        context.default_map = configured_defaults(context)


add_command(
    app,
    "score",
    score.score,
    "framing score article.txt",
    "framing score articles/ -o passages.parquet",
    'framing score "archive/*.html" -o report.html',
    "framing score article.txt --explain --format json",
    "cat articles.jsonl | framing score - --jobs 4 > analyses.jsonl",
)
add_command(app, "compare", compare.compare, "framing compare ours.txt theirs.txt -o compare.html")
add_command(app, "corpus", corpus.corpus, "framing corpus articles.jsonl --by outlet,month -o view")
add_command(
    app,
    "train",
    train.train,
    "framing train -c experiments/demo.toml",
    "framing train -c experiments/shipped.toml -o framing/models/default",
)
add_command(
    app,
    "evaluate",
    evaluate.evaluate,
    "framing evaluate",
    "framing evaluate dev --model out/models/baseline --json",
    "framing evaluate gold.jsonl --gate floors.json",
    "framing evaluate gold.jsonl --model out/models/baseline --track",
)
app.add_typer(experiments.app)
app.add_typer(runs.app)
add_command(app, "ui", ui.ui, "framing ui --port 5001")
add_command(app, "serve", serve.serve, "framing serve", "framing serve --port 8080 --model out/models/baseline")
app.add_typer(model.app)
app.add_typer(data.app)
add_command(app, "doctor", doctor.doctor, "framing doctor")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
