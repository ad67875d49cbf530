"""Articles of concurrent requests, gathered into batches for the encoder."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from framing.article import Analysis, Article
from framing.service.limits import Refusal

_log = logging.getLogger(__name__)

Score = Callable[[list[Article]], Sequence[Analysis]]


@dataclass(frozen=True, eq=False, slots=True)
class _Job:
    article: Article
    answer: asyncio.Future[Analysis]


class Batches:
    """Scores articles on a thread of its own, in the order they come.

    No article waits for others to come: a batch is what came while the one before was scored. One thread is enough,
    since the encoder spreads a batch over the processors by itself. Use it as an asynchronous context manager.

    Args:
        score: analyses articles, in order; what it gives for one must not depend on the others.
        size: articles of a batch.
        waiting: articles that may wait.

    """

    def __init__(self, score: Score, *, size: int, waiting: int) -> None:
        self._score = score
        self._size = size
        self._waiting = waiting
        self._queue: asyncio.Queue[_Job] = asyncio.Queue()

    async def __aenter__(self) -> Batches:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="scoring")
        self._worker = asyncio.create_task(self._work())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.cancel()
        with suppress(asyncio.CancelledError):
            await self._worker
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def score(self, articles: Sequence[Article]) -> list[Analysis]:
        """Analyse articles, in order. Articles of a caller that was cancelled are not begun.

        Raises:
            Refusal: too much is waiting already, or an article could not be analysed.

        """
        if self._queue.qsize() + len(articles) > self._waiting:
            raise Refusal(503, "busy")
        loop = asyncio.get_running_loop()
        jobs = [_Job(article, loop.create_future()) for article in articles]
        for job in jobs:
            self._queue.put_nowait(job)
        return list(await asyncio.gather(*(job.answer for job in jobs)))

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            jobs = [await self._queue.get()]
            while len(jobs) < self._size and not self._queue.empty():
                jobs.append(self._queue.get_nowait())
            jobs = [job for job in jobs if not job.answer.done()]
            if not jobs:
                continue
            outcomes = await loop.run_in_executor(self._pool, self._outcomes, [job.article for job in jobs])
            for job, outcome in zip(jobs, outcomes, strict=True):
                if job.answer.done():
                    continue
                if isinstance(outcome, Refusal):
                    job.answer.set_exception(outcome)
                else:
                    job.answer.set_result(outcome)

    def _outcomes(self, articles: list[Article]) -> list[Analysis | Refusal]:
        """The analysis of each article; one that fails does not take the others with it."""
        try:
            return list(self._score(articles))
        except Exception as error:
            if len(articles) > 1:
                return [outcome for article in articles for outcome in self._outcomes([article])]
            _log.error("an article of %d characters could not be analysed: %s", len(articles[0].text), place_of(error))
            return [Refusal(500, "internal")]


def place_of(error: BaseException) -> str:
    """Where an error came from, without its message: that could quote the article."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_qualname}, line {trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where
