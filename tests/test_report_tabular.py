"""CSV and Parquet: one row per passage, the same columns."""

import builtins
import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.article import Mention
from framing.errors import UsageError
from framing.report import tabular
from framing.report.tabular import COLUMNS, write_csv, write_parquet
from tests.report_samples import analysis, bare, passage, with_first

UNDO = re.compile("^'+[=+\\-@\t\r\n＝＋－＠]")


def rows(*analyses):
    stream = io.StringIO(newline="")
    write_csv(analyses, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_csv_has_one_row_per_passage_with_all_columns():
    made = rows(analysis())
    assert [r["text"] for r in made] == [p.text for p in analysis().passages]
    assert list(made[0]) == list(COLUMNS)


def test_csv_offsets_point_at_the_passage():
    text = analysis().article.text
    assert all(text[int(r["start"]) : int(r["end"])] == r["text"] for r in rows(analysis()))


def test_csv_row_says_who_through_whom_and_how():
    row = rows(analysis(outlet="Fjordposten", date="2024-05-01"))[1]
    assert (row["outlet"], row["date"], row["kind"]) == ("Fjordposten", "2024-05-01", "fragment")
    assert (row["source_class"], row["source_probability"]) == ("government", "0.9")
    assert (row["carrier"], row["carrier_class"]) == ("AFP", "western_wire")
    assert (row["cue"], row["cue_stance"]) == ("påstår", "distancing")
    assert (row["framing"], row["framing_probability"]) == ("violent", "0.9")


def test_csv_leaves_empty_what_is_not_there():
    row = rows(analysis())[3]
    assert (row["source"], row["carrier"], row["cue"], row["abstained"]) == ("", "", "", "false")


def test_csv_of_nothing_is_a_header():
    stream = io.StringIO(newline="")
    write_csv([], stream)
    assert stream.getvalue() == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'="])
def test_csv_cells_that_would_run_as_formulas_are_disarmed(start):
    text = f"{start}HYPERLINK(1)"
    assert rows(bare(text, passage(text, 0, len(text))))[0]["text"] == f"'{text}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_csv_values_can_be_had_back(text):
    cell = rows(bare(text, passage(text, 0, len(text))))[0]["text"]
    assert (cell[1:] if UNDO.match(cell) else cell) == text


def test_csv_can_be_encoded_whatever_the_text():
    stream = io.StringIO(newline="")
    write_csv([bare("x\ud83dy", passage("x\ud83dy", 0, 3), outlet="\udfff")], stream)
    assert "x\ufffdy" in stream.getvalue().encode("utf-8").decode()


def test_parquet_has_the_same_rows_and_fixed_types():
    parquet = pytest.importorskip("pyarrow.parquet")
    buffer = io.BytesIO()
    write_parquet([with_first(analysis(), why=("cue “påstår”", "\ud800"))], buffer)
    table = parquet.read_table(buffer)
    assert {f.name: str(f.type) for f in table.schema} == COLUMNS | {"why": "list<element: string>"}
    assert table.column("text").to_pylist() == [p.text for p in analysis().passages]
    assert table.column("why").to_pylist()[0] == ["cue “påstår”", "\ufffd"]
    assert table.column("framing").to_pylist() == [None, "violent", None, "doubt", None]


def test_parquet_is_written_in_row_groups(monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(tabular, "ROW_GROUP", 3)
    buffer = io.BytesIO()
    write_parquet([analysis(), analysis()], buffer)
    assert parquet.ParquetFile(buffer).metadata.num_row_groups == 4


def test_parquet_of_nothing_is_an_empty_table(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet([], tmp_path / "none.parquet")
    assert parquet.read_table(tmp_path / "none.parquet").num_rows == 0


def test_parquet_without_pyarrow_names_the_extra(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"framing\[parquet\]"):
        write_parquet([], io.BytesIO())


def test_full_name_stands_beside_the_words_of_the_text():
    row = rows(with_first(analysis(), source=Mention(0, 3, "hun", "Irina Dobreva")))[0]
    assert (row["source"], row["source_name"]) == ("hun", "Irina Dobreva")
