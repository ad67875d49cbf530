"""What people are told: always on standard error, so that standard output holds data and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol, TextIO

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_verbosity: ContextVar[int] = ContextVar("verbosity", default=0)


class Progress(Protocol):
    """Told what a long run is doing."""

    def start(self, what: str, total: int | None) -> None:
        """A stage begins, of ``total`` steps; None where nobody knows how many."""

    def advance(self, steps: int) -> None:
        """Some steps of the stage are done."""


def set_verbosity(level: int) -> None:
    """Set how much is told: -1 errors only, 0 as usual, 1 and above also what went on inside."""
    import logging
    import warnings

    _verbosity.set(level)
    if level >= 1:
        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    elif not sys.warnoptions:
        # what libraries tell their programmers, not their users
        warnings.simplefilter("ignore")
    logging.getLogger("framing").setLevel({-1: logging.ERROR, 0: logging.WARNING}.get(level, logging.DEBUG))


def is_verbose() -> bool:
    """True where the user asked for tracebacks."""
    return _verbosity.get() >= 1


def say(text: str) -> None:
    """Tell something that is good to know."""
    if _verbosity.get() >= 0:
        typer.echo(text, err=True)


def warn(text: str) -> None:
    """Tell something that the user should look at, though the work goes on."""
    say(f"warning: {text}")


def error(text: str) -> None:
    """Tell, in one line, what went wrong."""
    typer.echo(f"error: {' '.join(text.split())}", err=True)


def is_data_on_terminal() -> bool:
    """True where standard output is read by a person, not by a program or a file."""
    return sys.stdout.isatty()


def console(file: TextIO | None = None, width: int | None = None) -> Console:
    """A console on standard output, or on ``file``, that leaves a closed pipe to its caller."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Piped(file=file, width=width, markup=False, highlight=False)


@contextmanager
def progress(*, shown: bool = True) -> Iterator[Progress]:
    """Show bars on standard error while the block runs, if it is a terminal and nobody asked for quiet."""
    if not shown or _verbosity.get() < 0 or not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bars:
        yield _Shown(bars)


class _Silent:
    def start(self, what: str, total: int | None) -> None:
        pass

    def advance(self, steps: int) -> None:
        pass


class _Shown:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def start(self, what: str, total: int | None) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(what, total=total)

    def advance(self, steps: int) -> None:
        if self._task is not None:
            self._bars.advance(self._task, steps)
