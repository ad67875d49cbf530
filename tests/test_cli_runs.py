import json
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.tracking.runs import Run, compare, find_run
from framing.tracking.store import default_store, open_client

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tracked, monkeypatch):
    monkeypatch.chdir(tracked[0])
    return tracked[1]


def a_run(run_id, name="small", **metrics):
    return Run(run_id, name, "finished", "2024-01-01T00:00:00+00:00", 1.0, {"seed": run_id}, metrics, {})


def test_runs_are_listed_newest_first(run, project):
    listed = json.loads(run("runs", "list", "--json").stdout)
    assert [row["name"] for row in listed] == ["small-balanced", "small"]
    assert [row["id"] for row in listed] == [recorded.run_id for recorded in reversed(project)]


def test_the_list_shows_the_main_figures(run, project):
    shown = run("runs", "list").stdout
    assert "class.f1" in shown
    assert "small-balanced" in shown


def test_a_run_is_shown_by_name_and_by_the_beginning_of_its_id(run, project):
    by_name = json.loads(run("runs", "show", "small", "--json").stdout)
    by_id = json.loads(run("runs", "show", project[0].run_id[:8], "--json").stdout)
    assert by_name == by_id
    assert by_name["id"] == project[0].run_id
    assert by_name["tags"]["dataset.sha256"] in run("runs", "show", "small").stdout


def test_two_runs_are_compared(run, project):
    comparison = json.loads(run("runs", "compare", "small", "small-balanced", "--json").stdout)
    assert comparison["parameters"]["framing.class_weight"] == {"a": "None", "b": "balanced"}
    assert comparison["metrics"]["class.f1"]["difference"] == 0.0
    assert "framing.class_weight" in run("runs", "compare", "small", "small-balanced").stdout


def test_a_comparison_says_whether_it_is_noise(run, project):
    report = json.loads(run("runs", "compare", "small", "small-balanced", "--json").stdout)
    assert report["paired"]["figures"]["class.f1"]["p"] == 1.0
    assert report["sentence"] == "small and small-balanced do not differ in class.f1 on 5 articles."
    assert report["sentence"] in run("runs", "compare", "small", "small-balanced").stdout


def test_a_comparison_is_about_the_figure_asked_for(run, project):
    assert "framing.f1" in run("runs", "compare", "small", "small-balanced", "--figure", "framing.f1").stdout
    assert run("runs", "compare", "small", "small-balanced", "--figure", "f2").exit_code == 2


def test_the_differences_are_drawn_and_kept(run, project, tmp_path):
    pytest.importorskip("matplotlib")
    picture = tmp_path / "differences.png"
    result = run("runs", "compare", "small", "small-balanced", "--plot", picture, "--keep")
    assert result.exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    kept = open_client(default_store()).list_artifacts(project[1].run_id, f"comparisons/small-{project[0].run_id[:8]}")
    assert {Path(artifact.path).name for artifact in kept} == {"comparison.json", "differences.png"}


def test_a_run_without_counts_is_compared_by_its_figures_alone(run, project):
    client = open_client(default_store())
    bare = client.create_run(client.get_run(project[0].run_id).info.experiment_id, run_name="bare")
    client.log_metric(bare.info.run_id, "class.f1", 0.5)
    try:
        result = run("runs", "compare", "small", "bare")
        assert result.exit_code == 0
        assert "kept no counts" in result.stderr
        assert run("runs", "compare", "small", "bare", "--keep").exit_code == 2
    finally:
        client.delete_run(bare.info.run_id)


def test_an_unknown_run_is_wrong_usage(run, project):
    assert run("runs", "show", "nobody").exit_code == 2


def test_no_store_is_wrong_usage_and_none_is_made(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in (["runs", "list"], ["ui"]):
        assert run(*command).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_the_newest_run_of_a_name_is_meant():
    newest, older = a_run("bbbb1111"), a_run("aaaa1111")
    assert find_run("small", [newest, older]) is newest
    assert find_run("aaaa", [newest, older]) is older


@pytest.mark.parametrize("name", ["abcd", "abc", "zzzz"])
def test_an_ambiguous_short_or_unknown_id_is_wrong_usage(name):
    with pytest.raises(UsageError, match=name):
        find_run(name, [a_run("abcd1111"), a_run("abcd2222")])


def test_figures_of_one_run_only_have_no_difference():
    comparison = compare(a_run("a", x=0.5, y=0.1), a_run("b", x=0.75)).to_json()
    assert comparison["metrics"]["x"] == {"a": 0.5, "b": 0.75, "difference": 0.25}
    assert comparison["metrics"]["y"] == {"a": 0.1, "b": None, "difference": None}
    assert comparison["parameters"] == {"seed": {"a": "a", "b": "b"}}


def test_headline_figures_come_before_those_of_labels():
    run = a_run("a", **{"class/government.f1": 0.1, "source.recall": 0.2})
    assert list(compare(run, run).metrics) == ["source.recall", "class/government.f1"]
