"""SemEval-2023 task 3, subtask 3 (Piskorski et al., 2023): persuasion techniques by paragraph, in many languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from framing.corpus.importers.attributed import attempt, each_row
from framing.corpus.json_lines import json_lines
from framing.corpus.rows import pieces
from framing.corpus.sentences import BiasSentence
from framing.errors import DataError
from framing.readers.failure import InputFailure

_LANGUAGES: Final = {"ge": "de", "po": "pl", "gr": "el"}
"""Languages that the task's folders call otherwise than ISO 639."""
_LABELS: Final = "-labels-subtask-3.txt"

Spans = Sequence[tuple[int, int, str]]


def read_semeval2023_task3(path: Path, language: str | None) -> Iterator[BiasSentence | InputFailure]:
    """Read the folder of one language, the folder over all of them, or JSON Lines with ``labels``.

    A paragraph with a technique is biased, one without is neutral; the techniques are its types. Paragraphs of one
    article are a group. Parts without labels (the test articles) are left out.

    Raises:
        DataError: there are no labels here.

    """
    if path.is_file():
        return each_row(json_lines(path), lambda row, _: _from_row(row, language))
    files = sorted(path.rglob(f"*{_LABELS}"))
    files = [f for f in files if f.name.removesuffix(_LABELS) in ("train", "dev", "test")]
    if not files:
        raise DataError(f"{path}: no file such as train{_LABELS}; give the folder of a language, or the one over it")
    return (outcome for file in files for outcome in _paragraphs(file, language))


def _from_row(row: Mapping[str, Any], language: str | None) -> BiasSentence:
    text, techniques = str(row["text"]), tuple(row["labels"])
    return BiasSentence(
        str(row["id"]),
        language or row["lang"],
        text,
        "biased" if techniques else "neutral",
        str(row["article"]),
        pieces(sorted({tuple(span[:2]) for span in row.get("spans", ())}), text),
        row.get("outlet"),
        row.get("split"),
        techniques,
    )


def _paragraphs(labels: Path, language: str | None) -> Iterator[BiasSentence | InputFailure]:
    split, folder = labels.name.removesuffix(_LABELS), labels.parent
    code = language or _LANGUAGES.get(folder.name, folder.name)
    texts: dict[str, list[tuple[int, str]]] = {}
    spans: dict[str, Spans] = {}
    for number, line in enumerate(labels.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        article = line.split("\t", 1)[0]
        if article not in texts:
            texts[article] = list(_lines(folder / f"{split}-articles-subtask-3" / f"article{article}.txt"))
            spans[article] = _spans(folder / f"{split}-labels-subtask-3-spans" / f"article{article}{_LABELS}")
        yield attempt(f"{labels}:{number}", _paragraph, line, texts[article], spans[article], code, split)


def _paragraph(line: str, lines: Sequence[tuple[int, str]], spans: Spans, language: str, split: str) -> BiasSentence:
    article, number, *given = line.split("\t")
    techniques = tuple(name for name in (given[0] if given else "").split(",") if name)
    if not 1 <= int(number) <= len(lines):
        raise DataError(f"article {article} has no line {number}; are its articles beside the labels?")
    start, text = lines[int(number) - 1]
    inside = {
        (max(s - start, 0), min(e - start, len(text))) for s, e, _ in spans if s < start + len(text) and e > start
    }
    return BiasSentence(
        f"semeval2023-{language}-{split}-{article}-{number}",
        language,
        text,
        "biased" if techniques else "neutral",
        article,
        pieces(sorted(inside), text),
        split=split,
        types=techniques,
    )


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of an article, blank ones too, with their offsets; none where the article is missing."""
    position = 0
    for line in file.read_bytes().decode("utf-8").split("\n") if file.is_file() else ():
        yield position, line.rstrip("\r")
        position += len(line) + 1


def _spans(file: Path) -> Spans:
    """Techniques with their offsets into the article; none where the release has no spans for it."""
    if not file.is_file():
        return []
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return [(int(start), int(end), technique) for _, technique, start, end in rows]
