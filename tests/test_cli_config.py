import json
from pathlib import Path

import pytest


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Write ``framing.toml`` in the working directory, an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FRAMING_MODEL", raising=False)
    monkeypatch.delenv("FRAMING_CONFIG", raising=False)
    (tmp_path / "article.txt").write_text("Havnesjefen sier at kaia er åpen igjen.\n", encoding="utf-8")

    def write(text, name="framing.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    return write


def test_without_a_file_the_program_has_its_own_defaults(run, config):
    assert run("model", "path").stdout.endswith("framing/models/default\n")


def test_a_key_outside_of_tables_goes_to_every_command_that_has_the_option(run, config, small_model):
    config(f'model = "{small_model}"\njson = true\n')
    assert json.loads(run("model", "info").stdout)["name"] == "small"
    assert run("model", "path").stdout == f"{small_model}\n"


def test_a_table_is_for_its_command_alone(run, config, small_model):
    config(f'model = "{small_model}"\n[score]\nformat = "csv"\n')
    assert run("score", "article.txt").stdout.startswith("id,language,")
    assert run("compare", "article.txt", "article.txt").exit_code == 0


def test_the_table_of_a_command_wins_over_what_stands_outside(run, config, small_model):
    config(f'model = "elsewhere"\n[score]\nmodel = "{small_model}"\n')
    assert run("score", "article.txt").exit_code == 0
    assert run("model", "verify").exit_code == 4


def test_a_command_in_a_group_has_a_table_in_a_table(run, config, small_corpus):
    config("[data.stats]\njson = true\n")
    assert json.loads(run("data", "stats", small_corpus).stdout)["articles"] == 15
    assert run("data", "check", small_corpus).stdout == ""


def test_a_key_of_a_group_goes_to_its_commands(run, config, small_corpus):
    config("[data]\njson = true\n")
    assert json.loads(run("data", "check", small_corpus).stdout)["problems"] == []


def test_an_option_that_is_given_wins_over_the_file(run, config, small_corpus):
    config("[data.check]\njson = true\n")
    assert run("data", "check", "--no-json", small_corpus).stdout == ""


def test_the_environment_wins_over_the_file(run, config, monkeypatch):
    config('model = "of-the-file"\n')
    monkeypatch.setenv("FRAMING_MODEL", "of-the-environment")
    assert run("model", "path").stdout == "of-the-environment\n"


def test_an_option_that_is_given_wins_over_the_environment(run, config, monkeypatch):
    monkeypatch.setenv("FRAMING_MODEL", "of-the-environment")
    result = run("model", "verify", "--model", "given")
    assert result.exit_code == 4
    assert result.stderr.startswith("error: given: ")


def test_a_list_is_an_option_given_several_times(run, config, small_model):
    config('[model.promote]\ngate = ["dev=nowhere.json"]\n')
    result = run("model", "promote", small_model)
    assert result.exit_code == 2
    assert result.stderr == "error: nowhere.json: no such file of floors\n"


def test_the_environment_names_another_file(run, config, monkeypatch):
    config('model = "here"\n')
    config('model = "there"\n', name="other.toml")
    monkeypatch.setenv("FRAMING_CONFIG", "other.toml")
    assert run("model", "path").stdout == "there\n"


def test_a_file_that_is_named_and_missing_is_wrong_usage(run, config, monkeypatch):
    monkeypatch.setenv("FRAMING_CONFIG", "missing.toml")
    result = run("model", "path")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: missing.toml: cannot be read (No such file or directory)")


@pytest.mark.parametrize("text", ["model = = 3\n", 'model = "a"\nmodel = "b"\n'])
def test_a_broken_file_is_told_in_one_line(run, config, text):
    config(text)
    result = run("model", "path")
    assert result.exit_code == 3
    assert result.stderr.startswith("error: framing.toml: not TOML (")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('modell = "a"', "modell: no such option; did you mean 'model'?"),
        ("[score]\nport = 1", "[score] port: no such option; there are cache, encoder"),
        ("[score]\nverbose = 1", "[score] verbose: no such option; there are cache, encoder"),
        ("[scores]\njobs = 2", "[scores]: no such command; did you mean 'score'?"),
        ("[data.stat]\njson = true", "[data.stat]: no such command; did you mean 'stats'?"),
        ("[score.jobs]\njobs = 2", "[score.jobs]: no such command\n"),
        ("[serve]\nport = 65536", "[serve] port: not for 'framing serve': "),
        ("[serve]\nport = true", "[serve] port: not for 'framing serve': write a text or a number\n"),
        ("[serve]\nport = 80.5", "[serve] port: not for 'framing serve': "),
        ('[score]\nformat = "xml"', "[score] format: not for 'framing score': "),
        ('format = "jsonl"', "format: not for 'framing compare': "),
        ('json = "yes"', "json: not for 'framing train': write true or false\n"),
        ('[model.promote]\ngate = "dev=floors.json"', "[model.promote] gate: not for 'framing model promote': write a"),
    ],
)
def test_what_does_not_fit_is_told_with_file_and_key(run, config, text, told):
    config(text)
    result = run("model", "path")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: framing.toml: {told}")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_doctor_names_the_file_in_use(run, config, small_model):
    config(f'model = "{small_model}"\n')
    report = json.loads(run("doctor", "--json").stdout)
    assert report["configuration"] == {"file": str(Path("framing.toml").absolute()), "in use": True}


def test_doctor_names_the_file_that_is_looked_for(run, config, small_model):
    report = json.loads(run("doctor", "--json", "--model", small_model).stdout)
    assert report["configuration"] == {"file": str(Path("framing.toml").absolute()), "in use": False}


def test_the_help_of_the_program_says_what_wins(run):
    words = " ".join(run("--help").stdout.split())
    assert words.index("An option that is not given") < words.index("FRAMING_MODEL") < words.index("framing.toml")
