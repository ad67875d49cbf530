"""Label Studio's JSON export: labelled text regions, classes chosen for a region, and relations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.corpus.importers.attributed import attempt, row_article
from framing.corpus.importers.doccano import code_points, marked_articles
from framing.corpus.importers.regions import Marking, make_region
from framing.corpus.loader import AnnotatedArticle
from framing.errors import DataError
from framing.readers.failure import InputFailure

_LABELS = ("labels", "choices", "taxonomy", "hypertextlabels")


def read_label_studio(path: Path, language: str | None) -> Iterator[AnnotatedArticle | InputFailure]:
    """Read an export in the format *JSON*; of a task with several annotations the first that was not cancelled.

    A class may stand in the label (``source:government``) or be chosen for the region (``government``).

    Raises:
        DataError: the file is no such export.

    """
    if not path.is_file():
        raise DataError(f"{path}: no file; give the JSON file that Label Studio exported")
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"{path}: not JSON ({error}); export in the format JSON") from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise DataError(f"{path}: not a list of tasks; export in the format JSON, not JSON-MIN")
    return marked_articles(_markings(tasks, path, language))


def _markings(
    tasks: list[dict[str, Any]], path: Path, language: str | None
) -> Iterator[tuple[str, Marking] | InputFailure]:
    for number, task in enumerate(tasks, start=1):
        place = f"{path}: task {task.get('id', number)}"
        marking = attempt(place, _marking, task, place, language)
        yield marking if isinstance(marking, InputFailure) else (place, marking)


def _marking(task: dict[str, Any], place: str, language: str | None) -> Marking:
    done = [a for a in task["annotations"] if not a.get("was_cancelled")]
    if not done:
        raise DataError("nobody annotated this task")
    data = dict(task["data"])
    strings = [key for key, value in data.items() if isinstance(value, str)]
    if "text" not in data and len(strings) == 1:
        data["text"] = data.pop(strings[0])
    data.setdefault("id", str(task["id"]) if "id" in task else None)
    article = row_article(data, place, language)
    places: dict[str, Mapping[str, Any]] = {}
    labels: dict[str, list[str]] = defaultdict(list)
    links: list[tuple[str, str]] = []
    for result in done[0]["result"]:
        if result["type"] == "relation":
            links.append((result["from_id"], result["to_id"]))
        elif result["type"] in _LABELS:
            places.setdefault(result["id"], result["value"])
            labels[result["id"]].extend(result["value"][result["type"]])
    regions = tuple(
        make_region(name, *_offsets(value, article.text), labels[name])
        for name, value in places.items()
        if value.get("start") is not None
    )
    return Marking(article, regions, tuple(links), data.get("split"))


def _offsets(value: Mapping[str, Any], text: str) -> tuple[int, int]:
    """A region's place in code points; older releases counted UTF-16 code units, which the region's words show."""
    start, end, words = int(value["start"]), int(value["end"]), value.get("text")
    if words is None or text[start:end].split() == words.split():
        return start, end
    units = code_points(text)
    if 0 <= start < end < len(units) and text[units[start] : units[end]].split() == words.split():
        return units[start], units[end]
    raise DataError(f"{words[:40]!r} does not stand at {start}-{end} of the text")
