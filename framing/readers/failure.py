"""What stands in the stream of articles where one could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputFailure:
    """An input, or one row of it, that could not be read; the others go on.

    ``input`` names the file, with the line or row after a colon; ``message`` says what is wrong and what to do.
    """

    input: str
    message: str

    def __str__(self) -> str:
        return f"{self.input}: {self.message}"
