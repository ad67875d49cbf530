"""Where speech that a dash opened ends: the reporter may follow in the same line (``– Vi kommer. Hun smiler.``).

Nothing marks the end but the sense, least of all where a text lost its line breaks. So each sentence of the line is
read in order, and a trained head says whether it is still speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.attribution.model import Attributed, Marked
from framing.estimators.features import Block, normalised, row
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates, FloatArray
from framing.languages import LanguageProfile
from framing.passages.habits import load_habits
from framing.passages.marks import trim
from framing.passages.pairing import DASHES
from framing.segment import Span, sentences

SPEECH, REPORTER = "speech", "reporter"
"""The labels of a sentence."""
SPEECH_END = "speech_end"
"""The name of the head."""
_TAKES_OVER = 0.8
"""Probability from which a sentence is the reporter's."""
_SIGNS = ".,:;!?()«»“”\"'"


@dataclass(frozen=True)
class Surroundings:
    """What is known of the article that the sentences stand in; ``centre`` is the mean state of its language."""

    text: str
    states: ArticleStates
    profile: LanguageProfile
    centre: FloatArray
    speakers: frozenset[str] = frozenset()
    """Last names of those whom the grammar finds speaking somewhere in the text."""


@dataclass(frozen=True)
class SpeechEnds:
    """The trained head with what it needs to know of one article: its token states and their language's mean."""

    head: LinearHead
    states: ArticleStates
    centre: FloatArray

    def apply(
        self, text: str, marked: Sequence[Marked], grammar: Sequence[Attributed], profile: LanguageProfile
    ) -> list[Marked]:
        """The marked passages, those of dashes ended where the reporter takes over."""
        return end_speech(marked, Surroundings(text, self.states, profile, self.centre, speakers(grammar)), self.head)


def speakers(passages: Sequence[Attributed]) -> frozenset[str]:
    """The last capitalised word of every source."""
    return frozenset(p.source.capitalised[-1] for p in passages if p.source is not None and p.source.capitalised)


def later_sentences(passage: Marked, around: Surroundings) -> Iterator[tuple[Span, list[Block]]]:
    """The sentences of a dash passage behind its first one, each with its features.

    Where the passage goes on behind a cue clause ("– Ja, sier hun. Vi kommer."), its first sentence is among them.
    """
    if passage.style != "dash":
        return
    text = around.text
    start = text.rfind("\n", 0, passage.start) + 1
    opened = text[start : passage.start].strip(" \t\u00a0")
    first = 1 if opened in DASHES else 0
    spans = sentences(text, passage.start, passage.end, around.profile.code)
    for k, span in enumerate(spans):
        if k >= first:
            yield span, _blocks(span, start, k, is_last=k == len(spans) - 1, around=around)


def end_speech(marked: Sequence[Marked], around: Surroundings, head: LinearHead) -> list[Marked]:
    """The marked passages of a text, dash passages ended before the first sentence that is the reporter's.

    What stands in quotation marks within the reporter's sentences is no longer inside speech.
    """
    out: list[Marked] = []
    freed: list[tuple[int, int]] = []
    for passage in marked:
        end = next(
            (span.start for span, blocks in later_sentences(passage, around) if _is_reporter(blocks, head)), None
        )
        if end is None:
            out.append(passage)
            continue
        freed.append((end, passage.end))
        start, stop = trim(around.text, passage.start, end)
        if start < stop:
            out.append(replace(passage, start=start, end=stop))
    return [replace(p, depth=p.depth - 1) if p.depth and _within(p, freed) else p for p in out]


def _within(passage: Marked, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= passage.start and passage.end <= end for start, end in stretches)


def _is_reporter(blocks: Sequence[Block], head: LinearHead) -> bool:
    label = head.predict(row(blocks))
    return label.probabilities[REPORTER] >= _TAKES_OVER


def _blocks(span: Span, line_start: int, number: int, *, is_last: bool, around: Surroundings) -> list[Block]:
    states, centre = around.states, around.centre
    own = normalised(states.pool(*span) - centre)
    before = normalised(states.pool(line_start, span.start) - centre)
    return [
        ("sentence", own),
        ("speech before", before),
        ("difference", own - before),
        ("form", _form(span, line_start, number, is_last=is_last, around=around)),
    ]


def _form(span: Span, line_start: int, number: int, *, is_last: bool, around: Surroundings) -> FloatArray:
    """Who is spoken of, how the sentence ends, and where it stands in the line and the line among its neighbours."""
    text, profile = around.text, around.profile
    sentence = text[slice(*span)]
    words = [w.strip(_SIGNS) for w in sentence.split()]
    lower = [w.lower() for w in words]
    speaker_words = load_habits().speaker_words.get(profile.code, frozenset())
    earlier = [w.strip(_SIGNS).lower() for w in text[line_start : span.start].split()]
    line_end = text.find("\n", span.end)
    following = text[line_end + 1 : line_end + 40].lstrip() if line_end >= 0 else ""
    named = [w for w in words if w in around.speakers]
    values = [
        bool(named),
        words[:1] != [] and any(w in around.speakers for w in words[:2]),
        bool(named) and any(w in profile.cues for w in lower),
        len(words) > 1 and lower[1] in profile.cues,
        any(w in speaker_words for w in lower),
        any(w in speaker_words for w in earlier),
        any(w in profile.third_person for w in lower),
        lower[:1] != [] and lower[0] in profile.third_person,
        any(w in profile.third_person for w in earlier),
        any(w in profile.cues for w in lower),
        any(w in profile.cues for w in earlier),
        sentence.rstrip().endswith("?"),
        sentence.rstrip().endswith("!"),
        is_last,
        is_last and following != "" and following[0] in DASHES,
        sum(w[:1].isupper() for w in words[1:]) / 3,
        any(c in '«"“„' for c in sentence),
        any(c.isdigit() for c in sentence),
        min(number, 6) / 3,
        min(len(words), 30) / 15,
        min(span.start - line_start, 800) / 400,
    ]
    return np.asarray(values, dtype=np.float32)
