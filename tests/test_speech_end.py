"""Where speech behind a dash ends, when the reporter follows in the same line."""

import numpy as np
import pytest

from framing.article import Article
from framing.attribution.model import Marked
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.markup import parse
from framing.encoder.base import Encoder
from framing.estimators.heads import LinearHead
from framing.estimators.spans import encode_articles
from framing.estimators.speech import REPORTER, SPEECH, SpeechEnds, Surroundings, end_speech, later_sentences
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile
from framing.pipeline import find_passages
from framing.training.dataset import corpus_means
from framing.training.speech import speech_rows

TEXT = (
    "Krangel om kaia\n- Vi seiler i dag. Været er fint. Moe smiler bredt, og kaller turen «et eventyr».\n- Ja, sa Moe."
)
SPEECH_SPAN = Marked(TEXT.index("Vi"), TEXT.index("».") + 1, "dash", "direct")
QUOTED = Marked(TEXT.index("et eventyr"), TEXT.index("»."), "quote", "fragment", depth=1)


def line(encoder: Encoder, text: str = TEXT) -> Surroundings:
    (states,) = encode_articles([text], encoder)
    centre = np.zeros(encoder.dimension, np.float32)
    return Surroundings(text, states, load_profile("nb"), centre, frozenset({"Moe"}))


def head_on(width: int, column: int) -> LinearHead:
    """A head that calls a sentence the reporter's exactly where a column is above one half."""
    weights = np.zeros((width, 2), np.float32)
    weights[column] = (10.0, -10.0)
    return LinearHead("speech_end", (REPORTER, SPEECH), weights, np.asarray([-5.0, 5.0], np.float32))


@pytest.fixture
def named(hashing_encoder):
    """A head that goes by whether a known speaker is named."""
    _, blocks = next(later_sentences(SPEECH_SPAN, line(hashing_encoder)))
    width = sum(len(values) for _, values in blocks)
    return head_on(width, width - len(blocks[-1][1]))


def test_the_first_sentence_behind_a_dash_is_speech_without_asking(hashing_encoder):
    found = [TEXT[span.start : span.end] for span, _ in later_sentences(SPEECH_SPAN, line(hashing_encoder))]
    assert found == ["Været er fint.", "Moe smiler bredt, og kaller turen «et eventyr»"]


def test_speech_ends_before_the_reporters_sentence(hashing_encoder, named):
    (speech, _) = end_speech([SPEECH_SPAN, QUOTED], line(hashing_encoder), named)
    assert TEXT[speech.start : speech.end] == "Vi seiler i dag. Været er fint"


def test_quotes_in_the_reporters_sentence_are_no_longer_inside_speech(hashing_encoder, named):
    (_, quoted) = end_speech([SPEECH_SPAN, QUOTED], line(hashing_encoder), named)
    assert quoted.depth == 0


def test_a_passage_in_quotation_marks_is_left_alone(hashing_encoder, named):
    quote = Marked(SPEECH_SPAN.start, SPEECH_SPAN.end, "quote", "direct")
    assert end_speech([quote], line(hashing_encoder), named) == [quote]


def test_behind_a_cue_clause_the_first_sentence_is_asked_about_too(hashing_encoder):
    text = "- Ja, sier Moe. Vi seiler."
    later = Marked(text.index("Vi"), len(text) - 1, "dash", "direct")
    assert [text[s.start : s.end] for s, _ in later_sentences(later, line(hashing_encoder, text))] == ["Vi seiler"]


def test_the_grammar_reads_the_passages_as_they_end(hashing_encoder, named):
    reading = line(hashing_encoder)
    ends = SpeechEnds(named, reading.states, reading.centre)
    matches = load_gazetteer().find(TEXT, "nb")
    spans = {TEXT[p.start : p.end] for p in find_passages(TEXT, "nb", matches, ends).passages}
    assert "Vi seiler i dag. Været er fint" in spans
    assert not any(span.startswith("Vi seiler") and "Moe" in span for span in spans)


def annotated(n: int, marked: str) -> AnnotatedArticle:
    text, passages = parse(marked)
    return AnnotatedArticle(Article(f"a{n}", text, "nb"), tuple(passages), event=f"e{n}")


def rows_of(articles, encoder):
    states = encode_articles([a.article.text for a in articles], encoder)
    return speech_rows(articles, states, corpus_means(articles, states), load_gazetteer())


def test_rows_are_labelled_by_what_the_annotators_took_for_speech(hashing_encoder):
    marked = "Kaia\n- ⟦direct|src=Moe|sc=individual: Vi seiler i dag. Jeg gleder meg⟧. Moe tar på seg lua."
    rows = rows_of([annotated(n, marked) for n in range(30)], hashing_encoder)
    assert rows.labels == [SPEECH, REPORTER] * 30


def test_an_interviewers_question_ends_the_speech_though_it_is_speech_too(hashing_encoder):
    marked = "Kaia\n- ⟦direct|src=Moe|sc=individual: Vi seiler. Snart⟧. ⟦direct: Når da?⟧\nMoe peker."
    rows = rows_of([annotated(n, marked) for n in range(30)], hashing_encoder)
    assert rows.labels == [SPEECH, REPORTER] * 30


def test_where_the_reporter_hardly_ever_follows_there_is_no_head(hashing_encoder):
    marked = "Kaia\n- ⟦direct|src=Moe|sc=individual: Vi seiler i dag. Jeg gleder meg⟧, sier Moe."
    assert rows_of([annotated(n, marked) for n in range(40)], hashing_encoder) is None
