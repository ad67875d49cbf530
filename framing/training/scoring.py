"""How good an output is: passages found, sources named, labels right, all end to end, against annotations.

Matching is one to one, greedy by overlap (intersection over union): marked passages with marked ones from 0.8,
reported clauses with reported ones from 0.5. A missed or spurious passage costs in every figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from framing.corpus.loader import LAYERS
from framing.taxonomy import FRAMED_KINDS, MARKED_KINDS
from framing.training.selective import area_under, risk_coverage

if TYPE_CHECKING:
    from framing.training.counts import ArticleCounts

MARKED_FLOOR: Final = 0.8
CLAUSE_FLOOR: Final = 0.5
SUPPORT: Final = {"class": 5, "carrier": 3, "framing": 3}
"""Annotated passages a label needs to count in the macro F1 of its task."""
LESS_IS_BETTER: Final = frozenset({"ece", "aurc"})
"""Figures of which less is better."""
BINS: Final = 10
"""Equal bins of confidence in which calibration is looked at."""


class HasSpan(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage as scoring sees it, annotated or predicted; mentions are (start, end) or None.

    The class and framing of an annotated passage are None where nobody labelled them.
    """

    start: int
    end: int
    kind: str
    source: tuple[int, int] | None
    source_class: str | None
    carrier_class: str | None
    framing: str | None
    confidence: float | None = None


@dataclass
class Tally:
    """True positives, predicted and annotated counts by label, and how often matched passages were right."""

    hits: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    annotated: Counter[str] = field(default_factory=Counter)
    matched: int = 0
    right: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add_pair(self, want: str, got: str) -> None:
        """Count one matched pair."""
        self.matched += 1
        self.right += want == got
        self.confusion[want, got] += 1

    def include(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for mine, theirs in (
            (self.hits, other.hits),
            (self.predicted, other.predicted),
            (self.annotated, other.annotated),
        ):
            mine.update(theirs)
        self.confusion.update(other.confusion)
        self.matched += other.matched
        self.right += other.right

    def figures(self, support: int) -> dict[str, Any]:
        """Micro precision, recall and F1, macro F1 over labels with ``support`` examples, accuracy of matched."""
        each = {
            k: prf(self.hits[k], self.predicted[k], self.annotated[k]) for k in sorted(self.annotated | self.predicted)
        }
        counted = [v["f1"] for v in each.values() if v["support"] >= support]
        return {
            **prf(self.hits.total(), self.predicted.total(), self.annotated.total()),
            "macro": sum(counted) / len(counted) if counted else 0.0,
            "oracle": self.right / self.matched if self.matched else 0.0,
            "labels": each,
        }


def prf(hits: int, predicted: int, annotated: int) -> dict[str, float]:
    """Precision, recall and F1 from counts, with the number of annotated ones as ``support``."""
    precision = hits / predicted if predicted else 0.0
    recall = hits / annotated if annotated else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "support": annotated}


def match_spans(gold: Sequence[HasSpan], predicted: Sequence[HasSpan], floor: float) -> dict[int, int]:
    """One-to-one greedy matching by overlap: index in ``gold`` to index in ``predicted``."""
    ordered = sorted(range(len(predicted)), key=lambda j: predicted[j].start)
    candidates: list[tuple[float, int, int]] = []
    for i, g in enumerate(gold):
        for j in ordered:
            p = predicted[j]
            if p.start >= g.end:
                break
            overlap = min(g.end, p.end) - max(g.start, p.start)
            union = max(g.end, p.end) - min(g.start, p.start)
            if overlap > 0 and overlap / union >= floor:
                candidates.append((overlap / union, i, j))
    return pair_greedily(candidates)


