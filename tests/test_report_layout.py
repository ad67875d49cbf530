"""Passages laid over paragraphs: the text is whole, the pieces nest."""

from hypothesis import given
from hypothesis import strategies as st

from framing.report.layout import paragraphs
from framing.report.legible import legible, one_line, without_surrogates
from tests.report_samples import analysis, passage

texts = st.text(st.sampled_from("ab \n«é\u0301😀"), max_size=40)


@st.composite
def covered(draw):
    text = draw(texts)
    ends = st.integers(0, len(text) + 3)
    spans = draw(st.lists(st.tuples(ends, ends), max_size=6))
    return text, [passage(text, *sorted(span)) for span in spans]


@given(covered())
def test_steps_give_back_the_paragraph(given_):
    text, passages = given_
    for p in paragraphs(text, passages):
        assert "".join(step.text for step in p.steps) == text[p.start : p.end]


@given(covered())
def test_every_line_that_is_not_blank_is_a_paragraph(given_):
    text, passages = given_
    found = [text[p.start : p.end] for p in paragraphs(text, passages)]
    assert found == [line for line in text.split("\n") if line.strip()]


@given(covered())
def test_pieces_close_in_reverse_order_of_opening(given_):
    for p in paragraphs(*given_):
        stack = []
        for step in p.steps:
            if step.opens:
                assert step.opens.depth == len(stack)
                stack.append(step.opens)
            if step.closes:
                assert stack.pop() == step.closes
        assert not stack


@given(covered())
def test_pieces_cover_the_passage_and_nothing_else(given_):
    text, passages = given_
    seen = [set() for _ in passages]
    lines = set()
    for p in paragraphs(text, passages):
        lines |= set(range(p.start, p.end))
        position, inside = p.start, []
        for step in p.steps:
            if step.opens:
                inside.append(step.opens.number)
            elif step.closes:
                inside.remove(step.closes.number)
            for number in inside:
                seen[number] |= set(range(position, position + len(step.text)))
            position += len(step.text)
    for number, made in enumerate(passages):
        assert seen[number] == set(range(made.start, made.end)) & lines


def test_passage_over_two_paragraphs_begins_in_one_and_ends_in_the_other():
    text = "Hun sa «ja.\nOg nei», sa hun."
    first, second = paragraphs(text, [passage(text, 8, 18)])
    pieces = [step.opens for p in (first, second) for step in p.steps if step.opens]
    assert [(piece.first, piece.last) for piece in pieces] == [(True, False), (False, True)]


def test_nested_passage_knows_its_depth():
    made = analysis()
    body = paragraphs(made.article.text, made.passages)[1]
    assert [step.opens.depth for step in body.steps if step.opens] == [0, 1]


@given(st.text())
def test_legible_keeps_offsets_and_can_be_encoded(text):
    for change in (legible, without_surrogates):
        assert len(change(text)) == len(text)
        change(text).encode("utf-8")


def test_legible_leaves_letters_and_marks_alone():
    text = "Ærlig talt: «нет», e\u0301, 😀\tog\nslutt"
    assert legible(text) == text


def test_line_for_the_terminal_has_no_escapes_overrides_or_breaks():
    assert one_line("a\x1b[31m\u202eb\r\n c\x9b") == "a\ufffd[31m\ufffdb c\ufffd"
