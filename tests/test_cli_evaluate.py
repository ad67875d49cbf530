import json

import pytest

from framing.cli.gate import broken_floors, read_floors
from framing.cli.gold import was_trained_on
from framing.errors import DataError

ANNOTATED = {
    "doc_id": "vei",
    "lang": "nb",
    "text": "Ordføreren hevder at veien er trygg.",
    "passages": [
        {
            "start": 21,
            "end": 35,
            "kind": "indirect",
            "source_class": "government",
            "source": {"start": 0, "end": 10, "text": "Ordføreren"},
        }
    ],
}


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ANNOTATED) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def floors(tmp_path):
    def write(content):
        path = tmp_path / "floors.json"
        path.write_text(json.dumps(content))
        return path

    return write


def test_the_test_split_gives_the_figures_of_training(run, small_model, small_corpus, small_training):
    result = run("evaluate", "--model", small_model, "--corpus", small_corpus, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["figures"] == json.loads(json.dumps(small_training.figures))
    assert report["dataset.sha256"] == small_training.tags["dataset.held_out.sha256"]
    assert result.stderr == ""


def test_a_file_of_annotations_is_scored(run, small_model, gold):
    report = json.loads(run("evaluate", gold, "--model", small_model, "--json").stdout)
    assert report["articles"] == 1
    assert report["metrics"]["indirect.recall"] == 1.0


def test_figures_are_shown_by_class(run, small_model, small_corpus):
    result = run("evaluate", "--model", small_model, "--corpus", small_corpus)
    assert "class.f1" in result.stdout
    assert "government" in result.stdout


def test_a_split_that_was_trained_on_is_told(run, small_model, small_corpus):
    result = run("evaluate", "train", "--model", small_model, "--corpus", small_corpus)
    assert result.exit_code == 0
    assert "warning: " in result.stderr


def test_of_a_file_one_split_can_be_scored(run, small_model, gold):
    second = ANNOTATED | {"doc_id": "bru", "split": "test"}
    first = ANNOTATED | {"split": "train"}
    gold.write_text("".join(json.dumps(row) + "\n" for row in (first, second)), encoding="utf-8")
    result = run("evaluate", gold, "--split", "test", "--model", small_model, "--json")
    report = json.loads(result.stdout)
    assert (report["articles"], report["gold"]) == (1, f"{gold}, split test")


@pytest.mark.parametrize(("given", "split"), [("test", "dev"), (None, "exam")])
def test_a_split_of_a_split_and_an_unknown_one_are_wrong_usage(run, small_model, gold, given, split):
    assert run("evaluate", given or gold, "--split", split, "--model", small_model).exit_code == 2


@pytest.mark.parametrize(("split", "told"), [(None, True), ("train", True), ("test", False)])
def test_a_further_corpus_that_was_trained_on_is_told(split, told):
    manifest = {"trained_on": {"also": ["real"], "splits": ["train", "dev"]}, "evaluated_on": {"splits": ["test"]}}
    assert was_trained_on("out/real.jsonl", manifest, split) is told


def test_a_broken_annotation_is_broken_data(run, small_model, gold):
    gold.write_text(json.dumps(ANNOTATED) + "\n{}\n")
    result = run("evaluate", gold, "--model", small_model)
    assert result.exit_code == 3
    assert "gold.jsonl:2" in result.stderr


def test_neither_split_nor_file_is_wrong_usage(run, small_model):
    assert run("evaluate", "tset", "--model", small_model).exit_code == 2


def test_a_gate_that_holds_is_fine(run, small_model, gold, floors):
    assert run("evaluate", gold, "--model", small_model, "--gate", floors({"indirect.f1": 1.0})).exit_code == 0


def test_a_gate_names_each_figure_under_its_floor(run, small_model, gold, floors):
    gate = floors({"indirect.f1": 1.01, "marked.f1": 0.5, "indirect.recall": 1.0})
    result = run("evaluate", gold, "--model", small_model, "--gate", gate, "--json")
    assert result.exit_code == 5
    assert "indirect.f1 1 < 1.01; marked.f1 0 < 0.5" in result.stderr
    assert json.loads(result.stdout)["metrics"]["marked.f1"] == 0


def test_less_calibration_error_is_better():
    assert broken_floors({"ece": 0.2}, {"ece": 0.1}) == ["ece 0.2 > 0.1"]
    assert broken_floors({"ece": 0.05}, {"ece": 0.1}) == []


def test_a_floor_for_an_unknown_figure_is_broken_data():
    with pytest.raises(DataError, match=r"class\.f2"):
        broken_floors({"class.f1": 0.5}, {"class.f2": 0.5})


@pytest.mark.parametrize("content", [[], {}, {"class.f1": "high"}, 3])
def test_floors_that_are_none_are_broken_data(floors, content):
    with pytest.raises(DataError, match="floors"):
        read_floors(floors(content))


@pytest.mark.slow
def test_a_tracked_evaluation_can_be_compared(run, small_model, small_corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reports = [
        json.loads(run("evaluate", "--model", small_model, "--corpus", small_corpus, "--track", "--json").stdout)
        for _ in range(2)
    ]
    runs = [report["run"] for report in reports]
    comparison = json.loads(run("runs", "compare", *runs, "--json").stdout)
    assert comparison["paired"]["articles"] == reports[0]["articles"]
    assert comparison["metrics"]["class.f1"]["a"] == reports[0]["metrics"]["class.f1"]
