"""Offsets after normalisation."""

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.encoder.offsets import encodable, tidy_offsets


def offsets(*pairs):
    return np.array(pairs, np.int32).reshape(-1, 2)


def test_surrogates_are_replaced_one_for_one():
    assert encodable("a\ud800b\udfffc") == "a\ufffdb\ufffdc"


def test_a_combining_ring_belongs_to_its_letter():
    text = unicodedata.normalize("NFD", "på nå")
    assert tidy_offsets(text, offsets((0, 2), (4, 6))).tolist() == [[0, 3], [4, 7]]


def test_composed_text_keeps_its_offsets():
    given_offsets = offsets((0, 2), (3, 5))
    assert tidy_offsets("på nå", given_offsets).tolist() == given_offsets.tolist()


def test_an_empty_token_gets_a_character():
    assert tidy_offsets("ab", offsets((0, 0), (0, 2))).tolist() == [[0, 1], [0, 2]]


@given(st.text(min_size=1, max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8))
def test_any_offsets_become_ordered_inside_and_not_empty(text, pairs):
    pairs = [(min(a, len(text)), min(b, len(text))) for a, b in pairs]
    tidy = tidy_offsets(text, offsets(*pairs))
    assert (np.diff(tidy, axis=0) >= 0).all()
    assert all(0 <= start < end <= len(text) for start, end in tidy.tolist())
