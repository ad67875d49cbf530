"""Sentence bias: features, fitting, the words that carry it, and cross-validation."""

import json
from dataclasses import replace

import numpy as np
import pytest

from framing.article import Mention, Sentence
from framing.corpus.sentences import BiasSentence, sentence_to_row
from framing.errors import DataError
from framing.estimators.bias import SENTENCE_HEAD, WORD_HEAD, BiasReader, bias_row, read_wording
from framing.estimators.occlusion import without_tokens
from framing.estimators.spans import encode_articles
from framing.training.bias import encode_sentences, fit_bias
from framing.training.bias_scores import bias_figures, cross_validate, deal_out, flat_bias_metrics

SUBJECTS = ("The mayor", "A union leader", "The harbour board", "The school council", "Two farmers", "The bus company")
EVENTS = ("opened the bridge on Monday", "raised the fares", "met the press", "signed the lease", "sold the old mill")
LOADED = ("shamelessly", "grotesque", "crooked")


def sentence(number, subject, event, loaded):
    text = f"{subject} {loaded} {event}." if loaded else f"{subject} {event}."
    start = len(subject) + 1
    spans = ((start, start + len(loaded)),) if loaded else ()
    label = "biased" if loaded else "neutral"
    return BiasSentence(f"s{number}", "en", text, label, f"g{number}", spans, f"Outlet {number % 4}")


@pytest.fixture(scope="module")
def sentences():
    pairs = [(subject, event) for subject in SUBJECTS for event in EVENTS]
    neutral = [sentence(k, *pair, "") for k, pair in enumerate(pairs)]
    biased = [sentence(len(pairs) + k, *pair, LOADED[k % len(LOADED)]) for k, pair in enumerate(pairs)]
    return [*neutral, *biased]


@pytest.fixture(scope="module")
def centres(hashing_encoder):
    return {"": np.zeros(hashing_encoder.dimension, np.float32)}


@pytest.fixture(scope="module")
def wordings(sentences, hashing_encoder, centres):
    return encode_sentences(sentences, hashing_encoder, centres)


@pytest.fixture(scope="module")
def heads(sentences, wordings):
    return fit_bias(sentences, wordings, {}, seed=1).heads


def reader(text, heads, encoder, centres):
    return BiasReader(heads, text, encode_articles([text], encoder)[0], centres[""])


def test_only_the_words_of_the_sentence_are_read(hashing_encoder, centres):
    text = "First one. It's the state-run mill. Last."
    states = encode_articles([text], hashing_encoder)[0]
    wording = read_wording(text, 11, 35, states, centres[""])
    assert [text[s:e] for s, e in wording.spans] == ["It's", "the", "state-run", "mill"]
    assert wording.words.shape == (4, hashing_encoder.dimension)


def test_a_loaded_word_raises_the_score(heads, hashing_encoder, centres):
    plain, loaded = "The mayor sold the fares.", "The mayor grotesque sold the fares."
    scores = [reader(text, heads, hashing_encoder, centres).score(0, len(text)) for text in (plain, loaded)]
    assert scores[0] < 0.5 < scores[1]


def test_the_marked_word_is_named_as_carrying_the_bias(heads, hashing_encoder, centres):
    text = "The bus company crooked signed the old lease."
    words = reader(text, heads, hashing_encoder, centres).carriers(0, len(text))
    assert words[0] == Mention(16, 23, "crooked")
    assert len(words) <= 3


def test_removing_the_named_words_lowers_the_score(heads, hashing_encoder, centres):
    text = "It rained. Two farmers shamelessly met the press. They left."
    start, end = 11, 49
    states = encode_articles([text], hashing_encoder)[0]
    whole = BiasReader(heads, text, states, centres[""])
    words = whole.carriers(start, end)
    assert words
    for word in words:
        less = BiasReader(heads, text, without_tokens(states, [(word.start, word.end)]), centres[""])
        assert less.score(start, end) < whole.score(start, end)


def test_words_are_named_the_strongest_first(heads, hashing_encoder, centres):
    text = "The crooked mayor shamelessly met the grotesque press."
    states = encode_articles([text], hashing_encoder)[0]
    words = BiasReader(heads, text, states, centres[""]).carriers(0, len(text))
    left = [
        BiasReader(heads, text, without_tokens(states, [(w.start, w.end)]), centres[""]).score(0, len(text))
        for w in words
    ]
    assert left == sorted(left)


def test_a_sentence_without_words_is_scored(heads, hashing_encoder, centres):
    assert 0 <= reader("…", heads, hashing_encoder, centres).score(0, 1) <= 1


def test_without_marked_words_only_the_mean_is_looked_at(sentences, wordings, hashing_encoder):
    bare = [BiasSentence(s.id, s.language, s.text, s.label, s.group) for s in sentences]
    fitted = fit_bias(bare, wordings, {}, seed=1)
    assert set(fitted.heads) == set(fitted.estimators) == {SENTENCE_HEAD}
    assert bias_row(wordings[0], fitted.heads).shape == (hashing_encoder.dimension,)


def test_the_word_head_is_the_estimator_it_was_exported_from(sentences, wordings):
    fitted = fit_bias(sentences, wordings, {}, seed=1)
    rows = wordings[-1].directions()
    expected = fitted.estimators[WORD_HEAD].predict_proba(rows)
    assert fitted.heads[WORD_HEAD].predict_proba(rows) == pytest.approx(expected, abs=1e-4)


def test_fitting_twice_gives_the_same_to_the_bit(sentences, wordings, heads):
    again = fit_bias(sentences, wordings, {}, seed=1).heads
    assert all(np.array_equal(again[name].weights, head.weights) for name, head in heads.items())


