import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from framing.article import Article
from framing.corpus.loader import AnnotatedArticle, read_corpus
from framing.corpus.splits import in_folds
from framing.errors import DataError
from framing.training.settings import Experiment, HeadSettings
from framing.training.sweep import Cell, Outcome, read_sweep, run_cell, run_cells, summarise


@pytest.fixture
def sweep_file(tmp_path):
    def write(text, name="trial.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def figures(f1):
    task = {"precision": f1, "recall": f1, "f1": f1, "macro": f1, "oracle": f1}
    tasks = dict.fromkeys(("marked", "indirect", "class", "carrier", "framing"), task)
    return {**tasks, "kind": {"accuracy": f1}, "source": {"recall": f1}, "ece": 0.1}


def outcome(cell, f1):
    return (
        Outcome(cell, 0.0, SimpleNamespace(figures=figures(f1))) if f1 is not None else Outcome(cell, 0.0, error="no")
    )


def test_every_combination_is_a_run(sweep_file):
    sweep = read_sweep(sweep_file("[sweep]\nheads.kind.C = [0.1, 1.0]\nseed = [1, 2]\nfolds = 3\n"))
    assert len(sweep.cells) == 2 * 2 * 3
    first, last = sweep.cells[0].experiment, sweep.cells[-1].experiment
    assert (first.head("kind").C, first.seed, first.fold, first.folds) == (0.1, 1, 1, 3)
    assert (last.head("kind").C, last.seed, last.fold, last.folds) == (1.0, 2, 3, 3)
    assert first.name == "trial: heads.kind.C=0.1, seed 1, fold 1"
    assert sweep.grid == {"heads.kind.C": "0.1, 1.0", "seed": "1, 2", "folds": "3"}


def test_seeds_and_folds_belong_to_one_setting(sweep_file):
    sweep = read_sweep(sweep_file("[sweep]\nheads.kind.C = [0.1, 1.0]\nseed = [1, 2]\nfolds = 3\n"))
    assert {cell.setting for cell in sweep.cells} == {"heads.kind.C=0.1", "heads.kind.C=1.0"}


def test_a_star_sets_every_head_and_keeps_the_rest(sweep_file):
    sweep = read_sweep(sweep_file('[heads.framing]\nclass_weight = "balanced"\n[sweep]\n"heads.*.C" = [0.2]\n'))
    (cell,) = sweep.cells
    assert cell.experiment.head("kind").C == cell.experiment.head("framing").C == 0.2
    assert cell.experiment.head("framing").class_weight == "balanced"


def test_a_file_without_a_sweep_is_one_run(sweep_file):
    sweep = read_sweep(sweep_file("seed = 7"))
    assert sweep.is_single
    assert [cell.experiment.name for cell in sweep.cells] == ["trial"]


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("", "nothing to sweep"),
        ("seed = 3", "seed"),
        ("seed = []", "seed"),
        ("folds = 1", "folds"),
        ("folds = [2]", "folds"),
        ("heads.kind.c = [1.0]", "unknown key c"),
        ("heads.sauce.C = [1.0]", "sauce"),
        ("seed.kind = [1]", "seed"),
    ],
)
def test_a_broken_sweep_is_broken_data(sweep_file, table, named):
    path = sweep_file(f"seed = 1\n[sweep]\n{table}\n")
    with pytest.raises(DataError, match=named) as told:
        read_sweep(path)
    assert "trial.toml" in str(told.value)


@pytest.mark.parametrize("text", ["fold = 1", "folds = 3", "fold = 4\nfolds = 3", "fold = 0\nfolds = 3"])
def test_a_fold_that_is_none_is_broken_data(sweep_file, text):
    with pytest.raises(DataError, match="fold"):
        read_sweep(sweep_file(text))


def test_folds_part_the_articles_and_keep_events_whole():
    articles = [AnnotatedArticle(Article(f"a{n}", "Ja.", "nb"), (), f"event {n // 3}") for n in range(30)]
    parts = in_folds(articles, 3)
    assert sorted(a.article.id for part in parts for a in part) == sorted(a.article.id for a in articles)
    events = [{a.event for a in part} for part in parts]
    assert sum(map(len, events)) == len(set.union(*events))
    assert max(map(len, parts)) - min(map(len, parts)) <= 3


def test_every_fold_is_held_out_once(small_corpus):
    articles = list(read_corpus(small_corpus))
    held_out = []
    for fold in (1, 2):
        fitting, unseen = Experiment("x", folds=2, fold=fold).divide(articles)
        assert len(fitting) + len(unseen) == len(articles)
        assert not {a.event for a in fitting} & {a.event for a in unseen}
        held_out += [a.article.id for a in unseen]
    assert sorted(held_out) == sorted(a.article.id for a in articles)


def test_means_and_deviations_are_over_the_runs_of_a_setting():
    a, b = (Cell(Path("f"), Experiment("x"), setting) for setting in ("a", "b"))
    first, second = summarise([a, a, b, b], [outcome(b, 0.5), outcome(a, 0.4), outcome(b, None), outcome(a, 0.6)])
    assert (first.setting, first.runs, first.failed) == ("a", 2, 0)
    assert first.figures["class.f1"] == (0.5, pytest.approx(0.1414, abs=1e-4))
    assert (second.runs, second.failed) == (1, 1)
    assert second.figures["class.f1"] == (0.5, None)


def test_a_setting_whose_runs_all_failed_has_no_figures():
    cell = Cell(Path("f"), Experiment("x"), "a")
    (summary,) = summarise([cell], [outcome(cell, None)])
    assert (summary.runs, summary.failed, summary.figures) == (0, 1, {})


@pytest.mark.parametrize(
    ("change", "told"),
    [({"corpus": Path("lost")}, "lost: no corpus"), ({"heads": {"kind": HeadSettings(C=-1.0)}}, "InvalidParameter")],
)
def test_what_goes_wrong_is_told_in_one_line(small_corpus, small_model, tmp_path, change, told):
    cell = Cell(Path("f"), replace(Experiment("x", corpus=small_corpus), **change))
    failed = run_cell(cell, tmp_path / "model", tmp_path / "cache", None)
    assert failed.result is None
    assert told in failed.error
    assert "\n" not in failed.error


def _work(cell, number, killed=None):
    if number == killed:
        os._exit(1)
    return Outcome(cell, float(number), error=cell.experiment.name)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_every_run_comes_back_whatever_the_number_of_processes(jobs):
    cells = [Cell(Path("f"), Experiment(f"run {n}")) for n in range(4)]
    outcomes = list(run_cells(cells, _work, jobs))
    assert sorted(o.error for o in outcomes) == [f"run {n}" for n in range(4)]
    assert all(o.cell in cells for o in outcomes)


@pytest.mark.slow
def test_a_process_that_is_killed_is_told_and_nothing_is_lost():
    cells = [Cell(Path("f"), Experiment(f"run {n}")) for n in range(4)]
    outcomes = list(run_cells(cells, partial(_work, killed=1), 2))
    assert sorted(o.cell.experiment.name for o in outcomes) == [f"run {n}" for n in range(4)]
    assert any("fewer --jobs" in o.error for o in outcomes)
