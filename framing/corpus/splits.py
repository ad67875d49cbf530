"""Train, dev and test, and shares of them, by event: articles on one event never stand on both sides."""

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
    place = int.from_bytes(_digest(event)[:8], "big") % 100
    return next(name for name, bound in _BOUNDS.items() if place < bound)


def split_of_article(article: AnnotatedArticle) -> str:
    """The split an article's own corpus gives it, else that of its event."""
    return article.split or split_of(article.event)


def in_splits(articles: Iterable[AnnotatedArticle], *names: str) -> list[AnnotatedArticle]:
    """The articles that fall into one of the named splits."""
    return [a for a in articles if split_of_article(a) in names]


def share_of(articles: Sequence[AnnotatedArticle], fraction: float, seed: int) -> list[AnnotatedArticle]:
    """The articles of a fraction of the events, in the order given.

    Which events is decided by the SHA-256 of seed and name, so that with one seed a smaller fraction is contained
    in a larger one, and other articles in the corpus change little.
    """
    events = sorted({a.event for a in articles}, key=lambda event: _digest(f"{seed}/{event}"))
    kept = set(events[: round(fraction * len(events))])
    return [a for a in articles if a.event in kept]


def in_folds(articles: Sequence[AnnotatedArticle], folds: int) -> list[list[AnnotatedArticle]]:
    """Articles dealt out to ``folds`` parts by event, for cross-validation.

    Events come in the order of the SHA-256 of their name, each to the part that has the fewest articles so far: the
    parts are of like size, and the same whatever the seed of a run.
    """
    sizes = Counter(a.event for a in articles)
    parts: list[set[str]] = [set() for _ in range(folds)]
    for event in sorted(sizes, key=lambda event: _digest(event)):
        min(parts, key=lambda part: sum(sizes[e] for e in part)).add(event)
    return [[a for a in articles if a.event in part] for part in parts]


def digest(articles: Iterable[AnnotatedArticle]) -> str:
    """SHA-256 over ids, texts and annotations: two corpora with one digest train the same model."""
    summary = hashlib.sha256()
    for article in sorted(articles, key=lambda a: a.article.id):
        summary.update(article.article.id.encode() + b"\0" + article.article.text.encode() + b"\0")
        summary.update(repr(article.passages).encode())
    return summary.hexdigest()


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
