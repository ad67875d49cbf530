"""Experiments as data: one TOML file says everything a training run depends on."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from framing.corpus.loader import AnnotatedArticle
from framing.corpus.splits import SPLITS, in_folds, in_splits
from framing.errors import DataError, UsageError
from framing.training.fit import HeadSettings

HEADS: Final = (
    "kind",
    "source_class",
    "carrier_class",
    "framing",
    "carrier_link",
    "speaker_link",
    "speech_end",
    "bias",
    "bias_words",
    "source_guess",
)
"""The heads a model can have; those of bias where there are labelled sentences, ``source_guess`` where asked for,
``speech_end`` where the articles have lines in which the reporter follows on speech."""
FEWEST_FOLDS: Final = 2


@dataclass(frozen=True)
class TaggerSettings:
    """How the tagger is trained: ``members`` networks from different seeds. Sizes are numbers of units.

    ``tuned_layers`` of the encoder's last layers, at most four, are copied and trained with the networks, which then
    share them; ``layer_learning_rate`` is that of the last one, and each layer below has ``layer_decay`` of the next.
    """

    members: int = 1
    epochs: int = 10
    hidden: int = 128
    dropout: float = 0.5
    learning_rate: float = 3e-3
    batch: int = 16
    threads: int = 2
    tuned_layers: int = 0
    layer_learning_rate: float = 1e-4
    layer_decay: float = 0.85


@dataclass(frozen=True)
class DataSettings:
    """What is trained on.

    ``fraction`` keeps that share of the events of the training splits, chosen by the experiment's seed; the smaller
    share of one seed is contained in the larger. ``also`` names further corpora, each a folder or a JSON Lines file,
    of which the training splits are added; nothing of them is held out.
    """

    fraction: float = 1.0
    also: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Experiment:
    """What one training run does.

    ``train`` and ``evaluate`` name splits of the corpus. ``bias_pairs`` is a file of sentence pairs, or of labelled
    sentences, for the head that judges wording. With ``refit`` the heads that are saved are fitted once
    more on all splits after the figures were taken on ``evaluate``. ``tagger`` trains the attribution tagger;
    ``tagger_from`` takes that of a model folder (``default``: the shipped model) as it is; with neither, the grammar
    of the language profiles attributes alone. With ``fold`` and ``folds`` the splits are for naming articles only:
    those of ``train`` and ``evaluate`` are dealt out to folds by event, fold number ``fold``, counted from 1, is held
    out, and the model is fitted on the others. ``examples`` is how many sources of the training articles are kept in
    the model for explanations at most; they are text of the corpus, so none by default. ``warmth`` is the factor on the
    temperature of the source class; without it, the one with the least calibration error on ``evaluate``.
    With ``guess_sources`` the model also learns what the words of a passage alone give away of who said them.
    """

    name: str
    description: str = ""
    seed: int = 42
    corpus: Path = Path("data/corpus/articles")
    data: DataSettings = field(default_factory=DataSettings)
    bias_pairs: Path | None = None
    train: tuple[str, ...] = ("train", "dev")
    evaluate: tuple[str, ...] = ("test",)
    folds: int | None = None
    fold: int | None = None
    refit: bool = False
    encoder: str = "default"
    warmth: float | None = None
    abstain_at_risk: float = 0.1
    examples: int = 0
    guess_sources: bool = False
    heads: dict[str, HeadSettings] = field(default_factory=dict)
    tagger: TaggerSettings | None = None
    tagger_from: str | None = None

    def head(self, task: str) -> HeadSettings:
        """The settings of one head; the defaults where the file is silent."""
        return self.heads.get(task, HeadSettings())

    def divide(self, articles: Sequence[AnnotatedArticle]) -> tuple[list[AnnotatedArticle], list[AnnotatedArticle]]:
        """The articles to fit on, and those held out."""
        if self.folds is None or self.fold is None:
            return in_splits(articles, *self.train), in_splits(articles, *self.evaluate)
        parts = in_folds(in_splits(articles, *self.train, *self.evaluate), self.folds)
        held_out = parts.pop(self.fold - 1)
        return [article for part in parts for article in part], held_out

    def parameters(self) -> dict[str, str]:
        """Everything a run depends on, flat, for a tracker: defaults too, so that any two runs can be compared."""
        apart = ("name", "description", "data", "heads", "tagger")
        flat = {f.name: _shown(getattr(self, f.name)) for f in fields(self) if f.name not in apart}
        flat.update({f"data.{f.name}": _shown(getattr(self.data, f.name)) for f in fields(self.data)})
        left_out = dict.fromkeys(("bias", "bias_words"), self.bias_pairs is None) | {
            "source_guess": not self.guess_sources
        }
        for task in (task for task in HEADS if not left_out.get(task)):
            settings = self.head(task)
            flat.update({f"{task}.{f.name}": _shown(getattr(settings, f.name)) for f in fields(settings)})
        if self.tagger is not None:
            flat.update({f"tagger.{f.name}": _shown(getattr(self.tagger, f.name)) for f in fields(self.tagger)})
        return flat


def read_experiment(path: Path) -> Experiment:
    """Read an experiment file; relative paths in it are seen from the working directory.

    Raises:
        UsageError: no such file.
        DataError: not TOML, or a key or value that no run knows; the message names it.

    """
    return parse_experiment(read_settings(path), str(path), path.stem)


def read_settings(path: Path) -> dict[str, Any]:
    """The tables of an experiment file, unchecked.

    Raises:
        UsageError: no such file.
        DataError: not TOML.

    """
    if not path.is_file():
        raise UsageError(f"{path}: no such experiment file; the ones that ship are in experiments/")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from error


def parse_experiment(data: dict[str, Any], where: str, name: str) -> Experiment:
    """The experiment that the tables of a file describe; ``where`` begins every message, ``name`` is the default.

    Raises:
        DataError: a key or value that no run knows; the message names it.

    """
    data = dict(data)
    heads = {
        task: _checked(HeadSettings, row, f"{where}: [heads.{task}]") for task, row in data.pop("heads", {}).items()
    }
    if unknown := set(heads) - set(HEADS):
        raise DataError(f"{where}: [heads] names unknown heads {sorted(unknown)}; known: {', '.join(HEADS)}")
    data["data"] = _data_settings(data.get("data", {}), f"{where}: [data]")
    if "tagger" in data:
        data["tagger"] = _checked(TaggerSettings, data["tagger"], f"{where}: [tagger]")
        if "tagger_from" in data:
            raise DataError(f"{where}: [tagger] trains a tagger and tagger_from names one; give one of the two")
    for key in ("corpus", "bias_pairs"):
        if key in data:
            data[key] = Path(data[key])
    for key in ("train", "evaluate"):
        if key in data:
            data[key] = tuple(data[key])
            if unknown := set(data[key]) - set(SPLITS):
                raise DataError(f"{where}: {key} names unknown splits {sorted(unknown)}; known: {', '.join(SPLITS)}")
    experiment: Experiment = _checked(Experiment, {"name": name, **data, "heads": heads}, where)
    if set(experiment.train) & set(experiment.evaluate):
        raise DataError(f"{where}: train and evaluate share a split; a score on training data says nothing")
    _check_fold(experiment, where)
    if experiment.warmth is not None and experiment.warmth <= 0:
        raise DataError(f"{where}: warmth is {experiment.warmth}; give a factor above 0, or leave it out")
    return experiment


def _check_fold(experiment: Experiment, where: str) -> None:
    fold, folds = experiment.fold, experiment.folds
    if (fold is None) != (folds is None):
        raise DataError(f"{where}: fold and folds go together: which fold is held out, of how many")
    if fold is not None and folds is not None and not 1 <= fold <= folds >= FEWEST_FOLDS:
        raise DataError(f"{where}: fold {fold} of {folds}: folds are counted from 1, and there are at least two")


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _data_settings(values: dict[str, Any], where: str) -> DataSettings:
    if "also" in values:
        values["also"] = tuple(Path(place) for place in values["also"])
    settings: DataSettings = _checked(DataSettings, values, where)
    if not 0 < settings.fraction <= 1:
        raise DataError(f"{where}: fraction is {settings.fraction}; give a share above 0, and at most 1")
    return settings


def _shown(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _checked(kind: type[Any], values: dict[str, Any], where: str) -> Any:
    known = {f.name for f in fields(kind)}
    if unknown := sorted(set(values) - known):
        raise DataError(f"{where}: unknown key {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    return kind(**values)
