"""``framing evaluate``: a model against annotated articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import terminal
from framing.cli.gate import broken_floors, read_floors
from framing.cli.gold import read_gold, was_trained_on
from framing.cli.options import CORPUS_FOLDER, Corpus, EncoderSpec, Json, ModelFolder
from framing.cli.show import print_json, print_table
from framing.errors import GateError, UsageError

if TYPE_CHECKING:
    from framing.corpus.loader import AnnotatedArticle
    from framing.pipeline import Analyzer
    from framing.training.scoring import Scorer


class Protocol(StrEnum):
    """How an output is compared with an annotation."""

    PASSAGES = "passages"
    ATTRIBUTIONS = "attributions"
    RECALL = "recall"
    BIAS = "bias"


def evaluate(
    gold: Annotated[str, typer.Argument(metavar="[GOLD]", help="A split of the corpus, or a JSONL file.")] = "test",
    model: ModelFolder = None,
    encoder: EncoderSpec = None,
    corpus: Corpus = CORPUS_FOLDER,
    split: Annotated[
        str | None,
        typer.Option("--split", metavar="NAME", help="Of a file only the articles of this split: train, dev or test."),
    ] = None,
    gate: Annotated[
        Path | None,
        typer.Option("--gate", metavar="JSON", help="Floors for figures; exit 5 if one is under its floor."),
    ] = None,
    track: Annotated[
        bool,
        typer.Option("--track/--no-track", help="Keep the evaluation as a run in MLflow, to be compared with others."),
    ] = False,
    protocol: Annotated[
        Protocol,
        typer.Option("--protocol", help="What is compared: passages, attributions as in other corpora, or bias."),
    ] = Protocol.PASSAGES,
    folds: Annotated[
        int, typer.Option("--folds", min=2, help="With '--protocol bias': parts, each held out once.")
    ] = 5,
    as_json: Json = False,
) -> None:
    """Score a model against annotated articles.

    GOLD is a split of the corpus (test by default; train, dev) or a JSONL file of annotated articles with 'text'
    and 'passages', or with '--split' one split of such a file. Everything is scored end to end: a passage that was
    missed or made up costs in every figure. Figures named 'oracle' are the accuracy over passages that were found.

    With '--protocol attributions' contents and sources are compared as quotation systems are on PolNeAR: by letters
    and digits, matched from half of an overlap, whatever the kind. 'recall' is the same for a corpus that annotates
    only some of the attributions.

    With '--protocol bias' GOLD is a file of labelled sentences ('framing data import babe' and others). Heads for
    sentence bias are trained and tested on it in folds, once of whole outlets ('outlet') and once by label alone
    ('label'); 'model' is what the model itself says of all sentences, with nothing learned from them.
    """
    from framing import load
    from framing.corpus.splits import digest
    from framing.encoder.convert import cache_folder

    floors = read_floors(gate) if gate is not None else {}
    if protocol is Protocol.BIAS:
        from framing.cli.bias import evaluate_bias

        metrics = evaluate_bias(gold, model, encoder, folds, track=track, as_json=as_json)
        _check(metrics, floors, gate)
        return
    articles = read_gold(gold, corpus, split)
    analyzer = load(model, encoder=encoder, cache=cache_folder())
    if was_trained_on(gold, analyzer.model.manifest, split):
        what = f"the split '{gold}'" if split is None and not Path(gold).is_file() else gold
        terminal.warn(f"the model was trained on articles of {what}; these figures say little")
    name = gold if split is None else f"{gold}, split {split}"
    facts: dict[str, Any] = {"model": analyzer.model.id, "gold": name, "dataset.sha256": digest(articles)}
    if protocol is not Protocol.PASSAGES:
        if track:
            raise UsageError(f"--track keeps passages and bias; leave it out with --protocol {protocol.value}")
        facts["protocol"] = protocol.value
    figures, metrics, scorer = _score(protocol, analyzer, articles)
    if track and scorer is not None:
        from framing.tracking.evaluations import record_evaluation

        facts["run"] = record_evaluation(analyzer.model, scorer, figures, name, facts["dataset.sha256"])
        terminal.say(f"run: {facts['run']}")
    if as_json:
        print_json({**facts, "articles": len(articles), "metrics": metrics, "figures": figures})
    else:
        title = f"{analyzer.model.id} on {name}, {len(articles)} articles"
        if protocol is Protocol.PASSAGES:
            _print(figures, metrics, title)
        else:
            print_table(("figure", "value"), metrics.items(), title=title)
    _check(metrics, floors, gate)


def _check(metrics: Mapping[str, float], floors: Mapping[str, float], gate: Path | None) -> None:
    if broken := broken_floors(metrics, floors):
        raise GateError(f"{gate}: {'; '.join(broken)}")


def _score(
    protocol: Protocol, analyzer: Analyzer, articles: Sequence[AnnotatedArticle]
) -> tuple[dict[str, Any], dict[str, float], Scorer | None]:
    """All figures, those that count under the protocol as flat metrics, and the scorer where passages are scored."""
    parts = analyzer.model, analyzer.encoder, analyzer.gazetteer, articles
    with terminal.progress() as bars:
        bars.start("evaluating", len(articles))
        if protocol is Protocol.PASSAGES:
            from framing.tracking.metrics import flat_metrics
            from framing.training.evaluate import evaluate_articles

            scorer = evaluate_articles(*parts, advance=bars.advance)
            figures = scorer.figures()
            return figures, flat_metrics(figures), scorer
        from framing.training.attribution_scores import evaluate_attributions, flat_attribution_metrics

        figures = evaluate_attributions(*parts, advance=bars.advance).figures()
        return figures, flat_attribution_metrics(figures, complete=protocol is Protocol.ATTRIBUTIONS), None


def _print(figures: Mapping[str, Any], metrics: Mapping[str, float], title: str) -> None:
    from framing.tracking.metrics import MEASURES, TASKS

    headline = [(name, value) for name, value in metrics.items() if "/" not in name]
    print_table(("figure", "value"), headline, title=title)
    for task in TASKS:
        rows = [(label, *(row[m] for m in MEASURES)) for label, row in figures[task]["labels"].items()]
        typer.echo()
        print_table((task, *MEASURES), rows)
