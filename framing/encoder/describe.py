"""What an encoder is, and proof that it works."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from framing.encoder.base import Encoder

_SENTENCES: Final = (
    "Regjeringen avviser at soldatene har krysset grensen.",
    "The government denies that its soldiers crossed the border.",
    "The bakery on the corner sells cinnamon buns on Saturdays.",
)


def describe(encoder: Encoder) -> dict[str, Any]:
    """The encoder's identity, its file, and two cosines that show that it understands.

    Returns:
        ``id``, ``revision``, ``backend``, ``dimension``; ``file``, ``size`` (bytes) and ``sha256``, None where
        the model is not one file; ``cosine_translation`` of a Norwegian sentence and its English translation,
        ``cosine_unrelated`` of the same and another English sentence; ``works``: whether the first is larger.

    """
    from framing.encoder.convert import sha256_of

    path: Path | None = getattr(encoder, "path", None)
    file = path if path is not None and path.is_file() else None
    norwegian, translation, other = encoder.embed(_SENTENCES)
    same, different = float(norwegian @ translation), float(norwegian @ other)
    return {
        "id": encoder.id,
        "revision": encoder.revision,
        "backend": encoder.backend,
        "dimension": encoder.dimension,
        "file": None if path is None else str(path),
        "size": None if file is None else file.stat().st_size,
        "sha256": None if file is None else sha256_of(file),
        "cosine_translation": round(same, 4),
        "cosine_unrelated": round(different, 4),
        "works": same > different,
    }
