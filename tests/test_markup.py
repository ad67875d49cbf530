import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.markup import AnnotatedPassage, parse, render
from framing.errors import DataError

NESTED = (
    "Oslo\nKystvakten hevder at ⟦indirect|src=Kystvakten|sc=government|car=NTB|cc=western_wire|cue=hevder: "
    "båten «⟦fragment|src=Kystvakten|sc=government|cue=hevder|fr=violent: knuste⟧» garnet⟧, melder NTB."
)


def test_markup_is_stripped_and_offsets_point_into_the_plain_text():
    text, passages = parse(NESTED)
    assert "⟦" not in text
    assert [text[p.start : p.end] for p in passages] == ["båten «knuste» garnet", "knuste"]
    assert passages[0].source is not None
    assert text[passages[0].source.start : passages[0].source.end] == "Kystvakten"


def test_the_nearest_whole_word_is_taken_as_the_mention():
    text, (passage,) = parse("Han gikk. Hanna lo. ⟦direct|src=Han|sc=individual|cue=sa: Ja⟧, sa Hanna. Han sa det.")
    assert passage.source is not None
    assert passage.source.start == text.index("Han sa")


def test_a_cue_inside_its_clause_is_found_there():
    text, (passage,) = parse("⟦indirect|sc=unattributed|cue=skal: Sjefen skal ha reist⟧ hjem.")
    assert passage.cue is not None
    assert passage.cue.start == text.index("skal")


@pytest.mark.parametrize(
    ("marked", "complaint"),
    [
        ("⟦direct|sc=government: Ja", "never closed"),
        ("Ja⟧", "without"),
        ("⟦quote|sc=government: Ja⟧", "unknown kind"),
        ("⟦direct|who=ham: Ja⟧", "unknown key"),
        ("⟦direct|src=Ola|sc=king: Ja⟧ sa Ola", "unknown sc"),
        ("⟦direct|src=Kari|sc=individual: Ja⟧ sa Ola", "does not stand in the text"),
        ("⟦direct|src=Ola|sc=individual|car=NTB: Ja⟧ sa Ola til NTB", "go together"),
        ("⟦direct|src=Ola|sc=individual|fr=loaded: Ja⟧ sa Ola", "fragment and scare"),
        ("⟦scare|src=Ola|sc=individual: fred⟧ sa Ola", "no source"),
        ("⟦direct|sc=individual: Ja⟧", "needs src"),
        ("⟦direct: ⟧", "empty"),
    ],
)
def test_broken_markup_is_refused_with_its_line(marked, complaint):
    with pytest.raises(DataError, match=complaint) as caught:
        parse("En linje\n" + marked, "prøve.txt")
    assert "prøve.txt:2" in str(caught.value)


@given(st.text(alphabet="ab c.\n«»", min_size=1, max_size=60), st.data())
def test_rendered_passages_are_parsed_back(text, data):
    spans = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        piece = text[start:end]
        crossing = any(a < start < b < end or start < a < end < b for a, b in spans)
        if piece.strip() and piece == piece.strip() and not crossing and (start, end) not in spans:
            spans.append((start, end))
    passages = [AnnotatedPassage(a, b, text[a:b], "direct", "unattributed") for a, b in sorted(spans)]
    again, found = parse(render(text, passages))
    assert again == text
    assert sorted((p.start, p.end) for p in found) == sorted(spans)
