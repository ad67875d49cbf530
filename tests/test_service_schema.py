"""The service against its own OpenAPI description: requests made from it, in order and not, answered as it says."""

import pytest
from hypothesis import HealthCheck, given, settings

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis: pip install 'framing[dev]'")

pytestmark = pytest.mark.slow

EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def described(service_address):
    return schemathesis.openapi.from_url(f"{service_address}openapi.json")


def check(cases):
    """Send each case; its status, its type and its body have to be as described, and none a server's error."""

    @EXAMPLES
    @given(cases)
    def sent(case):
        case.call_and_validate()

    sent()


def test_every_endpoint_is_described(described):
    assert {operation.ok().label for operation in described.get_all_operations()} == {
        "POST /v1/score",
        "GET /v1/health",
        "GET /v1/model",
    }


@pytest.mark.parametrize("path", ["/v1/health", "/v1/model"])
def test_questions_are_answered_as_described(described, path):
    check(described[path]["GET"].as_strategy())


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_articles_are_answered_as_described(described, mode):
    check(described["/v1/score"]["POST"].as_strategy(generation_mode=mode))
