"""How well marked passages are found in real articles, where these are at hand."""

import json
from pathlib import Path

import pytest

from framing.passages import find_marked
from framing.taxonomy import MARKED_KINDS

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "dev.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated articles belong to their publishers and are not here")
def test_marked_passages_of_real_articles_are_found() -> None:
    """A pair counts as found where intersection over union is at least 0.8."""
    hits = predicted = annotated = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        gold = [(p["start"], p["end"]) for p in article["passages"] if p["kind"] in MARKED_KINDS]
        found = [(p.start, p.end) for p in find_marked(article["text"], article["lang"])]
        hits += sum(any(overlap(one, other) >= 0.8 for other in found) for one in gold)
        predicted += len(found)
        annotated += len(gold)
    assert 2 * hits / (predicted + annotated) >= 0.99


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))
