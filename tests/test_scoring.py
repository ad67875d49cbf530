import pytest

from framing.training.scoring import ScoredPassage, Scorer, expected_calibration_error, match_spans, same_mention


def passage(
    start, end, kind="direct", source=None, source_class="unattributed", carrier=None, framing="none", sure=None
):
    return ScoredPassage(start, end, kind, source, source_class, carrier, framing, sure)


TEXT = "Ola Nordmann sa at toget er forsinket, skriver Posten."


def test_a_perfect_output_scores_one_everywhere():
    gold = [passage(19, 37, "indirect", (0, 12), "individual", "other_media")]
    scorer = Scorer()
    scorer.add(TEXT, gold, gold)
    figures = scorer.figures()
    assert figures["indirect"]["f1"] == figures["class"]["f1"] == figures["carrier"]["f1"] == 1.0
    assert figures["source"]["recall"] == 1.0


def test_a_spurious_passage_costs_precision_of_passages_and_classes():
    gold = [passage(19, 37, "indirect", (0, 12), "individual")]
    scorer = Scorer()
    scorer.add(TEXT, gold, [*gold, passage(0, 12, "indirect", None, "government")])
    figures = scorer.figures()
    assert figures["indirect"]["precision"] == 0.5
    assert figures["class"]["precision"] == 0.5


def test_a_missed_passage_costs_recall_of_source_and_class():
    scorer = Scorer()
    scorer.add(TEXT, [passage(19, 37, "indirect", (0, 12), "individual")], [])
    figures = scorer.figures()
    assert figures["source"]["recall"] == figures["class"]["recall"] == 0.0


def test_marked_and_reported_passages_are_never_matched_with_each_other():
    scorer = Scorer()
    scorer.add(TEXT, [passage(19, 37, "indirect")], [passage(19, 37, "direct")])
    assert scorer.figures()["indirect"]["recall"] == 0.0


def test_framing_counts_only_framed_labels_but_every_match_for_accuracy():
    gold = [passage(0, 3, "scare", framing="doubt"), passage(4, 12, "fragment")]
    scorer = Scorer()
    scorer.add(TEXT, gold, [passage(0, 3, "scare", framing="doubt"), passage(4, 12, "fragment", framing="loaded")])
    framing = scorer.figures()["framing"]
    assert framing["recall"] == 1.0
    assert framing["precision"] == 0.5
    assert framing["oracle"] == 0.5


def test_each_passage_is_matched_once_the_best_overlap_first():
    gold = [passage(0, 10), passage(2, 12)]
    assert match_spans(gold, [passage(2, 12)], 0.5) == {1: 0}


@pytest.mark.parametrize(
    ("got", "same"), [((0, 12), True), ((4, 12), True), ((0, 3), False), ((13, 15), False), (None, False)]
)
def test_a_mention_counts_from_half_of_its_letters(got, same):
    assert same_mention(TEXT, (0, 12), got) is same


def test_calibration_error_is_the_gap_between_confidence_and_accuracy():
    assert expected_calibration_error([(0.9, True), (0.9, False)]) == pytest.approx(0.4)
    assert expected_calibration_error([]) == 0.0
