from collections import Counter

import pytest

from framing.article import Article
from framing.corpus.loader import AnnotatedArticle
from framing.errors import DataError, UsageError
from framing.training.counts import ArticleCounts, as_arrays, figures_of, macro_labels, read_counts, write_counts
from framing.training.paired import Difference, PairedComparison, compare_articles
from framing.training.train import headline


def rows(*hits, annotated=4):
    return [
        ArticleCounts(
            f"a{k}",
            f"digest {k}",
            {"class/government.hits": n, "class/government.predicted": 4, "class/government.annotated": annotated},
        )
        for k, n in enumerate(hits)
    ]


def comparison(difference, low, high, p=0.01, figure="class.f1"):
    return PairedComparison(85, 10_000, 1, {figure: Difference(0.5, 0.5 + difference, difference, low, high, p)})


def test_the_counts_of_articles_sum_to_the_figures(small_training):
    counts = small_training.scorer.by_article
    names = sorted({name for row in counts for name in row.counts})
    totals = as_arrays(counts, names).sum(axis=0, keepdims=True)
    figures = figures_of(names, totals, macro_labels(names, totals[0].tolist()))
    assert {name: round(float(value[0]), 4) for name, value in figures.items()} == headline(small_training.figures)


def test_every_held_out_article_has_a_row_of_its_own(small_training):
    ids = Counter(row.article for row in small_training.scorer.by_article)
    assert len(ids) == small_training.figures["articles"]
    assert set(ids.values()) == {1}


def test_counts_are_the_same_after_writing_and_reading(small_training, tmp_path):
    counts = small_training.scorer.by_article
    write_counts(counts, tmp_path / "counts.csv")
    again = read_counts(tmp_path / "counts.csv")
    assert [(row.article, row.sha256) for row in again] == [(row.article, row.sha256) for row in counts]
    for row, read in zip(counts, again, strict=True):
        assert {k: v for k, v in read.counts.items() if v} == pytest.approx(dict(row.counts), abs=1e-6)


@pytest.mark.parametrize("content", ["", "label,f1\n", "article,sha256,class.right\na,b,much\n"])
def test_another_table_is_broken_data(tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_text(content)
    with pytest.raises(DataError, match=r"other\.csv"):
        read_counts(path)


def test_a_run_that_is_better_on_every_article_is_better():
    found = compare_articles(rows(*[1] * 20), rows(*[3] * 20)).figures["class.f1"]
    assert found.difference == found.low == found.high == 0.5
    assert found.p < 0.001
    assert not found.is_noise


def test_ups_and_downs_are_noise():
    found = compare_articles(rows(*[2] * 20), rows(*[1, 3] * 10)).figures["class.f1"]
    assert found.difference == 0.0
    assert found.low < 0 < found.high
    assert found.p > 0.5


def test_the_other_way_round_everything_changes_its_sign():
    a, b = rows(*[2] * 20), rows(*[2, 2, 2, 3] * 5)
    one, other = (compare_articles(*pair).figures["class.f1"] for pair in ((a, b), (b, a)))
    assert (one.difference, one.low, one.high) == (-other.difference, -other.high, -other.low)
    assert one.p == other.p


def test_a_run_does_not_differ_from_itself():
    found = compare_articles(rows(1, 2, 3, 4, 2), rows(1, 2, 3, 4, 2))
    assert found.figures["class.f1"].p == 1.0
    assert found.sentence("class.f1", "one", "two") == "one and two do not differ in class.f1 on 5 articles."


def test_articles_annotated_anew_are_left_out():
    changed = [ArticleCounts(row.article, row.sha256 + " changed", row.counts) for row in rows(*[3] * 5)]
    assert compare_articles(rows(*[2] * 10), [*changed, *rows(*[3] * 10)[5:]]).articles == 5
    with pytest.raises(UsageError, match="share 0"):
        compare_articles(rows(*[2] * 5), changed)


def test_the_sentence_names_the_better_run_and_its_gain():
    better = comparison(-0.03, -0.05, -0.01).sentence("class.f1", "plain", "balanced")
    assert better == (
        "plain is better than balanced by +0.030 class.f1 (95 % interval +0.010 to +0.050, p 0.010, 85 articles): "
        "more than noise."
    )


def test_less_calibration_error_is_better():
    said = comparison(-0.03, -0.05, -0.01, figure="ece").sentence("ece", "plain", "balanced")
    assert said.startswith("balanced is better than plain by -0.030 ece")


def test_the_sentence_says_where_neither_is_better():
    said = comparison(0.01, -0.01, 0.03, p=0.3).sentence("class.f1", "plain", "balanced")
    assert said.startswith("Neither is shown to be better: balanced differs from plain by +0.010 class.f1")
    assert said.endswith("no more than noise.")


def test_an_unknown_figure_is_wrong_usage():
    with pytest.raises(UsageError, match=r"class\.f2"):
        comparison(0.0, 0.0, 0.0).sentence("class.f2", "a", "b")


def test_scoring_notes_the_digest_of_text_and_annotation(hashing_encoder, small_training):
    from framing.gazetteer import load_gazetteer
    from framing.training.evaluate import evaluate_articles

    articles = [AnnotatedArticle(Article("x", text, "nb"), (), "x") for text in ("Det regner.", "Det snør.")]
    scored = evaluate_articles(small_training.model, hashing_encoder, load_gazetteer(), articles).by_article
    assert scored[0].article == scored[1].article
    assert scored[0].sha256 != scored[1].sha256
