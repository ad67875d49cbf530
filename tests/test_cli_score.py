import csv
import io
import json

import numpy as np
import pytest
from joblib import parallel_config

from framing.cli.output import Format, choose_format, open_output
from framing.errors import UsageError
from framing.pipeline import Analyzer

TEXT = (
    "Ferja blir liggende\n"
    "Kystverket hevder at leia er trygg, melder NTB.\n"
    "– Vi så det gå galt, sier styrmann Ola Lie.\n"
    "Rederen kaller kravet «et overgrep»."
)
OTHER = "Fylket seier at vegen opnar måndag. «Endeleg», seier naboen Kari Li."
PAGE = (
    "<html lang='nb'><head><title>Ferja blir liggende</title></head><body><article><h1>Ferja blir liggende</h1>"
    + "".join(f"<p>{line} Det var dag {n} av stansen, og kaia var tom.</p>" for n, line in enumerate(TEXT.split("\n")))
    + "</article></body></html>"
)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "ferja.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    lines = [{"id": f"a{n}", "text": f"{TEXT}\nSak {n}."} for n in range(20)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def analyses(stdout):
    return [json.loads(line) for line in stdout.splitlines()]


def test_piped_output_is_jsonl_with_offsets_into_the_text(run, small_model, article):
    result = run("score", article, "--model", small_model)
    assert result.exit_code == 0
    (analysis,) = analyses(result.stdout)
    assert analysis["schema"] == "framing.analysis/1"
    assert analysis["passages"]
    assert all(TEXT[p["start"] : p["end"]] == p["text"] for p in analysis["passages"])
    assert "text" not in analysis


def test_json_is_one_array(run, small_model, article):
    result = run("score", article, article, "--model", small_model, "--format", "json")
    assert [a["id"] for a in json.loads(result.stdout)] == ["ferja", "ferja~2"]


def test_csv_has_one_row_a_passage(run, small_model, article):
    passages = analyses(run("score", article, "--model", small_model).stdout)[0]["passages"]
    table = list(csv.DictReader(io.StringIO(run("score", article, "--model", small_model, "-f", "csv").stdout)))
    assert [(int(r["start"]), int(r["end"])) for r in table] == [(p["start"], p["end"]) for p in passages]


