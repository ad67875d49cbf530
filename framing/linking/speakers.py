"""Who speaks where no cue says so: each passage of direct speech and each who may be speaking, scored in pairs.

The next answer of an interview, a headline that quotes, a dash paragraph behind a sentence about its speaker: people
see at once who talks. Here every mention near the passage is weighed by a trained head: how far it stands, on which
side, who spoke before, whether a colon leads from one to the other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from framing.article import Mention
from framing.attribution.model import Attributed
from framing.attribution.names import name_runs
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.gazetteer import Match
from framing.languages import LanguageProfile
from framing.linking.places import Places, hashed

SPEAKER, NOBODY = "speaker", "none"
"""The labels of a pair."""
SPEAKER_LINK = "speaker_link"
"""The name of the head."""
WIDTH = 512
_TAKEN = 0.05
"""Probability from which the likeliest is taken; below it the passage stays without a source."""
_BACK, _AHEAD = 4, 3
"""Paragraphs before and behind the passage in which names are looked for; those heard before may stand farther off."""
_HEARD_BACK = 40
_PERSONS = frozenset({"person", "government", "party", "organisation", "international", "ngo", "military", "role"})
_TITLE = 30
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PossibleSpeaker:
    """A mention of somebody who may be speaking.

    ``kind`` is ``heard`` or ``reported`` for the source of speech or of a reported clause, else ``name``, ``known`` (to
    the gazetteer), ``surname`` or ``pronoun``; ``key`` is the same for mentions of one name, empty for pronouns.
    """

    start: int
    end: int
    kind: str
    key: str


@dataclass(frozen=True)
class _Turn:
    """A passage with what all who may speak in it are weighed against.

    ``others`` is the other direct speech; ``earlier`` and ``later`` name who spoke before the passage and behind it, in
    order; ``line`` says what its line looks like.
    """

    passage: Attributed
    possible: Sequence[PossibleSpeaker]
    others: Sequence[Attributed]
    earlier: Sequence[str]
    later: Sequence[str]
    line: str


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
    """The names of an article and where they stand."""

    def __init__(self, text: str, matches: Sequence[Match], profile: LanguageProfile) -> None:
        self._text, self._profile = text, profile
        self._places = Places(text, profile.code)
        self._named = sorted(self._names(matches), key=lambda c: (c.start, -c.end))

    def pairs(self, passages: Sequence[Attributed], n: int) -> Iterator[tuple[PossibleSpeaker, FloatArray]]:
        """Everybody who may speak in ``passages[n]`` with the features of the pair, (``WIDTH``,)."""
        turn = self._turn(passages, n)
        for possible in turn.possible:
            yield possible, hashed(self._features(possible, turn), WIDTH)

    def _turn(self, passages: Sequence[Attributed], n: int) -> _Turn:
        speech = [(p.start, p.end) for p in passages if p.is_speech]
        possible = [c for c in self._possible(passages, n) if not any(a <= c.start < b for a, b in speech)]
        others = [(k, p) for k, p in enumerate(passages) if k != n and p.is_speech]
        spoken = [(k, _last_name(p.source)) for k, p in others if p.source is not None]
        return _Turn(
            passages[n],
            possible,
            [p for _, p in others],
            [key for k, key in spoken if k < n],
            [key for k, key in spoken if k > n],
            self._line(passages[n]),
        )

    def _names(self, matches: Sequence[Match]) -> Iterator[PossibleSpeaker]:
        runs = name_runs(self._text, self._profile)
        surnames = Counter(self._text[a:b].split()[-1] for a, b in runs)
        for start, end in runs:
            yield PossibleSpeaker(self._with_title(start), end, "name", self._text[start:end].split()[-1])
        taken = list(runs)
        for match in matches:
            if match.entry.type in _PERSONS and not any(a < match.end and match.start < b for a, b in taken):
                words = self._text[match.start : match.end].split()
                yield PossibleSpeaker(match.start, match.end, "known", words[-1])
                taken.append((match.start, match.end))
        for start, word in self._words():
            if any(a <= start < b for a, b in taken):
                continue
            if word in surnames:
                yield PossibleSpeaker(start, start + len(word), "surname", word)
            elif word.lower() in self._profile.third_person - self._profile.object_pronouns:
                yield PossibleSpeaker(start, start + len(word), "pronoun", "")

    def _words(self) -> Iterator[tuple[int, str]]:
        for word in _WORD.finditer(self._text):
            bare = word.group().strip("«»„“”\"'’()[].,:;!?–—-")
            if bare:
                yield word.start() + word.group().index(bare), bare

    def _with_title(self, start: int) -> int:
        """Take in the common noun that stands directly before a name ("bartender Bo Ås")."""
        before = self._text[max(0, start - _TITLE) : start]
        word = before.split()[-1] if before.endswith(" ") and before.split() else ""
        is_title = word.isalpha() and word.lower() not in self._profile.function_words
        return start - len(word) - 1 if is_title and len(word) + 1 < len(before) else start

    def _possible(self, passages: Sequence[Attributed], n: int) -> list[PossibleSpeaker]:
        own = self._places.paragraph(passages[n].start)
        found: dict[tuple[int, int], PossibleSpeaker] = {}
        for k, other in enumerate(passages):
            if other.source is None or k == n:
                continue
            source = other.source
            if -_HEARD_BACK <= self._places.paragraph(source.start) - own <= _AHEAD:
                kind = "reported" if other.style == "clause" else "heard"
                key = _last_name(source)
                if (source.start, source.end) not in found or kind == "heard":
                    found[source.start, source.end] = PossibleSpeaker(source.start, source.end, kind, key)
        heard = list(found)
        for name in self._named:
            near = -_BACK <= self._places.paragraph(name.start) - own <= _AHEAD
            if near and not any(a < name.end and name.start < b for a, b in heard):
                found[name.start, name.end] = name
        return sorted(found.values(), key=lambda c: c.start)

    def _features(self, possible: PossibleSpeaker, turn: _Turn) -> dict[str, float]:
        passage, kind, line = turn.passage, possible.kind, turn.line
        behind = possible.start >= passage.end
        order = "behind" if behind else "before"
        gap = self._places.paragraph(possible.start) - self._places.paragraph(passage.start)
        gap = max(-_BACK - 1, min(_AHEAD, gap))
        low, high = sorted((possible.start, passage.start))
        between = [p for p in turn.others if low <= p.start < high]
        questions = sum(self._text[p.end - 1] == "?" for p in between)
        nearer = [c for c in turn.possible if low < c.start < high and c is not possible]
        names = [
            f"{kind} {order} {gap}",
            f"{order} {gap} {line}",
            f"{kind} {order} nearer {min(3, len(nearer))}",
            f"{order} between {min(3, len(between))} questions {min(2, questions)}",
            f"{passage.style} {order} {gap}",
            f"{line} {kind} {order}",
            f"mentions {min(4, sum(c.key == possible.key for c in turn.possible))} {kind}",
            f"{order} same named nearer {any(c.key == possible.key for c in nearer)}",
        ]
        names += self._sentence_names(possible, passage, order)
        names += _floor(possible, turn)
        features = dict.fromkeys(names, 1.0)
        letters = possible.start - passage.end if behind else passage.start - possible.end
        features[f"distance {order}"] = math.log1p(max(0, letters)) / 4
        return features

    def _sentence_names(self, possible: PossibleSpeaker, passage: Attributed, order: str) -> list[str]:
        """Where a mention stands in its sentence, and whether that sentence is next to the passage."""
        number = self._places.sentence(possible.start)
        steps = number - self._places.sentence(passage.start)
        start, end = self._places.sentences[number] if number >= 0 else (0, 0)
        opening = possible.start - start
        subject = "opens" if opening < 3 else "early" if opening < 25 else "late"
        next_to = f"{max(-3, min(3, steps))}"
        rest = self._text[possible.end : end].lower().split()
        follows = rest[0].strip(",.:;") if rest else ""
        verb = "cue" if follows in self._profile.cue_forms else "other"
        place = f"sentence {next_to} {subject}"
        names = [place, f"{place} {possible.kind}", f"then {verb} {order}"]
        if self._text[:end].rstrip().endswith(":") and end <= passage.start:
            names.append(f"colon {next_to}")
        return names

    def _line(self, passage: Attributed) -> str:
        """What the passage's line looks like: a headline, a subhead of quoted words, or speech."""
        start = self._text.rfind("\n", 0, passage.start) + 1
        end = self._text.find("\n", passage.end)
        line = self._text[start : end if end >= 0 else len(self._text)].strip()
        ended = line[-1:] in '.!?”»"'
        place = "top" if self._places.paragraph(passage.start) <= 1 else "body"
        return f"{place} {'sentence' if ended else 'head'}"


