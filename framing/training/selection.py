"""Which articles an experiment reads, trains on and holds out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from framing.corpus.loader import AnnotatedArticle, read_corpus
from framing.corpus.splits import in_splits, share_of
from framing.errors import DataError
from framing.training.settings import Experiment


@dataclass(frozen=True)
class Selection:
    """The articles of an experiment: all that were read, those to train on, and those held out.

    The first ``own`` of those to train on are the corpus's; the others come from further corpora, whose texts may
    not be anybody's to pass on.
    """

    everything: list[AnnotatedArticle]
    fitting: list[AnnotatedArticle]
    held_out: list[AnnotatedArticle]
    own: int


def select_articles(experiment: Experiment) -> Selection:
    """Read the corpora of an experiment and choose.

    Raises:
        DataError: a corpus is missing or broken, or nothing is left to train on or to hold out.

    """
    articles = list(read_corpus(experiment.corpus))
    further = [list(read_corpus(place)) for place in experiment.data.also]
    fitting, held_out = experiment.divide(articles)
    chosen = [
        share_of(corpus, experiment.data.fraction, experiment.seed)
        for corpus in (fitting, *(in_splits(corpus, *experiment.train) for corpus in further))
    ]
    fitting = list(chain.from_iterable(chosen))
    if not fitting or not held_out:
        raise DataError(
            f"{experiment.corpus}: {len(fitting)} articles to train on, {len(held_out)} held out; both are needed"
        )
    return Selection([*articles, *chain.from_iterable(further)], fitting, held_out, len(chosen[0]))
