"""Token states kept on disk."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from framing.encoder.base import TokenStates
from framing.encoder.cache import FILE, CachedEncoder
from framing.errors import ModelError


class CountingEncoder:
    """One token a character, with states that half precision could not hold; remembers what it was asked."""

    id, revision, backend, dimension = "counting", "1", "test", 4

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked.extend(texts)
        return [self._states(text) for text in texts]

    def embed(self, texts):
        return np.stack([states.pooled for states in self.encode(texts)])

    def _states(self, text):
        offsets = np.array([[i, i + 1] for i in range(len(text))], np.int32).reshape(-1, 2)
        states = np.array([[ord(c) / 3, i / 7, 1e-9, -1e9] for i, c in enumerate(text)], np.float32).reshape(-1, 4)
        return TokenStates(offsets, states, np.float32([len(text) / 3, 0, 0, 1]))


TEXTS = ["Ja.", "Да, конечно.", "", "Nei \ud800 — så!", "Ja."]


def same(left, right):
    return all(
        getattr(left, name).dtype == getattr(right, name).dtype
        and np.array_equal(getattr(left, name), getattr(right, name))
        for name in ("offsets", "states", "pooled")
    )


def test_cached_states_are_the_same_to_the_bit(tmp_path):
    plain = CountingEncoder().encode(TEXTS)
    cached = CachedEncoder(CountingEncoder(), tmp_path)
    assert all(map(same, cached.encode(TEXTS), plain))
    assert all(map(same, cached.encode(TEXTS), plain))


def test_a_text_is_encoded_once(tmp_path):
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, tmp_path)
    cached.encode(TEXTS)
    cached.encode([*TEXTS, "Ny."])
    assert encoder.asked == [*TEXTS[:4], "Ny."]


def test_another_process_finds_what_was_written(tmp_path):
    CachedEncoder(CountingEncoder(), tmp_path).encode(TEXTS)
    encoder = CountingEncoder()
    CachedEncoder(encoder, tmp_path).encode(TEXTS)
    assert encoder.asked == []


@pytest.mark.parametrize("name", ["id", "revision", "backend"])
def test_another_encoder_is_not_served_these_states(tmp_path, name):
    CachedEncoder(CountingEncoder(), tmp_path).encode(["Ja."])
    other = CountingEncoder()
    setattr(other, name, "other")
    CachedEncoder(other, tmp_path).encode(["Ja."])
    assert other.asked == ["Ja."]


def test_embed_gives_the_pooled_vectors(tmp_path):
    cached = CachedEncoder(CountingEncoder(), tmp_path)
    assert np.array_equal(cached.embed(TEXTS), CountingEncoder().embed(TEXTS))
    assert cached.embed([]).shape == (0, 4)


def test_more_texts_than_fit_one_query_keep_their_order(tmp_path):
    texts = [f"nr. {i % 600}" for i in range(1000)]
    cached = CachedEncoder(CountingEncoder(), tmp_path)
    assert all(map(same, cached.encode(texts), CountingEncoder().encode(texts)))


def test_the_oldest_entries_make_room(tmp_path):
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, tmp_path, limit=3 * (24 * 10 + 16))
    for text in ("a" * 10, "b" * 10, "c" * 10, "d" * 10):
        cached.encode([text])
    encoder.asked.clear()
    cached.encode(["b" * 10, "c" * 10, "d" * 10])
    assert encoder.asked == []
    cached.encode(["a" * 10])
    assert encoder.asked == ["a" * 10]


def test_an_entry_over_the_limit_is_still_given(tmp_path):
    cached = CachedEncoder(CountingEncoder(), tmp_path, limit=10)
    assert same(cached.encode(["lang tekst"])[0], CountingEncoder().encode(["lang tekst"])[0])


def test_writers_at_the_same_time_lose_nothing(tmp_path):
    texts = [f"{i}" for i in range(200)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: CachedEncoder(CountingEncoder(), tmp_path).encode(texts[n::4]), range(4)))
    encoder = CountingEncoder()
    CachedEncoder(encoder, tmp_path).encode(texts)
    assert encoder.asked == []


def test_a_file_that_is_no_cache_is_named(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be read as one" * 50)
    with pytest.raises(ModelError, match=rf"{FILE}.*delete the file"):
        CachedEncoder(CountingEncoder(), tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"file.*name another folder"):
        CachedEncoder(CountingEncoder(), tmp_path / "file")


def test_a_failing_encoder_leaves_the_cache_usable(tmp_path):
    class Failing(CountingEncoder):
        def encode(self, texts):
            raise ModelError("out of order")

    with pytest.raises(ModelError, match="out of order"):
        CachedEncoder(Failing(), tmp_path).encode(["Ja."])
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("SELECT count(*) FROM states").fetchone() == (0,)
