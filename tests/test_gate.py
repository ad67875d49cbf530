"""The shipped model against its pinned floors. Floors may only rise."""

import json
from pathlib import Path

import pytest

from framing.cli.gate import broken_floors, read_floors
from framing.corpus.rows import read_annotations
from framing.corpus.splits import in_splits
from framing.persistence import default_model_folder, load_model, sha256
from framing.readers.failure import InputFailure
from framing.tracking.metrics import flat_metrics
from framing.training.evaluate import evaluate_articles
from tests.real_texts import joined, needs_texts

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "dev.jsonl"


def test_the_shipped_model_is_whole():
    folder = default_model_folder()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {name: sha256(folder / name) for name in manifest["sha256"]} == manifest["sha256"]
    assert {"kind", "source_class", "carrier_class", "framing", "bias"} <= set(load_model().heads)


def test_the_shipped_model_keeps_the_figures_it_was_published_with():
    metrics = json.loads((default_model_folder() / "manifest.json").read_text(encoding="utf-8"))["metrics"]
    assert not broken_floors(metrics, read_floors(ROOT / "tests" / "floors" / "test.json"))


@pytest.mark.slow
@pytest.mark.skipif(not GOLD.is_file(), reason="the annotated real articles are not part of the project")
def test_the_shipped_model_reaches_its_floors_on_real_articles():
    import framing

    analyzer = framing.load()
    scorer = evaluate_articles(analyzer.model, analyzer.encoder, analyzer.gazetteer, list(read_annotations(GOLD)))
    metrics = flat_metrics(scorer.figures())
    assert not broken_floors(metrics, read_floors(ROOT / "tests" / "floors" / "gold.json"))


@pytest.mark.slow
@needs_texts
def test_the_shipped_model_reaches_its_floors_on_held_out_real_articles():
    import framing

    analyzer = framing.load()
    articles = in_splits([a for a in joined() if not isinstance(a, InputFailure)], "test")
    scorer = evaluate_articles(analyzer.model, analyzer.encoder, analyzer.gazetteer, articles)
    metrics = flat_metrics(scorer.figures())
    assert not broken_floors(metrics, read_floors(ROOT / "tests" / "floors" / "real.json"))
