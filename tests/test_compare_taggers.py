"""The comparison of taggers: chains and windows against what they stand for, and every kind trained once."""

import importlib
import re
import sys
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from framing.article import Article
from framing.corpus.loader import LAYERS, AnnotatedArticle
from framing.corpus.markup import parse
from framing.encoder import load_encoder
from framing.gazetteer import load_gazetteer
from framing.training.dataset import encode_corpus
from framing.training.settings import TaggerSettings
from framing.training.tagger import build_examples

torch = pytest.importorskip("torch")
EXPERIMENTS = Path(__file__).parent.parent / "experiments"
FROZEN = ("linear", "neighbours", "viterbi", "perceptron", "lstm")
TEXT, PASSAGES = parse(
    "Havnefogden sier ⟦indirect|src=Havnefogden|sc=government|cue=sier: kaia tåler lasten⟧.\n"
    "Rederiet opplyser at ⟦indirect|src=Rederiet|sc=business|cue=opplyser: ferja er i rute⟧, og kapteinen mener "
    "⟦indirect|src=kapteinen|sc=individual|cue=mener: skroget holder⟧."
)


@pytest.fixture
def experiment(monkeypatch):
    """A script of experiments/, which is no package."""
    monkeypatch.syspath_prepend(EXPERIMENTS)
    yield importlib.import_module
    for name in ("compare_taggers", "tagger_kinds"):
        sys.modules.pop(name, None)


@pytest.fixture
def kinds(experiment):
    return experiment("tagger_kinds")


def chain(words, seed=3):
    """Scores of three labels for each word, and of each behind each other."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(words, 3)).astype(np.float32), rng.normal(size=(3, 3)).astype(np.float32)


def total(scores, steps, path):
    return sum(scores[k, label] for k, label in enumerate(path)) + sum(steps[pair] for pair in pairwise(path))


def test_the_probability_of_a_path_is_its_share_of_all_paths(kinds):
    scores, steps = chain(4)
    wanted = (2, 0, 0, 1)
    every = [np.exp(total(scores, steps, path)) for path in product(range(3), repeat=4)]
    found = kinds.log_probability(torch.from_numpy(scores)[None], torch.from_numpy(steps), [np.array(wanted)])
    assert float(found) == pytest.approx(np.log(np.exp(total(scores, steps, wanted)) / sum(every)), abs=1e-5)


def test_the_path_chosen_is_the_best_of_all(kinds):
    for seed in range(5):
        scores, steps = chain(4, seed)
        best = max(product(range(3), repeat=4), key=lambda path: total(scores, steps, path))
        assert tuple(kinds.best_path(scores, steps)) == best


def test_padding_does_not_change_the_probability_of_a_sequence(kinds):
    (short, steps), (long, _) = chain(2), chain(5, seed=4)
    padded = np.zeros((2, 5, 3), np.float32)
    padded[0, :2], padded[1] = short, long
    labels = [np.array([1, 2]), np.array([0, 1, 1, 2, 0])]
    together = kinds.log_probability(torch.from_numpy(padded), torch.from_numpy(steps), labels)
    alone = kinds.log_probability(torch.from_numpy(short)[None], torch.from_numpy(steps), labels[:1])
    assert float(together[0]) == pytest.approx(float(alone[0]), abs=1e-6)


def read(encoder):
    made = AnnotatedArticle(Article("a", TEXT, "nb"), tuple(PASSAGES), event="a", layers=frozenset(LAYERS))
    return build_examples([made], encode_corpus([made], encoder), load_gazetteer())


@pytest.fixture
def examples(hashing_encoder):
    return read(hashing_encoder)


def test_a_window_reads_a_paragraph_alike_alone_and_beside_a_longer_one(kinds, examples):
    states = np.concatenate([e.paragraph.states for e in examples])
    network = kinds.WindowNetwork(states.mean(0), states.std(0), dropout=0.5, reach=2, hidden=8).eval()
    short, long = sorted((e.paragraph for e in examples), key=lambda p: len(p.tokens))
    with torch.inference_mode():
        (alone, _), (together, lengths) = network.read([short]), network.read([short, long])
        assert torch.allclose(network.cue(alone)[0], network.cue(together)[0, : lengths[0]], atol=1e-5)
        asked = [(0, short, [1])]
        expected = network.roles(alone, lengths[:1], asked)[0]
        assert torch.allclose(expected, network.roles(together, lengths, asked)[0, : lengths[0]], atol=1e-5)


@pytest.mark.parametrize("kind", FROZEN)
def test_every_kind_is_trained_and_measured(experiment, examples, kind):
    compare = experiment("compare_taggers")
    trained = compare.train(kind, examples, TaggerSettings(epochs=1, hidden=4, batch=2), seed=1)
    cues, roles, _ = compare.measure(trained, examples)
    assert [len(row) for row in cues.found] == [len(e.paragraph.tokens) for e in examples]
    assert [len(row) for row in roles.found] == [len(labels) for e in examples for _, labels in e.cues]
    assert 0 < roles.cross_entropy < np.inf


@pytest.mark.slow
def test_layers_that_learn_along_count_among_the_weights(experiment):
    compare, examples = experiment("compare_taggers"), read(load_encoder(threads=1))
    plain, tuned = (
        compare.train("tuned", examples, TaggerSettings(epochs=1, hidden=4, batch=2, tuned_layers=layers), seed=1)
        for layers in (0, 1)
    )
    assert tuned.weights - plain.weights == sum(p.numel() for p in tuned.layers.tuned[0].parameters())
    assert compare.measure(tuned, examples)[1].cross_entropy != compare.measure(plain, examples)[1].cross_entropy


def test_a_chain_learns_which_labels_follow_each_other(experiment, examples):
    compare = experiment("compare_taggers")
    trained = compare.train("viterbi", examples, TaggerSettings(epochs=5, batch=2), seed=1)
    assert float(trained.network.role_steps.detach().abs().sum()) > 0


def test_the_words_of_the_docstring_are_the_kinds(experiment):
    compare = experiment("compare_taggers")
    assert (
        tuple(re.findall(r"^([a-z]+)  ", compare.__doc__, flags=re.MULTILINE))
        == tuple(compare.KINDS)
        == (*FROZEN, "tuned")
    )


def test_f1_counts_words(experiment):
    wanted, found = [np.array([1, 1, 0]), np.array([2])], [np.array([1, 0, 1]), np.array([2])]
    words = experiment("compare_taggers").Words(wanted, found)
    assert words.f1([1, 2]) == [0.5, 1.0]
