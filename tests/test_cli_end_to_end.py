"""The real thing: the default encoder, processes of their own, a model that MLflow loads by itself."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

TEXTS = [
    "Kystverket hevder at leia er trygg, melder NTB. – Vi så det gå galt, sier styrmann Ola Lie.",
    "The ministry says the bridge is safe. “We saw the cracks ourselves,” says neighbour Ann Low.",
    "Rederen kaller kravet «et overgrep».",
] * 12

PREDICT = """
import mlflow, pandas, sys
mlflow.set_tracking_uri("sqlite:///mlruns/mlflow.db")
model = mlflow.pyfunc.load_model(sys.argv[1])
print(model.predict(pandas.DataFrame({"text": [sys.argv[2]]})).to_json(orient="records"))
"""


@pytest.fixture(scope="module")
def project(small_experiment, tmp_path_factory):
    """A folder with a model trained by the command line, and where its run stands."""
    folder = tmp_path_factory.mktemp("project")
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"text": text}) + "\n" for text in TEXTS)
    done = framing(folder, "train", "-c", str(small_experiment), "-o", "model", "--json")
    return folder, json.loads(done.stdout)


def framing(folder, *arguments):
    command = [sys.executable, "-m", "framing.cli.app", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)


def test_processes_give_what_one_gives(project):
    folder, _ = project
    alone = framing(folder, "score", "rows.jsonl", "--model", "model")
    together = framing(folder, "score", "rows.jsonl", "--model", "model", "--jobs", "2")
    analyses = [json.loads(line) for line in alone.stdout.splitlines()]
    assert [a["id"] for a in analyses] == [f"rows#{n}" for n in range(1, len(TEXTS) + 1)]
    assert all(a["passages"] for a in analyses)
    assert together.stdout == alone.stdout
    assert together.stderr == ""


def test_a_fresh_process_loads_the_tracked_model(project):
    folder, summary = project
    command = [sys.executable, "-c", PREDICT, summary["model_uri"], TEXTS[0]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout.splitlines()[-1])
    scored = json.loads(framing(folder, "score", "rows.jsonl", "--model", "model").stdout.splitlines()[0])
    assert [(r["start"], r["end"], r["source_class"]) for r in rows] == [
        (p["start"], p["end"], p["source_class"]["label"]) for p in scored["passages"]
    ]


def test_the_doctor_finds_nothing_wrong(project):
    folder, summary = project
    report = json.loads(framing(folder, "doctor", "--model", "model", "--json").stdout)
    assert report["model"]["id"] == summary["model"]
    assert report["encoder"]["cosine_translation"] > report["encoder"]["cosine_unrelated"]
    assert report["tracking"]["exists"]


def test_a_sweep_gives_the_same_whatever_the_number_of_processes(project, small_experiment):
    folder, _ = project
    (folder / "sweep.toml").write_text(f"{small_experiment.read_text()}\n[sweep]\nfolds = 2\n", encoding="utf-8")
    together = framing(folder, "experiments", "run", "sweep.toml", "--jobs", "2", "--json")
    alone = framing(folder, "experiments", "run", "sweep.toml", "--jobs", "1", "--no-track", "--json")
    assert together.stdout == alone.stdout
    assert json.loads(alone.stdout)[0]["settings"][0]["runs"] == 2
    nested = json.loads(framing(folder, "runs", "list", "--nested", "--json").stdout)
    assert len([row for row in nested if row["name"].startswith("sweep: fold ")]) == 2
