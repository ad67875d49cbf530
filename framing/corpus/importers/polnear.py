"""PolNeAR (Newell et al., 2018) as published: brat stand-off files beside the texts, in train, dev and test."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from framing.article import Article
from framing.corpus.importers.attributed import attempt, attributed, read_attributions
from framing.corpus.loader import AnnotatedArticle, Attribution, Pieces
from framing.corpus.splits import SPLITS
from framing.errors import DataError
from framing.readers.failure import InputFailure

_NAME = re.compile(r"(?P<outlet>.+?)_(?P<date>\d{4}-\d\d-\d\d)_")
_SPAN = re.compile(r"(?P<name>T\d+)\t\S+ (?P<where>\d+ \d+(?:;\d+ \d+)*)\t(?P<words>.*)")
_EVENT = re.compile(r"E\d+\t(?P<arguments>\S+:\S+(?: \S+:\S+)*)")
_ROLE = re.compile(r"(Source|Cue|Content)\d*\Z")


def read_polnear(path: Path, language: str | None) -> Iterator[AnnotatedArticle | InputFailure]:
    """Read the corpus folder, its ``data`` folder, one compartment of it, or JSON Lines with attributions.

    An article that several annotated is taken as the first of them, by name, annotated it.

    Raises:
        DataError: there is no compartment here.

    """
    if path.is_file():
        return read_attributions(path, language or "en")
    return _articles(path)


def _articles(folder: Path) -> Iterator[AnnotatedArticle | InputFailure]:
    inside = [base / split for base in (folder, folder / "data") for split in SPLITS]
    compartments = [place for place in (folder, *inside) if (place / "attributions").is_dir()]
    if not compartments:
        raise DataError(f"{folder}: no PolNeAR here; give the folder that holds train, dev and test, or one of them")
    for compartment in compartments:
        titles = _titles(compartment.parent / "metadata.tsv")
        files = sorted((compartment / "attributions").glob("*.ann"))
        for stem, group in groupby(files, key=lambda file: file.stem.rsplit("_", 1)[0]):
            file = next(group)
            yield attempt(str(file), _article, file, stem, compartment, titles.get(stem))


def _article(file: Path, stem: str, compartment: Path, title: str | None) -> AnnotatedArticle:
    # offsets count every character of the file, carriage returns too
    text = (compartment / "text" / f"{stem}.txt").read_bytes().decode("utf-8")
    named = _NAME.match(stem)
    outlet, date = (named["outlet"], named["date"]) if named else (None, None)
    article = Article(stem, text, "en", title, outlet, date)
    return attributed(article, list(parse_brat(file.read_text(encoding="utf-8"), text)), compartment.name)


def parse_brat(annotation: str, text: str) -> Iterator[Attribution]:
    """The attribution events of a brat file.

    Raises:
        DataError: an offset does not fit the text, or an event names a span that is not there.

    """
    spans: dict[str, Pieces] = {}
    events: list[tuple[int, str]] = []
    for number, line in enumerate(annotation.split("\n"), start=1):
        if found := _SPAN.match(line):
            spans[found["name"]] = _pieces(found["where"], found["words"], text, number)
        elif found := _EVENT.match(line):
            events.append((number, found["arguments"]))
        elif line[:1] in ("T", "E"):
            raise DataError(f"line {number}: neither a span nor an event of brat")
    for number, event in events:
        parts: Mapping[str, list[tuple[int, int]]] = defaultdict(list)
        for argument in event.split():
            role, name = argument.split(":", 1)
            known = _ROLE.match(role)
            if known is None:
                continue
            if name not in spans:
                raise DataError(f"line {number}: {name} is not there")
            parts[known[1]].extend(spans[name])
        if parts["Content"]:
            content, source, cue = (tuple(sorted(parts[role])) for role in ("Content", "Source", "Cue"))
            yield Attribution(content, source, cue)


def _pieces(where: str, words: str, text: str, number: int) -> Pieces:
    found: list[tuple[int, int]] = []
    for piece in where.split(";"):
        start, end = piece.split(" ")
        found.append((int(start), int(end)))
    if " ".join(text[start:end] for start, end in found).split() != words.split():
        raise DataError(f"line {number}: {words[:40]!r} does not stand at {where} of the text")
    return tuple(found)


def _titles(metadata: Path) -> dict[str, str]:
    """Titles by file name, where the corpus's table of contents is at hand."""
    if not metadata.is_file():
        return {}
    with metadata.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["filename"]: row["title"] for row in rows if row.get("filename") and row.get("title")}
