"""Which articles a run trains on."""

import json
import warnings
from dataclasses import replace

import pytest

from framing.article import Article
from framing.corpus.loader import AnnotatedArticle, read_corpus
from framing.corpus.rows import article_to_row
from framing.corpus.splits import share_of
from framing.errors import DataError
from framing.training.selection import select_articles
from framing.training.settings import DataSettings, read_experiment


@pytest.fixture
def experiment(small_experiment):
    return read_experiment(small_experiment)


def events(*numbers):
    return [AnnotatedArticle(Article(f"a{n}", "Tekst.", "nb"), (), event=f"e{n // 2}") for n in numbers]


def names(articles):
    return [a.article.id for a in articles]


def test_a_smaller_share_is_contained_in_a_larger():
    articles = events(*range(200))
    shares = [set(names(share_of(articles, fraction, 7))) for fraction in (0.1, 0.25, 0.5, 1.0)]
    assert [len(share) for share in shares] == [20, 50, 100, 200]
    assert shares[0] < shares[1] < shares[2] < shares[3]


def test_articles_on_one_event_stay_together():
    kept = share_of(events(*range(100)), 0.3, 1)
    assert all(sum(a.event == b.event for b in kept) == 2 for a in kept)


def test_another_seed_chooses_others():
    articles = events(*range(100))
    assert names(share_of(articles, 0.3, 1)) != names(share_of(articles, 0.3, 2))


def test_a_share_keeps_the_order_and_the_whole_is_everything():
    articles = events(5, 3, 9, 1)
    assert share_of(articles, 1.0, 3) == articles


def test_only_what_is_trained_on_is_cut(experiment):
    whole = select_articles(experiment)
    half = select_articles(replace(experiment, data=DataSettings(fraction=0.5)))
    assert len(half.fitting) == pytest.approx(len(whole.fitting) / 2, abs=1)
    assert half.held_out == whole.held_out
    assert set(names(half.fitting)) < set(names(whole.fitting))


@pytest.fixture
def further(small_corpus, tmp_path):
    """The small corpus again under other names, with splits of its own, as JSON Lines."""
    rows = [
        article_to_row(replace(a, article=replace(a.article, id=f"x-{k}"), event=f"x-{k}", split=split))
        for k, (a, split) in enumerate(zip(list(read_corpus(small_corpus))[:3], ("train", "dev", "test"), strict=True))
    ]
    path = tmp_path / "further.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_of_further_corpora_the_training_splits_are_added(experiment, further):
    alone = select_articles(experiment)
    selection = select_articles(replace(experiment, data=DataSettings(also=(further,))))
    assert names(selection.fitting) == [*names(alone.fitting), "x-0", "x-1"]
    assert selection.held_out == alone.held_out
    assert len(selection.everything) == len(alone.everything) + 3


def test_the_settings_are_read_from_the_file(small_experiment, tmp_path):
    path = tmp_path / "half.toml"
    path.write_text(
        small_experiment.read_text("utf-8") + '[data]\nfraction = 0.5\nalso = ["x.jsonl"]\n', encoding="utf-8"
    )
    parameters = read_experiment(path).parameters()
    assert (parameters["data.fraction"], parameters["data.also"]) == ("0.5", "x.jsonl")


@pytest.mark.parametrize("line", ["fraction = 0", "fraction = 1.5", "faction = 0.5"])
def test_settings_that_make_no_sense_are_told(tmp_path, line):
    path = tmp_path / "wrong.toml"
    path.write_text(f"[data]\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"wrong\.toml: \[data\]"):
        read_experiment(path)


def test_a_corpus_as_json_lines_trains_the_same_model(
    small_corpus, small_experiment, small_training, hashing_encoder, tmp_path
):
    from framing.training.train import train

    path = tmp_path / "corpus.jsonl"
    rows = [json.dumps(article_to_row(article)) + "\n" for article in read_corpus(small_corpus)]
    path.write_text("".join(rows), encoding="utf-8")
    with warnings.catch_warnings():
        # so few articles that folds lack classes
        warnings.simplefilter("ignore")
        result = train(replace(read_experiment(small_experiment), corpus=path), hashing_encoder, tmp_path / "model")
    assert result.model.id == small_training.model.id


def test_a_model_is_trained_with_a_further_corpus(small_experiment, further, hashing_encoder, tmp_path):
    from framing.training.train import train

    experiment = replace(read_experiment(small_experiment), data=DataSettings(also=(further,)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = train(experiment, hashing_encoder, tmp_path / "model")
    assert result.counts["articles.train"] == len(select_articles(experiment).fitting)
