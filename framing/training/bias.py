"""Sentence bias: pairs of a neutral sentence and a biased rewrite of it, and the rows they give."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.encoder.base import Encoder
from framing.errors import DataError
from framing.estimators.features import normalised
from framing.estimators.spans import FloatArray, encode_articles
from framing.training.dataset import Rows


@dataclass(frozen=True, slots=True)
class BiasPair:
    """A neutral sentence, a biased rewrite, and where in the rewrite the bias stands."""

    id: str
    language: str
    neutral: str
    biased: str
    spans: tuple[tuple[int, int], ...]


def read_pairs(path: Path) -> list[BiasPair]:
    """Read pairs from JSON Lines with ``id``, ``language``, ``neutral``, ``biased`` and ``words`` (the biased ones).

    Raises:
        DataError: a line is broken, or a biased word does not stand in its sentence.

    """
    if not path.is_file():
        raise DataError(f"{path}: no such file of sentence pairs")
    pairs: list[BiasPair] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            places = [(row["biased"].index(word), len(word)) for word in row["words"]]
            spans = tuple((start, start + length) for start, length in places)
            pairs.append(BiasPair(str(row["id"]), row["language"], row["neutral"], row["biased"], spans))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path}:{number}: not a sentence pair ({error})") from error
    return pairs


def bias_rows(pairs: Sequence[BiasPair], encoder: Encoder, centres: Mapping[str, FloatArray]) -> Rows:
    """Two rows a pair; the pair is the event, so that the two never stand on both sides of a split."""
    rows = Rows()
    texts = [text for pair in pairs for text in (pair.neutral, pair.biased)]
    for k, states in enumerate(encode_articles(texts, encoder)):
        pair = pairs[k // 2]
        centre = centres.get(pair.language, centres[""])
        vector = normalised(states.pool(0, len(texts[k])) - centre)
        rows.features.append(vector)
        rows.labels.append("biased" if k % 2 else "neutral")
        rows.events.append(pair.id)
        rows.languages.append(pair.language)
        rows.layout = {"sentence": (0, len(vector))}
    return rows
