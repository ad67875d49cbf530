"""``framing data``: figures and checks of annotated corpora, and those of others brought into their format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.command import add_command, new_group
from framing.cli.importing import import_corpus
from framing.cli.options import CORPUS_FOLDER, Json
from framing.cli.show import print_json, print_table
from framing.cli.standoff import attach, detach
from framing.errors import DataError

if TYPE_CHECKING:
    from framing.corpus.stats import CorpusStats, Repetition

app = new_group("data", "Figures and checks of annotated corpora; import of others.", "framing data check")

Place = Annotated[Path, typer.Argument(metavar="[PLACE]", help="Folder or JSONL file of annotated articles.")]


def stats(place: Place = CORPUS_FOLDER, as_json: Json = False) -> None:
    """Count labels, and measure how much the corpus repeats itself.

    Measured are sentences that are the same once names and numbers are left open, runs of six words that stand in
    several articles, and how the vocabulary grows.
    """
    from framing.corpus.loader import read_corpus
    from framing.corpus.stats import corpus_stats

    figures = corpus_stats(list(read_corpus(place)))
    if as_json:
        print_json(figures.to_json())
    else:
        _print(figures)


def check(place: Place = CORPUS_FOLDER, as_json: Json = False) -> None:
    """Check every article: front matter, markup, labels, offsets, nesting, doubles.

    Problems are told with file and line; exit code 3 if there is one.
    """
    from framing.corpus.check import check_corpus

    problems = check_corpus(place)
    if as_json:
        print_json({"folder": str(place), "problems": problems})
    else:
        for problem in problems:
            typer.echo(problem)
    if problems:
        raise DataError(f"{place}: not in order, {len(problems)} found; see above")


def agreement(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="Folder of annotated articles.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="The same articles, annotated again.")],
    as_json: Json = False,
) -> None:
    """Score a second annotation against the first.

    Articles are paired by id; those that stand in one folder only are left out. 'matched' is how often the label of
    a passage that both marked is the same.
    """
    from framing.corpus.agreement import agreement as measure

    figures = measure(first, second)
    if as_json:
        print_json(figures)
        return
    typer.echo(f"{figures['articles']} articles annotated twice")
    rows = [(name, figures[name]["f1"], figures[name]["support"]) for name in ("marked", "indirect")]
    rows += [("kind matched", figures["kind"]["accuracy"], None), ("source matched", figures["source"]["recall"], None)]
    for name in ("class", "carrier", "framing"):
        rows += [
            (f"{name} matched", figures[name]["oracle"], None),
            (f"{name} F1", figures[name]["f1"], figures[name]["support"]),
        ]
    print_table(("figure", "agreement", "passages"), rows)


add_command(app, "stats", stats, "framing data stats", "framing data stats data/corpus/articles/nb --json")
add_command(app, "check", check, "framing data check")
add_command(
    app,
    "import",
    import_corpus,
    "framing data import polnear PolNeAR/data -o out/polnear.jsonl",
    "framing data import doccano admin.jsonl --language nb -o out/ours.jsonl",
)
add_command(app, "detach", detach, "framing data detach out/annotated.jsonl -o annotations.jsonl")
add_command(
    app,
    "attach",
    attach,
    "framing data attach data/real/*.jsonl --texts texts.jsonl -o out/real.jsonl",
)
add_command(app, "agreement", agreement, "framing data agreement data/corpus/articles data/corpus/second")


def _print(figures: CorpusStats) -> None:
    typer.echo(f"{figures.articles} articles, {figures.words} words, {figures.passages} passages")
    for name, counts in figures.counts.items():
        total = sum(counts.values())
        typer.echo()
        print_table((name, "count", "share"), [(label, n, n / total) for label, n in counts.items()])
    typer.echo()
    print_table(
        ("language", "shared 6-grams", "words", "different words"),
        [(name, f"{o.share:.2%}", *figures.growth[name][-1]) for name, o in figures.overlap.items()],
    )
    typer.echo(f"\nSentences repeated in another article: {figures.repeated_share:.2%}")
    _print_repetitions("sentence", figures.repeated)
    _print_repetitions("six words", [r for overlap in figures.overlap.values() for r in overlap.most])


def _print_repetitions(what: str, found: list[Repetition] | tuple[Repetition, ...]) -> None:
    if found:
        most = sorted(found, key=lambda repetition: -repetition.count)[:10]
        typer.echo()
        print_table((what, "count", "articles"), [(r.text, r.count, " ".join(r.articles[:6])) for r in most])
