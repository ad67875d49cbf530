import base64
import csv
import hashlib
import json
import re

import pytest

from framing.aggregate.corpus import aggregate
from framing.errors import UsageError
from framing.report.corpus import write_corpus
from framing.report.corpus_page import render_corpus
from tests.report_samples import BRIDGE, analysis

TEXT = "Ferja ligger\nKystverket hevder at leia er trygg, melder NTB.\n– Vi så det, sier styrmann Ola Lie."
HOSTILE = BRIDGE.replace("Irina Dobreva", "Irina <b>$x^2$</b>").replace("fredelige", "=1+1")


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    lines = [{"id": f"a{n}", "text": TEXT, "outlet": f"Avis {n % 2}", "date": "2024-05-17"} for n in range(4)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def tables(*marked, **options):
    made = [analysis(text, id=str(n), outlet=f"Avis {n % 2}") for n, text in enumerate(marked)]
    return aggregate(made, ("outlet",), resamples=100, **options)


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_folder_with_tables_figures_and_page_is_written(run, small_model, rows, tmp_path):
    pytest.importorskip("matplotlib")
    pytest.importorskip("pyarrow")
    folder = tmp_path / "view"
    result = run("corpus", rows, "-m", small_model, "--by", "outlet,month", "-o", folder)
    assert result.exit_code == 0
    assert result.stdout == ""
    groups = read(folder / "tables" / "groups.csv")
    assert [(g["outlet"], g["month"], g["articles"]) for g in groups] == [
        ("Avis 0", "2024-05", "2"),
        ("Avis 1", "2024-05", "2"),
    ]
    assert {"index.html", "tables", "figures"} == {path.name for path in folder.iterdir()}
    assert (folder / "figures" / "source_mix.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_folder_the_mix_is_printed(run, small_model, rows):
    result = run("corpus", rows, "-m", small_model)
    assert result.exit_code == 0
    assert "Source mix" in result.stdout


def test_a_field_named_twice_is_a_usage_error(run, rows):
    assert run("corpus", rows, "--by", "month,month").exit_code == 2


def test_a_file_as_folder_is_a_usage_error(run, rows):
    assert run("corpus", rows, "-o", rows).exit_code == 2


def test_no_article_at_all_is_a_usage_error(run, small_model, tmp_path):
    assert run("corpus", tmp_path / "none.txt", "-m", small_model).exit_code == 2


def test_a_tracked_view_keeps_tables_and_page(run, small_model, rows, tmp_path, monkeypatch):
    from framing.tracking.store import default_store, load_mlflow

    monkeypatch.chdir(tmp_path)
    result = run("corpus", rows, "-m", small_model, "--track")
    assert result.exit_code == 0
    run_id = re.search(r"run (\w+)", result.stderr)[1]
    client = load_mlflow(default_store()).MlflowClient()
    assert {"index.html", "tables"} <= {artifact.path for artifact in client.list_artifacts(run_id)}
    assert client.get_run(run_id).data.params["by"] == "outlet"


def test_csv_and_parquet_hold_the_same(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write_corpus(tables(BRIDGE, BRIDGE), tmp_path)
    for name in ("source_mix", "speakers", "terms", "network"):
        whole = parquet.read_table(tmp_path / "tables" / f"{name}.parquet").to_pylist()
        written = read(tmp_path / "tables" / f"{name}.csv")
        assert whole
        assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in whole] == written


def test_a_term_that_looks_like_a_formula_is_disarmed(tmp_path):
    write_corpus(tables(HOSTILE), tmp_path)
    assert "'=1+1" in {row["term"] for row in read(tmp_path / "tables" / "terms.csv")}


@pytest.mark.parametrize("interface", ["nb", "en"])
def test_the_page_is_escaped_and_has_no_style_attributes(tmp_path, interface):
    pytest.importorskip("matplotlib")
    write_corpus(tables(HOSTILE, BRIDGE), tmp_path, interface=interface)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "Irina &lt;b&gt;$x^2$&lt;/b&gt;" in page
    assert not re.search(r"<[^>]* style=", page)
    assert page.count('<svg xmlns="') == 4


def test_the_policy_allows_just_the_style_of_the_page(tmp_path):
    write_corpus(tables(BRIDGE), tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page


def test_ids_of_figures_do_not_meet(tmp_path):
    pytest.importorskip("matplotlib")
    write_corpus(tables(BRIDGE, BRIDGE), tmp_path)
    ids = re.findall(r' id="([^"]+)"', (tmp_path / "index.html").read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids))


def test_figures_are_the_same_every_time(tmp_path):
    pytest.importorskip("matplotlib")
    for name in ("one", "two"):
        write_corpus(tables(BRIDGE, BRIDGE), tmp_path / name)
    for path in (tmp_path / "one" / "figures").glob("*.svg"):
        assert path.read_bytes() == (tmp_path / "two" / "figures" / path.name).read_bytes()


def test_a_page_without_figures_shows_the_tables():
    page = render_corpus(tables(BRIDGE), {})
    assert "Irina Dobreva" in page
    assert "<details open>" in page


def test_an_unknown_interface_is_refused(tmp_path):
    with pytest.raises(UsageError, match="nb, en"):
        write_corpus(tables(BRIDGE), tmp_path, interface="tlh")
