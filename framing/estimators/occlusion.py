"""Which words a source class hangs on: each is taken away in turn, and the head is asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from framing.article import Mention
from framing.attribution.model import Attributed
from framing.estimators.evidence import LEFT, RIGHT
from framing.estimators.features import Context, entity_mentions, row, source_blocks
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates, running_sums
from framing.passages.layout import overlaps

_WORD: Final = re.compile(r"\w[\w-]+")
_MENTIONS: Final = 2
_LEAST: Final = 0.02
"""Loss of probability from which a word is worth naming."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A word, and the probability of the class with it and without it."""

    word: str
    before: float
    after: float


class Occlusion:
    """Takes words away from one article, all occurrences of a word together.

    A word is erased from what the head sees: its token states, its letters, its gazetteer matches; what the encoder
    let it lend to its neighbours stays (representation erasure: Li, Monroe and Jurafsky, Understanding neural networks
    through representation erasure, 2016). No text is encoded anew.

    Args:
        context: of the article.
        head: of the source class.

    """

    def __init__(self, context: Context, head: LinearHead) -> None:
        self.context, self._head = context, head
        self._erased: dict[str, Context] = {}

    def strongest(self, passage: Attributed, label: str, most: int = 3) -> list[Effect]:
        """The words without which ``label`` is less probable, the strongest first; at most ``most``."""
        if passage.source is None or label not in self._head.classes:
            return []
        before = self._probability(passage, self.context, label)
        effects = []
        for word, shown in self._words(passage).items():
            context = self._without(word)
            after = self._probability(_blanked(passage, context.text), context, label)
            if before - after >= _LEAST:
                effects.append(Effect(shown, before, after))
        return sorted(effects, key=lambda effect: (effect.after, effect.word))[:most]

    def _probability(self, passage: Attributed, context: Context, label: str) -> float:
        return self._head.predict(row(source_blocks(passage, context))).probabilities[label]

    def _words(self, passage: Attributed) -> dict[str, str]:
        """The words that can bear on the class, in small letters, each as it first stands in the text."""
        words: dict[str, str] = {}
        for start, end in self._places(passage):
            for match in _WORD.finditer(self.context.text, start, end):
                words.setdefault(match[0].lower(), match[0])
        return words

    def _places(self, passage: Attributed) -> Iterator[tuple[int, int]]:
        for span in (passage.source, passage.antecedent, passage.cue, passage):
            if span is not None:
                yield span.start, span.end
        text = self.context.text
        for mention in entity_mentions(passage.antecedent or passage.source, self.context)[:_MENTIONS]:
            # whole words only
            start = text.rfind(" ", 0, max(0, mention.start - LEFT)) + 1
            end = text.find(" ", min(len(text), mention.end + RIGHT))
            yield start, len(text) if end < 0 else end

    def _without(self, word: str) -> Context:
        if word not in self._erased:
            context = self.context
            pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
            places = [match.span() for match in pattern.finditer(context.text)]
            self._erased[word] = replace(
                context,
                text=pattern.sub(lambda match: " " * len(match[0]), context.text),
                states=without_tokens(context.states, places),
                matches=[m for m in context.matches if not overlaps(places, m.start, m.end)],
            )
        return self._erased[word]


def _blanked(passage: Attributed, text: str) -> Attributed:
    """The passage with the letters of its mentions as the text has them now."""

    def anew(mention: Mention | None) -> Mention | None:
        return None if mention is None else replace(mention, text=text[mention.start : mention.end])

    return replace(passage, source=anew(passage.source), antecedent=anew(passage.antecedent))


def without_tokens(states: ArticleStates, places: Sequence[tuple[int, int]]) -> ArticleStates:
    """The token states of an article without the tokens that overlap the places given."""
    starts, ends = states.offsets[:, 0], states.offsets[:, 1]
    kept = np.ones(len(states.offsets), dtype=bool)
    for start, end in places:
        kept &= (ends <= start) | (starts >= end)
    return ArticleStates(states.offsets[kept], running_sums(np.diff(states.sums, axis=0)[kept]))