def pair_greedily(candidates: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Of overlaps between ``i`` and ``j``, the largest first, one for each ``i`` and ``j``; ties go to the first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def same_mention(text: str, want: tuple[int, int], got: tuple[int, int] | None) -> bool:
    """True if the two mentions are the same words, or share at least half of the letters and digits of the longer."""
    if got is None:
        return False
    if text[slice(*want)].casefold() == text[slice(*got)].casefold():
        return True
    wanted = {k for k in range(*want) if text[k].isalnum()}
    given = {k for k in range(*got) if text[k].isalnum()}
    return bool(wanted) and len(wanted & given) / max(len(wanted), len(given)) >= 0.5


class Scorer:
    """Collects article after article, then gives the figures."""

    def __init__(self) -> None:
        self.found = {"marked": Counter[str](), "indirect": Counter[str]()}
        self.kind = Tally()
        self.source = Counter[str]()
        self.tallies = {"class": Tally(), "carrier": Tally(), "framing": Tally()}
        self.reliability: list[tuple[float, bool]] = []
        self.articles = 0
        self.by_article: list[ArticleCounts] = []

    def include(self, other: Scorer) -> None:
        """Add the counts of another scorer."""
        for name, counts in self.found.items():
            counts.update(other.found[name])
        self.kind.include(other.kind)
        self.source.update(other.source)
        for name, tally in self.tallies.items():
            tally.include(other.tallies[name])
        self.reliability.extend(other.reliability)
        self.articles += other.articles
        self.by_article.extend(other.by_article)

    def add(
        self,
        text: str,
        gold: Sequence[ScoredPassage],
        predicted: Sequence[ScoredPassage],
        layers: Collection[str] = LAYERS,
    ) -> None:
        """Score one article; labels of layers that its annotation does not cover are neither right nor wrong."""
        self.articles += 1
        for name, is_member, floor in (
            ("marked", lambda p: p.kind in MARKED_KINDS, MARKED_FLOOR),
            ("indirect", lambda p: p.kind == "indirect", CLAUSE_FLOOR),
        ):
            wanted, given = [p for p in gold if is_member(p)], [p for p in predicted if is_member(p)]
            pairs = match_spans(wanted, given, floor)
            self.found[name].update(hits=len(pairs), predicted=len(given), annotated=len(wanted))
            partners = {j: wanted[i] for i, j in pairs.items()}
            for i, want in enumerate(wanted):
                self._annotated(text, want, given[pairs[i]] if i in pairs else None, layers)
            for j, got in enumerate(given):
                self._predicted(got, partners.get(j), layers)

    def _annotated(self, text: str, want: ScoredPassage, got: ScoredPassage | None, layers: Collection[str]) -> None:
        if got is not None and want.kind in MARKED_KINDS and "kind" in layers:
            self.kind.add_pair(want.kind, got.kind)
        if want.source is not None:
            self.source["annotated"] += 1
            self.source["hits"] += got is not None and same_mention(text, want.source, got.source)
        source_class = want.source_class if want.source_class != "unattributed" else None
        for name, label, given in (
            ("class", source_class, got and got.source_class),
            ("carrier", want.carrier_class, got and got.carrier_class),
        ):
            if label is None:
                continue
            tally = self.tallies[name]
            tally.annotated[label] += 1
            if got is not None:
                tally.add_pair(label, given or "–")
                tally.hits[label] += given == label
        if got is not None and source_class is not None and got.confidence is not None:
            self.reliability.append((got.confidence, got.source_class == source_class))
        if want.kind in FRAMED_KINDS and want.framing is not None:
            tally = self.tallies["framing"]
            if want.framing != "none":
                tally.annotated[want.framing] += 1
            if got is not None:
                tally.add_pair(want.framing, got.framing or "none")
                if want.framing != "none":
                    tally.hits[want.framing] += got.framing == want.framing

    def _predicted(self, got: ScoredPassage, partner: ScoredPassage | None, layers: Collection[str]) -> None:
        is_free = partner is not None and partner.source_class in ("unattributed", None)
        if "source_class" in layers and got.source_class not in ("unattributed", None) and not is_free:
            self.tallies["class"].predicted[got.source_class] += 1
        if "carrier" in layers and got.carrier_class is not None:
            self.tallies["carrier"].predicted[got.carrier_class] += 1
        is_free = partner is not None and (partner.kind not in FRAMED_KINDS or partner.framing is None)
        if "framing" in layers and got.kind in FRAMED_KINDS and got.framing not in ("none", None) and not is_free:
            self.tallies["framing"].predicted[got.framing] += 1

    def figures(self) -> dict[str, Any]:
        """All figures: nested dictionaries of floats."""
        found = {name: prf(c["hits"], c["predicted"], c["annotated"]) for name, c in self.found.items()}
        recall = self.source["hits"] / self.source["annotated"] if self.source["annotated"] else 0.0
        return {
            "articles": self.articles,
            **found,
            "kind": {"accuracy": self.kind.right / self.kind.matched if self.kind.matched else 0.0},
            "source": {"recall": recall, "support": self.source["annotated"]},
            **{name: tally.figures(SUPPORT[name]) for name, tally in self.tallies.items()},
            "ece": expected_calibration_error(self.reliability),
            "aurc": area_under(risk_coverage(self.reliability)),
        }


def expected_calibration_error(pairs: Iterable[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equal bins (Naeini et al., 2015); 0 without predictions."""
    bins: Mapping[int, list[tuple[float, bool]]] = defaultdict(list)
    total = 0
    for confidence, right in pairs:
        bins[bin_of(confidence)].append((confidence, right))
        total += 1
    gaps = (abs(sum(c for c, _ in b) - sum(ok for _, ok in b)) for b in bins.values())
    return sum(gaps) / total if total else 0.0


def bin_of(confidence: float) -> int:
    """The calibration bin of a confidence, from 0."""
    return min(BINS - 1, int(confidence * BINS))
