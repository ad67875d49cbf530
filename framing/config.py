"""A project's settings: a TOML file with the options that every call in a folder shares.

What is said nearer to the call wins: the program's defaults, then the file, then the environment, then the command
line. Which keys a file may have is the business of :mod:`framing.cli.defaults`.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final

from framing.errors import DataError, UsageError

FILE: Final = Path("framing.toml")
"""Looked for in the working directory."""
VARIABLE: Final = "FRAMING_CONFIG"
"""The environment variable that names another file."""


def config_file() -> Path | None:
    """The file that settings are read from; None where there is none."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    return FILE if FILE.exists() else None


def read_config(path: Path) -> dict[str, Any]:
    """Read a file of settings as it stands, tables as dictionaries.

    Raises:
        UsageError: the file cannot be read.
        DataError: it is not TOML.

    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); is {VARIABLE} set as it should be?") from error
    except ValueError as error:
        raise DataError(f"{path}: not TOML ({error}); mend it, or leave it out with {VARIABLE}=/dev/null") from error
