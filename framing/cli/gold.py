"""What a model is scored against: a split of the corpus or a file of annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import UsageError

if TYPE_CHECKING:
    from framing.corpus.loader import AnnotatedArticle


def read_gold(gold: str, corpus: Path, split: str | None = None) -> Sequence[AnnotatedArticle]:
    """The annotated articles of a split of the corpus, or of a JSON Lines file, or of one split of that.

    Raises:
        UsageError: neither a split nor a file, or no article in it, or a split of a split.
        DataError: the corpus or the file is broken.

    """
    from framing.corpus.loader import read_corpus
    from framing.corpus.rows import read_annotations
    from framing.corpus.splits import SPLITS, in_splits

    if split is not None and split not in SPLITS:
        raise UsageError(f"--split {split}: no such split; there are {', '.join(SPLITS)}")
    if gold in SPLITS:
        if split is not None:
            raise UsageError(f"--split is for a file; '{gold}' is a split already")
        articles = in_splits(read_corpus(corpus), gold)
    elif Path(gold).is_file():
        articles = list(read_annotations(Path(gold)))
        articles = articles if split is None else in_splits(articles, split)
    else:
        raise UsageError(f"{gold}: neither a split of the corpus ({', '.join(SPLITS)}) nor a file")
    if not articles:
        raise UsageError(f"{gold}: no annotated article in it")
    return articles


def was_trained_on(gold: str, manifest: Mapping[str, Any], split: str | None = None) -> bool:
    """True if a model, by its manifest, was trained on articles of this split of the corpus, or of this file."""
    from framing.corpus.splits import SPLITS

    trained = manifest["trained_on"]
    if gold not in SPLITS:
        return Path(gold).stem in trained.get("also", ()) and (split is None or split in trained["splits"])
    pooled = manifest["evaluated_on"]["splits"] if "fold" in manifest["evaluated_on"] else ()
    return trained["refit"] or gold in trained["splits"] or gold in pooled
