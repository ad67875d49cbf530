"""BASIL (Fan et al., 2019): articles of three papers on one event, with spans of lexical and informational bias."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from framing.corpus.importers.attributed import attempt
from framing.corpus.rows import pieces
from framing.corpus.sentences import BiasSentence
from framing.errors import DataError
from framing.readers.failure import InputFailure

_LEXICAL: Final = "lex"
_TYPES: Final = {_LEXICAL: "lexical", "inf": "informational"}


def read_basil(path: Path, language: str | None) -> Iterator[BiasSentence | InputFailure]:
    """Read the folder that holds ``articles`` and ``annotations``.

    A sentence with lexical bias is biased, one without any is neutral. Informational bias lies in what is told, not
    in its wording: a sentence that has only that is left out. The three articles on an event are a group.

    Raises:
        DataError: there are no articles and annotations here.

    """
    base = next((b for b in (path, path / "data") if (b / "articles").is_dir() and (b / "annotations").is_dir()), None)
    if base is None:
        raise DataError(f"{path}: no folders 'articles' and 'annotations'; give BASIL's folder")
    return _sentences(base, language or "en")


def _sentences(base: Path, language: str) -> Iterator[BiasSentence | InputFailure]:
    for file in sorted((base / "articles").rglob("*.json")):
        annotation = base / "annotations" / file.parent.relative_to(base / "articles") / f"{file.stem}_ann.json"
        outcome = attempt(str(file), _article, file, annotation, language)
        if isinstance(outcome, InputFailure):
            yield outcome
        else:
            yield from outcome


def _article(file: Path, annotation: Path, language: str) -> list[BiasSentence]:
    article = json.loads(file.read_text(encoding="utf-8"))
    marked: Mapping[str, list[dict[str, Any]]] = defaultdict(list)
    for span in json.loads(annotation.read_text(encoding="utf-8"))["phrase-level-annotations"]:
        marked[span["id"]].append(span)
    sentences: list[BiasSentence] = []
    for number, text in enumerate(chain.from_iterable(article["body-paragraphs"])):
        spans = marked.get(f"p{number}", [])
        lexical = [(span["start"], span["end"]) for span in spans if span["bias"] == _LEXICAL]
        if spans and not lexical:
            continue
        sentences.append(
            BiasSentence(
                f"basil-{file.stem}-{number}",
                language,
                text,
                "biased" if lexical else "neutral",
                article["triplet-uuid"],
                pieces(sorted(set(lexical)), text),
                article.get("source"),
                types=tuple(sorted({_TYPES.get(span["bias"], span["bias"]) for span in spans})),
            )
        )
    return sentences