def _floor(possible: PossibleSpeaker, turn: _Turn) -> list[str]:
    """Whether it is who spoke last, the one before that, or who speaks next."""
    earlier, later, key = turn.earlier, turn.later, possible.key
    names = []
    for place, who in (("last", earlier[-1:]), ("before last", earlier[-2:-1]), ("next", later[:1])):
        if who:
            names.append(f"{place} {'same' if who[0] == key and key else 'other'} {possible.kind}")
    alternates = len(earlier) > 1 and earlier[-1] != earlier[-2]
    names.append(f"turns {alternates} {'last' if earlier[-1:] == [key] else 'not'}")
    return names


def _last_name(source: Mention) -> str:
    return source.capitalised[-1] if source.capitalised else source.text.lower()


def speaker_pairs(
    text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile
) -> Iterator[tuple[FloatArray, str]]:
    """The pairs of an annotated article with their labels, its passages holding the annotators' sources.

    Asked about is direct speech without a cue. The sources of what stands later and has no cue either are not seen,
    as they will not be known. Where the annotated mention is none of those who may speak, nothing is learned.
    """
    page = Page(text, matches, profile)
    for n, passage in enumerate(passages):
        if not passage.is_speech or passage.cue is not None:
            continue
        known = [
            p if k < n or p.cue is not None else replace(p, source=None, carrier=None) for k, p in enumerate(passages)
        ]
        found = list(page.pairs(known, n))
        right = [passage.source is not None and _same(possible, passage.source) for possible, _ in found]
        if passage.source is None or any(right):
            yield from ((row, SPEAKER if fits else NOBODY) for (_, row), fits in zip(found, right, strict=True))


def _same(possible: PossibleSpeaker, source: Mention) -> bool:
    """True where the two share half of the letters of the longer."""
    shared = min(possible.end, source.end) - max(possible.start, source.start)
    return 2 * shared >= max(possible.end - possible.start, source.end - source.start)
