"""Plain text: encodings, what is refused, and the title."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.article import Article
from framing.errors import InputError
from framing.readers import InputFailure, read_inputs
from framing.readers.decoding import decode
from framing.readers.documents import title_of

NORWEGIAN = (
    "Kø på fjellet\r\n\r\n«Vi får ikke gjort noe før uværet løyer», sier vaktleder Pål Sæther til avisen – igjen.\r\n"
)
RUSSIAN = "Дорога закрыта\n\n«Мы ничего не можем сделать до утра», — сообщил дежурный по перевалу Павел Громов.\n"


def only(path: Path | str, **options: int) -> Article | InputFailure:
    (outcome,) = read_inputs([str(path)], **options)
    return outcome


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_norwegian_in_any_encoding(tmp_path: Path, encoding: str):
    path = tmp_path / "sak.txt"
    path.write_bytes(NORWEGIAN.encode(encoding))
    article = only(path)
    assert isinstance(article, Article)
    assert article.text == NORWEGIAN


def test_norwegian_in_latin_1():
    text = NORWEGIAN.replace("–", "-")
    assert decode(text.encode("latin-1")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1251"])
def test_russian_in_any_encoding(encoding: str):
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_russian_in_koi8():
    text = RUSSIAN.translate(str.maketrans("«»—", '""-'))
    assert decode(text.encode("koi8_r")) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1).map(lambda text: "Å" + text))
def test_utf8_is_kept_exactly(text: str):
    assert decode(text.encode("utf-8")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_white_space_at_the_edges_is_kept(tmp_path: Path, encoding: str):
    path = tmp_path / "sak.txt"
    path.write_bytes("\n\t Linje én.\r\nLinje to. \n".encode(encoding))
    article = only(path)
    assert isinstance(article, Article)
    assert article.text == "\n\t Linje én.\r\nLinje to. \n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7 \xe2\xe3", "a PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "office document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "an image"),
        (b"Oslo\0\0\0\0\0\0\0Bergen \xff\xfe", "NUL at byte 4"),
        (b"Oslo\nBergen\0Stavanger, Trondheim og Bod", "NUL at byte 11"),
        (
            "Kjære Åse Sæther på Lærdalsøyri\n".encode() + b"Br\xc3 mangler",
            "damaged UTF-8 after 'Kjære Åse Sæther på Lærdalsøyri Br'",
        ),
        ("blåbær".encode("utf-16") + b"\x01", "damaged UTF-16"),
        (bytes(range(1, 256)) * 4, "no known text encoding"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, message: str):
    path = tmp_path / "sak.txt"
    path.write_bytes(data)
    failure = only(path)
    assert isinstance(failure, InputFailure)
    assert failure.input == str(path)
    assert message in failure.message


def test_damage_is_not_taken_for_another_encoding():
    with pytest.raises(InputError, match="damaged UTF-8"):
        decode((NORWEGIAN * 5).encode() + b"\xf8")


def test_a_file_over_the_limit_is_refused(tmp_path: Path):
    path = tmp_path / "sak.txt"
    path.write_bytes(b"x" * 101)
    failure = only(path, max_bytes=100)
    assert isinstance(failure, InputFailure)
    assert "longer than 100 bytes" in failure.message
    assert isinstance(only(path, max_bytes=101), Article)


def test_a_compressed_bomb_is_refused(tmp_path: Path):
    path = tmp_path / "sak.txt.gz"
    path.write_bytes(gzip.compress(b"x" * 1_000_000))
    failure = only(path, max_bytes=1000)
    assert isinstance(failure, InputFailure)
    assert "longer than 1000 bytes" in failure.message


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kø på fjellet\n\nVeien er stengt.", "Kø på fjellet"),
        ("\n  Kø på fjellet \r\nVeien er stengt.", "Kø på fjellet"),
        ("# Kø på fjellet\n\nVeien er stengt.", "Kø på fjellet"),
        ("Statsråden: – Vi gir oss aldri\nHun gikk av.", "Statsråden: – Vi gir oss aldri"),
        ("Veien er stengt.\nDen åpner i morgen.", None),
        ("«Veien er stengt.»\nDen åpner i morgen.", None),
        ("Kø på fjellet", None),
        ("Veien " * 30 + "\nDen åpner i morgen.", None),
        ("", None),
    ],
)
def test_the_title_is_a_short_first_line(text: str, title: str | None):
    assert title_of(text) == title
