"""``framing evaluate``: a model against annotated articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import terminal
from framing.cli.gate import broken_floors, read_floors
from framing.cli.options import CORPUS_FOLDER, Corpus, EncoderSpec, Json, ModelFolder
from framing.cli.show import print_json, print_table
from framing.errors import GateError, UsageError

if TYPE_CHECKING:
    from framing.corpus.loader import AnnotatedArticle


def evaluate(
    gold: Annotated[str, typer.Argument(metavar="[GOLD]", help="A split of the corpus, or a JSONL file.")] = "test",
    model: ModelFolder = None,
    encoder: EncoderSpec = None,
    corpus: Corpus = CORPUS_FOLDER,
    gate: Annotated[
        Path | None,
        typer.Option("--gate", metavar="JSON", help="Floors for figures; exit 5 if one is under its floor."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Score a model against annotated articles.

    GOLD is a split of the corpus (test by default; train, dev) or a JSONL file of annotated articles with 'text'
    and 'passages'. Everything is scored end to end: a passage that was missed or made up costs in every figure.
    Figures named 'oracle' are the accuracy over passages that were found.
    """
    from framing import load
    from framing.corpus.splits import SPLITS, digest
    from framing.encoder.convert import cache_folder
    from framing.tracking.metrics import flat_metrics
    from framing.training.evaluate import evaluate_articles

    floors = read_floors(gate) if gate is not None else {}
    articles = _read(gold, corpus)
    analyzer = load(model, encoder=encoder, cache=cache_folder())
    if gold in SPLITS:
        _warn_if_seen(gold, analyzer.model.manifest)
    with terminal.progress() as bars:
        bars.start("evaluating", len(articles))
        scorer = evaluate_articles(analyzer.model, analyzer.encoder, analyzer.gazetteer, articles, advance=bars.advance)
    figures = scorer.figures()
    metrics = flat_metrics(figures)
    if as_json:
        facts = {"model": analyzer.model.id, "gold": gold, "dataset.sha256": digest(articles)}
        print_json({**facts, "articles": len(articles), "metrics": metrics, "figures": figures})
    else:
        _print(figures, metrics, f"{analyzer.model.id} on {gold}, {len(articles)} articles")
    if broken := broken_floors(metrics, floors):
        raise GateError(f"{gate}: {'; '.join(broken)}")


def _read(gold: str, corpus: Path) -> Sequence[AnnotatedArticle]:
    from framing.corpus.loader import read_corpus
    from framing.corpus.rows import read_annotations
    from framing.corpus.splits import SPLITS, in_splits

    if gold in SPLITS:
        articles = in_splits(read_corpus(corpus), gold)
    elif Path(gold).is_file():
        articles = list(read_annotations(Path(gold)))
    else:
        raise UsageError(f"{gold}: neither a split of the corpus ({', '.join(SPLITS)}) nor a file")
    if not articles:
        raise UsageError(f"{gold}: no annotated article in it")
    return articles


def _warn_if_seen(split: str, manifest: Mapping[str, Any]) -> None:
    trained = manifest["trained_on"]
    if trained["refit"] or split in trained["splits"]:
        terminal.warn(f"the model was trained on articles of the split '{split}'; these figures say little")


def _print(figures: Mapping[str, Any], metrics: Mapping[str, float], title: str) -> None:
    from framing.tracking.metrics import MEASURES, TASKS

    headline = [(name, value) for name, value in metrics.items() if "/" not in name]
    print_table(("figure", "value"), headline, title=title)
    for task in TASKS:
        rows = [(label, *(row[m] for m in MEASURES)) for label, row in figures[task]["labels"].items()]
        typer.echo()
        print_table((task, *MEASURES), rows)
