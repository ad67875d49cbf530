"""Offsets that tokenizers give, brought to what ``TokenStates`` promises."""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile
from typing import Final

import numpy as np

from framing.encoder.base import Offsets

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The text with lone surrogates, which tokenizers refuse, replaced one for one."""
    return _SURROGATES.sub("\ufffd", text)


def tidy_offsets(text: str, offsets: Offsets) -> Offsets:
    """Offsets that hold what ``TokenStates`` promises, where normalisation moved or joined characters.

    A combining mark that was composed into the letter before it belongs to that letter's token.
    """
    if not len(offsets):
        return offsets
    starts = np.minimum(np.maximum.accumulate(offsets[:, 0]), len(text) - 1)
    ends = np.maximum(offsets[:, 1], starts + 1)
    if not unicodedata.is_normalized("NFC", text):
        limits = [*starts[1:].tolist(), len(text)]
        for token, (end, limit) in enumerate(zip(ends.tolist(), limits, strict=True)):
            marks = takewhile(unicodedata.combining, text[end:limit])
            ends[token] += sum(1 for _ in marks)
    return np.stack([starts, np.maximum.accumulate(ends)], axis=1).astype(np.int32)
