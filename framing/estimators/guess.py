"""Who might say so: what the words of a passage give away where nobody is named. Never mixed with what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from framing.article import Passage
from framing.errors import ModelError
from framing.estimators.alone import vectors_alone
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray

if TYPE_CHECKING:
    from framing.encoder.base import Encoder
    from framing.persistence import Model

GUESS: Final = "source_guess"
"""The head's name."""
GUESSED_KINDS: Final = ("direct", "indirect", "fragment")
"""Kinds of passages that somebody says."""


def guess_sources(
    passages: tuple[Passage, ...], head: LinearHead, encoder: Encoder, centre: FloatArray
) -> tuple[Passage, ...]:
    """The passages, those that name nobody with a guess."""
    places = [k for k, p in enumerate(passages) if p.source is None and p.kind in GUESSED_KINDS]
    vectors = vectors_alone([passages[k].text for k in places], encoder, centre)
    guessed = {k: head.predict(vector) for k, vector in zip(places, vectors, strict=True)}
    return tuple(replace(p, source_guess=guessed.get(k)) for k, p in enumerate(passages))


def check_guess(model: Model) -> LinearHead:
    """The head that guesses.

    Raises:
        ModelError: the model has none.

    """
    if GUESS not in model.heads:
        raise ModelError(
            f"model {model.id} has not learned to guess sources from words alone; train one with guess_sources = true"
        )
    return model.heads[GUESS]
