"""Analysing articles as they come, in this process or in several, always in the order given."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from framing.article import Analysis, Article
from framing.cli import terminal
from framing.errors import FramingError, ModelError, UsageError

if TYPE_CHECKING:
    from framing.pipeline import Analyzer
    from framing.readers import InputFailure

LOOK_AHEAD: Final = 16
"""Batches a worker has before it at most: articles read ahead cost memory, and workers without one wait."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Which analyzer scores; every process loads its own."""

    model: Path | None = None
    encoder: str | None = None
    threads: int | None = None
    cache: Path | None = None
    explain: bool = False
    guess: bool = False

    def load(self) -> Analyzer:
        """The analyzer; its model and encoder are the same objects when asked again in one process."""
        from framing import load
        from framing.pipeline import Analyzer

        loaded = load(self.model, encoder=self.encoder, threads=self.threads, cache=self.cache)
        if not (self.explain or self.guess):
            return loaded
        return Analyzer(loaded.model, loaded.encoder, loaded.gazetteer, explain=self.explain, guess=self.guess)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read or analysed; ``details`` is the traceback where one helps."""

    input: str
    message: str
    details: str = ""

    def tell(self) -> None:
        """One line on standard error; the traceback before it where the caller wants details."""
        if self.details and terminal.is_verbose():
            typer.echo(self.details.rstrip(), err=True)
        terminal.error(f"{self.input}: {self.message}")


def threads_each(jobs: int) -> int | None:
    """Threads for the encoder of each process, so that together they use the cores there are once."""
    if jobs == 1:
        return None
    from joblib import cpu_count

    return max(1, int(cpu_count()) // jobs)


def analyze_inputs(inputs: Iterable[Article | InputFailure], setup: Setup, jobs: int) -> Iterator[Analysis | Failure]:
    """Analyse what was read, in order; what cannot be analysed gives a :class:`Failure`, and the rest goes on.

    Args:
        inputs: what the readers give.
        setup: which analyzer.
        jobs: processes; results do not depend on it.

    Raises:
        ModelError: the model or its encoder is missing, damaged or not trusted.

    """
    from framing.pipeline import BATCH

    batches = _batches(inputs, BATCH)
    if jobs == 1:
        for batch in batches:
            yield from _analyze_batch(setup, batch)
        return
    from joblib import Parallel, delayed

    with Parallel(n_jobs=jobs, return_as="generator") as pool:
        while window := list(islice(batches, jobs * LOOK_AHEAD)):
            yield from chain.from_iterable(pool(delayed(_analyze_batch)(setup, batch) for batch in window))


def _batches(inputs: Iterable[Article | InputFailure], size: int) -> Iterator[list[Article | InputFailure]]:
    queue = iter(inputs)
    while batch := list(islice(queue, size)):
        yield batch


def _analyze_batch(setup: Setup, batch: list[Article | InputFailure]) -> list[Analysis | Failure]:
    articles = [item for item in batch if isinstance(item, Article)]
    analyses = iter(_analyze(setup.load(), articles) if articles else [])
    return [next(analyses) if isinstance(i, Article) else Failure(i.input, i.message) for i in batch]


def _analyze(analyzer: Analyzer, articles: list[Article]) -> list[Analysis | Failure]:
    try:
        return list(analyzer.analyze_many(articles))
    except (ModelError, UsageError):
        raise
    except Exception as error:
        if len(articles) == 1:
            return [_failure(articles[0], error)]
        return [outcome for article in articles for outcome in _analyze(analyzer, [article])]


def _failure(article: Article, error: Exception) -> Failure:
    if isinstance(error, FramingError):
        return Failure(article.id, str(error))
    details = "".join(traceback.format_exception(error))
    return Failure(article.id, f"internal error: {type(error).__name__}: {error}", details)
