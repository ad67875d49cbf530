import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from framing.article import Article
from framing.tracking.metrics import flat_metrics
from framing.tracking.passages import INPUTS, OUTPUTS, articles_from_frame, frame_from_analyses
from framing.tracking.store import default_store, environment, new_run, open_client, page, server_command

pd = pytest.importorskip("pandas")

pytestmark = pytest.mark.slow

TEXT = "Kystverket hevder at leia er trygg, melder NTB. – Vi så det gå galt, sier styrmann Ola Lie."


@pytest.fixture
def client(tracked, monkeypatch):
    monkeypatch.chdir(tracked[0])
    return open_client(default_store())


@pytest.fixture
def first(client, tracked):
    return client.get_run(tracked[1][0].run_id)


@pytest.fixture
def artifacts(first):
    return Path(first.info.artifact_uri.removeprefix("file://"))


def test_the_run_is_finished_and_as_long_as_the_training(first):
    assert first.info.status == "FINISHED"
    assert first.info.start_time == 1_700_000_000_000


def test_a_run_that_is_cut_off_is_told_to_have_failed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match="disk is full"), new_run("cut off", {"model": "none"}) as (_, run_id):
        raise OSError("disk is full")
    cut_off = open_client(default_store()).get_run(run_id)
    assert cut_off.info.status == "FAILED"
    assert cut_off.data.tags["model"] == "none"


def test_parameters_tell_every_setting_defaults_too(first):
    assert first.data.params["seed"] == "42"
    assert first.data.params["train"] == "train+dev"
    assert first.data.params["framing.C"] == "1.0"
    assert first.data.params["kind.folds"] == "2"


def test_tags_tell_data_commit_encoder_and_taxonomy(first, small_training):
    assert {k: first.data.tags[k] for k in small_training.tags} == small_training.tags
    assert first.data.tags["model"] == small_training.model.id
    assert set(small_training.tags) >= {"taxonomy", "encoder", "dataset.sha256", "git.commit", "seed"}


def test_metrics_are_the_figures(first, small_training):
    assert first.data.metrics == flat_metrics(small_training.figures)
    assert "class.f1" in first.data.metrics
    assert "class/government.recall" in first.data.metrics


def test_the_data_are_named_with_their_digests(first, small_training):
    inputs = {i.tags[0].value: i.dataset for i in first.inputs.dataset_inputs}
    assert set(inputs) == {"training", "evaluation"}
    assert small_training.tags["dataset.train.sha256"].startswith(inputs["training"].digest)
    assert small_training.tags["dataset.held_out.sha256"].startswith(inputs["evaluation"].digest)


def test_tables_figures_and_settings_are_artifacts(artifacts, small_training, small_experiment):
    names = {str(path.relative_to(artifacts)) for path in artifacts.rglob("*") if path.is_file()}
    assert names >= {
        "figures.json",
        "experiment.toml",
        "model/manifest.json",
        "tables/class.csv",
        "tables/article-counts.csv",
    }
    assert json.loads((artifacts / "figures.json").read_text()) == json.loads(json.dumps(small_training.figures))
    assert (artifacts / "experiment.toml").read_bytes() == small_experiment.read_bytes()
    assert (artifacts / "tables" / "class.csv").read_text().startswith("label,precision,recall,f1,support\n")


def test_pictures_are_artifacts(artifacts):
    pytest.importorskip("matplotlib")
    pictures = {path.name: path.read_bytes() for path in (artifacts / "plots").iterdir()}
    assert set(pictures) >= {"confusion-class.png", "confusion-framing.png", "confusion-kind.png", "reliability.png"}
    assert all(content.startswith(b"\x89PNG") for content in pictures.values())


def test_nothing_tracked_is_pickled(tracked):
    folder, _ = tracked
    assert not [path for path in (folder / "mlruns").rglob("*") if path.suffix in (".pkl", ".pickle", ".joblib")]


def test_the_registered_model_labels_texts(tracked, client, small_model):
    import mlflow

    model = mlflow.pyfunc.load_model(f"models:/framing/{tracked[1][0].version}")
    frame = model.predict(pd.DataFrame({"text": [TEXT, "Ingen sa noe."], "language": ["nb", None]}))
    assert list(frame.columns) == list(OUTPUTS)
    assert len(frame) >= 2
    assert set(frame["id"]) == {"0"}
    assert all(TEXT[row.start : row.end] == row.text for row in frame.itertuples())


def test_the_signature_says_what_goes_in_and_comes_out(tracked, client):
    import mlflow

    signature = mlflow.models.get_model_info(tracked[1][0].model_uri).signature
    assert signature.inputs.input_names() == list(INPUTS)
    assert signature.outputs.input_names() == list(OUTPUTS)
    assert [c.name for c in signature.inputs if c.required] == ["text"]


def test_ids_and_languages_may_be_missing():
    frame = pd.DataFrame({"text": ["Ja.", "Nei."], "language": ["nb", float("nan")]})
    assert articles_from_frame(frame) == [Article("0", "Ja.", "nb"), Article("1", "Nei.")]


def test_a_frame_without_passages_has_its_columns_and_types():
    frame = frame_from_analyses([])
    assert list(frame.columns) == list(OUTPUTS)
    assert frame["start"].dtype == "int64"
    assert frame["framing_probability"].dtype == "float64"


def test_reading_runs_does_not_load_scikit_learn(tracked):
    folder, _ = tracked
    code = "import sys; from framing.tracking.runs import list_runs; print(len(list_runs()), 'sklearn' in sys.modules)"
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.stdout == "2 False\n"


def test_the_server_is_for_this_machine_and_this_store(tracked, client):
    command = server_command(default_store(), 5001)
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--backend-store-uri") + 1] == f"sqlite:///{tracked[0]}/mlruns/mlflow.db"
    assert "--disable-security-middleware" not in command
    assert page(default_store(), 5001).startswith("http://127.0.0.1:5001/#/experiments/")


def test_telemetry_is_off_unless_the_user_set_it(monkeypatch):
    monkeypatch.delenv("MLFLOW_DISABLE_TELEMETRY", raising=False)
    assert environment()["MLFLOW_DISABLE_TELEMETRY"] == "true"
    monkeypatch.setenv("MLFLOW_DISABLE_TELEMETRY", "false")
    assert environment()["MLFLOW_DISABLE_TELEMETRY"] == "false"
