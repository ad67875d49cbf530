import io
import sys
import warnings

import pytest

from framing.cli import terminal
from framing.cli.show import cell, print_table


class Screen(io.StringIO):
    """Standard error as a terminal would be."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _as_usual():
    terminal.set_verbosity(0)
    yield
    terminal.set_verbosity(0)


def shown_on_a_terminal(monkeypatch):
    """What a terminal gets to see of some work."""
    screen = Screen()
    monkeypatch.setenv("TERM", "xterm")
    # only now: pytest sets its own between a test's phases
    monkeypatch.setattr(sys, "stderr", screen)
    work()
    return screen.getvalue()


def work():
    with terminal.progress() as bars:
        bars.start("encoding", 3)
        bars.advance(2)
        bars.start("fitting", None)
        bars.advance(1)


def test_progress_is_shown_on_a_terminal(monkeypatch):
    assert "fitting" in shown_on_a_terminal(monkeypatch)


def test_progress_is_for_terminals_only(capsys):
    work()
    assert capsys.readouterr() == ("", "")


def test_progress_is_silent_when_asked_for_quiet(monkeypatch):
    terminal.set_verbosity(-1)
    assert shown_on_a_terminal(monkeypatch) == ""


def test_quiet_leaves_errors(capsys):
    terminal.set_verbosity(-1)
    terminal.say("done")
    terminal.warn("odd")
    terminal.error("broken")
    assert capsys.readouterr() == ("", "error: broken\n")


def test_warnings_of_libraries_are_for_the_verbose(recwarn):
    terminal.set_verbosity(0)
    warnings.warn("an old way", DeprecationWarning, stacklevel=1)
    assert not recwarn.list


def test_a_table_stays_in_one_line_where_no_terminal_is(capsys):
    print_table(("name", "share"), [("[bold]" + "x" * 120, 0.5)], title="A title " * 20)
    title, header, row = capsys.readouterr().out.splitlines()
    assert title.strip() == ("A title " * 20).strip()
    assert header.split() == ["name", "share"]
    assert row.split() == ["[bold]" + "x" * 120, "0.500"]


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (0.12345, "0.123"), (1.0, "1.000"), (12.0, "12"), (31.5, "31.500"), (7, "7")]
)
def test_cells(value, shown):
    assert cell(value) == shown
