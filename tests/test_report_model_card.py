from dataclasses import replace
from pathlib import Path

import pytest

from framing.persistence import default_model_folder, load_model
from framing.report.model_card import render_model_card

CARD = Path(__file__).parent.parent / "docs" / "model-card.md"


@pytest.fixture(scope="module")
def shipped():
    return load_model(default_model_folder())


def test_the_card_in_the_docs_is_that_of_the_shipped_model(shipped):
    assert CARD.read_text(encoding="utf-8") == render_model_card(shipped), "framing model card -o docs/model-card.md"


def test_figures_come_from_the_manifest(shipped):
    card = render_model_card(shipped)
    metrics = shipped.manifest["metrics"]
    assert f"| source class | {metrics['class.precision']:.3f} | {metrics['class.recall']:.3f}" in card
    assert shipped.id in card
    assert f"{shipped.manifest['trained_on']['articles']} articles" in card


def test_a_model_without_a_tagger_says_so(shipped):
    assert "**Tagger**: none" in render_model_card(replace(shipped, tagger=None))


def test_a_model_without_sentence_bias_does_not_speak_of_it(shipped):
    heads = {task: head for task, head in shipped.heads.items() if task != "bias"}
    card = render_model_card(replace(shipped, heads=heads))
    assert "sentence bias" not in card.casefold()


def test_another_corpus_is_not_called_our_own(small_training):
    card = render_model_card(small_training.model)
    assert "the project's own corpus" not in card
    assert "corpus is invented" not in " ".join(card.split())
    assert small_training.model.manifest["trained_on"]["corpus"] in card


def test_the_risk_of_abstaining_is_stated(shipped):
    stated = {"risk": 0.05, "coverage": 0.31, "observed_risk": 0.04, "passages": 100}
    card = render_model_card(replace(shipped, manifest={**shipped.manifest, "abstention": stated}))
    assert "within 5 %" in card
    assert "31 % of the classes" in card


def test_metrics_of_a_run_give_tables_by_label(shipped):
    card = render_model_card(shipped, {"class/government.f1": 0.5, "class/government.support": 12.0, "class.f1": 0.4})
    assert "| government | 0.50 | 12 |" in card
    assert "| carrier class | F1" not in card


def test_a_card_is_written_to_a_file_and_for_a_run(run, tmp_path, small_training):
    target = tmp_path / "card.md"
    assert run("model", "card", small_training.folder, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8") == render_model_card(small_training.model)


@pytest.mark.slow
def test_the_card_of_a_run_has_figures_by_label(run, tracked, monkeypatch):
    monkeypatch.chdir(tracked[0])
    result = run("model", "card", "small")
    assert result.exit_code == 0
    assert "| source class | F1 | passages |" in result.stdout


def test_the_card_says_where_a_framing_is_named_before_a_likelier_none(shipped):
    heads = {**shipped.heads, "framing": replace(shipped.heads["framing"], none_weight=0.5)}
    assert "up to 2.00 times" in render_model_card(replace(shipped, heads=heads))
    plain = {**shipped.heads, "framing": replace(shipped.heads["framing"], none_weight=1.0)}
    assert "although `none` is likelier" not in render_model_card(replace(shipped, heads=plain))
