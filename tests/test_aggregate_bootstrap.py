"""Intervals over whole articles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.aggregate.bootstrap import FEWEST, share_intervals

VECTORS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(any), st.integers(1, 4), min_size=1, max_size=6
).filter(lambda vectors: sum(vectors.values()) >= FEWEST)


@settings(max_examples=30, deadline=None)
@given(VECTORS, st.integers(0, 2**31))
def test_bounds_are_shares_in_order(vectors, seed):
    for interval in share_intervals(vectors, seed=seed, resamples=100):
        assert 0 <= interval.low <= interval.high <= 1


@settings(max_examples=30, deadline=None)
@given(VECTORS, st.randoms())
def test_the_order_of_articles_does_not_matter(vectors, random):
    items = list(vectors.items())
    random.shuffle(items)
    assert share_intervals(dict(items), seed=3, resamples=100) == share_intervals(vectors, seed=3, resamples=100)


def test_the_seed_decides():
    vectors = {(1, 3): 4, (3, 1): 5, (0, 2): 2}
    first, again, other = (share_intervals(vectors, seed=seed, resamples=200) for seed in (1, 1, 2))
    assert first == again != other


def test_few_articles_have_no_interval():
    assert share_intervals({(1, 1): FEWEST - 1}, seed=0) is None


def test_equal_articles_leave_no_doubt():
    (interval, _) = share_intervals({(1, 3): 10}, seed=0, resamples=100)
    assert (interval.low, interval.high) == (0.25, 0.25)


def test_statements_of_one_article_are_drawn_together():
    clustered = share_intervals({(10, 0): 5, (0, 10): 5}, seed=0)[0]
    spread = share_intervals({(1, 0): 50, (0, 1): 50}, seed=0)[0]
    assert clustered.high - clustered.low > 2 * (spread.high - spread.low)


def test_the_interval_is_that_of_the_textbook():
    # 40 of 100 independent statements: 0.4 ± 1.96 · sqrt(0.4 · 0.6 / 100)
    interval = share_intervals({(1, 0): 40, (0, 1): 60}, seed=0, resamples=5000)[0]
    assert interval.low == pytest.approx(0.304, abs=0.015)
    assert interval.high == pytest.approx(0.496, abs=0.015)
