import json
import warnings
from dataclasses import replace

import numpy as np
import pytest

from framing.article import Article, Label, Mention, Passage
from framing.corpus.loader import read_corpus
from framing.errors import ModelError
from framing.estimators.alone import vectors_alone
from framing.estimators.guess import GUESS, guess_sources
from framing.estimators.heads import LinearHead
from framing.pipeline import Analyzer
from framing.training.dataset import Rows
from framing.training.guess import guess_figures, guess_rows
from framing.training.settings import read_experiment
from framing.training.train import headline, train


@pytest.fixture(scope="module")
def guesser(small_experiment, hashing_encoder, tmp_path_factory):
    """What training with guesses gives."""
    experiment = read_experiment(small_experiment)
    settings = replace(experiment.head("kind"), folds=2)
    experiment = replace(experiment, guess_sources=True, heads={**experiment.heads, GUESS: settings})
    with warnings.catch_warnings():
        # so few articles that folds lack classes
        warnings.simplefilter("ignore")
        return train(experiment, hashing_encoder, tmp_path_factory.mktemp("guesser"))


@pytest.fixture
def head(hashing_encoder):
    weights = np.zeros((hashing_encoder.dimension, 2), np.float32)
    return LinearHead(GUESS, ("business", "politics"), weights, np.array([0.0, 1.0], np.float32))


def passage(text, source=None, kind="direct"):
    return Passage(0, len(text), text, kind, source, Label("unattributed"))


def test_only_passages_that_name_nobody_are_guessed(head, hashing_encoder):
    passages = (
        passage("Vi selger mer."),
        passage("Vi stemmer nei.", Mention(0, 2, "Vi")),
        passage("såkalt", kind="scare"),
        passage("Hallo", kind="title"),
    )
    centre = np.zeros(hashing_encoder.dimension, np.float32)
    guessed = guess_sources(passages, head, hashing_encoder, centre)
    assert [p.source_guess and p.source_guess.label for p in guessed] == ["politics", None, None, None]
    assert [replace(p, source_guess=None) for p in guessed] == list(passages)


def test_a_passage_has_the_same_vector_whatever_stands_beside_it(hashing_encoder, small_corpus):
    article = next(a for a in read_corpus(small_corpus) if any(p.kind == "indirect" for p in a.passages))
    text = next(p.text for p in article.passages if p.kind == "indirect")
    centre = np.zeros(hashing_encoder.dimension, np.float32)
    (alone,) = vectors_alone([text], hashing_encoder, centre)
    beside, _ = vectors_alone([text, "Statsministeren sa det."], hashing_encoder, centre)
    assert np.array_equal(alone, beside)


def test_rows_know_the_passage_and_nothing_else_of_the_article(hashing_encoder, small_corpus):
    articles = list(read_corpus(small_corpus))
    centres = {"": np.zeros(hashing_encoder.dimension, np.float32)}
    rows = guess_rows(articles, hashing_encoder, centres)
    texts = [
        p.text
        for a in articles
        for p in a.passages
        if p.kind in ("direct", "indirect", "fragment") and p.source_class != "unattributed"
    ]
    expected = vectors_alone(texts, hashing_encoder, centres[""])
    assert len(rows.labels) == len(texts)
    assert all(np.allclose(a, b) for a, b in zip(rows.features, expected, strict=True))
    assert "unattributed" not in rows.labels


def test_figures_tell_what_always_naming_the_commonest_would_give(head):
    rows = Rows(features=[np.zeros(len(head.weights), np.float32)] * 4, labels=["politics"] * 3 + ["business"])
    found = guess_figures(head, rows)
    assert found["accuracy"] == found["commonest"] == 0.75
    assert found["macro"] == pytest.approx((6 / 7 + 0) / 2)


def test_guesses_are_reported_apart(guesser, small_training):
    assert set(guesser.figures[GUESS]) == {"accuracy", "macro", "commonest"}
    assert headline(guesser.figures)["source_guess.accuracy"] == round(guesser.figures[GUESS]["accuracy"], 4)
    assert {k: v for k, v in headline(guesser.figures).items() if not k.startswith(GUESS)} == headline(
        small_training.figures
    )


def test_an_analysis_has_guesses_only_on_request(guesser, hashing_encoder):
    article = Article("x", "«Prisene skal ned, og det blir snart.»\n\nSå ble det stille.", "nb")
    plain = Analyzer(guesser.model, hashing_encoder).analyze(article)
    asked = Analyzer(guesser.model, hashing_encoder, guess=True).analyze(article)
    assert not [p for p in plain.passages if p.source_guess]
    guessed = [p for p in asked.passages if p.source_guess]
    assert guessed
    assert all(p.source is None and p.source_class.label == "unattributed" for p in guessed)
    assert asked.to_json()["summary"] == plain.to_json()["summary"]


def test_a_model_that_has_not_learned_to_guess_says_so(small_training, hashing_encoder):
    with pytest.raises(ModelError, match="guess_sources"):
        Analyzer(small_training.model, hashing_encoder, guess=True)


def test_the_command_guesses_in_json_only(run, guesser, small_model):
    text = "«Prisene skal ned, og det blir snart.»\n\nSå ble det stille."
    flags = ("score", "-", "--model", guesser.folder, "--language", "nb", "--guess")
    result = run(*flags, "--format", "jsonl", input=text)
    assert any("source_guess" in p for p in json.loads(result.stdout)["passages"])
    assert run(*flags, "--format", "table", input=text).exit_code == 2
    assert run("score", "-", "--model", small_model, "--guess", "--format", "jsonl", input=text).exit_code == 4
