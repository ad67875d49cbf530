"""Inline annotation markup: ``⟦kind|src=…|sc=…|car=…|cc=…|cue=…|fr=…: content⟧``, nested where passages nest.

``src``, ``car`` and ``cue`` are given as they stand in the text; the occurrence nearest to the passage is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from framing.errors import DataError
from framing.taxonomy import CARRIER_CLASSES, FRAMED_KINDS, FRAMINGS, KINDS, SOURCE_CLASSES

OPEN, CLOSE = "⟦", "⟧"
_HEADER = re.compile(r"([a-z]+)((?:\|[a-z]+=[^|⟦⟧]*?)*): ")
_KEYS = {"src": "source", "sc": "source_class", "car": "carrier", "cc": "carrier_class", "cue": "cue", "fr": "framing"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, half open, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class AnnotatedPassage:
    """One annotated passage with its mentions resolved to offsets.

    ``source_class`` and ``framing`` are None where nobody labelled them, which is not ``unattributed`` or ``none``.
    """

    start: int
    end: int
    text: str
    kind: str
    source_class: str | None
    source: Span | None = None
    carrier: Span | None = None
    carrier_class: str | None = None
    cue: Span | None = None
    framing: str | None = "none"


def parse(marked: str, where: str = "markup", first_line: int = 1) -> tuple[str, list[AnnotatedPassage]]:
    """Strip the markup from ``marked`` and give the plain text with its passages, in order of their start.

    Args:
        marked: text with inline annotation.
        where: name of the file, for messages.
        first_line: number of the file's line that ``marked`` begins with, for messages.

    Raises:
        DataError: markup that does not close, an unknown key or label, a mention that the text does not
            contain, or labels that contradict each other. The message names the line.

    """
    plain, raw = _strip(marked, where, first_line)
    passages = [_resolve(plain, start, end, kind, values, f"{where}:{line}") for start, end, kind, values, line in raw]
    passages.sort(key=lambda p: (p.start, -p.end))
    return plain, passages


def _strip(marked: str, where: str, first_line: int) -> tuple[str, list[tuple[int, int, str, dict[str, str], int]]]:
    out: list[str] = []
    length = position = 0
    stack: list[tuple[int, str, dict[str, str], int]] = []
    raw: list[tuple[int, int, str, dict[str, str], int]] = []
    while position < len(marked):
        character = marked[position]
        if character == OPEN:
            line = marked.count("\n", 0, position) + first_line
            header = _HEADER.match(marked, position + 1)
            if header is None:
                got = marked[position + 1 : position + 50]
                raise DataError(f"{where}:{line}: after {OPEN} expected 'kind|key=value: ', got {got!r}")
            values = dict(pair.split("=", 1) for pair in header[2].split("|")[1:])
            stack.append((length, header[1], values, line))
            position = header.end()
            continue
        if character == CLOSE:
            if not stack:
                raise DataError(f"{where}:{marked.count(chr(10), 0, position) + first_line}: {CLOSE} without {OPEN}")
            start, kind, values, line = stack.pop()
            raw.append((start, length, kind, values, line))
        else:
            out.append(character)
            length += 1
        position += 1
    if stack:
        raise DataError(f"{where}:{stack[-1][3]}: {OPEN} never closed")
    return "".join(out), raw


def _resolve(plain: str, start: int, end: int, kind: str, values: dict[str, str], where: str) -> AnnotatedPassage:
    if unknown := set(values) - set(_KEYS):
        raise DataError(f"{where}: unknown key {', '.join(sorted(unknown))}; known: {', '.join(_KEYS)}")
    if kind not in KINDS:
        raise DataError(f"{where}: unknown kind {kind!r}; known: {', '.join(KINDS)}")
    text = plain[start:end]
    if not text.strip() or text != text.strip():
        raise DataError(f"{where}: passage is empty or has white space at its edge: {text[:60]!r}")
    source_class = values.get("sc", "unattributed")
    checks = (
        ("sc", source_class, SOURCE_CLASSES),
        ("cc", values.get("cc"), CARRIER_CLASSES),
        ("fr", values.get("fr"), FRAMINGS),
    )
    for key, value, known in checks:
        if value is not None and value not in known:
            raise DataError(f"{where}: unknown {key}={value}; known: {', '.join(known)}")
    if ("car" in values) != ("cc" in values):
        raise DataError(f"{where}: car and cc go together")
    if values.get("fr", "none") != "none" and kind not in FRAMED_KINDS:
        raise DataError(f"{where}: fr is for fragment and scare, not {kind}")
    if source_class != "unattributed" and "src" not in values:
        raise DataError(f"{where}: sc={source_class} needs src=")
    if kind in ("scare", "title") and "src" in values:
        raise DataError(f"{where}: a {kind} passage has no source; quoted words with a source are a fragment")
    spans = {
        name: nearest(plain, values[key], start, end, inside=key == "cue")
        for key, name in _KEYS.items()
        if key in ("src", "car", "cue") and key in values
    }
    for key, name in (("src", "source"), ("car", "carrier"), ("cue", "cue")):
        if key in values and spans[name] is None:
            raise DataError(f"{where}: {key}={values[key]!r} does not stand in the text")
    passage = AnnotatedPassage(start, end, text, kind, source_class, framing=values.get("fr", "none"))
    return replace(
        passage,
        source=spans.get("source"),
        carrier=spans.get("carrier"),
        cue=spans.get("cue"),
        carrier_class=values.get("cc"),
    )


def nearest(text: str, mention: str, start: int, end: int, *, inside: bool = False) -> Span | None:
    """The occurrence of ``mention`` nearest to ``text[start:end]``.

    Occurrences that stand on word boundaries are preferred, then those outside the passage (``inside=True``
    also takes the passage's own, as for the cue in "skal ha …", when none stands in the same paragraph).
    """
    if not mention:
        return None
    paragraph_start = text.rfind("\n", 0, start) + 1
    paragraph_end = text.find("\n", end)
    paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
    best: tuple[tuple[int, int, int], int] | None = None
    position = text.find(mention)
    while position >= 0:
        stop = position + len(mention)
        whole = not _word(text, position - 1, position) and not _word(text, stop - 1, stop)
        overlaps = position < end and stop > start
        same = paragraph_start <= position and stop <= paragraph_end
        gap = 0 if overlaps else max(start - stop, position - end)
        rank = (1 if inside else 3) if overlaps else (0 if same else 2)
        key = (0 if whole else 1, rank, gap)
        if best is None or key < best[0]:
            best = (key, position)
        position = text.find(mention, position + 1)
    if best is None:
        return None
    return Span(best[1], best[1] + len(mention), mention)


def _word(text: str, left: int, right: int) -> bool:
    """True if ``left`` and ``right`` both exist and are letters or digits, so that a word runs over them."""
    return left >= 0 and right < len(text) and text[left].isalnum() and text[right].isalnum()


def render(text: str, passages: list[AnnotatedPassage]) -> str:
    """Write passages back into the text as markup: the inverse of :func:`parse` for properly nested passages."""
    opens: list[tuple[int, int, str]] = []
    ends: dict[int, int] = {}
    for p in passages:
        values = {
            "src": p.source.text if p.source else None,
            "sc": p.source_class,
            "car": p.carrier.text if p.carrier else None,
            "cc": p.carrier_class,
            "cue": p.cue.text if p.cue else None,
            "fr": p.framing if p.framing != "none" else None,
        }
        header = "".join(f"|{key}={value}" for key, value in values.items() if value)
        opens.append((p.start, -p.end, f"{OPEN}{p.kind}{header}: "))
        ends[p.end] = ends.get(p.end, 0) + 1
    opens.sort()
    out: list[str] = []
    k = 0
    for i in range(len(text) + 1):
        out.append(CLOSE * ends.get(i, 0))
        while k < len(opens) and opens[k][0] == i:
            out.append(opens[k][2])
            k += 1
        out.append(text[i : i + 1])
    return "".join(out)
