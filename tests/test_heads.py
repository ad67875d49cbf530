import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.estimators.heads import LinearHead
from framing.training.dataset import Rows
from framing.training.fit import HeadSettings, fit_head


def rows(classes, per_class=30, width=6, seed=0):
    random = np.random.default_rng(seed)
    made = Rows(layout={"first": (0, 2), "rest": (2, width)})
    for k, name in enumerate(classes):
        for n in range(per_class):
            vector = random.normal(size=width).astype(np.float32)
            vector[k % width] += 2.0
            made.features.append(vector)
            made.labels.append(name)
            made.events.append(f"event {n}")
            made.languages.append("nb")
    return made


@pytest.mark.parametrize("classes", [["neutral", "biased"], ["a", "b", "c"]])
def test_the_exported_head_gives_the_probabilities_of_its_estimator(classes):
    data = rows(classes)
    head, estimator = fit_head("test", data, HeadSettings(), seed=1)
    fresh = np.random.default_rng(9).normal(size=(20, 6)).astype(np.float32)
    assert np.allclose(head.predict_proba(fresh), estimator.predict_proba(fresh), atol=1e-4)
    assert list(head.classes) == list(estimator.classes_)


def test_fitting_twice_gives_the_same_weights():
    first, _ = fit_head("test", rows(["a", "b", "c"]), HeadSettings(), seed=3)
    second, _ = fit_head("test", rows(["a", "b", "c"]), HeadSettings(), seed=3)
    assert np.array_equal(first.weights, second.weights)
    assert first.temperature == second.temperature


def test_a_row_scores_the_same_alone_and_among_others():
    head, _ = fit_head("test", rows(["a", "b", "c"]), HeadSettings(), seed=3)
    many = np.random.default_rng(2).normal(size=(7, 6)).astype(np.float32)
    assert np.array_equal(head.decision(many)[4], head.decision(many[4:5])[0])


@given(st.lists(st.floats(-50, 50, width=32), min_size=4, max_size=4))
def test_probabilities_sum_to_one(values):
    head = LinearHead("t", ("a", "b"), np.eye(4, 2, dtype=np.float32), np.zeros(2, np.float32), 0.5)
    probabilities = head.predict_proba(np.asarray([values], np.float32))
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-5)
    assert (probabilities >= 0).all()


def test_contributions_name_the_block_that_decided():
    weights = np.zeros((4, 2), np.float32)
    weights[0, 0] = 3.0
    head = LinearHead("t", ("a", "b"), weights, np.zeros(2, np.float32), 1.0, {"left": (0, 2), "right": (2, 4)})
    contributions = head.contributions(np.ones(4, np.float32), "a")
    assert contributions["left"] == pytest.approx(3.0)
    assert contributions["right"] == pytest.approx(0.0)


def test_a_class_is_named_before_a_likelier_none_that_weighs_less():
    head = LinearHead("t", ("loaded", "none"), np.eye(2, dtype=np.float32), np.zeros(2, np.float32), none_weight=0.6)
    close, far = np.asarray([0.0, 0.4], np.float32), np.asarray([0.0, 0.6], np.float32)
    assert head.predict(close).label == "loaded"
    assert head.predict(close).probability == pytest.approx(1 / (1 + np.exp(0.4)), abs=1e-3)
    assert head.predict(far).label == "none"


def test_what_none_weighs_is_a_setting_of_the_head():
    head, _ = fit_head("test", rows(["a", "none"]), HeadSettings(none_weight=0.5), seed=1)
    assert head.none_weight == 0.5
