"""Quoted terms, and where the same words stand with and without quotation marks."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from framing.article import Analysis, Passage
from framing.taxonomy import FRAMED_KINDS

LONGEST: Final = 8
"""Words of the longest quotation that counts as a term: longer ones are statements."""

Use = Literal["quoted", "speech", "plain"]
"""How a term is used: in quotation marks of its own, inside somebody's direct speech, or as the writer's own word."""

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


class Term(NamedTuple):
    """A term: the stemmer (or language) it belongs to, and the stems of its words."""

    family: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """The stem of ``text[start:end]``."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` is the term, in any of its forms, used so."""

    term: Term
    use: Use
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spans:
    """The stretches of a text that decide how a term inside them is used, each as (start, end)."""

    quoted: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, int], ...]
    speech: tuple[tuple[int, int], ...]


def family(language: str) -> str:
    """What decides whether words of two languages are compared: their stemmer, else the language itself."""
    return _stemmers().get(language, language)


def term_of(text: str, language: str) -> Term | None:
    """The term that quoted words are; None where they hold no word or more than ``LONGEST``."""
    stems = tuple(word.stem for word in words(text, family(language)))
    return Term(family(language), stems) if 0 < len(stems) <= LONGEST else None


def quoted_terms(analysis: Analysis) -> Iterator[tuple[Term, Passage]]:
    """Fragments and scare quotes short enough to be terms, in the order of the passages."""
    for passage in analysis.passages:
        if passage.kind in FRAMED_KINDS and (term := term_of(passage.text, analysis.language)):
            yield term, passage


def words(text: str, of_family: str) -> list[Word]:
    """The words of a text with their stems.

    The stemmers are those of the Snowball project (Porter, Snowball: a language for stemming algorithms, 2001).
    """
    stem = _stemmer(of_family)
    return [Word(m.start(), m.end(), stem(m[0].casefold())) for m in _WORD.finditer(text)]


def spans_of(passages: Iterable[Passage]) -> Spans:
    """The spans of an article's passages."""
    by_kind: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for p in passages:
        by_kind[p.kind].append((p.start, p.end))
    quoted = [span for kind in sorted(FRAMED_KINDS) for span in by_kind[kind]]
    return Spans(tuple(quoted), tuple(by_kind["title"]), tuple(by_kind["direct"]))


class TermIndex:
    """Terms, ready to be looked up in many texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._begin: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
        for term in terms:
            self._begin[term.family, term.stems[0]].append(term)

    def find(self, text: str, language: str, spans: Spans) -> Iterator[Found]:
        """Every occurrence of the terms in a text with how it is used, from left to right.

        Terms of another family than the text's language are not looked for, and names (works, ships) are no use of a
        term. ``spans`` says where the passages of the text stand.
        """
        of_text = family(language)
        tokens = words(text, of_text)
        for n, token in enumerate(tokens):
            for term in self._begin.get((of_text, token.stem), ()):
                last = n + len(term.stems) - 1
                if last < len(tokens) and tuple(t.stem for t in tokens[n : last + 1]) == term.stems:
                    start, end = token.start, tokens[last].end
                    if use := _use(start, end, spans):
                        yield Found(term, use, start, end)


def _use(start: int, end: int, spans: Spans) -> Use | None:
    def inside(stretches: Iterable[tuple[int, int]]) -> bool:
        return any(first <= start and end <= last for first, last in stretches)

    if inside(spans.quoted):
        return "quoted"
    if inside(spans.names):
        return None
    return "speech" if inside(spans.speech) else "plain"


@cache
def _stemmers() -> dict[str, str]:
    return tomllib.loads((files(__package__) / "stemmers.toml").read_text(encoding="utf-8"))


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    if name not in _stemmers().values():
        return str
    import snowballstemmer  # type: ignore[import-untyped]

    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    # a corpus has few words, each very often, and the stemmers are pure Python
    return lru_cache(maxsize=200_000)(stem)
