"""The page: the form, what it takes, and the report it gives."""

import base64
import hashlib
import json
import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

import framing
from framing.readers import InputFailure
from framing.report.html import render_html
from framing.service.app import create_app
from framing.service.interface import load_messages
from framing.service.limits import Limits

TEXT = "Kaia er trygg\n\nHavnesjefen hevder at kaia er trygg, melder NTB.\nFiskerne kaller henne «vaktbikkja»."
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)></textarea></title></style>"
PARAGRAPH = "<p>Havnesjefen hevder at kaia nummer {} er trygg, melder NTB, og fiskerne tror det ikke.</p>\n"
PAGE = f"""<!doctype html>
<html lang="nb">
<head><title>Kaia er trygg</title><script>var seen = "script words";</script></head>
<body><article>
<h1>Kaia er trygg</h1>
{"".join(PARAGRAPH.format(k) for k in range(9))}
<p>Så skrev han &lt;b onclick="x()"&gt;hei&lt;/b&gt; på tavla ved kaia, og fiskerne så det.</p>
</article></body>
</html>"""
SMALL = Limits(body_bytes=60_000, characters=3_000, articles=3)


@pytest.fixture
def client(small_model):
    with TestClient(create_app(framing.load(small_model), SMALL), headers={"accept": "text/html"}) as client:
        yield client


def send(client, text="", files=(), language="", lang="nb"):
    fields = [("files", (name, data)) for name, data in files] or [("files", ("", b""))]
    return client.post("/", params={"lang": lang}, data={"text": text, "language": language}, files=fields)


def problems(answer):
    found = re.search(r'<div class="problems" role="alert">(.*?)</div>', answer.text, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else None


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", None, "nb"),
        ("", "nn-NO,nn;q=0.9,en;q=0.5", "nb"),
        ("", "en-GB,nb;q=0.9", "en"),
        ("", "de,en;q=0.3,no;q=0.4", "nb"),
        ("", "nb;q=0,fr", "en"),
        ("", "no;q=x,;;,en;q=0.1", "en"),
        ("?lang=en", "nb", "en"),
        ("?lang=../x", "nb", "nb"),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(client, query, accepted, language):
    client.headers.pop("accept-language", None)
    answer = client.get(f"/{query}", headers={"accept-language": accepted} if accepted else {})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept-Language"


def test_a_pasted_article_gives_the_report_of_the_command_line(client, small_model):
    answer = send(client, TEXT, language="nb")
    article = framing.Article("text", TEXT, "nb", "Kaia er trygg")
    report = render_html([framing.load(small_model).analyze(article)], interface="nb")
    head, _, rest = report.partition("</header>\n")
    assert answer.status_code == 200
    assert answer.text.startswith(head)
    assert answer.text.endswith(rest)


def test_the_report_leads_back_in_the_same_language(client):
    assert '<a href="/?lang=en">← New article</a>' in send(client, TEXT, lang="en").text


@pytest.mark.parametrize("path", ["form", "report"])
def test_a_page_may_use_its_own_style_and_nothing_else(client, path):
    answer = client.get("/") if path == "form" else send(client, TEXT)
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script|<link|<iframe|\sstyle=|\son\w+=|src=", answer.text)


def test_line_ends_of_a_form_are_those_of_the_text(client):
    assert send(client, TEXT.replace("\n", "\r\n"), language="nb").text == send(client, TEXT, language="nb").text


def test_hostile_text_comes_out_as_text(client):
    answer = send(client, f"Havnesjefen sier: «{HOSTILE}» og går.", [(f"{HOSTILE}.txt", HOSTILE.encode())])
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_hostile_text_comes_back_in_the_form_as_text(client):
    answer = send(client, files=[(f"<img src=x>{HOSTILE}.json".replace("/", ""), b"[")])
    assert answer.status_code == 422
    assert "<img" not in answer.text
    assert "<script" not in answer.text
    assert "<img" in problems(answer)


def test_only_the_article_of_a_web_page_is_read(client):
    answer = send(client, files=[("kaia.html", PAGE.encode())])
    assert answer.status_code == 200
    assert "script words" not in answer.text
    assert "<b onclick" not in answer.text
    assert "&lt;b onclick=" in answer.text


def test_several_files_and_rows_give_one_report(client):
    rows = "\n".join(json.dumps({"text": TEXT, "title": title}) for title in ("Første rad", "Andre rad"))
    answer = send(client, files=[("rader.jsonl", rows.encode()), ("kaia.txt", TEXT.encode())])
    assert len(re.findall(r'<article id="a\d">', answer.text)) == 3
    assert "Andre rad" in answer.text


def test_what_could_not_be_read_is_told_above_the_report(client):
    answer = send(client, TEXT, [("bilde.txt", b"\x89PNG\r\n\x1a\n"), ("lang.txt", b"ja " * 1_001)])
    assert answer.status_code == 200
    assert "bilde.txt: ikke en tekstfil" in answer.text
    assert "lang: 3003 tegn er for langt, grensen er 3000" in answer.text


def test_what_could_not_be_read_is_told_in_english_too(client):
    answer = send(client, TEXT, [("bilde.txt", b"\x89PNG\r\n\x1a\n")], lang="en")
    assert "bilde.txt: this is an image" in answer.text


def test_what_there_are_no_norwegian_words_for_stands_in_english_and_says_so():
    unread = load_messages("nb").failure(InputFailure("x.txt", "the moon is full"))
    assert (unread.text, unread.language) == ("x.txt: the moon is full", "en")


def test_a_file_of_something_else_is_given_up(client):
    answer = send(client, files=[("feil.jsonl", b"nei\n" * 500)])
    assert answer.status_code == 422
    assert "feil.jsonl:20: " in problems(answer)
    assert "feil.jsonl:21: " not in problems(answer)


@pytest.mark.parametrize("text", ["", " \r\n\t"])
def test_nothing_sent_is_told(client, text):
    answer = send(client, text)
    assert answer.status_code == 422
    assert "ingen tekst" in problems(answer)


def test_too_many_articles_are_declined(client):
    answer = send(client, files=[("mange.jsonl", b'{"text": "Ja."}\n' * 4)], lang="en")
    assert answer.status_code == 413
    assert "at most 3" in problems(answer)


def test_too_much_is_told_on_the_page(client):
    answer = send(client, "a" * 60_001)
    assert answer.status_code == 413
    assert "høyst 60000 byte" in problems(answer)
    assert "Høyst 3 artikler om gangen" in answer.text


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("application/x-www-form-urlencoded", "text=Ja", 415),
        ("multipart/form-data", "text", 400),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\nJa\r\n--x--\r\n", 400),
    ],
)
def test_what_is_no_form_is_declined(client, content_type, content, status):
    answer = client.post("/", content=content, headers={"content-type": content_type})
    assert answer.status_code == status
    assert problems(answer)


def test_a_program_reads_errors_of_the_page_as_json(client):
    answer = client.post("/", content="text", headers={"accept": "*/*", "content-type": "text/plain"})
    assert list(answer.json()) == ["error"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), name=st.text(max_size=20), data=st.binary(max_size=200) | st.text().map(str.encode))
def test_no_upload_makes_the_service_fail(client, text, name, data):
    assert send(client, text, [(name or "x", data)]).status_code in (200, 400, 422)
