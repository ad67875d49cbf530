"""Paths, folders, globs and standard input."""

from __future__ import annotations

import gzip
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.article import Article
from framing.errors import UsageError
from framing.readers import InputFailure, read_inputs


def texts(outcomes: list[Article | InputFailure]) -> list[str]:
    assert all(isinstance(outcome, Article) for outcome in outcomes), outcomes
    return [outcome.text for outcome in outcomes if isinstance(outcome, Article)]


def from_stdin(data: bytes) -> list[Article | InputFailure]:
    return list(read_inputs(["-"], stdin=io.BytesIO(data)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b.txt": "B",
        "a.md": "A",
        "sub/c.txt": "C",
        "sub/b.txt": "B igjen",
        ".hidden.txt": "skjult",
        ".git/d.txt": "skjult",
        "notes.log": "ikke lest",
        "picture.png": "ikke lest",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return tmp_path


def test_a_folder_is_read_in_order_without_hidden_and_foreign_files(folder: Path):
    outcomes = list(read_inputs([str(folder)]))
    assert texts(outcomes) == ["A", "B", "B igjen", "C"]


def test_files_of_the_same_name_get_different_ids(folder: Path):
    assert [outcome.id for outcome in read_inputs([str(folder)]) if isinstance(outcome, Article)] == [
        "a",
        "b",
        "b~2",
        "c",
    ]


def test_a_glob_is_read_in_order(folder: Path):
    assert texts(list(read_inputs([str(folder / "**/*.txt")]))) == ["B", "B igjen", "C"]


def test_inputs_keep_their_order(folder: Path):
    assert texts(list(read_inputs([str(folder / "sub/c.txt"), str(folder / "a.md")]))) == ["C", "A"]


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path):
    path = tmp_path / "sak[1].txt"
    path.write_text("Kø.")
    assert texts(list(read_inputs([str(path)]))) == ["Kø."]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("borte.txt", "no such file"),
        ("*.borte", "no file matches"),
        ("Statsråden sa: " + "nei " * 2000, "no such file"),
    ],
)
def test_a_missing_input_fails_and_the_rest_goes_on(folder: Path, name: str, message: str):
    given = str(folder / name) if "*" in name else name
    failure, article = read_inputs([given, str(folder / "a.md")])
    assert isinstance(failure, InputFailure)
    assert failure.input == given
    assert message in failure.message
    assert isinstance(article, Article)


def test_a_folder_with_nothing_to_read(tmp_path: Path):
    (failure,) = read_inputs([str(tmp_path)])
    assert isinstance(failure, InputFailure)
    assert "no readable file" in failure.message


def test_a_dangling_link_fails(tmp_path: Path):
    (tmp_path / "sak.txt").symlink_to(tmp_path / "borte.txt")
    (failure,) = read_inputs([str(tmp_path / "sak.txt")])
    assert isinstance(failure, InputFailure)
    assert "cannot be read" in failure.message


@pytest.mark.parametrize(
    ("name", "data", "ids"),
    [
        ("sak", b"Bare tekst.", ["sak"]),
        ("sak.log", b"Bare tekst.", ["sak"]),
        ("saker.dump", b'{"text": "En."}\n{"text": "To."}\n', ["saker#1", "saker#2"]),
        ("saker.dump", gzip.compress(b'{"text": "En."}\n'), ["saker#1"]),
    ],
)
def test_a_file_of_another_suffix_is_read_by_its_content(tmp_path: Path, name: str, data: bytes, ids: list[str]):
    path = tmp_path / name
    path.write_bytes(data)
    assert [outcome.id for outcome in read_inputs([str(path)]) if isinstance(outcome, Article)] == ids