def test_parquet_has_one_row_a_passage(run, small_model, article, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    output = tmp_path / "out.parquet"
    assert run("score", article, "--model", small_model, "-o", output).exit_code == 0
    passages = analyses(run("score", article, "--model", small_model).stdout)[0]["passages"]
    assert parquet.read_table(output)["start"].to_pylist() == [p["start"] for p in passages]


@pytest.mark.parametrize(("interface", "language"), [("nb", "nb"), ("en", "en")])
def test_html_is_a_page_in_the_interface_language(run, small_model, article, interface, language):
    result = run("score", article, "--model", small_model, "-f", "html", "--interface", interface)
    assert result.stdout.lstrip().lower().startswith("<!doctype html>")
    assert f'<html lang="{language}"' in result.stdout
    assert "et overgrep" in result.stdout


def test_an_unknown_interface_language_is_wrong_usage(run, small_model, article):
    assert run("score", article, "--model", small_model, "-f", "html", "--interface", "xx").exit_code == 2


def test_a_table_names_article_and_passages(run, small_model, article):
    result = run("score", article, "--model", small_model, "--format", "table")
    assert "Ferja blir liggende" in result.stdout
    assert "Vi så det gå galt" in result.stdout
    assert "\x1b" not in result.stdout


def test_standard_input_is_read(run, small_model):
    result = run("score", "-", "--model", small_model, input=TEXT)
    assert [a["id"] for a in analyses(result.stdout)] == ["stdin"]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_text_is_included_when_asked_for(run, small_model, article, wanted):
    flag = ["--text"] if wanted else []
    (analysis,) = analyses(run("score", article, "--model", small_model, *flag).stdout)
    assert analysis.get("text") == (TEXT if wanted else None)


def test_a_text_taken_from_html_is_always_included(run, small_model, tmp_path):
    pytest.importorskip("trafilatura")
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    (analysis,) = analyses(run("score", page, "--model", small_model).stdout)
    assert analysis["passages"]
    assert all(analysis["text"][p["start"] : p["end"]] == p["text"] for p in analysis["passages"])


def test_the_language_can_be_given(run, small_model, article):
    (analysis,) = analyses(run("score", article, "--model", small_model, "--language", "nn").stdout)
    assert analysis["language"] == "nn"


def test_a_wrong_language_is_wrong_usage(run, small_model, article):
    assert run("score", article, "--model", small_model, "--language", "norsk!").exit_code == 2


def test_failing_inputs_are_told_and_the_rest_is_done(run, small_model, article, tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "Han sa «nei».", "id": "one"}\n{"id": "two"}\n{"text": "Ja.", "id": "three"}\n')
    result = run("score", tmp_path / "none.txt", article, broken, "--model", small_model)
    assert result.exit_code == 1
    assert [a["id"] for a in analyses(result.stdout)] == ["ferja", "one", "three"]
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert "none.txt" in errors[0]
    assert "broken.jsonl:2" in errors[1]


def test_an_article_that_cannot_be_analysed_fails_alone(run, small_model, rows, monkeypatch):
    prepare = Analyzer.prepare

    def fragile(self, article, states):
        if article.id == "a3":
            raise ZeroDivisionError("too short")
        return prepare(self, article, states)

    monkeypatch.setattr(Analyzer, "prepare", fragile)
    result = run("score", rows, "--model", small_model)
    assert result.exit_code == 1
    assert [a["id"] for a in analyses(result.stdout)] == [f"a{n}" for n in range(20) if n != 3]
    assert "error: a3: internal error: ZeroDivisionError: too short" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("score", rows, "--model", small_model, "-v").stderr


def test_jobs_give_the_same_in_the_same_order(run, small_model, rows, tmp_path):
    missing = tmp_path / "none.txt"
    alone = run("score", rows, missing, rows, "--model", small_model)
    # threads, so that the hashing encoder is theirs too
    with parallel_config(backend="threading"):
        together = run("score", rows, missing, rows, "--model", small_model, "--jobs", 2)
    assert len(analyses(alone.stdout)) == 40
    assert together.stdout == alone.stdout
    assert together.stderr == alone.stderr


def test_the_same_in_any_company(run, small_model, rows, article):
    alone = run("score", article, "--model", small_model).stdout
    assert alone in run("score", rows, article, "--model", small_model).stdout


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_a_wrong_number_of_jobs_is_wrong_usage(run, article, jobs):
    assert run("score", article, "--jobs", jobs).exit_code == 2


def test_no_input_is_wrong_usage(run):
    assert run("score").exit_code == 2


def test_an_unknown_format_is_wrong_usage(run, article):
    assert run("score", article, "--format", "xml").exit_code == 2


def test_a_missing_model_is_told(run, article, tmp_path):
    result = run("score", article, "--model", tmp_path / "nowhere")
    assert result.exit_code == 4
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1


def test_a_model_for_other_features_is_refused(run, small_model, article, monkeypatch):
    monkeypatch.setattr("framing.pipeline.row", lambda blocks: np.zeros(3, np.float32))
    result = run("score", article, "--model", small_model)
    assert result.exit_code == 4
    assert "train the model again" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_encoder_that_the_model_does_not_know_is_refused(run, small_model, hashing_encoder, article, monkeypatch):
    monkeypatch.setattr(hashing_encoder, "id", "another", raising=False)
    result = run("score", article, "--model", small_model)
    assert result.exit_code == 4
    assert "hashing" in result.stderr


def test_output_goes_to_the_file_and_a_note_to_standard_error(run, small_model, article, tmp_path):
    output = tmp_path / "out.jsonl"
    result = run("score", article, "--model", small_model, "-o", output)
    assert result.stdout == ""
    assert str(output) in result.stderr
    assert len(analyses(output.read_text(encoding="utf-8"))) == 1
    assert run("score", article, "--model", small_model, "-o", output, "-q").stderr == ""


def test_dash_as_output_is_standard_output(run, small_model, article):
    assert len(analyses(run("score", article, "--model", small_model, "-o", "-").stdout)) == 1


def test_nothing_analysed_leaves_the_old_output(run, small_model, tmp_path):
    output = tmp_path / "out.jsonl"
    output.write_text("old")
    result = run("score", tmp_path / "none.txt", "--model", small_model, "-o", output)
    assert result.exit_code == 1
    assert output.read_text() == "old"


def test_an_output_that_cannot_be_written_is_wrong_usage(run, small_model, article, tmp_path):
    for output in (tmp_path, tmp_path / "no" / "such" / "folder.jsonl"):
        assert run("score", article, "--model", small_model, "-o", output, "-f", "jsonl").exit_code == 2


def test_half_a_file_is_never_left(tmp_path):
    output = tmp_path / "out.csv"
    output.write_bytes(b"old")

    def write_half():
        with open_output(output) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert output.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_link_stays_a_link(tmp_path):
    link, target = tmp_path / "latest.csv", tmp_path / "one.csv"
    link.symlink_to(target)
    with open_output(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("given", "suffix", "is_terminal", "chosen"),
    [
        (None, None, True, Format.TABLE),
        (None, None, False, Format.JSONL),
        (None, ".csv", False, Format.CSV),
        (None, ".HTM", False, Format.HTML),
        (Format.JSON, ".csv", False, Format.JSON),
        (Format.CSV, None, True, Format.CSV),
    ],
)
def test_the_format_follows_option_suffix_and_terminal(tmp_path, given, suffix, is_terminal, chosen):
    output = None if suffix is None else tmp_path / f"out{suffix}"
    assert choose_format(given, output, is_terminal=is_terminal) is chosen


def test_a_suffix_without_a_format_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="--format"):
        choose_format(None, tmp_path / "out.xls", is_terminal=False)


def test_parquet_is_not_for_the_terminal():
    with pytest.raises(UsageError, match="-o"):
        choose_format(Format.PARQUET, None, is_terminal=True)
