import json

import pytest

TEXT = "The mayor said that the ferry would sail at noon."
GOOD = {
    "id": "a",
    "lang": "en",
    "text": TEXT,
    "attributions": [{"content": [[15, 48]], "source": [[0, 9]], "cue": [[10, 14]]}],
}
BAD = {"id": "b", "text": TEXT}


@pytest.fixture
def source(tmp_path):
    def write(*rows):
        path = tmp_path / "theirs.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def test_what_is_imported_is_a_corpus(run, source, tmp_path):
    output = tmp_path / "ours.jsonl"
    result = run("data", "import", "attributions", source(GOOD), "-o", output)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"1 articles, 1 passages: {output}\n"
    assert run("data", "check", output).exit_code == 0
    assert run("data", "stats", output).exit_code == 0


def test_a_broken_entry_is_told_and_the_rest_is_written(run, source, tmp_path):
    output = tmp_path / "ours.jsonl"
    result = run("data", "import", "attributions", source(GOOD, BAD), "-o", output)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == f"error: {tmp_path / 'theirs.jsonl'}:2: no field 'attributions'"
    assert "1 of 2 entries failed" in result.stderr
    assert len(output.read_text("utf-8").splitlines()) == 1


def test_where_nothing_can_be_imported_nothing_is_written(run, source, tmp_path):
    result = run("data", "import", "attributions", source(BAD), "-o", tmp_path / "ours.jsonl")
    assert result.exit_code == 3
    assert not (tmp_path / "ours.jsonl").exists()


def test_sentences_become_a_file_for_the_bias_head(run, source, tmp_path):
    output = tmp_path / "ours.jsonl"
    row = {"id": "s", "lang": "en", "text": "A foul lie.", "labels": ["Slogans"], "article": "7"}
    result = run("data", "import", "semeval2023-task3", source(row), "-o", output, "--language", "nb")
    assert result.stderr == f"1 sentences: {output}\n"
    written = json.loads(output.read_text("utf-8"))
    assert (written["label"], written["language"], written["group"]) == ("biased", "nb", "7")


@pytest.mark.parametrize(("form", "name"), [("conll", "theirs.jsonl"), ("doccano", "nothing.jsonl")])
def test_an_unknown_format_and_a_missing_file_are_wrong_usage(run, source, tmp_path, form, name):
    source(GOOD)
    assert run("data", "import", form, tmp_path / name, "-o", tmp_path / "ours.jsonl").exit_code == 2


@pytest.mark.parametrize("form", ["polnear", "wikinews-de", "doccano", "label-studio", "babe", "basil"])
def test_a_folder_that_holds_something_else_is_broken_data(run, tmp_path, form):
    (tmp_path / "empty").mkdir()
    result = run("data", "import", form, tmp_path / "empty", "-o", tmp_path / "ours.jsonl")
    assert result.exit_code == 3
    assert "give" in result.stderr


@pytest.fixture
def imported(run, source, tmp_path):
    output = tmp_path / "ours.jsonl"
    run("data", "import", "attributions", source(GOOD), "-o", output)
    return output


def test_attributions_are_scored(run, small_model, imported, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    result = run("evaluate", imported, "--protocol", "attributions", "--model", small_model, "--json")
    report = json.loads(result.stdout)
    assert report["protocol"] == "attributions"
    assert report["metrics"]["content.recall"] == report["metrics"]["end_to_end.f1"] == 1.0


def test_of_an_incomplete_corpus_recall_is_scored(run, small_model, imported, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    result = run("evaluate", imported, "--protocol", "recall", "--model", small_model)
    assert "content.recall" in result.stdout
    assert "precision" not in result.stdout


def test_passages_without_labels_are_scored_for_their_place(run, small_model, imported, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    metrics = json.loads(run("evaluate", imported, "--model", small_model, "--json").stdout)["metrics"]
    assert metrics["indirect.f1"] == metrics["source.recall"] == 1.0
    assert not [name for name in metrics if name.startswith("class/")]