def test_a_pipe_is_read_once(tmp_path: Path):
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as stream:
        stream.write(b'{"text": "Sak."}\n')
    try:
        assert texts(list(read_inputs([f"/dev/fd/{reader}"]))) == ["Sak."]
    finally:
        os.close(reader)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Bare tekst.\n", ["Bare tekst.\n"]),
        (b'\xef\xbb\xbf{"text": "En."}\n{"text": "To."}\n', ["En.", "To."]),
        (b'\n{"text": "En."}', ["En."]),
        (b'{"text": "' + b"x" * 50_000 + b'"}\n{"text": "To."}\n', ["x" * 50_000, "To."]),
        (b'{\n  "text": "En."\n}\n', ["En."]),
        (b'[{"text": "En."}, {"text": "To."}]', ["En.", "To."]),
        (gzip.compress(b'{"text": "En."}\n'), ["En."]),
        ("{«Vi kommer»}, sa han.".encode(), ["{«Vi kommer»}, sa han."]),
        (b'{"text": "En."\n}', ["En."]),
        (b"[Oslo] Han kom.", ["[Oslo] Han kom."]),
        (b"< 5 grader i dag", ["< 5 grader i dag"]),
        ('{"text": "Kø."}\n'.encode("utf-16"), ["Kø."]),
    ],
)
def test_the_format_of_standard_input_is_told_from_its_content(data: bytes, expected: list[str]):
    assert texts(from_stdin(data)) == expected


@pytest.mark.parametrize("start", ["<!DOCTYPE html>\n<html>", "  <html lang='nb'>", "<!-- sak --><html>"])
def test_html_on_standard_input(start: str):
    pytest.importorskip("trafilatura")
    body = "<p>– Vi hadde ikke lenger tillit, sier lederen for styret til avisen fredag kveld.</p>"
    (article,) = from_stdin(f"{start}<body><article>{body}</article></body></html>".encode())
    assert isinstance(article, Article)
    assert article.text == "– Vi hadde ikke lenger tillit, sier lederen for styret til avisen fredag kveld."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"PAR1\x15\0\0", "give the file's name"),
        (b"%PDF-1.7", "a PDF"),
        (gzip.compress(b"Bare tekst.")[:-9], "damaged gzip data"),
    ],
)
def test_standard_input_that_is_refused(data: bytes, message: str):
    (failure,) = from_stdin(data)
    assert isinstance(failure, InputFailure)
    assert failure.input == "standard input"
    assert message in failure.message


def test_a_broken_first_line_does_not_spoil_the_rest():
    failure, article = from_stdin(b'{"text": "En."\n{"text": "To."}\n')
    assert isinstance(failure, InputFailure)
    assert failure.input == "standard input:1"
    assert isinstance(article, Article)


def test_articles_from_standard_input_are_named_by_it():
    assert [outcome.id for outcome in from_stdin(b'{"text": "En."}\n') if isinstance(outcome, Article)] == ["stdin#1"]


PIECES = st.sampled_from(
    [
        b'{"text": "Sak."}',
        b"\n",
        b'"',
        b"{",
        b"[",
        b",",
        b"text\n",
        b"\0",
        b"\xff\xfe",
        b"\xc3",
        b"<html>",
        b"\x1f\x8b",
        b"PAR1",
    ]
)


@given(
    st.lists(PIECES).map(b"".join) | st.binary(),
    st.sampled_from([".jsonl", ".json", ".csv", ".tsv", ".txt", ".x", ".gz"]),
)
def test_any_bytes_give_articles_or_failures(data: bytes, suffix: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"sak{suffix}")
        path.write_bytes(data)
        outcomes = list(read_inputs([str(path)]))
    assert outcomes
    for outcome in outcomes:
        assert outcome.message if isinstance(outcome, InputFailure) else outcome.text.strip()


def test_a_language_that_is_no_code_is_refused_at_the_call():
    with pytest.raises(UsageError, match="'norsk' is no language code"):
        read_inputs([], language="norsk")


def test_a_failure_reads_as_one_line():
    assert str(InputFailure("saker.jsonl:3", "not JSON; repair the line")) == "saker.jsonl:3: not JSON; repair the line"
