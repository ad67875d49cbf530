import json

import pytest

from framing.training.selective import Operating, area_under, at_risk, risk_coverage

PAIRS = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, False)]


def test_the_surest_are_answered_first():
    assert risk_coverage(PAIRS)[:3] == [
        Operating(0.9, 0.2, 0.0),
        Operating(0.8, 0.4, 0.0),
        Operating(0.7, 0.6, pytest.approx(1 / 3)),
    ]


def test_answers_of_equal_confidence_are_given_together():
    curve = risk_coverage([(0.9, True), (0.8, False), (0.8, True), (0.8, True)])
    assert curve == [Operating(0.9, 0.25, 0.0), Operating(0.8, 1.0, 0.25)]
    assert at_risk(curve, 0.1).threshold == 0.9


def test_the_threshold_answers_as_many_as_the_risk_allows():
    assert at_risk(risk_coverage(PAIRS), 0.25).threshold == 0.6
    assert at_risk(risk_coverage(PAIRS), 0.0).threshold == 0.8
    assert at_risk(risk_coverage(PAIRS), 1.0).coverage == 1.0


def test_where_no_confidence_is_good_enough_nothing_is_answered():
    assert at_risk(risk_coverage([(0.9, False)]), 0.1) == Operating(1.0, 0.0, 0.0)
    assert at_risk([], 0.1).coverage == 0.0


def test_the_area_is_the_mean_risk():
    assert area_under(risk_coverage(PAIRS)) == pytest.approx((0 + 0 + 1 / 3 + 1 / 4 + 2 / 5) / 5)
    assert area_under([]) == 0.0


def test_a_head_that_is_sure_where_it_is_right_has_the_smaller_area():
    wrong_way_round = [(confidence, not right) for confidence, right in PAIRS[::-1]]
    assert area_under(risk_coverage(PAIRS)) < area_under(risk_coverage(wrong_way_round))


def test_the_manifest_states_the_risk_the_threshold_was_chosen_for(small_training):
    manifest = json.loads((small_training.folder / "manifest.json").read_text())
    stated = manifest["abstention"]
    assert stated["risk"] == 0.1
    answered = [right for confidence, right in small_training.scorer.reliability if confidence >= manifest["threshold"]]
    assert stated["passages"] == len(small_training.scorer.reliability)
    assert stated["coverage"] == pytest.approx(len(answered) / stated["passages"], abs=1e-4)
    assert answered.count(False) <= 0.1 * len(answered)
