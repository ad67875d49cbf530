"""Articles read and analysed, and what is told meanwhile: what every command over articles begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from framing.article import Analysis
from framing.cli import terminal
from framing.cli.workers import Failure, Setup, analyze_inputs


class Analysed:
    """The analyses of inputs, one by one; failures are told as they come.

    Args:
        inputs: files, folders, globs, or ``-``.
        setup: which analyzer.
        language: of every article, whatever they say.
        jobs: processes that share the articles.
        bars: whether progress is shown, where somebody can see it.

    Attributes:
        done, failed: articles analysed, and inputs that could not be.
        passages: passages of all analyses.

    """

    def __init__(
        self, inputs: Sequence[str], setup: Setup, language: str | None, *, jobs: int = 1, bars: bool = True
    ) -> None:
        self.done = self.failed = self.passages = 0
        self._inputs = inputs
        self._setup = setup
        self._language = language
        self._jobs = jobs
        self._bars = bars

    def __iter__(self) -> Iterator[Analysis]:
        from framing.readers import read_inputs

        outcomes = analyze_inputs(read_inputs(self._inputs, language=self._language), self._setup, self._jobs)
        with terminal.progress(shown=self._bars) as bars:
            bars.start("articles", None)
            for outcome in outcomes:
                if isinstance(outcome, Failure):
                    self.failed += 1
                    outcome.tell()
                    continue
                self.done += 1
                self.passages += len(outcome.passages)
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
