"""Measures scoring end to end: articles a CPU-second, where the time goes, and what a cold start costs.

    python experiments/bench_score.py                              # the corpus' test split
    python experiments/bench_score.py ARTICLES.jsonl               # and anything else that `framing score` reads

CPU time is that of the whole process, user and system, with all its threads. It depends on the processor and on what
else keeps it busy: compare figures of one run only.
"""

# ruff: noqa: T201 - its output is what it is for

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import framing
from framing import pipeline
from framing.article import Article
from framing.corpus.loader import read_corpus
from framing.corpus.splits import in_splits
from framing.pipeline import BATCH, Analyzer
from framing.readers import read_inputs
from framing.report.jsonl import write_jsonl
from framing.tagging import tagger
from framing.tagging.layers import TunedLayers
from framing.tagging.network import Ensemble

CORPUS = Path("data/corpus/articles")
SAMPLE = "data/samples/nb-grensebrua.txt"
STAGES: tuple[tuple[Any, str, str], ...] = (
    (pipeline, "encode_articles", "encoder"),
    (TunedLayers, "refine", "tagger: layers"),
    (Ensemble, "cues", "tagger: cues"),
    (Ensemble, "roles", "tagger: roles"),
    (tagger, "read_paragraph", "tagger: words"),
    (tagger.Tagger, "attribute", "tagger: claims"),
    (pipeline.Gazetteer, "find", "gazetteer"),
    (pipeline, "find_passages", "grammar"),
    (pipeline, "follow_speakers", "speakers"),
    (Analyzer, "label", "features and heads"),
)
"""Functions that the time is told apart by; what one calls of another counts for the other."""


class Stopwatch:
    """CPU time by stage, each without the stages inside it."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner: list[float] = []

    def wrap(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """The function, timed."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                taken = time.process_time() - start
                self.seconds[stage] += taken - self._inner.pop()
                if self._inner:
                    self._inner[-1] += taken

        return timed


def score(analyzer: Analyzer, articles: Sequence[Article]) -> tuple[float, float]:
    """CPU seconds and seconds to analyse the articles and write them as JSON lines."""
    cpu, wall = time.process_time(), time.perf_counter()
    write_jsonl(analyzer.analyze_many(articles), io.StringIO())
    return time.process_time() - cpu, time.perf_counter() - wall


def throughput(articles: Sequence[Article], repeats: int) -> None:
    """Articles a CPU-second and a second, warm, on one thread and on as many as there are: the best of ``repeats``."""
    analyzers = {"1": framing.load(threads=1), "default": framing.load()}
    taken: dict[str, list[tuple[float, float]]] = {threads: [] for threads in analyzers}
    for analyzer in analyzers.values():
        score(analyzer, articles[:BATCH])
    for _ in range(repeats):
        for threads, analyzer in analyzers.items():
            taken[threads].append(score(analyzer, articles))
    print("| threads | articles a CPU-second | articles a second |\n|---|---|---|")
    for threads, pairs in taken.items():
        cpu, wall = (min(column) for column in zip(*pairs, strict=True))
        print(f"| {threads} | {len(articles) / cpu:.1f} | {len(articles) / wall:.1f} |")


def stages(articles: Sequence[Article]) -> None:
    """CPU time of each stage an article, on one thread."""
    stopwatch = Stopwatch()
    analyzer = framing.load(threads=1)
    originals = [(owner, name, getattr(owner, name)) for owner, name, _ in STAGES]
    for owner, name, stage in STAGES:
        setattr(owner, name, stopwatch.wrap(getattr(owner, name), stage))
    try:
        total, _ = score(analyzer, articles)
    finally:
        for owner, name, function in originals:
            setattr(owner, name, function)
    stopwatch.seconds["all else"] = total - stopwatch.seconds.total()
    print("| stage | ms an article | share |\n|---|---|---|")
    for stage, seconds in stopwatch.seconds.most_common():
        print(f"| {stage} | {1000 * seconds / len(articles):.1f} | {seconds / total:.0%} |")


def cold(repeats: int) -> None:
    """CPU seconds of ``framing score`` on one article in a fresh process, start and end included: the best."""
    command = [sys.executable, "-m", "framing.cli.app", "score", SAMPLE, "--format", "jsonl"]
    taken = []
    for _ in range(repeats):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"one article from a cold start: {min(taken):.2f} CPU s")


def main() -> None:
    """Measure the corpus and every input named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="measured beside the corpus")
    parser.add_argument("--count", type=int, help="articles of each to measure on; all by default")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    sets = {"corpus, test": [a.article for a in in_splits(read_corpus(CORPUS), "test")]}
    for name in arguments.inputs:
        sets[name] = [item for item in read_inputs([name]) if isinstance(item, Article)]
    for name, articles in sets.items():
        chosen = articles[: arguments.count]
        words = sum(len(a.text.split()) for a in chosen)
        print(f"\n{name}: {len(chosen)} articles of {words / max(len(chosen), 1):.0f} words\n")
        throughput(chosen, arguments.repeats)
        print()
        stages(chosen)
    print()
    cold(arguments.repeats)


if __name__ == "__main__":
    main()
