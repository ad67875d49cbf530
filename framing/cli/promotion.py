"""The gate a model has to pass to become the champion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from framing.cli import terminal
from framing.cli.gate import broken_floors, read_floors
from framing.cli.gold import read_gold, was_trained_on
from framing.errors import GateError, UsageError

if TYPE_CHECKING:
    from framing.persistence import Model
    from framing.tracking.registry import PassedGate


def pass_gate(gate: str, folder: Path, model: Model, corpus: Path) -> PassedGate:
    """Score a model on the articles of a gate, given as ``GOLD=FLOORS``.

    Raises:
        UsageError: the gate is not written so, or names what is not there.
        DataError: its floors or articles are broken.
        GateError: a figure is on the wrong side of its floor, or the model was trained on the articles.

    """
    from framing import load
    from framing.corpus.splits import digest
    from framing.encoder.convert import cache_folder
    from framing.tracking.metrics import flat_metrics
    from framing.tracking.registry import PassedGate
    from framing.training.evaluate import evaluate_articles

    gold, separator, file = gate.rpartition("=")
    if not separator:
        raise UsageError(f"--gate {gate}: expected articles and floors, such as test=tests/floors/test.json")
    floors = read_floors(Path(file))
    if was_trained_on(gold, model.manifest):
        raise GateError(f"{model.id} was trained on articles of the split '{gold}'; what it scores there says little")
    articles = read_gold(gold, corpus)
    analyzer = load(folder, cache=cache_folder())
    with terminal.progress() as bars:
        bars.start(f"evaluating on {gold}", len(articles))
        scorer = evaluate_articles(analyzer.model, analyzer.encoder, analyzer.gazetteer, articles, advance=bars.advance)
    figures = scorer.figures()
    metrics = flat_metrics(figures)
    if broken := broken_floors(metrics, floors):
        raise GateError(f"{model.id} stays below {file} on {gold}: {'; '.join(broken)}; the champion is as it was")
    return PassedGate(gold, file, floors, metrics, figures, scorer, digest(articles))
