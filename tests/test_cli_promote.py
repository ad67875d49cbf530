import json

import pytest

from framing.tracking.store import default_store, open_client

pytestmark = pytest.mark.slow


@pytest.fixture
def project(small_model, tmp_path, monkeypatch):
    """A project folder with floors that the small model holds, and such that it does not."""
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "low.json").write_text('{"marked.f1": 0.1, "ece": 1.0}')
    (tmp_path / "high.json").write_text('{"marked.f1": 0.1, "class.f1": 1.01}')
    return tmp_path


@pytest.fixture
def promote(run, project, small_corpus):
    def promote(what, *gates):
        given = [part for gate in gates for part in ("--gate", gate)]
        return run("model", "promote", what, *given, "--corpus", small_corpus, "--json")

    return promote


def champion():
    client = open_client(default_store())
    version = client.get_model_version_by_alias("framing", "champion")
    return version.version, client.get_run(version.run_id).data


def test_a_model_folder_that_passes_becomes_the_champion(promote, small_model, small_training):
    result = promote(small_model, "test=low.json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    version, data = champion()
    assert report == {
        "model": small_training.model.id,
        "version": str(version),
        "before": None,
        "gates": {"test": {name: data.metrics[name] for name in ("marked.f1", "ece")}},
    }
    assert data.tags["model"] == small_training.model.id


def test_a_model_that_fails_is_refused_and_nothing_is_registered(promote, small_model, project):
    result = promote(small_model, "test=low.json", "test=high.json")
    assert result.exit_code == 5
    assert "class.f1" in result.stderr
    assert "high.json" in result.stderr
    assert not (project / "mlruns").exists()


def test_a_champion_stays_when_another_fails(promote, small_model):
    promote(small_model, "test=low.json")
    before, _ = champion()
    assert promote(small_model, "test=high.json").exit_code == 5
    assert champion()[0] == before
    assert len(open_client(default_store()).search_model_versions("name = 'framing'")) == 1


def test_a_tracked_run_is_promoted_with_its_own_model(run, promote, small_experiment, small_training):
    summary = json.loads(run("train", "-c", small_experiment, "--json").stdout)
    result = promote("small", "test=low.json")
    assert result.exit_code == 0
    client = open_client(default_store())
    assert client.get_model_version_by_alias("framing", "champion").run_id == summary["run"]
    assert len(client.search_model_versions("name = 'framing'")) == 1


def test_a_model_is_registered_once(promote, small_model):
    first, second = (json.loads(promote(small_model, "test=low.json").stdout) for _ in range(2))
    assert first["version"] == second["version"] == second["before"]


def test_a_model_is_not_judged_by_what_it_was_trained_on(promote, small_model):
    result = promote(small_model, "train=low.json")
    assert result.exit_code == 5
    assert "trained on" in result.stderr


@pytest.mark.parametrize("gate", ["low.json", "test=none.json", "tset=low.json"])
def test_a_gate_that_is_none_is_wrong_usage(promote, small_model, gate):
    assert promote(small_model, gate).exit_code == 2


def test_neither_a_folder_nor_a_run_is_wrong_usage(promote):
    assert promote("nothing", "test=low.json").exit_code == 2


def test_a_folder_without_a_model_is_refused(promote, project):
    assert promote(project, "test=low.json").exit_code == 4


def test_the_champion_loads_by_its_alias(promote, small_model, project):
    mlflow = pytest.importorskip("mlflow")
    pd = pytest.importorskip("pandas")
    promote(small_model, "test=low.json")
    model = mlflow.pyfunc.load_model("models:/framing@champion")
    frame = model.predict(pd.DataFrame({"text": ["Kystverket hevder at leia er trygg, melder NTB."]}))
    assert len(frame) >= 1
