import re
import shlex
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

import framing
from framing import errors
from framing.cli.app import app
from framing.cli.command import INTERNAL_ERROR, INTERRUPTED, PIPE_CLOSED, add_command, new_group

HEAVY = ("joblib", "matplotlib", "mlflow", "numpy", "onnxruntime", "pandas", "pyarrow", "rich", "sklearn", "torch")


def commands(command, *path):
    """Every command and group, with the words that call it."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, *path, name)


COMMANDS = dict(commands(typer.main.get_command(app)))


def examples(command):
    head = command.help.split("\n\n")[0].removeprefix("\b\n")
    title, *lines = head.splitlines()
    assert title.startswith("Example")
    return [line.strip() for line in lines]


def app_that_raises(error):
    group = new_group("group", "A group.", "group fail")

    def fail() -> None:
        """Fail."""
        raise error

    def idle() -> None:
        """Do nothing."""

    add_command(group, "fail", fail, "group fail")
    add_command(group, "idle", idle, "group idle")
    return group


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_opens_with_an_example_of_the_command_itself(path, run):
    shown = run(*path, "--help")
    assert shown.exit_code == 0
    usage, first, *_ = re.split(r"\n\n\s*", shown.stdout)
    assert usage.startswith("Usage: ")
    assert re.match(rf"Examples?:\n\s+.*\bframing {' '.join(path)}".rstrip(), first)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_examples_use_options_that_exist(path, run):
    for example in examples(COMMANDS[path]):
        words = shlex.split(example.split("|")[-1].split(">")[0])
        assert words[0] == "framing"
        assert run(*words[1:], "--help").exit_code == 0


def test_an_option_that_does_not_exist_would_be_noticed(run):
    assert run("score", "article.txt", "--colour", "--help").exit_code == 2


def test_version(run):
    assert run("--version").stdout == f"framing {framing.__version__}\n"


def test_help_is_answered_without_heavy_libraries():
    code = f"import sys, framing.cli.app; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_unknown_command_is_wrong_usage(run):
    result = run("frobnicate")
    assert result.exit_code == 2
    assert "frobnicate" in result.stderr


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.InputError, 1),
        (errors.UsageError, 2),
        (errors.DataError, 3),
        (errors.ModelError, 4),
        (errors.GateError, 5),
    ],
)
def test_an_error_is_one_line_and_its_exit_code(kind, code):
    result = CliRunner().invoke(app_that_raises(kind("file.txt:3:\nbroken;  mend it")), ["fail"])
    assert result.exit_code == code
    assert result.stderr == "error: file.txt:3: broken; mend it\n"
    assert result.stdout == ""


def test_an_unknown_error_is_one_line_with_a_hint():
    result = CliRunner().invoke(app_that_raises(KeyError("x")), ["fail"])
    assert result.exit_code == INTERNAL_ERROR
    assert result.stderr == "error: internal error: KeyError: 'x'; run with -v to see where\n"


def test_verbose_shows_the_traceback():
    result = CliRunner().invoke(app_that_raises(KeyError("x")), ["fail", "-v"])
    assert result.exit_code == INTERNAL_ERROR
    assert "Traceback" in result.stderr
    assert "in fail" in result.stderr


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), INTERRUPTED), (BrokenPipeError(), PIPE_CLOSED)])
def test_an_end_from_outside_is_quiet(error, code):
    result = CliRunner().invoke(app_that_raises(error), ["fail"])
    assert result.exit_code == code
    assert result.output == ""


@pytest.mark.parametrize("command", [["model", "path"], ["data", "stats"]])
def test_a_reader_that_has_enough_ends_the_command_quietly(command, small_corpus):
    folder = [str(small_corpus)] if command[0] == "data" else []
    process = subprocess.Popen(
        [sys.executable, "-m", "framing.cli.app", *command, *folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == PIPE_CLOSED


def test_quiet_and_verbose_are_understood_before_and_behind_the_command(run):
    for words in (["-q", "model", "path"], ["model", "path", "-q"], ["-v", "model", "path"], ["model", "path", "-v"]):
        assert run(*words).exit_code == 0
