"""Encoders: text into token states and sentence vectors.

``load_encoder()`` gives the default one, multilingual-e5-small on ONNX Runtime, which needs no network;
``load_encoder("intfloat/multilingual-e5-base")`` any sentence-transformers model by id or folder.
"""

from __future__ import annotations

from pathlib import Path

from framing.encoder.base import Encoder, TokenStates
from framing.encoder.describe import describe

__all__ = ["DEFAULT", "Encoder", "TokenStates", "describe", "load_encoder"]

DEFAULT = "default"


def load_encoder(spec: str = DEFAULT, *, threads: int | None = None, cache: Path | None = None) -> Encoder:
    """Load an encoder.

    Args:
        spec: ``"default"``, or the id or folder of a sentence-transformers model.
        threads: processors to use; None for all that are there. Results do not depend on it.
        cache: a folder that keeps what was once encoded; None for no cache.

    Raises:
        ModelError: the encoder is not there or cannot be loaded; the message says what to do.

    """
    encoder: Encoder
    if spec == DEFAULT:
        from framing.encoder.convert import converted_encoder
        from framing.encoder.onnx_encoder import OnnxEncoder

        encoder = OnnxEncoder(converted_encoder(), threads)
    else:
        from framing.encoder.sentence_transformer import SentenceTransformerEncoder

        encoder = SentenceTransformerEncoder(spec, threads)
    if cache is None:
        return encoder
    from framing.encoder.cache import CachedEncoder

    return CachedEncoder(encoder, cache)
