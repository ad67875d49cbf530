import json

import pytest

from framing.tracking.store import default_store, open_client

pytestmark = pytest.mark.slow


@pytest.fixture
def project(small_model, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sweep_file(project, small_experiment):
    def write(table, name="trial.toml"):
        (project / name).write_text(f"{small_experiment.read_text()}\n[sweep]\n{table}\n", encoding="utf-8")
        return name

    return write


def nested_in(parent):
    client = open_client(default_store())
    experiment = client.get_run(parent).info.experiment_id
    return client.search_runs([experiment], f"tags.`mlflow.parentRunId` = '{parent}'")


def runs(run, *options):
    return json.loads(run("runs", "list", "--json", *options).stdout)


def test_a_sweep_keeps_its_runs_in_one(run, project, sweep_file):
    result = run("experiments", "run", sweep_file("folds = 2"), "--jobs", "1", "--json")
    assert result.exit_code == 0
    (report,) = json.loads(result.stdout)
    (setting,) = report["settings"]
    assert (setting["runs"], setting["failed"]) == (2, 0)
    (parent,) = runs(run)
    assert parent["name"] == "trial"
    assert parent["status"] == "finished"
    assert parent["metrics"]["class.f1.mean"] == pytest.approx(setting["figures"]["class.f1"]["mean"], abs=1e-4)
    assert parent["metrics"]["class.f1.sd"] == pytest.approx(setting["figures"]["class.f1"]["sd"], abs=1e-4)
    nested = nested_in(parent["id"])
    assert {r.info.run_name for r in nested} == {"trial: fold 1", "trial: fold 2"}
    assert {r.data.params["fold"] for r in nested} == {"1", "2"}
    assert {row["parent"] for row in runs(run, "--nested")} == {None, parent["id"]}
    artifacts = {a.path for a in open_client(default_store()).list_artifacts(parent["id"])}
    assert artifacts >= {"sweep.toml", "sweep.csv"}


def test_a_run_that_fails_does_not_lose_the_others(run, project, sweep_file):
    result = run("experiments", "run", sweep_file("heads.kind.C = [1.0, -1.0]"), "--jobs", "1", "--json")
    assert result.exit_code == 1
    assert "error: trial: heads.kind.C=-1.0: InvalidParameterError" in result.stderr
    good, bad = json.loads(result.stdout)[0]["settings"]
    assert (good["runs"], good["failed"]) == (1, 0)
    assert (bad["runs"], bad["failed"]) == (0, 1)
    (parent,) = runs(run)
    assert parent["metrics"]["heads.kind.C 1.0/class.f1.mean"] == pytest.approx(
        good["figures"]["class.f1"]["mean"], abs=1e-4
    )
    assert sorted(r.info.status for r in nested_in(parent["id"])) == ["FAILED", "FINISHED"]


def test_files_without_a_sweep_are_runs_with_models(run, project, small_experiment):
    result = run("experiments", "run", small_experiment, "--jobs", "1")
    assert result.exit_code == 0
    assert (project / "out" / "models" / "small" / "manifest.json").is_file()
    (only,) = runs(run, "--nested")
    assert only["name"] == "small"
    assert only["parent"] is None


def test_nothing_is_kept_without_tracking(run, project, sweep_file):
    assert run("experiments", "run", sweep_file("folds = 2"), "--jobs", "1", "--no-track").exit_code == 0
    assert not (project / "mlruns").exists()


def test_a_broken_file_stops_everything_before_it_starts(run, project, sweep_file):
    good, broken = sweep_file("folds = 2"), sweep_file("folds = 1", "broken.toml")
    result = run("experiments", "run", good, broken)
    assert result.exit_code == 3
    assert "broken.toml" in result.stderr
    assert not (project / "mlruns").exists()
