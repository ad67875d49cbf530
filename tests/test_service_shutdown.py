"""What was begun is answered before the service ends."""

import threading

import httpx2
import pytest

import framing
from tests.serving import serving

TEXT = "Havnesjefen hevder at kaia er trygg, melder NTB."
PATIENCE = 30


class Held:
    """An analyzer that waits to be let go."""

    def __init__(self, analyzer):
        self.analyzer = analyzer
        self.begun, self.let_go = threading.Event(), threading.Event()

    def analyze_many(self, articles):
        self.begun.set()
        assert self.let_go.wait(PATIENCE)
        return self.analyzer.analyze_many(articles)


@pytest.mark.slow
def test_a_request_that_was_begun_is_answered_before_the_service_ends(small_model):
    held = Held(framing.load(small_model))
    answers = []
    with serving(held) as (server, thread, address):
        asking = threading.Thread(
            target=lambda: answers.append(httpx2.post(f"{address}v1/score", json={"text": TEXT}, timeout=PATIENCE))
        )
        asking.start()
        assert held.begun.wait(PATIENCE)
        server.should_exit = True
        thread.join(0.5)
        assert thread.is_alive()
        held.let_go.set()
        asking.join(PATIENCE)
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert [answer.status_code for answer in answers] == [200]
