"""Who says what in the news, through whom, and in which words.

>>> import framing
>>> analysis = framing.analyze("Forsvarsdepartementet i Minsk hevder at grensen er trygg, melder AFP.")
>>> analysis.passages[0].source_class.label
'government'
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from framing.article import Analysis, Article, Cue, Label, Mention, Passage, Sentence
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.pipeline import Analyzer

__version__ = "0.1.0"
__all__ = ["Analysis", "Article", "Cue", "FramingError", "Label", "Mention", "Passage", "Sentence", "analyze", "load"]


@lru_cache(maxsize=4)
def load(
    path: str | Path | None = None,
    *,
    encoder: str | None = None,
    threads: int | None = None,
    cache: str | Path | None = None,
) -> Analyzer:
    """Load a model with its encoder, ready to score.

    Args:
        path: a model folder; the shipped model by default.
        encoder: an encoder other than the one the model names: ``default``, or a sentence-transformers id or path.
        threads: threads the encoder may use; all cores by default.
        cache: a folder that keeps what was once encoded; no cache by default.

    Raises:
        ModelError: the model or its encoder is missing, damaged or not trusted, or they do not belong together.

    """
    from framing.encoder import load_encoder
    from framing.persistence import check_encoder, load_model
    from framing.pipeline import Analyzer

    model = load_model(None if path is None else Path(path))
    spec = encoder or model.encoder
    loaded = load_encoder(spec, threads=threads, cache=None if cache is None else Path(cache))
    check_encoder(model, loaded)
    return Analyzer(model, loaded)


def analyze(text: str, *, language: str | None = None, model: str | Path | None = None) -> Analysis:
    """Analyse one text with the shipped model, or with the model at ``model``.

    Args:
        text: a news article; offsets in the result are code points into it.
        language: ``nb``, ``nn``, ``en``, ``sv``, ``da``, ``de`` or ``ru``; detected where not given.
        model: a model folder.

    Raises:
        ModelError: the model is missing, damaged or not trusted.

    """
    return load(model).analyze(Article(id="text", text=text, language=language))
