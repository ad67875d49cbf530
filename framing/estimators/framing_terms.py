"""Words known for how they frame, as evidence: which labels the quoted words have such words of.

``framing/languages/framing_terms`` has a list a language and label. An entry is the beginning of a word in small
letters, or of each word of a phrase ("special operation" covers "special operations"); one that ends in ``$`` is the
whole word. They are evidence for the framing head, not a verdict. Bokmål and nynorsk share a list.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
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
_KEY = 2
"""Letters of an entry under which it is looked up: a word is held against the few entries that begin like it."""
_START = re.compile(r"(?<!\w)\w")
TERM_LABELS = tuple(label for label in FRAMINGS if label != "none")


def known_terms(text: str, language: str) -> FloatArray:
    """For each of ``TERM_LABELS``, whether a word of the text is known for it, then the share that are; (2 · labels,).

    One loaded word says more of two than of thirty. A language without a list takes that of the fallback.
    """
    lists, lower = _lists(_SAME.get(language, language)), text.lower()
    starts = [match.start() for match in _START.finditer(lower)]
    counts = np.asarray([sum(_stands_at(lists[t], lower, k) for k in starts) for t in TERM_LABELS], np.float32)
    return np.concatenate([np.minimum(counts, 1.0), counts / np.float32(max(len(starts), 1))])


def _stands_at(entries: Mapping[str, tuple[str, ...]], lower: str, start: int) -> bool:
    alike = entries.get(lower[start : start + _KEY])
    return alike is not None and _pattern(alike).match(lower, start) is not None


@cache
def _lists(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The entries of each label by their first letters."""
    folder = files("framing.languages").joinpath("framing_terms")
    path = folder.joinpath(f"{language}.toml")
    lists = tomllib.loads((path if path.is_file() else folder.joinpath(f"{FALLBACK}.toml")).read_text(encoding="utf-8"))
    return {label: _by_key(lists[label]) for label in TERM_LABELS}


def _by_key(terms: list[str]) -> Mapping[str, tuple[str, ...]]:
    keyed: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        keyed[term[:_KEY]].append(term)
    return {key: tuple(alike) for key, alike in keyed.items()}


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Each word of a term may go on, but for a last one that is marked as whole."""
    return re.compile("|".join(map(_of_term, terms)))


def _of_term(term: str) -> str:
    ending = r"(?!\w)" if term.endswith(_WHOLE) else ""
    return r"\w*\s+".join(map(re.escape, term.removesuffix(_WHOLE).split())) + ending
