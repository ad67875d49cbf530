"""Figures of the annotated corpus: what it holds, and how much it repeats itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from framing.corpus.loader import AnnotatedArticle
from framing.corpus.splits import split_of_article
from framing.segment import iter_sentences
from framing.taxonomy import FRAMED_KINDS

GRAM: Final = 6
"""Words in a row that two articles share by chance only in set phrases."""
_FEWEST_WORDS: Final = 5
"""Shorter sentences repeat by nature: «Det sier hun.»"""
_EXAMPLES: Final = 20
_STEPS: Final = (1, 2, 5)
_UNLABELLED: Final = "(unlabelled)"

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class Repetition:
    """A sentence frame or a run of words that stands in several articles."""

    text: str
    count: int
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a language's articles stands in another article too: ``share`` of all runs of ``GRAM`` words."""

    share: float
    most: tuple[Repetition, ...]


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """Figures of a corpus.

    ``counts`` maps what is counted (language, genre, split: articles; the rest: passages) to label and number.
    ``growth`` maps a language to points (words read, different words among them).
    """

    articles: int
    words: int
    passages: int
    counts: dict[str, dict[str, int]]
    repeated_share: float
    repeated: tuple[Repetition, ...]
    overlap: dict[str, Overlap]
    growth: dict[str, tuple[tuple[int, int], ...]]

    def to_json(self) -> dict[str, Any]:
        """The figures as a JSON object."""
        return asdict(self)


def corpus_stats(articles: Sequence[AnnotatedArticle]) -> CorpusStats:
    """Compute all figures."""
    words = {a.article.id: [w.casefold() for w in _WORD.findall(a.article.text)] for a in articles}
    grouped: dict[str, list[AnnotatedArticle]] = defaultdict(list)
    for article in articles:
        grouped[article.article.language or ""].append(article)
    languages = {name: {a.article.id: words[a.article.id] for a in group} for name, group in sorted(grouped.items())}
    share, repeated = repeated_sentences(articles)
    return CorpusStats(
        articles=len(articles),
        words=sum(map(len, words.values())),
        passages=sum(len(a.passages) for a in articles),
        counts=label_counts(articles),
        repeated_share=share,
        repeated=repeated,
        overlap={name: shared_grams(group) for name, group in languages.items()},
        growth={name: vocabulary_growth(group.values()) for name, group in languages.items()},
    )


def label_counts(articles: Iterable[AnnotatedArticle]) -> dict[str, dict[str, int]]:
    """Articles by language, genre and split; passages by kind, class, carrier class and framing, commonest first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        counts["language"][article.article.language or "?"] += 1
        counts["genre"][article.genre or "?"] += 1
        counts["split"][split_of_article(article)] += 1
        for passage in article.passages:
            counts["kind"][passage.kind] += 1
            counts["source class"][passage.source_class or _UNLABELLED] += 1
            if passage.carrier_class is not None:
                counts["carrier class"][passage.carrier_class] += 1
            if passage.kind in FRAMED_KINDS:
                counts["framing"][passage.framing or _UNLABELLED] += 1
    return {name: dict(counter.most_common()) for name, counter in counts.items()}


def repeated_sentences(articles: Sequence[AnnotatedArticle]) -> tuple[float, tuple[Repetition, ...]]:
    """Sentences that are the same in two articles once names and numbers are left open.

    Returns:
        Their share of all sentences of five words or more, and the commonest of them.

    """
    lower = {w for a in articles for w in _WORD.findall(a.article.text) if w[0].islower()}
    frames: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        text = article.article.text
        for span in iter_sentences(text, article.article.language or ""):
            words = _WORD.findall(text[span.start : span.end])
            if len(words) >= _FEWEST_WORDS:
                frames[" ".join(_frame(words, lower))].append(article.article.id)
    total = sum(map(len, frames.values()))
    repeated = {frame: ids for frame, ids in frames.items() if len(set(ids)) > 1}
    share = sum(map(len, repeated.values())) / total if total else 0.0
    return round(share, 4), _commonest(repeated)


def _frame(words: Sequence[str], lower: set[str]) -> Iterator[str]:
    """The words with names and numbers left open, neighbouring names as one.

    A capitalised word is a name inside a sentence; at its beginning, if it never stands in lower case.
    """
    last = ""
    for k, word in enumerate(words):
        is_name = word[0].isupper() and (k > 0 or word.lower() not in lower)
        item = "0" if word[0].isdigit() else "Name" if is_name else word.casefold()
        if item != "Name" or last != "Name":
            yield item
        last = item


def shared_grams(words: dict[str, list[str]]) -> Overlap:
    """How many runs of six words stand in more than one of the articles, given as id and words."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, sequence in words.items():
        for k in range(len(sequence) - GRAM + 1):
            places[" ".join(sequence[k : k + GRAM])].append(name)
    total = sum(map(len, places.values()))
    shared = {gram: ids for gram, ids in places.items() if len(set(ids)) > 1}
    share = sum(map(len, shared.values())) / total if total else 0.0
    return Overlap(round(share, 4), _commonest(shared))


def vocabulary_growth(words: Iterable[Sequence[str]]) -> tuple[tuple[int, int], ...]:
    """Different words after 1, 2 and 5 times each power of ten from 1000 on, and at the end."""
    marks = {step * 10**power for power in range(3, 9) for step in _STEPS}
    known: set[str] = set()
    points: list[tuple[int, int]] = []
    read = 0
    for sequence in words:
        for word in sequence:
            known.add(word)
            read += 1
            if read in marks:
                points.append((read, len(known)))
    if read not in marks:
        points.append((read, len(known)))
    return tuple(points)


def _commonest(places: dict[str, list[str]]) -> tuple[Repetition, ...]:
    ordered = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Repetition(text, len(ids), tuple(sorted(set(ids)))) for text, ids in ordered[:_EXAMPLES])
