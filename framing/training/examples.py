"""Which mentions of the training articles go into a model as examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.corpus.loader import AnnotatedArticle
from framing.estimators.examples import Examples
from framing.estimators.features import mean_of, normalised
from framing.estimators.spans import ArticleStates, FloatArray
from framing.languages import load_profile


def source_examples(
    articles: Sequence[AnnotatedArticle],
    states: Sequence[ArticleStates],
    centres: Mapping[str, FloatArray],
    most: int,
    seed: int,
) -> Examples | None:
    """Every annotated source once a class, without pronouns; a random ``most`` of them where there are more.

    Returns:
        None where there is no source at all.

    """
    found: dict[tuple[str, str], tuple[FloatArray, str, str, str]] = {}
    for article, encoded in zip(articles, states, strict=True):
        language = article.article.language or ""
        pronouns = load_profile(language).pronouns
        for passage in article.passages:
            source = passage.source
            label = passage.source_class
            if source is None or label is None or source.text.lower() in pronouns:
                continue
            vector = normalised(encoded.pool(source.start, source.end) - mean_of(centres, language))
            key = (source.text.lower(), label)
            found.setdefault(key, (vector, source.text, label, article.article.id))
    rows = list(found.values())
    if not rows:
        return None
    if len(rows) > most:
        rows = [rows[k] for k in sorted(np.random.default_rng(seed).choice(len(rows), most, replace=False))]
    vectors, texts, labels, names = zip(*rows, strict=True)
    return Examples.from_floats(np.stack(vectors), texts, labels, names)
