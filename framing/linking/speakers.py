"""Who speaks where no cue says so: each passage of direct speech and each who may be speaking, scored in pairs.

The next answer of an interview, a headline that quotes, a dash paragraph behind a sentence about its speaker: people
see at once who talks. Here every mention near the passage is a candidate, and a trained head weighs what speaks for it:
how far it stands, on which side, who spoke before, whether a colon leads from one to the other.
"""

from __future__ import annotations

import math
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from framing.article import Mention
from framing.attribution.anaphora import name_runs
from framing.attribution.model import Attributed
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.gazetteer import Match
from framing.languages import LanguageProfile
from framing.segment import iter_sentences

SPEAKER, NOBODY = "speaker", "none"
"""The labels of a pair."""
SPEAKER_LINK = "speaker_link"
"""The name of the head."""
WIDTH = 512
_TAKEN = 0.05
"""Probability from which the likeliest candidate is taken; below it the passage stays without a source."""
_BACK, _AHEAD = 4, 3
"""Paragraphs before and behind the passage in which names are looked for; those heard before may stand farther off."""
_HEARD_BACK = 40
_PERSONS = frozenset({"person", "government", "party", "organisation", "international", "ngo", "military", "role"})
_TITLE = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention of somebody who may be speaking: ``kind`` is ``heard``, ``reported``, ``name`` or ``pronoun``."""

    start: int
    end: int
    kind: str
    key: str


@dataclass(frozen=True)
class SpeakerLinker:
    """The trained head with the article it reads."""

    head: LinearHead
    text: str
    matches: Sequence[Match]
    profile: LanguageProfile

    def choose(self, passages: Sequence[Attributed], n: int) -> Mention | None:
        """The mention of whoever speaks in ``passages[n]``, or None where nobody is likely."""
        found = list(self._page.pairs(passages, n))
        if not found:
            return None
        scores = self.head.predict_proba(np.stack([row for _, row in found]))[:, self.head.classes.index(SPEAKER)]
        best = int(scores.argmax())
        start, end = found[best][0].start, found[best][0].end
        return Mention(start, end, self.text[start:end]) if scores[best] >= _TAKEN else None

    @cached_property
    def _page(self) -> Page:
        return Page(self.text, self.matches, self.profile)


class Page:
    """The sentences, paragraphs and names of an article."""

    def __init__(self, text: str, matches: Sequence[Match], profile: LanguageProfile) -> None:
        self._text, self._profile = text, profile
        self._breaks = [k for k, letter in enumerate(text) if letter == "\n"]
        self._sentences = [(s.start, s.end) for s in iter_sentences(text, profile.code)]
        self._starts = [start for start, _ in self._sentences]
        self._named = sorted(self._names(matches), key=lambda c: (c.start, -c.end))

    def pairs(self, passages: Sequence[Attributed], n: int) -> Iterator[tuple[Candidate, FloatArray]]:
        """Every candidate for the speaker of ``passages[n]`` with the features of the pair, (``WIDTH``,)."""
        passage = passages[n]
        speech = [(p.start, p.end) for p in passages if p.guess == "direct" and p.style != "clause"]
        candidates = [c for c in self._candidates(passages, n) if not any(a <= c.start < b for a, b in speech)]
        for candidate in candidates:
            row = np.zeros(WIDTH, np.float32)
            for name, value in self._features(candidate, candidates, passage, passages, n).items():
                row[zlib.crc32(name.encode()) % WIDTH] += value
            yield candidate, row

    def _names(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        runs = name_runs(self._text, self._profile)
        surnames = Counter(self._text[a:b].split()[-1] for a, b in runs)
        for start, end in runs:
            yield Candidate(self._with_title(start), end, "name", self._text[start:end].split()[-1])
        taken = list(runs)
        for match in matches:
            if match.entry.type in _PERSONS and not any(a < match.end and match.start < b for a, b in taken):
                words = self._text[match.start : match.end].split()
                yield Candidate(match.start, match.end, "known", words[-1])
                taken.append((match.start, match.end))
        for start, word in self._words():
            if any(a <= start < b for a, b in taken):
                continue
            if word in surnames:
                yield Candidate(start, start + len(word), "surname", word)
            elif word.lower() in self._profile.third_person - self._profile.object_pronouns:
                yield Candidate(start, start + len(word), "pronoun", "")

    def _words(self) -> Iterator[tuple[int, str]]:
        position = 0
        for word in self._text.split():
            start = self._text.index(word, position)
            position = start + len(word)
            bare = word.strip("«»„“”\"'’()[].,:;!?–—-")
            if bare:
                yield start + word.index(bare), bare

    def _with_title(self, start: int) -> int:
        """Take in the common noun that stands directly before a name ("bartender Bo Ås")."""
        before = self._text[max(0, start - _TITLE) : start]
        word = before.split()[-1] if before.endswith(" ") and before.split() else ""
        is_title = word.isalpha() and word.lower() not in self._profile.function_words
        return start - len(word) - 1 if is_title and len(word) + 1 < len(before) else start

    def _candidates(self, passages: Sequence[Attributed], n: int) -> list[Candidate]:
        own = self._paragraph(passages[n].start)
        found: dict[tuple[int, int], Candidate] = {}
        for k, other in enumerate(passages):
            if other.source is None or k == n:
                continue
            source = other.source
            if -_HEARD_BACK <= self._paragraph(source.start) - own <= _AHEAD:
                kind = "reported" if other.style == "clause" else "heard"
                key = _last_name(source.text)
                if (source.start, source.end) not in found or kind == "heard":
                    found[source.start, source.end] = Candidate(source.start, source.end, kind, key)
        heard = list(found)
        for name in self._named:
            near = -_BACK <= self._paragraph(name.start) - own <= _AHEAD
            if near and not any(a < name.end and name.start < b for a, b in heard):
                found[name.start, name.end] = name
        return sorted(found.values(), key=lambda c: c.start)

    def _features(
        self,
        candidate: Candidate,
        candidates: Sequence[Candidate],
        passage: Attributed,
        passages: Sequence[Attributed],
        n: int,
    ) -> dict[str, float]:
        behind = candidate.start >= passage.end
        order = "behind" if behind else "before"
        gap = self._paragraph(candidate.start) - self._paragraph(passage.start)
        gap = max(-_BACK - 1, min(_AHEAD, gap))
        low, high = sorted((candidate.start, passage.start))
        direct = [p for k, p in enumerate(passages) if k != n and p.guess == "direct" and p.style != "clause"]
        between = [p for p in direct if low <= p.start < high]
        questions = sum(self._text[p.end - 1] == "?" for p in between)
        nearer = [c for c in candidates if low < c.start < high and c is not candidate]
        line = self._line(passage)
        names = [
            f"{candidate.kind} {order} {gap}",
            f"{order} {gap} {line}",
            f"{candidate.kind} {order} nearer {min(3, len(nearer))}",
            f"{order} between {min(3, len(between))} questions {min(2, questions)}",
            f"{passage.style} {order} {gap}",
            f"{line} {candidate.kind} {order}",
            f"mentions {min(4, sum(c.key == candidate.key for c in candidates))} {candidate.kind}",
            f"{order} same named nearer {any(c.key == candidate.key for c in nearer)}",
        ]
        names += self._sentence_names(candidate, passage, order)
        names += _floor(candidate, passages, n)
        features = dict.fromkeys(names, 1.0)
        gap_letters = candidate.start - passage.end if behind else passage.start - candidate.end
        features[f"distance {order}"] = math.log1p(max(0, gap_letters)) / 4
        return features

    def _sentence_names(self, candidate: Candidate, passage: Attributed, order: str) -> list[str]:
        """Where the candidate stands in its sentence, and whether that sentence is next to the passage."""
        number = self._sentence(candidate.start)
        steps = number - self._sentence(passage.start)
        start, end = self._sentences[number] if 0 <= number < len(self._sentences) else (0, 0)
        opening = candidate.start - start
        subject = "opens" if opening < 3 else "early" if opening < 25 else "late"
        next_to = f"{max(-3, min(3, steps))}"
        rest = self._text[candidate.end : end].lower().split()
        follows = rest[0].strip(",.:;") if rest else ""
        verb = "cue" if follows in self._profile.cue_forms else "other"
        place = f"sentence {next_to} {subject}"
        names = [place, f"{place} {candidate.kind}", f"then {verb} {order}"]
        if self._text[:end].rstrip().endswith(":") and end <= passage.start:
            names.append(f"colon {next_to}")
        return names

    def _line(self, passage: Attributed) -> str:
        """What the passage's line looks like: a headline, a subhead of quoted words, or speech."""
        start = self._text.rfind("\n", 0, passage.start) + 1
        end = self._text.find("\n", passage.end)
        line = self._text[start : end if end >= 0 else len(self._text)].strip()
        ended = line[-1:] in '.!?”»"'
        place = "top" if self._paragraph(passage.start) <= 1 else "body"
        return f"{place} {'sentence' if ended else 'head'}"

    def _paragraph(self, position: int) -> int:
        return bisect_right(self._breaks, position)

    def _sentence(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1


def _floor(candidate: Candidate, passages: Sequence[Attributed], n: int) -> list[str]:
    """Whether the candidate is who spoke last, the one before that, or who speaks next."""
    spoken = [
        (k, _last_name(p.source.text))
        for k, p in enumerate(passages)
        if p.source is not None and k != n and p.guess == "direct" and p.style != "clause"
    ]
    earlier = [key for k, key in spoken if k < n]
    later = [key for k, key in spoken if k > n]
    key = candidate.key
    names = []
    for place, who in (("last", earlier[-1:]), ("before last", earlier[-2:-1]), ("next", later[:1])):
        if who:
            names.append(f"{place} {'same' if who[0] == key and key else 'other'} {candidate.kind}")
    alternates = len(earlier) > 1 and earlier[-1] != earlier[-2]
    names.append(f"turns {alternates} {'last' if earlier[-1:] == [key] else 'not'}")
    return names


def _last_name(text: str) -> str:
    names = [w.strip("().,:;'’") for w in text.split() if w[:1].isupper()]
    return names[-1] if names else text.lower()


def speaker_pairs(
    text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile
) -> Iterator[tuple[FloatArray, str]]:
    """The pairs of an annotated article with their labels, its passages holding the annotators' sources.

    Asked about is direct speech without a cue. The sources of what stands later and has no cue either are not seen,
    as they will not be known. Where the annotated mention is no candidate, nothing is learned.
    """
    page = Page(text, matches, profile)
    for n, passage in enumerate(passages):
        if passage.guess != "direct" or passage.style == "clause" or passage.cue is not None:
            continue
        known = [p if k < n or p.cue is not None else _unknown(p) for k, p in enumerate(passages)]
        found = list(page.pairs(known, n))
        right = [passage.source is not None and _same(candidate, passage.source) for candidate, _ in found]
        if passage.source is None or any(right):
            yield from ((row, SPEAKER if fits else NOBODY) for (_, row), fits in zip(found, right, strict=True))


def _unknown(passage: Attributed) -> Attributed:
    return replace(passage, source=None, carrier=None)


def _same(candidate: Candidate, source: Mention) -> bool:
    """True where the two share half of the letters of the longer."""
    shared = min(candidate.end, source.end) - max(candidate.start, source.start)
    return 2 * shared >= max(candidate.end - candidate.start, source.end - source.start)
