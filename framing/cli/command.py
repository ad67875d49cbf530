"""What every command shares: examples in its help, ``-v`` and ``-q``, the exit code that each error ends it with."""

from __future__ import annotations

import functools
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any, Final

import typer

from framing.cli import terminal
from framing.errors import FramingError

INTERNAL_ERROR: Final = 70
"""EX_SOFTWARE of sysexits.h: an error in this program, so that 1 keeps its meaning."""
INTERRUPTED: Final = 130
"""As shells report a process ended by SIGINT."""
PIPE_CLOSED: Final = 141
"""As shells report a process ended by SIGPIPE: the reader of standard output had enough."""

Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, show_default=False, help="Tell more; show tracebacks.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell errors only.")]


def add_command(app: typer.Typer, name: str, run: Callable[..., None], *examples: str) -> None:
    """Make a function a command: its docstring is the help, after the examples, and its first line the short help."""
    text = inspect.cleandoc(run.__doc__ or "")
    app.command(name, help=with_examples(text, *examples), short_help=text.partition("\n")[0])(_guarded(run))


def new_group(name: str, text: str, *examples: str) -> typer.Typer:
    """A group of commands: ``text`` is its help, after the examples, and the first line of it the short help."""
    return typer.Typer(
        name=name,
        help=with_examples(text, *examples),
        short_help=text.partition("\n")[0],
        no_args_is_help=True,
        # plain help answers in half the time, and looks the same in a terminal, a file and a manual
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def with_examples(text: str, *examples: str) -> str:
    """Help that opens with examples; the mark keeps their lines apart."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"\b\n{'Example' if len(examples) == 1 else 'Examples'}:\n{lines}\n\n{text}"


@contextmanager
def errors_told() -> Iterator[None]:
    """Tell the error that comes out of the block in one line, and end with its exit code."""
    try:
        yield
    except (typer.Exit, typer.TyperException):
        raise
    except FramingError as error:
        _tell(error, str(error))
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError as error:
        _close_output()
        raise typer.Exit(PIPE_CLOSED) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except Exception as error:
        hint = "" if terminal.is_verbose() else "; run with -v to see where"
        _tell(error, f"internal error: {type(error).__name__}: {error}{hint}")
        raise typer.Exit(INTERNAL_ERROR) from error


def _guarded(run: Callable[..., None]) -> Callable[..., None]:

    @functools.wraps(run)
    def guarded(*args: Any, verbose: int, quiet: bool, **kwargs: Any) -> None:
        if verbose or quiet:
            terminal.set_verbosity(-1 if quiet else verbose)
        with errors_told():
            run(*args, **kwargs)
            sys.stdout.flush()

    signature = inspect.signature(run, eval_str=True)
    shared = [
        inspect.Parameter("verbose", inspect.Parameter.KEYWORD_ONLY, default=0, annotation=Verbose),
        inspect.Parameter("quiet", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Quiet),
    ]
    # typer reads both, the signature for defaults and the annotations for types
    guarded.__dict__["__signature__"] = signature.replace(parameters=[*signature.parameters.values(), *shared])
    guarded.__annotations__ = {**run.__annotations__, "verbose": Verbose, "quiet": Quiet}
    return guarded


def _tell(error: BaseException, message: str) -> None:
    if terminal.is_verbose():
        typer.echo("".join(traceback.format_exception(error)).rstrip(), err=True)
    terminal.error(message)


def _close_output() -> None:
    """Let what is still buffered go nowhere; else the interpreter complains about it at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
