import csv
from collections import Counter

import pytest

from framing.tracking.tables import confusion_labels, write_tables
from framing.training.scoring import ScoredPassage, Scorer


@pytest.fixture
def scorer():
    made = Scorer()

    def passage(start, label, confidence=None):
        return ScoredPassage(start, start + 9, "direct", (0, 3), label, None, "none", confidence)

    gold = [passage(10, "government"), passage(30, "government"), passage(50, "business")]
    made.add(
        "x" * 80, gold, [passage(10, "government", 0.9), passage(30, "business", 0.6), passage(50, "business", 0.7)]
    )
    return made


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_a_confusion_matrix_has_counts_of_annotated_by_predicted(scorer, tmp_path):
    write_tables(scorer, scorer.figures(), tmp_path)
    assert rows(tmp_path / "confusion-class.csv") == [
        ["annotated", "business", "government"],
        ["business", "1", "0"],
        ["government", "1", "1"],
    ]


def test_a_table_has_a_row_a_label(scorer, tmp_path):
    write_tables(scorer, scorer.figures(), tmp_path)
    assert rows(tmp_path / "class.csv") == [
        ["label", "precision", "recall", "f1", "support"],
        ["business", "0.5", "1.0", "0.6667", "1"],
        ["government", "1.0", "0.5", "0.6667", "2"],
    ]


def test_nothing_given_stands_last():
    assert confusion_labels(Counter({("b", "–"): 1, ("a", "b"): 2})) == ["a", "b", "–"]


def test_pictures_can_be_made_of_nothing(tmp_path):
    pytest.importorskip("matplotlib")
    from framing.tracking.plots import write_plots

    empty = Scorer()
    write_plots(empty, empty.figures(), tmp_path)
    assert (tmp_path / "reliability.png").read_bytes().startswith(b"\x89PNG")


def test_the_diagram_shows_how_often_each_confidence_was_right():
    pytest.importorskip("matplotlib")
    from framing.tracking.plots import reliability_diagram

    upper, lower = reliability_diagram([(0.95, True), (0.93, False), (0.2, False)], 0.1).axes
    curve = upper.get_lines()[1]
    assert list(curve.get_xdata()) == pytest.approx([0.2, 0.94])
    assert list(curve.get_ydata()) == [0.0, 0.5]
    assert sum(bar.get_height() for bar in lower.patches) == 3
