import json
import shutil
import zipfile
from pathlib import Path

import pytest

from framing.tracking.store import default_store, experiment_id, open_client

pytestmark = pytest.mark.slow


@pytest.fixture
def archive(run, tracked, tmp_path, monkeypatch):
    """The tracked runs in a file, made where they were tracked; the test itself stands in an empty folder."""
    monkeypatch.chdir(tracked[0])
    assert run("runs", "export", tmp_path / "runs.zip").exit_code == 0
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "runs.zip"


def stored():
    client = open_client(default_store())
    experiment = client.get_experiment_by_name("framing")
    found = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
    return {run.info.run_name: run for run in found}


def files_of(run):
    folder = Path(run.info.artifact_uri.removeprefix("file://"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rewritten(archive, change):
    """The archive with its index changed."""
    other = archive.with_name("other.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, json.dumps(change(json.loads(content))) if name == "runs.json" else content)
    return other


def test_runs_are_the_same_after_a_move(run, tracked, archive, monkeypatch):
    assert run("runs", "import", archive).exit_code == 0
    here = stored()
    monkeypatch.chdir(tracked[0])
    there = stored()
    assert list(here) == list(there) == ["small", "small-balanced"]
    for name, old in there.items():
        new = here[name]
        assert new.data.params == old.data.params
        assert new.data.metrics == old.data.metrics
        assert new.data.tags["imported.from"] == old.info.run_id
        kept = {key: value for key, value in old.data.tags.items() if not key.startswith("mlflow.")}
        assert kept.items() <= new.data.tags.items()
        assert new.data.tags["mlflow.source.name"] == old.data.tags["mlflow.source.name"]
        assert (new.info.status, new.info.start_time, new.info.end_time) == (
            old.info.status,
            old.info.start_time,
            old.info.end_time,
        )
        assert [i.to_dictionary() for i in new.inputs.dataset_inputs] == [
            i.to_dictionary() for i in old.inputs.dataset_inputs
        ]


def test_artifacts_are_the_same_and_do_not_need_the_old_store(run, tracked, archive, monkeypatch):
    run("runs", "import", archive)
    here = {name: files_of(found) for name, found in stored().items()}
    monkeypatch.chdir(tracked[0])
    there = {name: files_of(found) for name, found in stored().items()}
    assert here == there
    assert "tables/article-counts.csv" in here["small"]


def test_a_moved_run_goes_by_its_old_id_too(run, tracked, archive):
    run("runs", "import", archive)
    shown = json.loads(run("runs", "show", tracked[1][0].run_id[:10], "--json").stdout)
    assert shown["name"] == "small"


def test_what_is_here_is_not_added_again(run, archive):
    run("runs", "import", archive)
    again = run("runs", "import", archive)
    assert again.exit_code == 0
    assert "0 runs added, 2 were already here" in again.stderr
    assert len(stored()) == 2


def test_a_store_is_not_added_to_itself(run, tracked, archive, monkeypatch):
    monkeypatch.chdir(tracked[0])
    assert "0 runs added, 2 were already here" in run("runs", "import", archive).stderr


def test_nested_runs_name_their_parent_by_its_new_id(run, archive):
    def nest(index):
        parent, child = index["runs"]
        parent["tags"]["mlflow.parentRunId"] = child["id"]
        return index

    assert run("runs", "import", rewritten(archive, nest)).exit_code == 0
    here = stored()
    assert here["small"].data.tags["mlflow.parentRunId"] == here["small-balanced"].info.run_id


@pytest.mark.parametrize(
    "change",
    [
        lambda index: {"runs": index["runs"]},
        lambda index: {**index, "schema": "framing.runs/9"},
        lambda index: {**index, "runs": [{**index["runs"][0], "id": "../../../etc"}]},
        lambda index: {**index, "runs": [{"id": index["runs"][0]["id"]}]},
        lambda index: [],
    ],
)
def test_a_broken_archive_is_broken_data(run, archive, change):
    result = run("runs", "import", rewritten(archive, change))
    assert result.exit_code == 3
    assert "other.zip" in result.stderr
    assert not Path("mlruns").exists()


def test_a_run_that_failed_and_has_no_artifacts_is_moved_too(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client = open_client(default_store())
    failed = client.create_run(experiment_id(client, default_store()), run_name="failed")
    client.set_terminated(failed.info.run_id, "FAILED")
    run("runs", "export", "runs.zip")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert run("runs", "import", tmp_path / "runs.zip").exit_code == 0
    assert stored()["failed"].info.status == "FAILED"


def test_another_file_is_broken_data(run, tmp_path):
    (tmp_path / "runs.zip").write_text("no archive")
    assert run("runs", "import", tmp_path / "runs.zip").exit_code == 3


def test_without_a_store_nothing_is_written(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("runs", "export", "runs.zip").exit_code == 2
    assert run("runs", "import", "runs.zip").exit_code == 2
    assert not list(tmp_path.iterdir())


def test_an_archive_does_not_write_outside_the_store(run, archive, tmp_path):
    evil = shutil.copy(archive, tmp_path / "evil.zip")
    with zipfile.ZipFile(evil, "a") as stream:
        index = json.loads(stream.read("runs.json"))
        stream.writestr(f"artifacts/{index['runs'][0]['id']}/../../../../../escaped.txt", "here")
    run("runs", "import", evil)
    assert not list(tmp_path.glob("escaped.txt"))
    assert not list(tmp_path.parent.glob("escaped.txt"))
