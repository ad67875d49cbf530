import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.estimators.spans import ArticleStates

OFFSETS = np.array([[0, 3], [3, 5], [6, 9], [12, 15]], np.int32)
STATES = ArticleStates(OFFSETS, np.cumsum(np.arange(10.0).reshape(5, 2), axis=0))


def test_a_span_is_the_mean_of_the_tokens_that_overlap_it():
    expected = (STATES.sums[3] - STATES.sums[1]) / 2
    assert STATES.pool(4, 7).tolist() == expected.tolist()


def test_a_span_between_tokens_is_zero():
    assert not STATES.pool(9, 12).any()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=6))
def test_many_spans_are_pooled_as_each_alone(spans):
    starts, ends = [start for start, _ in spans], [start + length for start, length in spans]
    together = STATES.pool_each(starts, ends)
    assert together.shape == (len(spans), 2)
    assert together.tolist() == [STATES.pool(*span).tolist() for span in zip(starts, ends, strict=True)]
