"""Train, dev and test, by event: articles on one event never stand on both sides of a split."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from framing.corpus.loader import AnnotatedArticle

SPLITS: Final = ("train", "dev", "test")
_BOUNDS: Final = {"train": 70, "dev": 85, "test": 100}


def split_of(event: str) -> str:
    """The split of an event, fixed by the SHA-256 of its name: 70 % train, 15 % dev, 15 % test."""
    place = int.from_bytes(hashlib.sha256(event.encode()).digest()[:8], "big") % 100
    return next(name for name, bound in _BOUNDS.items() if place < bound)


def in_splits(articles: Iterable[AnnotatedArticle], *names: str) -> list[AnnotatedArticle]:
    """The articles whose event falls into one of the named splits."""
    return [a for a in articles if split_of(a.event) in names]


def in_folds(articles: Sequence[AnnotatedArticle], folds: int) -> list[list[AnnotatedArticle]]:
    """Articles dealt out to ``folds`` parts by event, for cross-validation.

    Events come in the order of the SHA-256 of their name, each to the part that has the fewest articles so far: the
    parts are of like size, and the same whatever the seed of a run.
    """
    sizes = Counter(a.event for a in articles)
    parts: list[set[str]] = [set() for _ in range(folds)]
    for event in sorted(sizes, key=lambda event: hashlib.sha256(event.encode()).digest()):
        min(parts, key=lambda part: sum(sizes[e] for e in part)).add(event)
    return [[a for a in articles if a.event in part] for part in parts]


def digest(articles: Iterable[AnnotatedArticle]) -> str:
    """SHA-256 over ids, texts and annotations: two corpora with one digest train the same model."""
    summary = hashlib.sha256()
    for article in sorted(articles, key=lambda a: a.article.id):
        summary.update(article.article.id.encode() + b"\0" + article.article.text.encode() + b"\0")
        summary.update(repr(article.passages).encode())
    return summary.hexdigest()
