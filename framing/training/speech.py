"""Training rows for where dash speech ends: each later sentence of its line, speech or the reporter's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from framing.attribution.model import Marked
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import AnnotatedPassage
from framing.estimators.features import Block, layout, mean_of, row
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates, FloatArray
from framing.estimators.speech import REPORTER, SPEECH, SpeechEnds, Surroundings, later_sentences, speakers
from framing.gazetteer import Gazetteer
from framing.languages import load_profile
from framing.pipeline import find_passages
from framing.training.dataset import Rows

_FEWEST = 30
"""Sentences of the rarer label from which the head is worth fitting: well printed articles hardly have any."""
_AT_START = 3
"""Code points a passage found may begin beside the one annotated."""


def speech_rows(
    articles: Sequence[AnnotatedArticle],
    states: Sequence[ArticleStates],
    centres: Mapping[str, FloatArray],
    gazetteer: Gazetteer,
) -> Rows | None:
    """Rows of the head, or None where too few sentences follow speech in its line to learn from."""
    rows = Rows()
    for article, encoded in zip(articles, states, strict=True):
        if "kind" not in article.layers:
            continue
        text, language = article.article.text, article.article.language or ""
        profile = load_profile(language)
        found = find_passages(text, profile.code, gazetteer.find(text, profile.code))
        around = Surroundings(text, encoded, profile, mean_of(centres, language), speakers(found.grammar))
        direct = [p for p in article.passages if p.kind == "direct"]
        for passage in found.marked:
            for blocks, label in _labelled(passage, around, direct):
                rows.layout = rows.layout or layout(blocks)
                rows.add(row(blocks), label, article.event, language)
    counts = Counter(rows.labels)
    return rows if min(counts[SPEECH], counts[REPORTER]) >= _FEWEST else None


def speech_ends(
    head: LinearHead | None, states: ArticleStates, centres: Mapping[str, FloatArray], language: str
) -> SpeechEnds | None:
    """The fitted head with what it needs to know of an article; None without one."""
    return None if head is None else SpeechEnds(head, states, mean_of(centres, language))


def _labelled(
    passage: Marked, around: Surroundings, direct: Sequence[AnnotatedPassage]
) -> Iterator[tuple[list[Block], str]]:
    """The later sentences of a passage with their labels, up to the first that is the reporter's.

    A question that is annotated as a passage of its own is the interviewer's, and ends the speech as well.
    """
    overlapping = [p for p in direct if p.start < passage.end and passage.start < p.end]
    own = [p for p in overlapping if abs(p.start - passage.start) <= _AT_START] or overlapping
    if not own:
        return
    for span, blocks in later_sentences(passage, around):
        speech = own if around.text[span.end - 1] == "?" else direct
        covered = sum(max(0, min(p.end, span.end) - max(p.start, span.start)) for p in speech)
        is_speech = 2 * covered > span.end - span.start
        yield blocks, SPEECH if is_speech else REPORTER
        if not is_speech:
            return
