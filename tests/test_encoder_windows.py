"""Cutting long texts into windows and putting their states together."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.encoder.windows import merge_pooled, merge_states, window_spans

windows = st.integers(1, 40).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


@given(st.integers(0, 300), windows)
def test_windows_cover_every_token(tokens, window):
    spans = window_spans(tokens, *window)
    assert {i for span in spans for i in range(*span)} == set(range(tokens))


@given(st.integers(0, 300), windows)
def test_windows_keep_to_their_size_and_share_the_overlap(tokens, window):
    size, overlap = window
    spans = window_spans(tokens, size, overlap)
    assert all(end - start <= size for start, end in spans)
    assert all(before[1] - after[0] >= overlap for before, after in pairwise(spans))


@given(st.integers(1, 300), windows)
def test_merged_states_are_one_for_each_token_in_order(tokens, window):
    spans = window_spans(tokens, *window)
    states = [np.arange(start, end, dtype=np.float32)[:, None] for start, end in spans]
    assert merge_states(spans, states)[:, 0].tolist() == list(range(tokens))


def test_a_shared_token_takes_the_state_with_more_context():
    spans = window_spans(12, 8, 4)
    states = [np.full((8, 1), n, np.float32) for n in range(2)]
    assert spans == [(0, 8), (4, 12)]
    assert merge_states(spans, states)[:, 0].tolist() == [0] * 6 + [1] * 6


def test_the_vector_of_one_window_is_not_touched():
    vector = np.array([0.6, 0.8], np.float32)
    assert merge_pooled([(0, 3)], [vector]) is vector


def test_the_vector_of_several_windows_leans_to_the_longer_and_has_length_one():
    merged = merge_pooled([(0, 30), (20, 30)], [np.array([1, 0], np.float32), np.array([0, 1], np.float32)])
    assert merged[0] > merged[1] > 0
    assert np.linalg.norm(merged) == np.float32(1)
