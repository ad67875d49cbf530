"""``framing evaluate --protocol bias``: sentence bias on a file of labelled sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from framing.cli import terminal
from framing.cli.show import print_json, print_table
from framing.errors import UsageError

if TYPE_CHECKING:
    from framing.corpus.sentences import BiasSentence
    from framing.encoder import Encoder
    from framing.estimators.heads import LinearHead
    from framing.estimators.spans import FloatArray

_MODEL: Final = "model"
_OUTLET: Final = ("sentences", "biased", "macro", "biased f1", "accuracy")


def evaluate_bias(
    gold: str, model: Path | None, encoder: str | None, folds: int, *, track: bool, as_json: bool
) -> dict[str, float]:
    """Score heads trained on the sentences in folds, and the model's own, print the figures and give them flat.

    With an encoder and no model, the shipped model has no say: its heads know another encoder's states.

    Raises:
        UsageError: the sentences cannot be scored in any way.
        FramingError: the run could not be kept.
        DataError: the file is missing or broken, or too small for the folds.

    """
    from framing.corpus.sentences import read_sentences
    from framing.encoder import DEFAULT, load_encoder
    from framing.encoder.convert import cache_folder
    from framing.training.bias_scores import flat_bias_metrics

    sentences = read_sentences(Path(gold))
    facts: dict[str, Any] = {"gold": gold, "protocol": "bias", "sentences": len(sentences), "folds": folds}
    if model is None and encoder not in (None, DEFAULT):
        import numpy as np

        own = load_encoder(encoder, cache=cache_folder())
        facts["encoder"] = own.id
        figures = _figures(sentences, own, {"": np.zeros(own.dimension, np.float32)}, {}, folds)
    else:
        from framing import load

        analyzer = load(model, encoder=encoder, cache=cache_folder())
        facts["model"] = analyzer.model.id
        figures = _figures(sentences, analyzer.encoder, analyzer.model.centres, analyzer.model.heads, folds)
    metrics = flat_bias_metrics(figures)
    if track:
        from framing.tracking.evaluations import record_figures

        name = f"bias: {Path(gold).stem} with {facts.get('encoder', facts.get('model'))}"
        facts["run"] = record_figures(name, facts, metrics)
        terminal.say(f"run: {facts['run']}")
    if as_json:
        print_json({**facts, "metrics": metrics, "figures": figures})
    else:
        print_table(("figure", "value"), metrics.items(), title=f"{gold}, {len(sentences)} sentences, {folds} folds")
        _print_outlets(figures)
    return metrics


def _figures(
    sentences: Sequence[BiasSentence],
    encoder: Encoder,
    centres: Mapping[str, FloatArray],
    heads: Mapping[str, LinearHead],
    folds: int,
) -> dict[str, Any]:
    from framing.estimators.bias import SENTENCE_HEAD
    from framing.training.bias import encode_sentences
    from framing.training.bias_scores import PROTOCOLS, bias_figures, bias_probabilities, cross_validate

    protocols = PROTOCOLS if all(s.outlet for s in sentences) else [p for p in PROTOCOLS if p != "outlet"]
    if len(protocols) < len(PROTOCOLS):
        terminal.say("sentences without an outlet: nothing is grouped by outlet")
    if not sentences:
        raise UsageError("no labelled sentence to score")
    with terminal.progress() as bars:
        bars.start("encoding", None)
        wordings = encode_sentences(sentences, encoder, centres)
        bars.start("evaluating", folds * len(protocols))
        figures = {by: cross_validate(sentences, wordings, by, folds, advance=bars.advance) for by in protocols}
    if SENTENCE_HEAD in heads:
        figures[_MODEL] = bias_figures(sentences, bias_probabilities(heads, wordings))
    return figures


def _print_outlets(figures: Mapping[str, Any]) -> None:
    for name, own in figures.items():
        rows = [(outlet, *(row[column] for column in _OUTLET)) for outlet, row in own["outlets"].items()]
        if rows:
            typer.echo()
            print_table((name, *_OUTLET), rows)
