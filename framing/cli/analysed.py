"""Articles read and analysed for commands that look at many together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from framing.article import Analysis
from framing.cli import terminal
from framing.cli.workers import Failure, Setup, analyze_inputs, threads_each


class Analysed:
    """The analyses of inputs, one by one; failures are told as they come and counted in ``failed``."""

    def __init__(
        self, inputs: Sequence[str], model: Path | None, encoder: str | None, language: str | None, jobs: int = 1
    ) -> None:
        self.done = 0
        self.failed = 0
        self._inputs = inputs
        self._language = language
        self._jobs = jobs
        self._setup = Setup(model, encoder, threads_each(jobs))

    def __iter__(self) -> Iterator[Analysis]:
        from framing.readers import read_inputs

        outcomes = analyze_inputs(read_inputs(self._inputs, language=self._language), self._setup, self._jobs)
        with terminal.progress() as bars:
            bars.start("articles", None)
            for outcome in outcomes:
                if isinstance(outcome, Failure):
                    self.failed += 1
                    outcome.tell()
                    continue
                self.done += 1
                bars.advance(1)
                yield outcome

    def finish(self) -> None:
        """Tell how many inputs failed, if any did.

        Raises:
            Exit: with code 1, where inputs failed.

        """
        if self.failed:
            terminal.say(f"{self.failed} of {self.failed + self.done} inputs failed")
            raise typer.Exit(1)
