r"""How the figures grow with the number of training articles: a CSV file and a plot.

    python experiments/learning_curve.py experiments/baseline.toml -o docs/learning-curve
    python experiments/learning_curve.py experiments/attribution.toml -o docs/learning-curve-tagger --figures tagger \
        --epochs 3 --seeds 1
    python experiments/learning_curve.py experiments/with-real.toml -o docs/learning-curve-real --gold GOLD.jsonl

Every share of the training articles is drawn with three seeds; the smaller share of a seed is contained in the larger.
With --gold the figures are those on the articles of a file, annotated as the corpus is, which nothing is trained on.
A tagger gets as many training steps from a small share as from all articles, in as many more epochs.
"""

# ruff: noqa: T201 - its output is what it is for

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from framing.corpus.rows import read_annotations
from framing.encoder import load_encoder
from framing.encoder.convert import cache_folder
from framing.gazetteer import load_gazetteer
from framing.training.evaluate import evaluate_articles
from framing.training.settings import Experiment, read_experiment
from framing.training.train import headline, train

FRACTIONS = (0.1, 0.25, 0.5, 0.75, 1.0)
SEEDS = (1, 2, 3)
FIGURES = {
    "heads": {
        "kind.accuracy": "kind",
        "class.oracle": "source class",
        "carrier.oracle": "carrier class",
        "framing.oracle": "framing",
    },
    "tagger": {
        "indirect.f1": "reported clauses, F1",
        "source.recall": "source mention found",
        "class.f1": "source class end to end, F1",
        "carrier.f1": "carrier class end to end, F1",
    },
}
"""What is plotted: accuracy of the heads over passages that were found, or what hangs on the tagger."""


def runs(
    experiment: Experiment, fractions: Sequence[float], seeds: Sequence[int], gold: Path | None = None
) -> Iterator[dict[str, Any]]:
    """Train once for every seed and fraction, and give the figures on held-out articles, or on those of ``gold``."""
    encoder = load_encoder(experiment.encoder, cache=cache_folder())
    articles_of_gold = list(read_annotations(gold)) if gold is not None else []
    for seed in seeds:
        for fraction in fractions:
            tagger = experiment.tagger
            if tagger is not None:
                tagger = replace(tagger, epochs=round(tagger.epochs / fraction))
            data = replace(experiment.data, fraction=fraction)
            with tempfile.TemporaryDirectory() as folder:
                result = train(replace(experiment, seed=seed, data=data, tagger=tagger), encoder, Path(folder))
            scored = result.figures
            if gold is not None:
                scored = evaluate_articles(result.model, encoder, load_gazetteer(), articles_of_gold).figures()
            figures = headline(scored)
            articles = result.counts["articles.train"]
            print(f"seed {seed}, {articles} articles: {figures}", file=sys.stderr)
            yield {"seed": seed, "fraction": fraction, "articles": articles, **figures}


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path) -> list[Mapping[str, Any]]:
    """Write every row as it comes, and give them all."""
    written: list[Mapping[str, Any]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            if not written:
                writer.writeheader()
            writer.writerow(row)
            file.flush()
            written.append(row)
    return written


def plot(rows: Iterable[Mapping[str, Any]], figures: Mapping[str, str], path: Path) -> None:
    """Draw the mean over the seeds, and the range between the lowest and the highest."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update({"svg.hashsalt": "framing", "svg.fonttype": "none"})
    grouped: dict[float, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[float(row["fraction"])].append(row)
    groups = [grouped[fraction] for fraction in sorted(grouped)]
    articles = [sum(float(row["articles"]) for row in group) / len(group) for group in groups]
    figure = Figure(figsize=(7, 4.5))
    axes = figure.subplots()
    for name, label in figures.items():
        values = [[float(row[name]) for row in group] for group in groups]
        (line,) = axes.plot(articles, [sum(v) / len(v) for v in values], marker="o", label=label)
        axes.fill_between(
            articles, [min(v) for v in values], [max(v) for v in values], color=line.get_color(), alpha=0.15
        )
    axes.set(xlabel="training articles", ylabel="on held-out articles", ylim=(0, 1), xlim=(0, None))
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right", frameon=False)
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})


def main() -> None:
    """Run, write the table, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("experiment", type=Path, help="the experiment file that is varied")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where to write, without suffix")
    parser.add_argument("--figures", choices=sorted(FIGURES), default="heads", help="what to plot")
    parser.add_argument("--fractions", type=float, nargs="+", default=FRACTIONS)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--gold", type=Path, metavar="JSONL", help="annotated articles to take the figures on")
    parser.add_argument("--epochs", type=int, help="epochs of the tagger on all articles, for those of the experiment")
    arguments = parser.parse_args()
    experiment = read_experiment(arguments.experiment)
    if arguments.epochs is not None and experiment.tagger is not None:
        experiment = replace(experiment, tagger=replace(experiment.tagger, epochs=arguments.epochs))
    rows = write_rows(
        runs(experiment, arguments.fractions, arguments.seeds, arguments.gold),
        arguments.output.with_name(f"{arguments.output.name}.csv"),
    )
    plot(rows, FIGURES[arguments.figures], arguments.output.with_name(f"{arguments.output.name}.svg"))


if __name__ == "__main__":
    main()
