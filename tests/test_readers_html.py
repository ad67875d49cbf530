"""Web pages: paragraphs, dashes and quotation marks survive, and the page's own particulars are kept."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from framing.article import Article
from framing.errors import UsageError
from framing.readers import InputFailure, read_inputs

LEAD = "Hele styret i kraftlaget trakk seg fredag kveld etter et langt møte om de nye prisene i fylket."
BODY = f"""<p>{LEAD}</p>
<p>– Vi hadde ikke lenger tillit, sier
   leder Kari Fjell.</p>
<p>&ndash; Det er trist, svarte <a href="/o">ordføreren</a>.</p>
<p>- Ja.</p>
<p>Hun kalte det &laquo;<em>nødvendig</em>&raquo; for laget.<br>— Helt nødvendig, gjentok hun.</p>
<blockquote><p>Et sjokk for hele bygda.</p></blockquote>
<h2>Nye priser</h2>
<ul><li>Nettleie: 12 øre</li><li>Fastledd: 90 kroner</li></ul>
<table><tr><td>Årdal</td><td>28 øre</td></tr></table>"""
HEAD = """<title>Styret går av | Fjordposten</title>
<meta property="og:site_name" content="Fjordposten">
<meta property="article:published_time" content="2024-03-02T10:00:00+01:00">
<meta property="article:modified_time" content="2024-05-09T10:00:00+01:00">
<link rel="canonical" href="https://fjordposten.example/sak/1">"""


def page(body: str, *, head: str = HEAD, lang: str = "nb") -> str:
    menu = '<nav><ul><li><a href="/">Forsiden</a></li><li><a href="/s">Sport</a></li></ul></nav>'
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{menu}{body}</body></html>'


def read(tmp_path: Path, content: str | bytes) -> Article | InputFailure:
    pytest.importorskip("trafilatura")
    path = tmp_path / "sak.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (outcome,) = read_inputs([str(path)])
    return outcome


def article(tmp_path: Path, content: str | bytes) -> Article:
    outcome = read(tmp_path, content)
    assert isinstance(outcome, Article)
    return outcome


def test_paragraphs_dashes_and_marks_are_kept(tmp_path: Path):
    text = article(tmp_path, page(f"<article><h1>Styret går av</h1>{BODY}</article>")).text
    assert text.split("\n") == [
        "Styret går av",
        LEAD,
        "– Vi hadde ikke lenger tillit, sier leder Kari Fjell.",
        "– Det er trist, svarte ordføreren.",
        "- Ja.",
        "Hun kalte det «nødvendig» for laget.",
        "— Helt nødvendig, gjentok hun.",
        "Et sjokk for hele bygda.",
        "Nye priser",
        "Nettleie: 12 øre",
        "Fastledd: 90 kroner",
        "Årdal 28 øre",
    ]


def test_particulars_of_the_page(tmp_path: Path):
    found = article(tmp_path, page(f"<article><h1>Styret går av</h1>{BODY}</article>"))
    assert (found.id, found.title, found.outlet) == ("sak", "Styret går av", "Fjordposten")
    assert (found.date, found.url, found.language) == ("2024-03-02", "https://fjordposten.example/sak/1", "nb")
    assert found.metadata["extracted"] is True


def test_the_headline_comes_first_where_the_body_lacks_it(tmp_path: Path):
    head = HEAD + '<meta property="og:title" content="Styret går av">'
    text = article(tmp_path, page(f"<article>{BODY}</article>", head=head)).text
    assert text.split("\n")[:2] == ["Styret går av", LEAD]


def test_the_text_tells_the_language_not_the_template(tmp_path: Path):
    assert article(tmp_path, page(f"<article>{BODY}</article>", lang="en")).language == "nb"


@pytest.mark.parametrize(
    ("declared", "actual"), [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("utf-16", "utf-8")]
)
def test_the_declared_encoding_as_browsers_read_it(tmp_path: Path, declared: str, actual: str):
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">{HEAD}'
    found = article(tmp_path, page(f"<article>{BODY}</article>", head=head).encode(actual))
    assert "– Vi hadde ikke lenger tillit, sier leder Kari Fjell." in found.text
    assert "Årdal" in found.text


@pytest.mark.parametrize("declared", ["utf-8", "no-such-encoding"])
def test_a_wrong_declaration_is_overruled(tmp_path: Path, declared: str):
    head = f'<meta charset="{declared}">{HEAD}'
    data = page(f"<article>{BODY}</article>", head=head).encode("cp1252")
    found = article(tmp_path, data)
    assert "Kari Fjell" in found.text


def test_xhtml_with_a_declaration(tmp_path: Path):
    content = f'<?xml version="1.0" encoding="utf-8"?>{page(f"<article>{BODY}</article>")}'
    assert "Årdal" in article(tmp_path, content).text


@pytest.mark.parametrize(
    "content", ["<html><head><title>Logg inn</title></head><body><form></form></body></html>", "<p></p>"]
)
def test_a_page_without_article_is_refused(tmp_path: Path, content: str):
    outcome = read(tmp_path, content)
    assert isinstance(outcome, InputFailure)
    assert "no article text" in outcome.message


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without_trafilatura(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("trafilatura"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    path = tmp_path / "sak.html"
    path.write_text(page(BODY))
    monkeypatch.setattr(builtins, "__import__", without_trafilatura)
    with pytest.raises(UsageError, match=r"framing\[html\]"):
        list(read_inputs([str(path)]))
