"""Sweeps: one experiment file run over a grid of settings, seeds and folds, in several processes."""

from __future__ import annotations

import itertools
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, Final

from framing.errors import DataError, FramingError
from framing.training.settings import FEWEST_FOLDS, HEADS, Experiment, parse_experiment, read_settings
from framing.training.train import TrainingResult, headline, train

_SEED: Final = "seed"
_FOLDS: Final = "folds"
_EVERY_HEAD: Final = "*"
_ENCODED_TOGETHER: Final = 64


@dataclass(frozen=True)
class Cell:
    """One run of a sweep; ``setting`` says what the grid set, without seed and fold. Empty outside a grid."""

    file: Path
    experiment: Experiment
    setting: str = ""


@dataclass(frozen=True)
class Sweep:
    """What one experiment file asks for; ``grid`` shows the values of every key of its table ``[sweep]``."""

    file: Path
    name: str
    description: str
    cells: tuple[Cell, ...]
    grid: Mapping[str, str]

    @property
    def is_single(self) -> bool:
        """True for a file without a table ``[sweep]``: one run, as ``framing train`` does it."""
        return not self.grid


@dataclass(frozen=True)
class Outcome:
    """What became of a cell: a result, or one line that says why there is none. Times in seconds since 1970."""

    cell: Cell
    started: float
    result: TrainingResult | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The headline figures of one setting over its seeds and folds: (mean, sample standard deviation or None)."""

    setting: str
    runs: int
    failed: int
    figures: dict[str, tuple[float, float | None]]


def read_sweep(path: Path) -> Sweep:
    """Read an experiment file with or without a table ``[sweep]``.

    The table maps keys of the file to lists of values, and every combination is run. A key is written as
    ``heads.framing.C``; ``heads.*.C`` sets all heads alike. ``seed`` takes a list too; ``folds`` is a number: the
    articles of the splits in ``train`` and ``evaluate`` are dealt out to so many folds by event, and every fold is
    held out once.

    Raises:
        UsageError: no such file.
        DataError: it is no experiment; the message names the key.

    """
    data = read_settings(path)
    given = data.pop("sweep", None)
    where = f"{path}: [sweep]"
    if given is None:
        experiment = parse_experiment(data, str(path), path.stem)
        return Sweep(path, experiment.name, experiment.description, (Cell(path, experiment),), {})
    if not isinstance(given, dict):
        raise DataError(f"{where}: expected a table of keys and lists of values")
    table = dict(_flat(given))
    folds = table.pop(_FOLDS, None)
    if folds is not None and (not isinstance(folds, int) or folds < FEWEST_FOLDS):
        raise DataError(f"{where}: folds = {folds!r}: expected a number from {FEWEST_FOLDS}")
    for key, values in table.items():
        if not isinstance(values, list) or not values:
            raise DataError(f"{where}: {key} = {values!r}: expected a list of values")
    if not table and folds is None:
        raise DataError(f"{where}: nothing to sweep over; give keys with lists of values, seed, or folds")
    base = parse_experiment(data, str(path), path.stem)
    cells: list[Cell] = []
    for values in itertools.product(*table.values()):
        chosen = dict(zip(table, values, strict=True))
        setting = ", ".join(f"{key}={value}" for key, value in chosen.items() if key != _SEED)
        for fold in [None] if folds is None else range(1, folds + 1):
            changed = deepcopy(data)
            for key, value in chosen.items():
                _set(changed, key.split("."), value, f"{where}: {key}")
            if fold is not None:
                changed |= {"fold": fold, _FOLDS: folds}
            parts = [
                setting,
                *([f"seed {chosen[_SEED]}"] if _SEED in chosen else []),
                *([f"fold {fold}"] if fold else []),
            ]
            changed["name"] = f"{base.name}: {', '.join(part for part in parts if part)}"
            cells.append(Cell(path, parse_experiment(changed, where, path.stem), setting))
    grid = {key: ", ".join(map(str, values)) for key, values in table.items()}
    if folds is not None:
        grid[_FOLDS] = str(folds)
    return Sweep(path, base.name, base.description, tuple(cells), grid)


def encode_first(cells: Sequence[Cell], cache: Path, advance: Callable[[int], None] = lambda _: None) -> None:
    """Put the token states of every article of the cells into the cache, so that no two processes compute them.

    Raises:
        DataError: a corpus is missing or broken.
        ModelError: an encoder is missing, or the cache cannot be used.

    """
    from framing.corpus.loader import read_corpus
    from framing.corpus.sentences import read_sentences
    from framing.encoder import load_encoder
    from framing.estimators.spans import encode_articles

    for spec, corpus, pairs in sorted(
        {(c.experiment.encoder, c.experiment.corpus, c.experiment.bias_pairs) for c in cells}, key=str
    ):
        encoder = load_encoder(spec, cache=cache)
        texts = [article.article.text for article in read_corpus(corpus)]
        if pairs is not None:
            texts += [sentence.text for sentence in read_sentences(pairs)]
        for start in range(0, len(texts), _ENCODED_TOGETHER):
            batch = texts[start : start + _ENCODED_TOGETHER]
            encode_articles(batch, encoder)
            advance(len(batch))


def run_cell(cell: Cell, folder: Path, cache: Path, threads: int | None) -> Outcome:
    """Train and score one cell; whatever goes wrong is told in the outcome, so that the others go on."""
    from framing.encoder import load_encoder

    started = time.time()
    try:
        with warnings.catch_warnings():
            # what libraries tell their programmers; processes of a pool do not know what the command line silenced
            warnings.simplefilter("ignore")
            encoder = load_encoder(cell.experiment.encoder, threads=threads, cache=cache)
            return Outcome(cell, started, train(cell.experiment, encoder, folder))
    except FramingError as error:
        return Outcome(cell, started, error=str(error))
    except Exception as error:
        return Outcome(cell, started, error=f"{type(error).__name__}: {' '.join(str(error).split())}")


def run_cells(cells: Sequence[Cell], work: Callable[[Cell, int], Outcome], jobs: int) -> Iterator[Outcome]:
    """The outcomes of all cells, as they come.

    Args:
        cells: what to run.
        work: runs one cell, given with its number.
        jobs: processes; with 1 all is done in this one. Results do not depend on it.

    """
    if jobs == 1:
        for number, cell in enumerate(cells):
            yield work(cell, number)
        return
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    started = time.time()
    missing = dict(enumerate(cells))
    pool = Parallel(n_jobs=jobs, return_as="generator_unordered")
    try:
        for number, outcome in pool(delayed(_numbered)(work, cell, number) for number, cell in enumerate(cells)):
            del missing[number]
            yield outcome
    except TerminatedWorkerError:
        for cell in missing.values():
            yield Outcome(
                cell, started, error="a process was ended from outside (too little memory?); use fewer --jobs"
            )


def summarise(cells: Sequence[Cell], outcomes: Sequence[Outcome]) -> list[Summary]:
    """Mean and standard deviation of the headline figures of each setting of the cells, over what has come so far."""
    summaries = []
    for setting in dict.fromkeys(cell.setting for cell in cells):
        members = [outcome for outcome in outcomes if outcome.cell.setting == setting]
        rows = [headline(outcome.result.figures) for outcome in members if outcome.result is not None]
        figures = {
            name: (fmean(row[name] for row in rows), stdev(row[name] for row in rows) if len(rows) > 1 else None)
            for name in (rows[0] if rows else ())
        }
        summaries.append(Summary(setting, len(rows), len(members) - len(rows), figures))
    return summaries


def _numbered(work: Callable[[Cell, int], Outcome], cell: Cell, number: int) -> tuple[int, Outcome]:
    return number, work(cell, number)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted keys of nested tables: TOML reads ``heads.kind.C = […]`` as tables in tables."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _set(table: dict[str, Any], keys: Sequence[str], value: Any, where: str) -> None:
    first, *rest = keys
    if not rest:
        table[first] = value
        return
    for name in HEADS if first == _EVERY_HEAD else (first,):
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            raise DataError(f"{where}: {name} is no table")
        _set(inner, rest, value, where)
