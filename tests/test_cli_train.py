import json

import pytest


@pytest.fixture
def project(small_model, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_training_saves_a_model_that_scores(run, project, small_experiment):
    result = run("train", "-c", small_experiment, "--no-track", "--json")
    assert result.exit_code == 0
    summary = json.loads(result.stdout)
    assert summary["folder"] == "out/models/small"
    assert summary["run"] is None
    assert not (project / "mlruns").exists()
    assert run("score", "-", "--model", project / summary["folder"], input="Han sa «nei».").exit_code == 0


def test_training_twice_gives_the_same_model(run, project, small_experiment, small_training):
    result = run("train", "-c", small_experiment, "--no-track", "--json", "-o", "again")
    assert json.loads(result.stdout)["model"] == small_training.model.id


def test_training_tells_its_figures(run, project, small_experiment):
    result = run("train", "-c", small_experiment, "--no-track")
    assert "class.f1" in result.stdout
    assert "out/models/small" in result.stdout


@pytest.mark.slow
def test_a_run_is_tracked(run, project, small_experiment):
    result = run("train", "-c", small_experiment, "--json", "--register")
    summary = json.loads(result.stdout)
    assert summary["registered"] == "models:/framing/1"
    listed = json.loads(run("runs", "list", "--json").stdout)
    assert [(r["id"], r["name"]) for r in listed] == [(summary["run"], "small")]


def test_a_missing_experiment_file_is_wrong_usage(run, project):
    assert run("train", "-c", "none.toml").exit_code == 2


@pytest.mark.parametrize(
    "content",
    ["seed = ", "sede = 1", "[heads.sauce]\nC = 1.0", "[heads.kind]\nc = 1.0", 'train = ["tain"]', "warmth = 0"],
)
def test_a_broken_experiment_file_is_broken_data(run, project, content):
    (project / "broken.toml").write_text(content)
    result = run("train", "-c", "broken.toml", "--no-track")
    assert result.exit_code == 3
    assert "broken.toml" in result.stderr


def test_a_corpus_that_is_not_there_is_broken_data(run, project):
    (project / "lost.toml").write_text('corpus = "lost"')
    assert run("train", "-c", "lost.toml", "--no-track").exit_code == 3


def test_a_model_is_not_registered_without_its_run(run, project, small_experiment):
    assert run("train", "-c", small_experiment, "--no-track", "--register").exit_code == 2


def test_a_given_warmth_is_not_chosen_on_held_out_articles(run, project, small_experiment):
    (project / "warm.toml").write_text("warmth = 2.7\n" + small_experiment.read_text("utf-8"), encoding="utf-8")
    assert run("train", "-c", "warm.toml", "--no-track", "-o", "warm").exit_code == 0
    assert json.loads((project / "warm" / "manifest.json").read_text("utf-8"))["warmth"] == 2.7
