"""Checks of the annotated corpus beyond what reading one file checks: every file, every offset, no passage astride."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from framing.corpus.loader import AnnotatedArticle, read_article
from framing.corpus.markup import AnnotatedPassage
from framing.corpus.rows import annotation_rows
from framing.errors import DataError
from framing.languages import SUPPORTED
from framing.readers.failure import InputFailure
from framing.segment import paragraphs


def check_corpus(place: Path) -> list[str]:
    """Everything that is wrong in a folder or a JSON Lines file, one line each with its place; empty if nothing is.

    Raises:
        DataError: there is no article.

    """
    return _check_rows(place) if place.is_file() else _check_folder(place)


def _check_folder(folder: Path) -> list[str]:
    paths = sorted(folder.rglob("*.txt"), key=lambda path: path.stem)
    if not paths:
        raise DataError(f"{folder}: no corpus articles (*.txt) here")
    problems = [f"{a.name}: the same id as {b.relative_to(folder)}" for a, b in pairwise(paths) if a.stem == b.stem]
    seen: dict[str, str] = {}
    for path in paths:
        try:
            article = read_article(path)
        except (DataError, UnicodeDecodeError) as error:
            problems.append(str(error) if isinstance(error, DataError) else f"{path.name}: not UTF-8 ({error})")
            continue
        problems.extend(f"{path.name}: {problem}" for problem in check_article(article))
        twin = seen.setdefault(article.article.text_sha256, path.name)
        if twin != path.name:
            problems.append(f"{path.name}: the same text as {twin}")
    return problems


def _check_rows(path: Path) -> list[str]:
    problems: list[str] = []
    ids: set[str] = set()
    texts: dict[str, str] = {}
    for outcome in annotation_rows(path):
        if isinstance(outcome, InputFailure):
            problems.append(str(outcome))
            continue
        name = outcome.article.id
        problems.extend(f"{name}: {problem}" for problem in check_article(outcome))
        if name in ids:
            problems.append(f"{name}: the id stands twice")
        ids.add(name)
        twin = texts.setdefault(outcome.article.text_sha256, name)
        if twin != name:
            problems.append(f"{name}: the same text as {twin}")
    return problems


def check_article(article: AnnotatedArticle) -> Iterator[str]:
    """What is wrong with one article that could be read."""
    text = article.article.text
    if article.article.language not in SUPPORTED:
        yield f"language {article.article.language!r} has no profile; known: {', '.join(sorted(SUPPORTED))}"
    for passage in article.passages:
        yield from _wrong_offsets(text, passage)
    yield from _wrong_nesting(text, article.passages)


def _wrong_offsets(text: str, passage: AnnotatedPassage) -> Iterator[str]:
    for name, span in (("passage", passage), ("src", passage.source), ("car", passage.carrier), ("cue", passage.cue)):
        if span is not None and text[span.start : span.end] != span.text:
            yield f"{name} at {span.start}-{span.end} is not what stands there: {span.text[:60]!r}"


def _wrong_nesting(text: str, passages: Sequence[AnnotatedPassage]) -> Iterator[str]:
    """Passages that overlap without one holding the other, that stand twice, or that run over a paragraph's end."""
    starts = [span.start for span in paragraphs(text)]
    for k, passage in enumerate(passages):
        for other in passages[k + 1 :]:
            if other.start >= passage.end:
                break
            if (other.start, other.end, other.kind) == (passage.start, passage.end, passage.kind):
                yield f"passage stands twice: {passage.text[:60]!r}"
            elif other.end > passage.end:
                yield f"passages astride: {passage.text[:40]!r} and {other.text[:40]!r}"
        if passage.kind != "direct" and any(passage.start < start < passage.end for start in starts):
            yield f"a {passage.kind} passage runs over a paragraph's end: {passage.text[:60]!r}"
