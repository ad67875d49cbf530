import json

import pytest

from framing.encoder.base import TokenStates


@pytest.fixture
def works(monkeypatch):
    """Say whether the encoder's proof holds: the hashing encoder knows no translations."""

    def say(value):
        monkeypatch.setattr("framing.encoder.describe", lambda encoder: {"id": encoder.id, "works": value})

    return say


def test_everything_there_is_fine(run, small_model, works):
    works(True)
    result = run("doctor", "--model", small_model, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["model"]["works"]
    assert report["gazetteer"]["entries"] > 0
    assert report["libraries"]["mlflow"]
    assert set(report["extras"]) >= {"html", "parquet", "plots", "transformers"}


def test_an_encoder_that_does_not_understand_is_told(run, small_model, works):
    works(False)
    result = run("doctor", "--model", small_model)
    assert result.exit_code == 4
    assert result.stderr == "error: does not work: encoder\n"


def test_a_missing_model_is_told_and_the_rest_checked(run, small_model, works, tmp_path):
    works(True)
    result = run("doctor", "--model", tmp_path, "--json")
    assert result.exit_code == 4
    report = json.loads(result.stdout)
    assert str(tmp_path) in report["model"]["problem"]
    assert report["encoder"]["works"]


def test_the_proof_is_an_embedding(run, small_model, hashing_encoder, monkeypatch):
    monkeypatch.setattr(
        hashing_encoder, "embed", lambda texts: [TokenStates.empty(16).pooled for _ in texts], raising=False
    )
    report = json.loads(run("doctor", "--model", small_model, "--json").stdout)
    assert report["encoder"]["cosine_translation"] == 0.0
    assert not report["encoder"]["works"]
