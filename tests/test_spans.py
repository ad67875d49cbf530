import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.estimators.occlusion import without_tokens
from framing.estimators.spans import ArticleStates

OFFSETS = np.array([[0, 3], [3, 5], [6, 9], [12, 15]], np.int32)
STATES = ArticleStates(OFFSETS, np.cumsum(np.arange(10.0).reshape(5, 2), axis=0))


def test_a_span_is_the_mean_of_the_tokens_that_overlap_it():
    expected = (STATES.sums[3] - STATES.sums[1]) / 2
    assert STATES.pool(4, 7).tolist() == expected.tolist()


def test_a_span_between_tokens_is_zero():
    assert not STATES.pool(9, 12).any()


SPAN = st.tuples(st.integers(0, 20), st.integers(0, 6))


@given(st.lists(SPAN, max_size=6))
def test_many_spans_are_pooled_as_each_alone(spans):
    starts, ends = [start for start, _ in spans], [start + length for start, length in spans]
    together = STATES.pool_each(starts, ends)
    assert together.shape == (len(spans), 2)
    assert together.tolist() == [STATES.pool(*span).tolist() for span in zip(starts, ends, strict=True)]


@given(st.lists(SPAN, min_size=1, max_size=6), st.tuples(st.integers(0, 15), st.integers(1, 9)))
def test_an_erased_stretch_leaves_the_mean_of_the_other_tokens(spans, erased):
    starts, ends = [start for start, _ in spans], [start + length for start, length in spans]
    left, right = erased[0], sum(erased)
    means, _ = STATES.means(starts, ends, (left, right))
    without = without_tokens(STATES, [(left, right)])
    assert means == pytest.approx(without.pool_each(starts, ends))


def test_a_span_whose_tokens_are_erased_has_none():
    means, tokens = STATES.means([0, 4], [3, 9], (0, 5))
    assert tokens.tolist() == [0, 1]
    assert means.tolist() == [[0.0, 0.0], (STATES.sums[3] - STATES.sums[2]).tolist()]
