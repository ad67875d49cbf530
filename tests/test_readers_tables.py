"""JSON lines, JSON, CSV and Parquet: fields, ids, broken rows, and reading row by row."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.article import Article
from framing.readers import InputFailure, read_inputs

BOKMAL = "Hun sa at hun ikke visste hva som skjedde, og at noen måtte svare for det."
NYNORSK = "Ho sa at ho ikkje visste kva som hende, og at nokon måtte svare for det."


def read(path: Path, **options: Any) -> list[Article | InputFailure]:
    return list(read_inputs([str(path)], **options))


def articles(path: Path, **options: Any) -> list[Article]:
    outcomes = read(path, **options)
    assert all(isinstance(outcome, Article) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, Article)]


def failure(path: Path, **options: Any) -> InputFailure:
    (outcome,) = read(path, **options)
    assert isinstance(outcome, InputFailure)
    return outcome


def write_lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_json_lines_fields(tmp_path: Path):
    row = {
        "doc_id": 17,
        "lang": "nb-NO",
        "title": "Kø",
        "outlet": "Fjordposten",
        "date": "2024-03-02",
        "url": "https://example.org/17",
        "text": "  Kø på fjellet.\r\n",
        "author": "Kari Lund",
        "tags": ["vei"],
        "section": None,
    }
    (article,) = articles(write_lines(tmp_path / "saker.jsonl", row))
    assert article == Article(
        id="17",
        text="  Kø på fjellet.\r\n",
        language="nb",
        title="Kø",
        outlet="Fjordposten",
        date="2024-03-02",
        url="https://example.org/17",
        metadata={"author": "Kari Lund", "tags": ["vei"]},
    )


def test_id_stands_before_doc_id(tmp_path: Path):
    (article,) = articles(write_lines(tmp_path / "saker.jsonl", {"id": "a", "doc_id": "b", "text": "Kø."}))
    assert (article.id, article.metadata) == ("a", {"doc_id": "b"})


def test_rows_without_id_are_named_by_their_line(tmp_path: Path):
    path = tmp_path / "saker.ndjson.gz"
    path.write_bytes(gzip.compress(b'{"text": "En."}\n\n{"text": "To."}\n'))
    assert [article.id for article in articles(path)] == ["saker#1", "saker#3"]


def test_a_repeated_id_gets_a_number(tmp_path: Path):
    rows = [{"id": given, "text": "Kø."} for given in ("a", "a", "a~2", "a")]
    ids = [article.id for article in articles(write_lines(tmp_path / "saker.jsonl", *rows))]
    assert ids == ["a", "a~2", "a~2~2", "a~3"]


def test_no_is_resolved_between_the_written_standards(tmp_path: Path):
    path = write_lines(tmp_path / "s.jsonl", {"text": BOKMAL, "lang": "no"}, {"text": NYNORSK, "lang": "no"})
    assert [article.language for article in articles(path)] == ["nb", "nn"]


def test_an_article_without_language_has_none(tmp_path: Path):
    (article,) = articles(write_lines(tmp_path / "saker.jsonl", {"text": BOKMAL}))
    assert article.language is None


def test_the_callers_language_stands_above_the_data(tmp_path: Path):
    path = write_lines(tmp_path / "saker.jsonl", {"text": BOKMAL, "lang": "sv"})
    assert [article.language for article in articles(path, language="no")] == ["nb"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"text": "Kj\xf8"}', "not UTF-8 at byte 12"),
        (b'{"text": "K\xc3\xb8"', "not JSON"),
        (b'["K"]', "not a JSON object"),
        (b"17", "not a JSON object"),
        (b"[" * 100_000, "not JSON"),
        (b'{"title": "K"}', "no field 'text'"),
        (b'{"text": " \\n"}', "no field 'text'"),
        (b'{"text": 17}', "'text' is a int"),
        (b'{"text": "K\\ud83d"}', "half a surrogate pair at character 1"),
        (b'{"text": "K", "lang": "norsk"}', "'norsk' is no language code"),
        (b'{"text": "K", "title": {"no": "K"}}', "'title' is a dict"),
        (b'{"text": "' + b"x" * 300_000 + b'"}', "longer than 200000 bytes"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: bytes, message: str):
    path = tmp_path / "saker.jsonl"
    path.write_bytes(b'{"text": "En."}\n' + line + b'\n{"text": "Tre."}\n')
    first, broken, last = read(path, max_bytes=200_000)
    assert isinstance(first, Article)
    assert isinstance(broken, InputFailure)
    assert broken.input == f"{path}:2"
    assert message in broken.message
    assert isinstance(last, Article)
    assert last.id == "saker#3"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_lines_with_a_byte_order_mark(tmp_path: Path, encoding: str):
    path = tmp_path / "saker.jsonl"
    path.write_text('{"text": "Kø."}\n{"text": "Går."}\n', encoding=encoding)
    assert [article.text for article in articles(path)] == ["Kø.", "Går."]


@pytest.mark.parametrize(("name", "content"), [("s.jsonl", "\n"), ("s.csv", "id,text\n"), ("s.json", "[]")])
def test_a_file_without_articles_fails(tmp_path: Path, name: str, content: str):
    path = tmp_path / name
    path.write_text(content)
    assert "no article in it" in failure(path).message


def test_an_array_under_the_name_of_json_lines(tmp_path: Path):
    path = tmp_path / "saker.jsonl"
    path.write_text('[\n{"text": "En."},\n{"text": "To."}\n]')
    assert "name the file .json" in failure(path).message


@pytest.mark.parametrize("limit", [1, 200])
def test_json_lines_are_read_one_by_one(limit: int):
    class Endless(io.RawIOBase):
        """A stream of rows that never ends; to read it whole would not end either."""

        def __init__(self) -> None:
            self.rest = b""
            self.served = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if not self.rest:
                self.served += 1
                self.rest = b'{"text": "Sak nummer %d."}\n' % self.served
            chunk, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
            buffer[: len(chunk)] = chunk
            return len(chunk)

    stream = Endless()
    taken = list(itertools.islice(read_inputs(["-"], stdin=io.BufferedReader(stream)), limit))
    assert [article.text for article in taken if isinstance(article, Article)][-1] == f"Sak nummer {limit}."
    assert stream.served < limit + 2000


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ('{"text": "En."}', ["saker"]),
        ('[{"text": "En."}, {"id": "b", "text": "To."}]', ["saker#1", "b"]),
        ('{"text": "En."}\n{"text": "To."}\n', ["saker#1", "saker#2"]),
    ],
)
def test_json(tmp_path: Path, content: str, ids: list[str]):
    path = tmp_path / "saker.json"
    path.write_text(content)
    assert [article.id for article in articles(path)] == ids


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("17", "neither a JSON object"),
        ('{"title": "K"}', "no field 'text'"),
        ('{"text": "K",\n "title": }', "line 2, column 11"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_json_that_is_refused(tmp_path: Path, content: str, message: str):
    path = tmp_path / "saker.json"
    path.write_text(content)
    assert message in failure(path).message


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_as_spreadsheets_write_it(tmp_path: Path, delimiter: str, encoding: str):
    path = tmp_path / "saker.csv"
    rows = [
        ["ID", " Text ", "lang", "note"],
        ["a", '"Kø på fjellet, ""sier"" han; – så\r\nmange|"', "nb", ""],
        ["b", "Går løs på vær", "", "x"],
    ]
    path.write_bytes("".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding))
    first, second = articles(path)
    assert first.text == 'Kø på fjellet, "sier" han; – så\r\nmange|'
    assert (first.id, first.language, first.metadata) == ("a", "nb", {})
    assert (second.id, second.language, second.metadata) == ("b", None, {"note": "x"})


def test_csv_rows_are_named_by_the_line_they_begin_on(tmp_path: Path):
    path = tmp_path / "saker.csv"
    path.write_text('text\n"En\nto"\n\nTre\n')
    assert [article.id for article in articles(path)] == ["saker#2", "saker#5"]


def test_a_broken_csv_row_is_named_and_the_rest_goes_on(tmp_path: Path):
    path = tmp_path / "saker.csv"
    path.write_text('id,text\na,En\nb,"To" og\nc,Tre,fire\nd\ne,Fem\nf,"Seks\n')
    outcomes = read(path)
    failures = [outcome for outcome in outcomes if isinstance(outcome, InputFailure)]
    assert [outcome.input.rpartition(":")[2] for outcome in failures] == ["3", "4", "5", "7"]
    assert "quotation marks" in failures[0].message
    assert "3 fields, but the header has 2" in failures[1].message
    assert [outcome.text for outcome in outcomes if isinstance(outcome, Article)] == ["En", "Fem"]


def test_csv_in_a_legacy_encoding_that_shows_late(tmp_path: Path):
    path = tmp_path / "saker.csv"
    path.write_bytes(b"text\n" + b"Veien er stengt\n" * 100_000 + "Kø på fjellet ved Sæther\n".encode("cp1252"))
    assert articles(path)[-1].text == "Kø på fjellet ved Sæther"


def test_csv_with_a_field_longer_than_the_csv_modules_default(tmp_path: Path):
    path = tmp_path / "saker.csv"
    path.write_text("text\n" + "x" * 200_000 + "\n")
    (article,) = articles(path)
    assert len(article.text) == 200_000


@pytest.mark.parametrize(("content", "message"), [("id,body\na,En\n", "there are: id, body"), ("", "no column 'text'")])
def test_csv_without_text_is_refused(tmp_path: Path, content: str, message: str):
    path = tmp_path / "saker.csv"
    path.write_text(content)
    assert message in failure(path).message


def test_parquet(tmp_path: Path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "saker.parquet"
    columns = {
        "text": ["Kø.", None, "Går."],
        "id": [7, 8, None],
        "date": [dt.date(2024, 3, 2), None, None],
        "views": [1.5, None, float("nan")],
    }
    parquet.write_table(pyarrow.table(columns), path)
    first, broken, last = read(path)
    assert first == Article(id="7", text="Kø.", date="2024-03-02", metadata={"views": 1.5})
    assert isinstance(broken, InputFailure)
    assert broken.input == f"{path}:2"
    assert last == Article(id="saker#3", text="Går.")


def test_compressed_parquet(tmp_path: Path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": ["Kø."]}), buffer)
    path = tmp_path / "saker.parquet.gz"
    path.write_bytes(gzip.compress(buffer.getvalue()))
    assert [article.id for article in articles(path)] == ["saker#1"]


def test_parquet_without_text_is_refused(tmp_path: Path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "saker.parquet"
    parquet.write_table(pyarrow.table({"body": ["Kø."]}), path)
    assert "there are: body" in failure(path).message


def test_damaged_parquet_is_refused(tmp_path: Path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "saker.parquet"
    path.write_bytes(b"PAR1 this is not a table")
    assert "no Parquet file" in failure(path).message


def test_damaged_gzip_gives_what_came_before(tmp_path: Path):
    rows: Iterator[bytes] = (b'{"text": "Sak nummer %d."}\n' % n for n in range(50_000))
    path = tmp_path / "saker.jsonl.gz"
    data = gzip.compress(b"".join(rows))
    path.write_bytes(data[: len(data) // 2])
    *good, last = read(path)
    assert len(good) > 1000
    assert isinstance(last, InputFailure)
    assert "damaged gzip data" in last.message
