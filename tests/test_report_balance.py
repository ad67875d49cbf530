"""Counting voices, flows and framing words, and laying out the diagram."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from framing.article import Label, Mention
from framing.entities import full_name
from framing.report.balance import Flow, Party, flows, framing_uses, source_balance, statements, voices
from framing.report.diagram import CARRIERS, OTHERS, ROW, SOURCES, draw
from tests.report_samples import analysis, bare, passage, with_first


def naming(mention):
    """One party for each full name, letter case aside."""
    name = full_name(mention)
    return name.casefold(), name


def test_quoted_word_inside_a_statement_of_the_same_class_is_no_second_statement():
    assert [p.kind for p in statements(analysis())] == ["indirect", "direct"]


def test_somebody_else_inside_a_statement_is_heard():
    text = "Hun sa at han sa ja"
    made = bare(text, passage(text, 0, 19, label="individual"), passage(text, 10, 19, label="government"))
    assert len(statements(made)) == 2


def test_balance_has_the_largest_voice_first_and_ties_in_the_order_of_the_taxonomy():
    text = "abcd"
    labels = ("individual", "business", "government", "individual")
    made = [passage(text, k, k + 1, label=label) for k, label in enumerate(labels)]
    assert list(source_balance(made).items()) == [("individual", 2), ("government", 1), ("business", 1)]


def test_flow_goes_from_source_through_carrier():
    ministry, woman = flows(statements(analysis()), naming)
    assert ministry == Flow(Party("Forsvarsdepartementet i Velin", "government"), Party("AFP", "western_wire"), 1)
    assert woman == Flow(Party("Irina Dobreva", "individual"), None, 1)


def test_mentions_with_the_same_full_name_are_one_party():
    made = with_first(analysis(), source=Mention(0, 3, "hun", "irina dobreva"), carrier=None, carrier_class=None)
    (flow,) = flows(statements(made), naming)
    assert flow.count == 2


def test_party_has_the_class_it_was_given_most_often():
    made = analysis()
    first = made.passages[0]
    sure = [with_first(made, source_class=Label(label)).passages[0] for label in ("politics", "government", "politics")]
    assert first.source is not None
    assert {flow.source.label for flow in flows(sure, naming)} == {"politics"}


def test_voices_stand_under_their_class_with_the_most_heard_first():
    text = "abcd"
    said = [
        replace(passage(text, k, k + 1), source=Mention(k, k + 1, name) if name else None)
        for k, name in enumerate(("", "Ola Lie", "Liv Moe", "liv moe"))
    ]
    (heard,) = voices(said, naming).values()
    assert [(voice.name, voice.count) for voice in heard] == [("Liv Moe", 2), ("Ola Lie", 1), (None, 1)]
    assert heard[0].first is said[2]


def test_a_voice_is_unsure_only_where_all_it_says_is():
    said = [replace(passage("ab", k, k + 1), abstained=k == 0) for k in range(2)]
    assert [voice.unsure for voice in voices(said, naming)["individual"]] == [False]
    assert [voice.unsure for voice in voices(said[:1], naming)["individual"]] == [True]


def test_framing_words_name_their_user_and_scare_quotes_name_nobody():
    violent, doubt = framing_uses(analysis(), naming)
    assert (violent.term, violent.label) == ("nøytralisert", "violent")
    assert violent.source == Party("Forsvarsdepartementet i Velin", "government")
    assert (doubt.term, doubt.source) == ("fredelige", None)


def test_plain_quoted_words_are_no_framing():
    made = analysis("Hun kaller det «⟦fragment|src=Hun|sc=individual|cue=kaller: en tur⟧».")
    assert framing_uses(made, naming) == ()


def test_diagram_needs_a_carrier():
    assert draw([Flow(Party("Hun", "individual"), None, 3)]) is None


parties = st.integers(0, 20).map(lambda n: Party(f"S{n}", "government"))
carriers = st.none() | st.integers(0, 20).map(lambda n: Party(f"C{n}", "western_wire"))


@given(st.dictionaries(st.tuples(parties, carriers), st.integers(1, 9), min_size=1))
def test_diagram_keeps_every_statement_that_is_passed_on_and_stays_small(links):
    drawing = draw([Flow(source, carrier, count) for (source, carrier), count in links.items()])
    if drawing is None:
        assert all(carrier is None for _, carrier in links)
        return
    total = sum(count for (_, carrier), count in links.items() if carrier)
    assert sum(node.count for node in drawing.sources) == sum(node.count for node in drawing.carriers) == total
    assert len(drawing.sources) <= SOURCES + 1
    assert len(drawing.carriers) <= CARRIERS + 1
    assert all(0 < band.left < drawing.rows * ROW and 0 < band.right < drawing.rows * ROW for band in drawing.bands)


def test_diagram_gathers_the_least_quoted_at_the_foot():
    many = [Flow(Party(f"S{k}", "individual"), Party("NTB", "western_wire"), 1) for k in range(12)]
    drawing = draw(many)
    assert drawing is not None
    assert drawing.sources[-1].party == OTHERS
    assert drawing.sources[-1].count == 12 - SOURCES
