"""Words known for how they frame, as evidence: which labels the quoted words have such words of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from framing.estimators.spans import FloatArray
from framing.languages import FALLBACK
from framing.taxonomy import FRAMINGS

_SAME = {"nn": "nb"}
"""Languages that share the list of another."""
_WHOLE = "$"
TERM_LABELS = tuple(label for label in FRAMINGS if label != "none")


def known_terms(text: str, language: str) -> FloatArray:
    """For each of ``TERM_LABELS``, 1 where a word of the text is known for it, else 0; (labels,).

    A language without a list takes that of the fallback.
    """
    terms, lower = _terms(_SAME.get(language, language)), text.lower()
    return np.asarray([float(terms[label].search(lower) is not None) for label in TERM_LABELS], dtype=np.float32)


@cache
def _terms(language: str) -> Mapping[str, re.Pattern[str]]:
    lists = tomllib.loads(files("framing.languages").joinpath("framing_terms.toml").read_text(encoding="utf-8"))
    own = lists.get(language, lists[FALLBACK])
    return {label: re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, own[label]))})") for label in TERM_LABELS}


def _pattern(term: str) -> str:
    """Each word of a term may go on, but for a last one that is marked as whole."""
    ending = r"(?!\w)" if term.endswith(_WHOLE) else ""
    return r"\w*\s+".join(map(re.escape, term.removesuffix(_WHOLE).split())) + ending
