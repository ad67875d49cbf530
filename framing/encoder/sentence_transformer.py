"""Any sentence-transformers model as an encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from framing.encoder.base import Floats, TokenStates, stack
from framing.encoder.offsets import encodable, tidy_offsets
from framing.encoder.windows import merge_pooled, merge_states
from framing.errors import ModelError

_OVERLAP: Final = 128
_LONGEST_WINDOW: Final = 100_000
"""Tokenizers without a limit of their own give an astronomical one."""
_HUB_TIMEOUT: Final = 10.0
_FILES_THAT_COUNT: Final = ("*.safetensors", "*.bin", "tokenizer.json")


class SentenceTransformerEncoder:
    """A sentence-transformers model on PyTorch, in float32 on the CPU, one text at a time.

    Token states are those of the model's transformer, markers left out; a text's vector is the model's
    own sentence embedding at length one. No prompt is put before a text.

    Args:
        spec: a model id, looked up on this machine first, or a folder.
        threads: PyTorch's threads, for the whole process; None leaves them as they are.

    Raises:
        ModelError: sentence-transformers is not installed, the model is not to be had, or it does not give token
            states of the same width as its sentence embedding.

    """

    backend = "sentence-transformers-float32"

    def __init__(self, spec: str, threads: int | None = None) -> None:
        self._model = _load(spec)
        folder = Path(spec)
        self.path: Path | None = folder if folder.is_dir() else None
        self.id = folder.resolve().name if self.path else spec
        self.revision = _revision(self._model, self.path)
        self._tokenizer = _tokenizer(self._model, spec)
        limits = (self._model.max_seq_length, self._tokenizer.model_max_length, _LONGEST_WINDOW)
        self._window = min(limit for limit in limits if limit)
        if threads is not None:
            import torch

            torch.set_num_threads(threads)
        states, pooled = self._run(self._windows("a")[0])
        self.dimension: int = pooled.shape[0]
        if states.shape[1] != self.dimension:
            raise ModelError(
                f"{spec}: token states are {states.shape[1]} wide, text vectors {self.dimension}; "
                "choose a model where they agree"
            )

    def encode(self, texts: Sequence[str]) -> list[TokenStates]:
        """Token states and vector of each text, in the order given. A text may have any length."""
        return [self._encode(text) for text in texts]

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors only: float32 (texts, dimension), the ``pooled`` of ``encode``."""
        return stack([states.pooled for states in self.encode(texts)], self.dimension)

    def _encode(self, text: str) -> TokenStates:
        windows = self._windows(text)
        real = [np.array(window["special_tokens_mask"]) == 0 for window in windows]
        if not real[0].any():
            return TokenStates.empty(self.dimension)
        spans = _spans([int(mask.sum()) for mask in real], self._overlap)
        offsets = np.zeros((spans[-1][1], 2), np.int32)
        for (start, end), window, mask in zip(spans, windows, real, strict=True):
            offsets[start:end] = np.array(window["offset_mapping"])[mask]
        runs = [self._run(window) for window in windows]
        return TokenStates(
            offsets=tidy_offsets(text, offsets),
            states=merge_states(spans, [states[mask] for (states, _), mask in zip(runs, real, strict=True)]),
            pooled=merge_pooled(spans, [pooled for _, pooled in runs]),
        )

    @property
    def _overlap(self) -> int:
        return min(_OVERLAP, self._window // 4)

    def _windows(self, text: str) -> list[dict[str, list[Any]]]:
        """What the tokenizer says of each window of the text: ids, offsets, which tokens are markers."""
        windows = self._tokenizer(
            [encodable(text)],
            truncation=True,
            max_length=self._window,
            stride=self._overlap,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        return [{name: column[n] for name, column in windows.items()} for n in range(len(windows["input_ids"]))]

    def _run(self, window: dict[str, list[Any]]) -> tuple[Floats, Floats]:
        """Last hidden states of all tokens of a window, float32 (tokens, width), and its vector at length one."""
        import torch

        features = {name: torch.tensor([window[name]]) for name in self._tokenizer.model_input_names if name in window}
        with torch.inference_mode():
            output = self._model(features)
        if "token_embeddings" not in output:
            raise ModelError(f"{self.id}: this model has no token states; choose one with a transformer")
        pooled = output["sentence_embedding"][0].float().numpy()
        states = output["token_embeddings"][0].float().numpy()
        return states, pooled / max(float(np.linalg.norm(pooled)), float(np.finfo(np.float32).tiny))


def _tokenizer(model: Any, spec: str) -> Any:
    tokenizer = getattr(model[0], "tokenizer", None)
    if not getattr(tokenizer, "is_fast", False):
        raise ModelError(f"{spec}: this model gives no offsets of its tokens; choose one with a fast tokenizer")
    return tokenizer


def _spans(lengths: Sequence[int], overlap: int) -> list[tuple[int, int]]:
    """Token ranges of windows of these lengths, of which each repeats ``overlap`` tokens of the one before."""
    spans = [(0, lengths[0])]
    for length in lengths[1:]:
        start = spans[-1][1] - overlap
        spans.append((start, start + length))
    return spans


def _load(spec: str) -> Any:
    """The model, from this machine where it is there, else from the model hub."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(
            f"encoder {spec!r} needs sentence-transformers, which is not installed: pip install 'framing[transformers]'"
        ) from error
    try:
        model = SentenceTransformer(spec, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        if Path(spec).exists():
            raise ModelError(
                f"{spec}: not the folder of a sentence-transformers model ({_first_line(error)})"
            ) from error
        _ask_hub(spec)
        model = SentenceTransformer(spec, device="cpu")
    return model.float().eval()


def _ask_hub(spec: str) -> None:
    """Ask the model hub for the model once: the download itself would try for more than a minute."""
    from huggingface_hub import HfApi

    try:
        HfApi().model_info(spec, timeout=_HUB_TIMEOUT)
    except Exception as error:
        raise ModelError(
            f"encoder {spec!r} is neither a folder nor on this machine, and the model hub did not give it "
            f"({_first_line(error)}); where there is a network, 'hf download {spec} --local-dir FOLDER' and name "
            "FOLDER here, or use the encoder 'default', which needs none"
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__


def _revision(model: Any, folder: Path | None) -> str:
    """The hub's commit, or for a folder a digest of its weights and vocabulary."""
    if folder is None:
        return str(getattr(model.transformers_model.config, "_commit_hash", None) or "unknown")
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _FILES_THAT_COUNT for path in folder.rglob(pattern)):
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]
