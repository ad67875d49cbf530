"""How far two annotators who did not see each other's work agree, measured as a model is measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.corpus.loader import AnnotatedArticle, read_corpus
from framing.errors import DataError
from framing.training.evaluate import scored_annotation
from framing.training.scoring import Scorer


def agreement(first: Path, second: Path) -> dict[str, Any]:
    """Figures of the second annotation scored against the first, over the articles that stand in both folders.

    Raises:
        DataError: no article stands in both, or an article's text differs between the two.

    """
    originals: Mapping[str, AnnotatedArticle] = {a.article.id: a for a in read_corpus(first)}
    scorer = Scorer()
    for again in read_corpus(second):
        original = originals.get(again.article.id)
        if original is None:
            continue
        text = original.article.text
        if text != again.article.text:
            raise DataError(f"{again.article.id}: the text differs between {first} and {second}")
        scorer.add(text, scored_annotation(original), scored_annotation(again))
    if not scorer.articles:
        raise DataError(f"{second}: no article that also stands in {first}")
    return scorer.figures()
