import json
import re

import numpy as np
import pytest

import framing
from framing.article import Article
from framing.estimators.occlusion import Occlusion, without_tokens
from framing.estimators.spans import ArticleStates, encode_articles
from framing.pipeline import Analyzer

SENTENCES = [
    ("nb", "Fiskeridepartementet hevder at kvotene er rettferdige.\n\nBåtene lå stille i går."),
    ("en", "The town council says the harbour will open in May.\n\nRain fell all week."),
    ("nb", "Fagforbundet krever at tillegget blir utbetalt.\n\nMøtet varte i tre timer."),
]


@pytest.fixture(scope="module")
def shipped():
    return framing.load()


def first_effect(analyzer, article):
    prepared = analyzer.prepare(article, encode_articles([article.text], analyzer.encoder)[0])
    occlusion = Occlusion(prepared.context, analyzer.model.heads["source_class"])
    passage = analyzer.label(prepared).passages[0]
    found = next(p for p in prepared.passages if (p.start, p.end) == (passage.start, passage.end))
    return passage, occlusion.strongest(found, passage.source_class.label)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_removing_the_word_named_first_from_the_text_lowers_the_score(shipped, language, text):
    passage, (effect, *_) = first_effect(shipped, Article("x", text, language))
    without = re.sub(rf"\b{effect.word}\b", "Det", text, flags=re.IGNORECASE)
    again = shipped.analyze(Article("x", without, language)).passages
    label = passage.source_class.label
    left = [p.source_class.probabilities.get(label, 0.0) if p.source else 0.0 for p in again]
    assert max(left, default=0.0) < passage.source_class.probabilities[label]


@pytest.mark.slow
def test_the_word_that_says_what_the_source_is_comes_first(shipped):
    _, effects = first_effect(shipped, Article("x", SENTENCES[0][1], "nb"))
    assert effects[0].word == "Fiskeridepartementet"
    assert [e.after for e in effects] == sorted(e.after for e in effects)
    assert all(e.after < e.before for e in effects)


@pytest.mark.slow
def test_explaining_changes_nothing_but_the_reasons(shipped):
    article = Article("x", SENTENCES[1][1], "en")
    plain = shipped.analyze(article).passages[0]
    told = Analyzer(shipped.model, shipped.encoder, shipped.gazetteer, explain=True).analyze(article).passages[0]
    assert told.why[: len(plain.why)] == plain.why
    assert len(told.why) > len(plain.why)
    assert {**told.to_json(), "why": []} == {**plain.to_json(), "why": []}


def test_where_nobody_is_named_no_word_is_either(small_training, hashing_encoder):
    analyzer = Analyzer(small_training.model, hashing_encoder, explain=True)
    for passage in analyzer.analyze(Article("x", "«Aldri mer.»", "nb")).passages:
        assert passage.why == ("no source is named",)


def test_erased_tokens_no_longer_count():
    states = np.array([[1.0], [2.0], [6.0]])
    sums = np.vstack([np.zeros((1, 1)), np.cumsum(states, axis=0)])
    article = ArticleStates(np.array([[0, 3], [4, 7], [8, 11]], np.int32), sums)
    erased = without_tokens(article, [(4, 7)])
    assert erased.pool(0, 11)[0] == 3.5
    assert erased.pool(4, 7)[0] == 0.0
    assert article.pool(0, 11)[0] == 3.0


def test_the_command_names_the_words_when_asked(run, small_model):
    text = "Ordføreren hevder at veien er trygg."
    plain, told = (
        json.loads(run("score", "-", "--model", small_model, "--format", "jsonl", *flags, input=text).stdout)
        for flags in ([], ["--explain"])
    )
    lines = [line for p in told["passages"] for line in p["why"] if line.startswith("without “")]
    assert len(lines) <= 3 * len(told["passages"])
    assert not [line for p in plain["passages"] for line in p["why"] if line.startswith("without “")]
    for p, q in zip(told["passages"], plain["passages"], strict=True):
        assert p["why"][: len(q["why"])] == q["why"]
