"""Sentence bias with layers trained along: on a transformer of two small layers."""

import importlib
import random
import sys
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from framing.corpus.sentences import BiasSentence

torch = pytest.importorskip("torch")
pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")

WORDS = ("<s>", "</s>", "the", "mayor", "spoke", "lied", "looted", "park", "opened")


@pytest.fixture
def tune_bias(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent.parent / "experiments")
    yield importlib.import_module("tune_bias")
    sys.modules.pop("tune_bias", None)


class Small(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.config = SimpleNamespace(hidden_size=8)
        self.embeddings = torch.nn.Embedding(len(WORDS), 8)
        self.layers = torch.nn.ModuleList([torch.nn.Linear(8, 8) for _ in range(2)])

    def forward(self, input_ids, attention_mask):
        states = self.embeddings(input_ids)
        for layer in self.layers:
            states = states + torch.tanh(layer(states))
        return SimpleNamespace(last_hidden_state=states)


def tokenizer(texts, **_):
    rows = {"input_ids": [], "offset_mapping": [], "special_tokens_mask": []}
    for text in texts:
        words = text.split()
        starts = [len(" ".join(words[:k])) + (k > 0) for k in range(len(words))]
        places = [(s, s + len(w)) for s, w in zip(starts, words, strict=True)]
        rows["input_ids"].append([0, *(WORDS.index(w) for w in words), 1])
        rows["offset_mapping"].append([(0, 0), *places, (0, 0)])
        rows["special_tokens_mask"].append([1, *([0] * len(words)), 1])
    return rows


def sentence(n: int, text: str, marked: str = "") -> BiasSentence:
    at = text.index(marked)
    spans = ((at, at + len(marked)),) if marked else ()
    return BiasSentence(str(n), "en", text, "biased" if marked else "neutral", str(n), spans, "A")


@pytest.fixture
def sentences():
    made = [("the mayor looted the park", "looted"), ("the mayor lied", "lied"), ("the park opened", "")]
    return [sentence(n, *made[n % 3]) for n in range(60)]


def test_marked_words_are_the_tokens_under_them(tune_bias, sentences):
    example = tune_bias.read_examples(sentences, tokenizer)[0]
    assert example.marked.tolist() == [0, 0, 1, 0, 0]
    assert example.inner.tolist() == [False, True, True, True, True, True, False]
    assert example.biased


def test_only_the_last_layers_learn_and_they_tell_the_biased_from_the_neutral(tune_bias, sentences):
    examples = tune_bias.read_examples(sentences, tokenizer)
    before = Small()
    judge = tune_bias.Judge(deepcopy(before), layers=1)
    tune_bias.fit(judge, examples, epochs=30, rate=1e-2, seed=1)
    found = tune_bias.probabilities(judge, examples)
    assert np.array_equal(found > 0.5, [e.biased for e in examples])
    after = judge.transformer
    assert torch.equal(before.embeddings.weight, after.embeddings.weight)
    assert torch.equal(before.layers[0].weight, after.layers[0].weight)
    assert not torch.equal(before.layers[1].weight, after.layers[1].weight)


def test_every_sentence_is_in_one_batch(tune_bias, sentences):
    examples = tune_bias.read_examples(sentences, tokenizer)
    dealt = [id(e) for batch in tune_bias.batches(examples, random.Random(1)) for e in batch]  # noqa: S311
    assert sorted(dealt) == sorted(map(id, examples))
