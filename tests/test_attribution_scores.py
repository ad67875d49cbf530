"""Attributions scored as quotation systems are compared."""

import pytest

from framing.article import Article, Cue, Label, Mention, Passage
from framing.corpus.loader import AnnotatedArticle, Attribution
from framing.corpus.markup import parse
from framing.training.attribution_scores import (
    AttributionScorer,
    annotated_attributions,
    as_attributions,
    flat_attribution_metrics,
    match_contents,
)

TEXT = "“We wait for calm weather,” said Moe. “Then we sail.” The owner fears that the ferry will sink."


def at(*parts):
    return tuple((TEXT.index(part), TEXT.index(part) + len(part)) for part in parts)


def attribution(content, source=(), cue=(), **more):
    return Attribution(at(*content), at(*source), at(*cue), **more)


GOLD = [
    attribution(["“We wait for calm weather,”", "“Then we sail.”"], ["Moe"], ["said"], form="direct", type="Direct"),
    attribution(["that the ferry will sink"], ["The owner"], ["fears"], form="indirect", type="Indirect"),
]


def figures(predicted, gold=GOLD):
    scorer = AttributionScorer()
    scorer.add(TEXT, gold, predicted)
    return scorer.figures()


def test_a_perfect_output_scores_one():
    metrics = flat_attribution_metrics(figures(GOLD))
    assert set(metrics.values()) == {1.0}


def test_marks_punctuation_and_that_weigh_little_or_nothing():
    predicted = [
        attribution(["We wait for calm weather", "Then we sail"], ["Moe"]),
        attribution(["the ferry will sink"], ["The owner"]),
    ]
    assert figures(predicted)["end_to_end"]["f1"] == 1.0


def test_a_piece_of_a_content_matches_from_half_of_its_letters():
    # 20 of 29 letters, and 9 of 29
    assert match_contents(TEXT, GOLD[:1], [attribution(["We wait for calm weather"])]) == {0: 0}
    assert match_contents(TEXT, GOLD[:1], [attribution(["Then we sail"])]) == {}


def test_each_content_is_matched_once_the_best_overlap_first():
    part, whole = attribution(["We wait for calm weather"]), attribution(["We wait for calm weather", "Then we sail"])
    assert match_contents(TEXT, GOLD[:1], [part, whole]) == {0: 1}


def test_figures_of_one_hit_one_wrong_source_and_one_spurious_content():
    predicted = [
        attribution(["We wait for calm weather", "Then we sail"], ["The owner"]),
        attribution(["the ferry will sink"], ["The owner"]),
        attribution(["for calm"], ["Moe"]),
    ]
    found = figures(predicted)
    assert found["content"] == {"precision": 2 / 3, "recall": 1.0, "f1": pytest.approx(0.8), "support": 2}
    assert found["end_to_end"] == {"precision": 1 / 3, "recall": 0.5, "f1": pytest.approx(0.4), "support": 2}
    assert found["source"] == {"accuracy": 0.5, "support": 2}


def test_recall_is_told_by_form_and_by_type():
    found = figures(GOLD[1:])
    assert found["form"] == {"direct": {"recall": 0.0, "support": 1}, "indirect": {"recall": 1.0, "support": 1}}
    assert found["type"]["Indirect"]["recall"] == 1.0


@pytest.mark.parametrize(
    ("annotated", "given", "right"),
    [
        ([], [], 1.0),
        (["Moe"], [], 0.0),
        ([], ["Moe"], 0.0),
        (["The owner"], ["owner"], 1.0),
        (["The owner"], ["The"], 0.0),
    ],
)
def test_a_source_is_right_from_half_of_its_letters_or_where_neither_has_one(annotated, given, right):
    content = ["the ferry will sink"]
    found = figures([attribution(content, given)], [attribution(content, annotated)])
    assert found["end_to_end"]["recall"] == right


def test_the_source_accuracy_counts_annotated_sources_only():
    content = ["the ferry will sink"]
    assert figures([attribution(content)], [attribution(content)])["source"] == {"accuracy": 0.0, "support": 0}


def test_an_incomplete_corpus_has_no_precision():
    metrics = flat_attribution_metrics(figures(GOLD), complete=False)
    assert {name for name in metrics if "/" not in name} == {"content.recall", "source.accuracy"}


def test_no_output_scores_nothing():
    assert figures([])["content"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 2}


def passage(content, kind="direct", source=None, cue=None):
    ((start, end),) = at(content)
    mention = Mention(*at(source)[0], source) if source else None
    signal = Cue(*at(cue)[0], cue) if cue else None
    return Passage(start, end, content, kind, mention, Label("individual"), cue=signal)


def test_pieces_of_one_cue_and_source_are_one_attribution():
    found = as_attributions(
        [passage("We wait", cue="said", source="Moe"), passage("we sail", cue="said", source="Moe")]
    )
    assert found == [attribution(["We wait", "we sail"], ["Moe"], ["said"])]


def test_one_cue_of_two_sources_makes_two():
    found = as_attributions([passage("We wait", cue="said", source="Moe"), passage("we sail", cue="said")])
    assert len(found) == 2


def test_passages_without_a_cue_stay_apart():
    assert len(as_attributions([passage("We wait", source="Moe"), passage("we sail", source="Moe")])) == 2


def test_words_quoted_inside_a_content_of_the_same_source_belong_to_it():
    outer = passage("the ferry will sink", "indirect", "The owner", "fears")
    assert len(as_attributions([outer, passage("ferry", "fragment", "The owner")])) == 1
    assert len(as_attributions([outer, passage("ferry", "fragment", "Moe")])) == 2


def test_nobodys_words_are_no_attribution():
    assert as_attributions([passage("ferry", "scare"), passage("ferry", "title")]) == []


def test_where_passages_are_the_annotation_they_make_up_the_attributions():
    attributed = "src=Kommunen|sc=government|cue=sier"
    marked = f"⟦indirect|{attributed}: Brua er «⟦fragment|{attributed}: trygg⟧»⟧, sier Kommunen."
    text, passages = parse(marked)
    article = AnnotatedArticle(Article("a", text, "nb"), tuple(passages), event="a")
    (found,) = annotated_attributions(article)
    assert [text[s:e] for s, e in found.content] == ["Brua er «trygg»", "trygg"]
