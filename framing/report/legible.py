"""Text made safe to show or store; every function replaces one character by one, so that offsets hold."""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"

_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 controls but tab and line feed, noncharacters, and lone surrogates: HTML forbids them, and a terminal
# would obey some of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Embeddings, overrides and isolates can make text around them read in another order.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, so that it can be encoded."""
    return _SURROGATES.sub(REPLACEMENT, text)


def legible(text: str) -> str:
    """The text with U+FFFD for each control, noncharacter and lone surrogate, and a space for a carriage return."""
    return _UNPRINTABLE.sub(REPLACEMENT, text.replace("\r", " "))


def one_line(text: str) -> str:
    """The text for a line of a terminal: legible, without bidirectional controls, white space as single spaces."""
    return " ".join(_BIDI_CONTROLS.sub(REPLACEMENT, legible(text)).split())