def test_no_outlet_stands_on_both_sides_of_a_fold(sentences):
    labels = np.asarray([s.label for s in sentences])
    for known, unseen in deal_out(sentences, labels, "outlet", 4, 42):
        assert not {sentences[k].outlet for k in known} & {sentences[k].outlet for k in unseen}


@pytest.mark.parametrize("by", ["outlet", "label"])
def test_every_sentence_is_scored_once_by_heads_that_had_not_seen_it(sentences, wordings, by):
    figures = cross_validate(sentences, wordings, by, folds=4)
    assert figures["labels"]["biased"]["support"] == figures["labels"]["neutral"]["support"] == 30
    assert figures["macro"] > 0.9
    assert len(figures["folds"]) == 4


def test_labels_at_random_are_not_learned(sentences, wordings):
    turned = np.random.default_rng(3).permutation([s.label for s in sentences])
    shuffled = [
        BiasSentence(s.id, s.language, s.text, str(label), s.group) for s, label in zip(sentences, turned, strict=True)
    ]
    assert cross_validate(shuffled, wordings, "label", folds=4)["macro"] < 0.7


def test_sentences_without_an_outlet_cannot_be_grouped(sentences, wordings):
    bare = [BiasSentence(s.id, s.language, s.text, s.label, s.group) for s in sentences]
    with pytest.raises(DataError, match="60 sentences without one"):
        cross_validate(bare, wordings, "outlet", folds=4)


def test_figures_by_label_and_outlet():
    given = [("biased", "A", 0.9), ("biased", "A", 0.2), ("neutral", "A", 0.1), ("neutral", "B", 0.8)]
    rows = [BiasSentence(str(k), "en", "x", label, str(k), (), outlet) for k, (label, outlet, _) in enumerate(given)]
    figures = bias_figures(rows, np.asarray([p for *_, p in given], np.float32))
    assert figures["labels"]["biased"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}
    assert figures["outlets"]["B"] == {"sentences": 1, "biased": 0, "macro": 0.0, "biased f1": 0.0, "accuracy": 0.0}
    assert figures["outlets"]["A"]["accuracy"] == pytest.approx(2 / 3)
    assert flat_bias_metrics({"model": figures})["model.macro"] == 0.5


def test_the_words_of_a_sentence_stand_in_its_json():
    assert "words" not in Sentence(0, 9, 0.2).to_json()
    carried = Sentence(0, 9, 0.7, (Mention(2, 6, "loot"),))
    assert carried.to_json()["words"] == [{"start": 2, "end": 6, "text": "loot"}]


@pytest.fixture
def corpus(sentences, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "sentences.jsonl"
    path.write_text("".join(json.dumps(sentence_to_row(s)) + "\n" for s in sentences), encoding="utf-8")
    return path


def test_the_command_cross_validates_both_ways(run, small_model, corpus):
    result = run("evaluate", corpus, "--protocol", "bias", "--folds", "4", "--model", small_model, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert {"outlet", "label"} <= set(report["figures"])
    assert report["metrics"]["label.macro"] > 0.9
    assert set(report["figures"]["outlet"]["outlets"]) == {"Outlet 0", "Outlet 1", "Outlet 2", "Outlet 3"}


def test_the_command_keeps_its_figures_as_a_run(run, small_model, corpus, tmp_path, monkeypatch):
    from framing.tracking.store import existing_store, open_client

    monkeypatch.chdir(tmp_path)
    options = ("--protocol", "bias", "--folds", "4", "--track", "--model", small_model, "--json")
    report = json.loads(run("evaluate", corpus, *options).stdout)
    assert (
        open_client(existing_store()).get_run(report["run"]).data.metrics["label.macro"]
        == report["metrics"]["label.macro"]
    )


def test_with_an_encoder_of_its_own_no_model_has_a_say(run, corpus, monkeypatch, hashing_encoder):
    monkeypatch.setattr("framing.encoder.load_encoder", lambda *_, **__: hashing_encoder)
    result = run("evaluate", corpus, "--protocol", "bias", "--folds", "4", "--encoder", "other", "--json")
    report = json.loads(result.stdout)
    assert "model" not in report["figures"]
    assert report["metrics"]["label.macro"] > 0.9


def test_a_broken_floor_ends_the_command(run, small_model, corpus, tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text('{"label.macro": 1.1}')
    result = run("evaluate", corpus, "--protocol", "bias", "--folds", "4", "--model", small_model, "--gate", floors)
    assert result.exit_code == 5


@pytest.mark.filterwarnings("ignore")
def test_a_trained_model_names_the_words_and_the_service_knows_the_field(
    corpus, small_experiment, hashing_encoder, tmp_path
):
    from framing.article import Article
    from framing.persistence import load_estimator, load_model
    from framing.pipeline import Analyzer
    from framing.service.schemas import AnalysisOut
    from framing.training.settings import read_experiment
    from framing.training.train import train

    experiment = replace(read_experiment(small_experiment), bias_pairs=corpus)
    train(experiment, hashing_encoder, tmp_path / "model")
    model = load_model(tmp_path / "model")
    assert {SENTENCE_HEAD, WORD_HEAD} <= set(model.heads)
    assert list(load_estimator(tmp_path / "model", WORD_HEAD).classes_) == ["biased", "neutral"]
    text = "The school council met the press.\n\nTwo farmers shamelessly sold the old mill."
    plain, loaded = Analyzer(model, hashing_encoder).analyze(Article("x", text, "en")).sentences
    assert plain.bias < loaded.bias
    assert not plain.words
    assert loaded.words[0].text == "shamelessly"
    analysis = Analyzer(model, hashing_encoder).analyze(Article("x", text, "en")).to_json()
    assert AnalysisOut.model_validate(analysis).sentences[1].words[0].text == "shamelessly"
