"""What each article adds to the figures: counts that can be summed, so that articles can be drawn anew."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from framing.corpus.splits import digest
from framing.errors import DataError
from framing.training.scoring import BINS, SUPPORT, bin_of

if TYPE_CHECKING:
    from framing.corpus.loader import AnnotatedArticle
    from framing.training.scoring import Scorer

Counts = NDArray[np.float64]

_KEYS: Final = ("article", "sha256")
_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """The counts of one article.

    ``sha256`` is over its text and annotation: rows of two tables belong together where it is the same.
    Names are ``marked.hits``, ``marked.predicted``, ``marked.annotated`` (the same for ``indirect``), ``kind.right``,
    ``kind.matched``, ``source.hits``, ``source.annotated``; for each of class, carrier and framing ``class.right``
    and ``class.matched``, and by label ``class/government.hits``, ``.predicted``, ``.annotated``; for each bin of
    calibration ``ece/7.count``, ``.confidence`` (a sum) and ``.right``. What is zero may be left out.
    """

    article: str
    sha256: str
    counts: Mapping[str, float]


def article_counts(scorer: Scorer, article: AnnotatedArticle) -> ArticleCounts:
    """The counts of a scorer that was given this one article."""
    counts: dict[str, float] = {}
    for name, found in scorer.found.items():
        counts.update({f"{name}.{key}": found[key] for key in ("hits", "predicted", "annotated")})
    counts.update({"kind.right": scorer.kind.right, "kind.matched": scorer.kind.matched})
    counts.update({f"source.{key}": scorer.source[key] for key in ("hits", "annotated")})
    for task, tally in scorer.tallies.items():
        counts.update({f"{task}.right": tally.right, f"{task}.matched": tally.matched})
        for key, by_label in (("hits", tally.hits), ("predicted", tally.predicted), ("annotated", tally.annotated)):
            counts.update({f"{task}/{label}.{key}": count for label, count in by_label.items()})
    for confidence, right in scorer.reliability:
        place = f"ece/{bin_of(confidence)}"
        for key, value in (("count", 1.0), ("confidence", confidence), ("right", float(right))):
            counts[f"{place}.{key}"] = counts.get(f"{place}.{key}", 0.0) + value
    return ArticleCounts(
        article.article.id, digest([article]), {name: value for name, value in counts.items() if value}
    )


def write_counts(rows: Sequence[ArticleCounts], path: Path) -> None:
    """Write one line an article as CSV, one column a count."""
    names = sorted({name for row in rows for name in row.counts})
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_KEYS, *names])
        for row in rows:
            writer.writerow([row.article, row.sha256, *(_shown(row.counts.get(name, 0)) for name in names)])


def read_counts(path: Path) -> list[ArticleCounts]:
    """Read what :func:`write_counts` wrote.

    Raises:
        DataError: it is no such table.

    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        try:
            header = next(reader)
            if tuple(header[:2]) != _KEYS:
                raise ValueError("its first columns are not article and sha256")
            names = header[2:]
            return [
                ArticleCounts(row[0], row[1], {n: float(v) for n, v in zip(names, row[2:], strict=True)})
                for row in reader
            ]
        except (StopIteration, ValueError, IndexError) as error:
            raise DataError(f"{path}: not a table of counts by article ({error}); train or evaluate again") from error


def as_arrays(rows: Sequence[ArticleCounts], names: Sequence[str]) -> Counts:
    """The named counts of every article, (articles, names)."""
    return np.array([[row.counts.get(name, 0.0) for name in names] for row in rows], dtype=np.float64)


def macro_labels(names: Sequence[str], totals: Sequence[float]) -> dict[str, list[str]]:
    """The labels of each task that are annotated often enough to count in its macro F1."""
    annotated = dict(zip(names, totals, strict=True))
    return {
        task: sorted(label for label in _labels(names, task) if annotated.get(f"{task}/{label}.annotated", 0) >= least)
        for task, least in SUPPORT.items()
    }


def figures_of(names: Sequence[str], totals: Counts, labels: Mapping[str, Sequence[str]]) -> dict[str, Counts]:
    """The headline figures from summed counts, many sums at once.

    Args:
        names: of the counts.
        totals: sums over articles, (samples, names).
        labels: those that count in the macro F1 of each task, see :func:`macro_labels`.

    Returns:
        An array (samples,) by figure, under the names of ``framing evaluate``.

    """
    columns = {name: totals[:, k] for k, name in enumerate(names)}
    nothing = np.zeros(len(totals))

    def column(name: str) -> Counts:
        return columns.get(name, nothing)

    figures: dict[str, Counts] = {}
    for task in ("marked", "indirect"):
        figures.update(_prf(task, *(column(f"{task}.{key}") for key in ("hits", "predicted", "annotated"))))
    for task in SUPPORT:
        every = _labels(names, task)

        def summed(key: str, task: str = task, every: Sequence[str] = every) -> Counts:
            return sum((column(f"{task}/{label}.{key}") for label in every), nothing)

        figures.update(_prf(task, summed("hits"), summed("predicted"), summed("annotated")))
        scores = [
            _prf("", *(column(f"{task}/{label}.{key}") for key in ("hits", "predicted", "annotated")))[".f1"]
            for label in labels[task]
        ]
        figures[f"{task}.macro"] = np.mean(scores, axis=0) if scores else nothing
        figures[f"{task}.oracle"] = _share(column(f"{task}.right"), column(f"{task}.matched"))
    figures["kind.accuracy"] = _share(column("kind.right"), column("kind.matched"))
    figures["source.recall"] = _share(column("source.hits"), column("source.annotated"))
    bins = range(BINS)
    gaps = sum((abs(column(f"ece/{k}.confidence") - column(f"ece/{k}.right")) for k in bins), nothing)
    figures["ece"] = _share(gaps, sum((column(f"ece/{k}.count") for k in bins), nothing))
    return figures


def _labels(names: Sequence[str], task: str) -> list[str]:
    return sorted({name[len(task) + 1 :].rsplit(".", 1)[0] for name in names if name.startswith(f"{task}/")})


def _prf(task: str, hits: Counts, predicted: Counts, annotated: Counts) -> dict[str, Counts]:
    precision, recall = _share(hits, predicted), _share(hits, annotated)
    f1 = _share(2 * precision * recall, precision + recall)
    return {f"{task}.precision": precision, f"{task}.recall": recall, f"{task}.f1": f1}


def _share(part: Counts, whole: Counts) -> Counts:
    """The quotient; 0 where there is nothing to divide by, as in ``framing evaluate``."""
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)


def _shown(value: float) -> Any:
    return int(value) if float(value).is_integer() else round(value, _PLACES)
