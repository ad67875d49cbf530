"""Gathering concurrent requests into batches, and what happens when scoring fails or takes long."""

import asyncio
import threading

import pytest
from starlette.testclient import TestClient

from framing.article import Analysis, Article, ModelInfo
from framing.service.app import create_app
from framing.service.batches import Batches
from framing.service.limits import Limits, Refusal

PRIVATE = "fortrolige"


def analysis(article):
    return Analysis(article, "nb", (), (), ModelInfo("none", "1"))


def articles(*names):
    return [Article(name, name) for name in names]


class Gate:
    """Scores when let, and remembers in which batches."""

    def __init__(self):
        self.opened = threading.Event()
        self.began = threading.Event()
        self.batches = []

    def __call__(self, batch):
        self.batches.append([article.id for article in batch])
        self.began.set()
        assert self.opened.wait(10)
        return [analysis(article) for article in batch]


async def begun(gate):
    await asyncio.to_thread(gate.began.wait, 10)


def test_what_comes_while_a_batch_is_scored_makes_the_next_one():
    gate = Gate()

    async def run():
        async with Batches(gate, size=3, waiting=10) as batches:
            first = asyncio.create_task(batches.score(articles("a")))
            await begun(gate)
            others = [asyncio.create_task(batches.score(articles(*names))) for names in ("bc", "de")]
            await asyncio.sleep(0)
            gate.opened.set()
            return await asyncio.gather(first, *others)

    answers = asyncio.run(run())
    assert gate.batches == [["a"], ["b", "c", "d"], ["e"]]
    assert [[one.article.id for one in answer] for answer in answers] == [["a"], ["b", "c"], ["d", "e"]]


def test_more_than_may_wait_is_declined():
    gate = Gate()

    async def run():
        async with Batches(gate, size=1, waiting=2) as batches:
            first = asyncio.create_task(batches.score(articles("a")))
            await begun(gate)
            waiting = asyncio.create_task(batches.score(articles("b", "c")))
            await asyncio.sleep(0)
            with pytest.raises(Refusal) as declined:
                await batches.score(articles("d"))
            gate.opened.set()
            await asyncio.gather(first, waiting)
            return declined.value

    assert asyncio.run(run()).status == 503


def test_articles_of_a_caller_that_gave_up_are_not_begun():
    gate = Gate()

    async def run():
        async with Batches(gate, size=1, waiting=9) as batches:
            first = asyncio.create_task(batches.score(articles("a")))
            await begun(gate)
            gone = asyncio.create_task(batches.score(articles("b", "c")))
            await asyncio.sleep(0)
            gone.cancel()
            last = asyncio.create_task(batches.score(articles("d")))
            await asyncio.sleep(0)
            gate.opened.set()
            await asyncio.gather(first, last)

    asyncio.run(run())
    assert gate.batches == [["a"], ["d"]]


def test_an_article_that_fails_does_not_take_others_with_it():
    gate = Gate()

    def score(batch):
        gate(batch)
        if any(article.id == "bad" for article in batch):
            raise ZeroDivisionError
        return [analysis(article) for article in batch]

    async def run():
        async with Batches(score, size=3, waiting=9) as batches:
            first = asyncio.create_task(batches.score(articles("a")))
            await begun(gate)
            both = [asyncio.create_task(batches.score(articles(name))) for name in ("bad", "good")]
            await asyncio.sleep(0)
            gate.opened.set()
            await first
            return await asyncio.gather(*both, return_exceptions=True)

    bad, good = asyncio.run(run())
    assert isinstance(bad, Refusal)
    assert bad.status == 500
    assert good[0].article.id == "good"


class Broken:
    def analyze_many(self, batch):
        for article in batch:
            raise ValueError(f"cannot read {article.text}")


class Slow:
    def __init__(self):
        self.gate = Gate()

    def analyze_many(self, batch):
        return self.gate(list(batch))


def test_a_failure_is_logged_without_the_article(caplog):
    with TestClient(create_app(Broken()), raise_server_exceptions=False) as client:
        answer = client.post("/v1/score", json={"text": f"De {PRIVATE} ordene."})
    assert answer.status_code == 500
    assert "ValueError in Broken.analyze_many" in caplog.text
    assert PRIVATE not in caplog.text + answer.text


def test_what_takes_too_long_is_declined():
    slow = Slow()
    with TestClient(create_app(slow, Limits(seconds=0.2))) as client:
        answer = client.post("/v1/score", json={"text": "Ja."})
        slow.gate.opened.set()
    assert answer.status_code == 503
    assert "0.2 seconds" in answer.json()["error"]
    assert int(answer.headers["retry-after"]) > 0
