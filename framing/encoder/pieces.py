"""Text into the vocabulary's pieces, with offsets into the text as it was given.

Reading all 250,000 pieces is the slowest part of a start (``experiments/bench_encoder.py cold``), and most texts
need 147,000 of them: those of Latin and Cyrillic letters, and all that have no letters. They come first in the
vocabulary and have a file of their own; the whole vocabulary is read when a text first shows a character outside
them. The result is the same: a piece that is not among the first has a character that none of the first has, so
where the first leave nothing unknown no other piece could have matched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.encoder.base import Offsets
from framing.encoder.e5_file import Vocabulary
from framing.encoder.offsets import encodable, tidy_offsets

if TYPE_CHECKING:
    from tokenizers import Tokenizer

COMMON_FILE: Final = "pieces-common.json"
ALL_FILE: Final = "pieces.json"
_COMMON_SCRIPTS: Final = ("LATIN ", "CYRILLIC ", "COMBINING ")
_SPACE_MARK: Final = "\u2581"
_FULLWIDTH_TILDE: Final = "\uff5e"
_PRIVATE: Final = "\uf8fe"
_UNSEEN_INSIDE_WORDS: Final = "\u00ad\u2060"


def order_pieces(vocabulary: Vocabulary) -> tuple[NDArray[np.int64], int]:
    """The common pieces first, then the others, each in their old order.

    Returns:
        The old id of every new id, and how many of them are common.

    """
    seen: dict[str, bool] = {}

    def is_common(character: str) -> bool:
        if character not in seen:
            category = unicodedata.category(character)
            name = unicodedata.name(character, "")
            seen[character] = category[0] not in "LM" or name.startswith(_COMMON_SCRIPTS)
        return seen[character]

    common = np.array([all(map(is_common, piece)) for piece in vocabulary.pieces])
    order = np.argsort(~common, kind="stable")
    return order, int(common.sum())


def build_tokenizer(vocabulary: Vocabulary, ids: Sequence[int]) -> Tokenizer:
    """A Unigram tokenizer (Kudo, 2018) over the pieces with these ids; it adds no markers of begin and end.

    Text is normalised as the model's SentencePiece table says: NFKC, with some control characters dropped
    and some read as a space. Soft hyphens and word joiners, unknown to the table, are dropped too.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    markers = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk, len(vocabulary.pieces) - 1}
    # A marker's name in an article is text: with a space in it, it can match nothing.
    entries = [(" " * (i in markers) + vocabulary.pieces[i], vocabulary.scores[i]) for i in ids]
    tokenizer = Tokenizer(models.Unigram(entries, unk_id=ids.index(vocabulary.unk), byte_fallback=False))
    table = vocabulary.normalization
    dropped = {chr(c) for c, to in table.items() if not to} | set(_UNSEEN_INSIDE_WORDS)
    spaces = {chr(c) for c, to in table.items() if to == (32,) and unicodedata.normalize("NFKC", chr(c)) != " "}
    steps: list[Any] = [normalizers.Replace(Regex(_class(dropped)), "")]
    if spaces:
        steps.append(normalizers.Replace(Regex(_class(spaces)), " "))
    # The table keeps the fullwidth tilde, which NFKC would replace.
    tilde = (normalizers.Replace(_FULLWIDTH_TILDE, _PRIVATE), normalizers.Replace(_PRIVATE, _FULLWIDTH_TILDE))
    tokenizer.normalizer = normalizers.Sequence([*steps, tilde[0], normalizers.NFKC(), tilde[1]])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=_SPACE_MARK, prepend_scheme="always"),
        ]
    )
    return tokenizer


def _class(characters: set[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(c):X}}}" for c in sorted(characters)) + "]"


class Pieces:
    """The tokenizer of a converted encoder.

    Args:
        folder: where ``COMMON_FILE`` and ``ALL_FILE`` lie.
        unknown: id of the unknown piece.

    """

    def __init__(self, folder: Path, unknown: int) -> None:
        from tokenizers import Tokenizer

        self._folder = folder
        self._unknown = unknown
        self._common = Tokenizer.from_file(str(folder / COMMON_FILE))

    @cached_property
    def _all(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / ALL_FILE))

    def __call__(self, text: str) -> tuple[NDArray[np.int64], Offsets]:
        """The text's piece ids, int64 (tokens,), and their offsets, int32 (tokens, 2)."""
        readable = encodable(text)
        encoding = self._common.encode(readable)
        if self._unknown in encoding.ids:
            encoding = self._all.encode(readable)
        ids = np.array(encoding.ids, np.int64)
        offsets = np.array(encoding.offsets, np.int32).reshape(-1, 2)
        return ids, tidy_offsets(text, offsets)
