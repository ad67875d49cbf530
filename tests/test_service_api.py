"""The REST interface of the service."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

import framing
from framing.service.app import create_app
from framing.service.limits import Limits
from framing.service.schemas import ANALYSIS_EXAMPLE, ARTICLE_EXAMPLE, AnalysisOut, ScoreAnswer

TEXT = "Havnesjefen hevder at kaia er trygg, melder NTB.\nFiskerne kaller henne «vaktbikkja»."
SMALL = Limits(body_bytes=20_000, characters=500, articles=3, waiting=6, seconds=20)


@pytest.fixture
def client(small_model):
    with TestClient(create_app(framing.load(small_model), SMALL)) as client:
        yield client


def post(client, content, content_type="application/json"):
    return client.post("/v1/score", content=content, headers={"content-type": content_type})


def test_one_article_gives_its_analysis(client, small_model):
    answer = client.post("/v1/score", json={"text": TEXT, "language": "nb", "id": "kai", "title": "Kaia"})
    expected = framing.load(small_model).analyze(framing.Article("kai", TEXT, "nb", "Kaia")).to_json()
    assert answer.status_code == 200
    assert answer.json() == {"analyses": [json.loads(json.dumps(expected))]}


def test_offsets_point_into_the_text_as_given(client):
    text = f"\r\n 𝕏 {TEXT}"
    analysis = client.post("/v1/score", json={"text": text}).json()["analyses"][0]
    assert analysis["passages"]
    assert all(text[p["start"] : p["end"]] == p["text"] for p in analysis["passages"])


def test_several_articles_come_back_in_order(client):
    answer = client.post(
        "/v1/score", json={"articles": [{"text": TEXT, "id": "b"}, {"text": "Ingen."}, {"text": TEXT}]}
    )
    assert [analysis["id"] for analysis in answer.json()["analyses"]] == ["b", "2", "3"]


def test_a_number_may_be_an_id(client):
    assert client.post("/v1/score", json={"text": TEXT, "id": 7}).json()["analyses"][0]["id"] == "7"


def test_answers_are_as_documented(client):
    answer = client.post("/v1/score", json={"text": TEXT, "title": "Kaia", "outlet": "Kystposten"})
    assert ScoreAnswer.model_validate(answer.json()).analyses[0].outlet == "Kystposten"


def test_the_documented_example_is_in_order():
    analysis, text = AnalysisOut.model_validate(ANALYSIS_EXAMPLE), ARTICLE_EXAMPLE["text"]
    passage = analysis.passages[0]
    assert analysis.text_sha256 == framing.Article("x", text).text_sha256
    assert all(text[m.start : m.end] == m.text for m in (passage, passage.source, passage.cue, passage.carrier))


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        ('{"text": ', 400, "not JSON: Expecting value at character 9"),
        (b'{"text": "\xff"}', 400, "could not be read"),
        ("[" * 100_00, 400, ""),
        ("[]", 422, "body: "),
        ("{}", 422, "text: Field required"),
        ('{"text": 5}', 422, "text: Input should be a valid string"),
        ('{"text": " "}', 422, "no field 'text', or it is empty"),
        ('{"text": "half \\ud800 a pair"}', 422, "text: "),
        ('{"text": "Ja.", "language": "norsk språk"}', 422, "language: 'norsk språk' is no language code"),
        ('{"articles": []}', 422, "articles: "),
        ('{"articles": [{"text": "Ja."}, {"id": "x"}]}', 422, "articles.1.text: Field required"),
        ('{"articles": [{"text": "Ja."}, {"text": ""}]}', 422, "articles.1: no field 'text'"),
        (json.dumps({"text": "a" * 501}), 413, "text: 501 characters are too long, the limit is 500"),
        (json.dumps({"articles": [{"text": "Ja."}] * 4}), 413, "at most 3"),
        (json.dumps({"text": "a" * 20_000}), 413, "at most 20000 bytes"),
        (json.dumps({"text": "a" * 90_000}), 413, "at most 20000 bytes"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(client, content, status, message):
    answer = post(client, content)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert message in answer.json()["error"]


def test_a_stream_without_a_length_is_limited_too(client):
    answer = post(client, (b" " * 5_000 for _ in range(9)))
    assert (answer.status_code, list(answer.json())) == (413, ["error"])


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_what_is_declared_as_json_is_read(client, content_type):
    answer = post(client, json.dumps({"text": TEXT}), content_type)
    assert answer.status_code == 415
    assert "application/json" in answer.json()["error"]


def test_unknown_paths_and_methods_are_errors_in_json(client):
    assert client.get("/v2/score").json() == {"error": "Not Found."}
    answer = client.get("/v1/score")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json() == {"error": "Method Not Allowed."}


@pytest.mark.parametrize("path", ["/", "/v1/health", "/v1/nothing", "/openapi.json"])
def test_every_answer_is_guarded(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_health(client):
    assert client.get("/v1/health").json() == {"status": "ok", "version": framing.__version__}


def test_the_model_is_described(client, small_model):
    described, model = client.get("/v1/model").json(), framing.load(small_model).model
    assert (described["id"], described["encoder"]["id"]) == (model.id, "hashing")
    assert described["classes"]["framing"] == list(model.heads["framing"].classes)
    assert described["limits"]["articles"] == SMALL.articles


def test_openapi_has_examples_of_both_requests(client):
    operation = client.get("/openapi.json").json()["paths"]["/v1/score"]["post"]
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    assert {"text", "articles"} <= {key for example in examples.values() for key in example["value"]}
    assert {"200", "400", "413", "415", "422", "503"} <= set(operation["responses"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(["text", "articles", "id", "doc_id", "language", "title", "outlet", "date", "url"])
ARTICLES = st.dictionaries(FIELDS, VALUES | st.text(), max_size=5)
BODIES = VALUES | ARTICLES | st.fixed_dictionaries({"articles": st.lists(ARTICLES, max_size=3)})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES.map(json.dumps) | st.text() | st.binary())
def test_no_json_makes_the_service_fail(client, body):
    answer = post(client, body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"))
    assert answer.status_code in (200, 400, 413, 422)
    assert ("analyses" if answer.status_code == 200 else "error") in answer.json()
