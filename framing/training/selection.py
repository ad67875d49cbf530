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
    """The articles of an experiment: all that were read, those to train on, and those held out."""

    everything: list[AnnotatedArticle]
    fitting: list[AnnotatedArticle]
    held_out: list[AnnotatedArticle]


def select_articles(experiment: Experiment) -> Selection:
    """Read the corpora of an experiment and choose.

    Raises:
        DataError: a corpus is missing or broken, or nothing is left to train on or to hold out.

    """
    articles = list(read_corpus(experiment.corpus))
    further = [list(read_corpus(place)) for place in experiment.data.also]
    fitting, held_out = experiment.divide(articles)
    chosen = [fitting, *(in_splits(corpus, *experiment.train) for corpus in further)]
    fitting = [a for corpus in chosen for a in share_of(corpus, experiment.data.fraction, experiment.seed)]
    if not fitting or not held_out:
        raise DataError(
            f"{experiment.corpus}: {len(fitting)} articles to train on, {len(held_out)} held out; both are needed"
        )
    return Selection([*articles, *chain.from_iterable(further)], fitting, held_out)
