import json
import shutil
import warnings
from dataclasses import replace

import numpy as np
import pytest

from framing.article import Article
from framing.corpus.loader import read_corpus
from framing.errors import ModelError
from framing.estimators.examples import Examples
from framing.estimators.features import normalised
from framing.persistence import load_examples
from framing.pipeline import Analyzer
from framing.training.dataset import corpus_means, encode_corpus
from framing.training.examples import source_examples
from framing.training.settings import read_experiment
from framing.training.train import train


@pytest.fixture(scope="module")
def annotated(small_corpus, hashing_encoder):
    articles = list(read_corpus(small_corpus))
    states = encode_corpus(articles, hashing_encoder)
    return articles, states, corpus_means(articles, states)


@pytest.fixture(scope="module")
def taught(small_experiment, hashing_encoder, tmp_path_factory):
    """A model that keeps examples."""
    experiment = replace(read_experiment(small_experiment), examples=50)
    with warnings.catch_warnings():
        # so few articles that folds lack classes
        warnings.simplefilter("ignore")
        return train(experiment, hashing_encoder, tmp_path_factory.mktemp("taught")).model


def test_the_nearest_come_first():
    vectors = np.eye(3, dtype=np.float32)
    examples = Examples.from_floats(vectors, ("a", "b", "c"), ("x", "y", "z"), ("1", "2", "3"))
    first, second = examples.nearest(np.array([0.0, 0.8, 0.6], np.float32))
    assert (first.text, first.label, first.article) == ("b", "y", "2")
    assert first.cosine == pytest.approx(0.8, abs=0.01)
    assert second.text == "c"


def test_what_is_far_is_no_example():
    examples = Examples.from_floats(np.eye(2, dtype=np.float32), ("a", "b"), ("x", "y"), ("1", "2"))
    assert [n.text for n in examples.nearest(np.array([0.95, 0.3], np.float32))] == ["a"]


def test_every_source_is_kept_once_a_class_and_no_pronoun(annotated):
    kept = source_examples(*annotated, 10_000, 1)
    pairs = [(text.lower(), label) for text, label in zip(kept.texts, kept.labels, strict=True)]
    assert len(pairs) == len(set(pairs))
    assert not {"han", "hun", "de"} & {text for text, _ in pairs}
    annotations = {(p.source.text.lower(), p.source_class) for a in annotated[0] for p in a.passages if p.source}
    assert set(pairs) <= annotations


def test_no_more_are_kept_than_asked_for(annotated):
    few = source_examples(*annotated, 5, 1)
    assert len(few.texts) == len(few.vectors) == 5
    assert few.texts == source_examples(*annotated, 5, 1).texts


def test_a_source_of_a_training_article_is_like_itself(annotated):
    examples = source_examples(*annotated, 10_000, 1)
    vector = normalised(examples.vectors[3].astype(np.float32))
    (best,) = examples.nearest(vector, 1)
    assert best.cosine == pytest.approx(1.0)
    assert (best.text, best.article) == (examples.texts[3], examples.articles[3])


def test_a_model_is_loaded_with_its_examples(taught):
    examples = load_examples(taught.folder)
    assert 0 < len(examples.texts) <= 50
    assert examples.vectors.dtype == np.int8
    assert "examples.npz" in taught.manifest["sha256"]


def test_a_model_without_examples_has_none(small_training):
    assert load_examples(small_training.folder) is None


def test_examples_do_not_change_what_a_model_says(taught, small_training, hashing_encoder):
    article = Article("x", "Ordføreren hevder at veien er trygg.", "nb")
    assert taught.id == small_training.model.id
    plain = Analyzer(small_training.model, hashing_encoder).analyze(article).passages
    told = Analyzer(taught, hashing_encoder, explain=True).analyze(article).passages
    assert [replace(p, why=()) for p in told] == [replace(p, why=()) for p in plain]
    assert any(line.startswith("like “") for p in told for line in p.why)


def test_changed_examples_are_not_trusted(taught, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(taught.folder, folder)
    with (folder / "examples.npz").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(ModelError, match=r"examples\.npz"):
        load_examples(folder)


def test_examples_of_an_earlier_model_do_not_stay(small_experiment, hashing_encoder, taught, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(taught.folder, folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        train(read_experiment(small_experiment), hashing_encoder, folder)
    assert not (folder / "examples.npz").exists()
    assert "examples.npz" not in json.loads((folder / "manifest.json").read_text())["sha256"]
