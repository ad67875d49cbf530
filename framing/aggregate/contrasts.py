"""Terms article by article: in quotation marks here, as the writer's own word there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from framing.aggregate.parties import identify
from framing.aggregate.terms import Found, Term, TermIndex, quoted_terms, spans_of
from framing.article import Analysis, Mention
from framing.entities import full_name
from framing.gazetteer import Gazetteer

_AROUND: Final = 45
"""Characters shown on each side of a word that stands without quotation marks."""


@dataclass(frozen=True, slots=True)
class Use:
    """How one article uses a term; ``users`` are those whose quoted word it is, None the writer.

    ``context`` is the first place where the term stands as the writer's own word: before, the word, after.
    """

    quoted: int = 0
    speech: int = 0
    plain: int = 0
    users: tuple[str | None, ...] = ()
    context: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term that stands in quotation marks in at least one article; ``framing`` is its commonest label."""

    term: str
    framing: str
    articles: tuple[Use, ...]

    @property
    def contrast(self) -> bool:
        """True where one article quotes the term and another has it only as its own word."""
        return any(use.plain and not use.quoted for use in self.articles)

    @property
    def shared(self) -> int:
        """How many articles quote the term."""
        return sum(use.quoted > 0 for use in self.articles)


def compare_terms(analyses: Sequence[Analysis], gazetteer: Gazetteer) -> tuple[TermRow, ...]:
    """How each article uses every term that one of them quotes.

    Terms come first that one article quotes and another uses as its own, then those that most articles quote.
    """
    forms: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    framings: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    users: defaultdict[tuple[Term, int], list[str | None]] = defaultdict(list)
    for n, analysis in enumerate(analyses):
        for term, passage in quoted_terms(analysis):
            forms[term][" ".join(passage.text.split())] += 1
            framings[term][passage.framing.label if passage.framing else "none"] += 1
            spoken = passage.source if passage.kind != "scare" else None
            user = _name(spoken, analysis.language, gazetteer) if spoken else None
            if user not in users[term, n]:
                users[term, n].append(user)
    index = TermIndex(forms)
    found: defaultdict[tuple[Term, int], list[Found]] = defaultdict(list)
    for n, analysis in enumerate(analyses):
        for place in index.find(analysis.article.text, analysis.language, spans_of(analysis.passages)):
            found[place.term, n].append(place)
    rows = [
        TermRow(
            _commonest(forms[term]),
            _commonest(framings[term]),
            tuple(_use(a.article.text, found[term, n], users[term, n]) for n, a in enumerate(analyses)),
        )
        for term in forms
    ]
    # stable: within these, in the order of the articles
    return tuple(sorted(rows, key=lambda row: (not row.contrast, -row.shared, row.framing == "none")))


def _name(mention: Mention, language: str, gazetteer: Gazetteer) -> str:
    """What the user of a term is called among the speakers."""
    party = identify(mention, language, gazetteer)
    return party.name if party else full_name(mention)


def _commonest(counts: Counter[str]) -> str:
    """What was met most often; of equals a framing before none, then the first met."""
    return max(counts, key=lambda label: (counts[label], label != "none"))


def _use(text: str, places: Sequence[Found], users: Sequence[str | None]) -> Use:
    counts = Counter(place.use for place in places)
    first = next((place for place in places if place.use == "plain"), None)
    return Use(
        counts["quoted"], counts["speech"], counts["plain"], tuple(users), _context(text, first) if first else None
    )


def _context(text: str, place: Found) -> tuple[str, str, str]:
    """What stands around a term in its line, cut at words."""
    line = text.rfind("\n", 0, place.start) + 1
    stop = text.find("\n", place.end)
    stop = len(text) if stop < 0 else stop
    before = text[max(line, place.start - _AROUND) : place.start]
    after = text[place.end : min(stop, place.end + _AROUND)]
    if place.start - _AROUND > line:
        before = "…" + before.partition(" ")[2]
    if place.end + _AROUND < stop:
        after = after.rpartition(" ")[0].rstrip(".,;:") + "…"
    return before, text[place.start : place.end], after
