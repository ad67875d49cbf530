"""The errors a caller can meet. Each message says what was wrong, where, and what to do."""

from __future__ import annotations


class FramingError(Exception):
    """Base of all errors raised on purpose; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class InputError(FramingError):
    """One input could not be read or analysed; the others of the batch are still done."""

    exit_code = 1


class UsageError(FramingError):
    """The call itself is wrong: an unknown option value, a missing file, a missing extra."""

    exit_code = 2


class DataError(FramingError):
    """Training or evaluation data break their format; the message names file and place."""

    exit_code = 3


class ModelError(FramingError):
    """A model or encoder is missing, damaged, or not trusted."""

    exit_code = 4


class GateError(FramingError):
    """A quality gate failed: a figure fell below its pinned floor."""

    exit_code = 5
