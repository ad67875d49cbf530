"""Annotated articles as JSON Lines: one article a line, offsets in code points into its ``text``.

``{"doc_id", "lang", "text", "passages": [{"start", "end", "kind", "source", "cue", "source_class", "carrier",
"carrier_class", "framing"}]}``, where ``source``, ``cue`` and ``carrier`` are null or ``{"start", "end"}``, and the
row may have ``outlet``, ``date``, ``title``, ``url``, ``event``, ``genre``, ``topic``, ``split``, ``layers`` and
``attributions``. What is not among the ``layers`` (all, where the row has none) is unlabelled and left out of the
passages; so is a ``source_class`` that is null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.article import Article
from framing.corpus.json_lines import json_lines
from framing.corpus.loader import LAYERS, AnnotatedArticle, Attribution, Pieces
from framing.corpus.markup import AnnotatedPassage, Span
from framing.corpus.splits import SPLITS
from framing.errors import DataError
from framing.readers.failure import InputFailure
from framing.taxonomy import CARRIER_CLASSES, FRAMINGS, KINDS, SOURCE_CLASSES


def annotation_rows(path: Path) -> Iterator[AnnotatedArticle | InputFailure]:
    """Every line as an annotated article, or what is wrong with it.

    Raises:
        DataError: the file cannot be read, or is empty.

    """
    is_empty = True
    for place, row in json_lines(path):
        is_empty = False
        if isinstance(row, InputFailure):
            yield row
            continue
        try:
            yield article_from_row(row)
        except (ValueError, KeyError, TypeError, DataError) as error:
            what = f"no {error}" if isinstance(error, KeyError) else str(error)
            yield InputFailure(place, f"not an annotated article ({what})")
    if is_empty:
        raise DataError(f"{path}: no annotated article in it")


def read_annotations(path: Path) -> Iterator[AnnotatedArticle]:
    """Every line as an annotated article.

    Raises:
        DataError: a line is not such an article; the message names it.

    """
    for outcome in annotation_rows(path):
        if isinstance(outcome, InputFailure):
            raise DataError(str(outcome))
        yield outcome


def article_from_row(row: Mapping[str, Any]) -> AnnotatedArticle:
    """Make an annotated article of a row.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is of another kind than it should be.
        DataError: a label that nobody knows, or an offset outside the text.

    """
    name, text = str(row.get("doc_id") or row["id"]), str(row["text"])
    layers = frozenset(row.get("layers", LAYERS))
    if unknown := sorted(layers - set(LAYERS)):
        raise DataError(f"unknown layer {', '.join(unknown)}; known: {', '.join(LAYERS)}")
    article = Article(
        name,
        text,
        row.get("lang") or row.get("language"),
        row.get("title"),
        row.get("outlet"),
        row.get("date"),
        row.get("url"),
    )
    attributions = row.get("attributions")
    return AnnotatedArticle(
        article,
        tuple(_passage(p, text, layers) for p in row["passages"]),
        event=str(row.get("event") or name),
        genre=row.get("genre") or "",
        topic=row.get("topic") or "",
        split=row.get("split") if row.get("split") in SPLITS else None,
        layers=layers,
        attributions=None if attributions is None else tuple(attribution_from_row(a, text) for a in attributions),
    )


def article_to_row(annotated: AnnotatedArticle) -> dict[str, Any]:
    """The row that :func:`article_from_row` reads back."""
    article = annotated.article
    fields = {
        "doc_id": article.id,
        "lang": article.language,
        "outlet": article.outlet,
        "date": article.date,
        "title": article.title,
        "url": article.url,
        "event": annotated.event if annotated.event != article.id else None,
        "genre": annotated.genre or None,
        "topic": annotated.topic or None,
        "split": annotated.split,
    }
    row: dict[str, Any] = {key: value for key, value in fields.items() if value is not None}
    row["text"] = article.text
    if annotated.layers != frozenset(LAYERS):
        row["layers"] = [layer for layer in LAYERS if layer in annotated.layers]
    row["passages"] = [_passage_row(p, annotated.layers) for p in annotated.passages]
    if annotated.attributions is not None:
        row["attributions"] = [
            {"content": a.content, "source": a.source, "cue": a.cue, "form": a.form, "type": a.type}
            for a in annotated.attributions
        ]
    return row


def attribution_from_row(row: Mapping[str, Any], text: str) -> Attribution:
    """Make an attribution of ``{"content", "source", "cue"}``, each a list of ``[start, end]``.

    Raises:
        KeyError: there is no content.
        TypeError: a field is of another kind than it should be.
        DataError: a piece is empty or lies outside the text.

    """
    content = pieces(row["content"], text)
    if not content:
        raise DataError("an attribution without content")
    source, cue = pieces(row.get("source") or (), text), pieces(row.get("cue") or (), text)
    return Attribution(content, source, cue, row.get("form") or "", row.get("type") or "")


def pieces(values: Sequence[Sequence[int]], text: str) -> Pieces:
    """Stretches of text in order.

    Raises:
        TypeError: not pairs of whole numbers.
        DataError: a piece is empty or lies outside the text.

    """
    return tuple(sorted(_checked(start, end, text) for start, end in values))


def _checked(start: Any, end: Any, text: str) -> tuple[int, int]:
    if not isinstance(start, int) or not isinstance(end, int):
        raise TypeError(f"offsets are {start!r} and {end!r}, not whole numbers")
    if not 0 <= start < end <= len(text):
        raise DataError(f"offsets {start}-{end} are none in a text of {len(text)} characters")
    return start, end


def _passage(row: Mapping[str, Any], text: str, layers: frozenset[str]) -> AnnotatedPassage:
    start, end = _checked(row["start"], row["end"], text)
    return AnnotatedPassage(
        start,
        end,
        row.get("text", text[start:end]),
        _known("kind", row["kind"], KINDS),
        _known("source_class", row["source_class"], SOURCE_CLASSES) if "source_class" in layers else None,
        _span(row.get("source"), text),
        _span(row.get("carrier"), text) if "carrier" in layers else None,
        _known("carrier_class", row.get("carrier_class"), CARRIER_CLASSES) if "carrier" in layers else None,
        _span(row.get("cue"), text),
        _known("framing", row.get("framing") or "none", FRAMINGS) if "framing" in layers else None,
    )


def _known(name: str, value: Any, labels: Mapping[str, str]) -> Any:
    if value is not None and value not in labels:
        raise DataError(f"unknown {name} {value!r}; known: {', '.join(labels)}")
    if value is None and name == "kind":
        raise DataError("a passage without a kind")
    return value


def _span(value: Mapping[str, Any] | None, text: str) -> Span | None:
    if value is None:
        return None
    start, end = _checked(value["start"], value["end"], text)
    return Span(start, end, value.get("text", text[start:end]))


def _passage_row(passage: AnnotatedPassage, layers: frozenset[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "kind": passage.kind,
        "source": _span_row(passage.source),
        "cue": _span_row(passage.cue),
    }
    if "source_class" in layers:
        row["source_class"] = passage.source_class
    if "carrier" in layers:
        row |= {"carrier": _span_row(passage.carrier), "carrier_class": passage.carrier_class}
    if "framing" in layers:
        row["framing"] = passage.framing
    return row


def _span_row(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}
