import json
import shutil

import pytest


@pytest.fixture
def folder(small_model, tmp_path):
    target = tmp_path / "models" / "small"
    shutil.copytree(small_model, target)
    return target


def test_info_tells_what_the_model_is(run, folder, small_training):
    manifest = json.loads(run("model", "info", "--model", folder, "--json").stdout)
    assert manifest["id"] == small_training.model.id
    shown = run("model", "info", "--model", folder).stdout
    assert manifest["id"] in shown
    assert manifest["tags"]["dataset.sha256"] in shown


def test_a_model_as_it_was_written_is_verified(run, folder):
    result = run("model", "verify", "--model", folder, "--json")
    assert result.exit_code == 0
    files = json.loads(result.stdout)["files"]
    assert set(files) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert set(files.values()) == {"ok"}


@pytest.mark.parametrize("name", ["heads.npz", "kind.skops"])
def test_a_changed_file_is_not_verified(run, folder, name):
    with (folder / name).open("ab") as stream:
        stream.write(b"x")
    result = run("model", "verify", "--model", folder)
    assert result.exit_code == 4
    assert name in result.stderr


def test_a_missing_file_is_not_verified(run, folder):
    (folder / "framing.skops").unlink()
    assert run("model", "verify", "--model", folder).exit_code == 4


def test_the_folder_in_use_is_printed(run, folder, monkeypatch):
    monkeypatch.setenv("FRAMING_MODEL", str(folder))
    assert run("model", "path").stdout == f"{folder}\n"


def test_models_are_listed_and_broken_ones_told(run, folder, monkeypatch):
    monkeypatch.setenv("FRAMING_MODEL", str(folder))
    broken = folder.parent / "broken"
    broken.mkdir()
    (broken / "manifest.json").write_text("{}")
    result = run("model", "list", folder.parent, "--json")
    assert result.exit_code == 0
    assert [row["folder"] for row in json.loads(result.stdout)] == [str(folder), str(folder)]
    assert "broken" in result.stderr
