"""A corpus in tables."""

from dataclasses import replace

import pytest

from framing.aggregate.corpus import aggregate
from tests.report_samples import BRIDGE, analysis

PLAIN = """Hæren på brua
Soldatene har nøytralisert tretti mann. ⟦indirect|src=Irina Dobreva|sc=individual|cue=mener: Brua er trygg⟧, \
mener Irina Dobreva.
"""
MIXED = [
    *(analysis(BRIDGE, id=f"a{n}", outlet="Avis A") for n in range(6)),
    *(analysis(PLAIN, id=f"b{n}", outlet="Avis B") for n in range(3)),
]


@pytest.fixture(scope="module")
def tables():
    return aggregate(MIXED, ("outlet",), resamples=100)


def rows(table, **wanted):
    return [row for row in table.records() if all(row[key] == value for key, value in wanted.items())]


def test_groups_add_up(tables):
    assert [(r["outlet"], r["articles"], r["statements"]) for r in tables.groups.records()] == [
        ("Avis A", 6, 12),
        ("Avis B", 3, 3),
    ]
    assert (tables.articles, tables.statements) == (9, 15)


def test_groups_count_what_came_through_a_carrier(tables):
    assert [row["carried"] for row in tables.groups.records()] == [6, 0]


def test_groups_stand_in_alphabetical_order_whatever_the_letter_case():
    made = [analysis(outlet=name) for name in ("bbc", "Ås", "Aftenposten", None)]
    assert [row["outlet"] for row in aggregate(made, ("outlet",)).groups.records()] == [
        "Aftenposten",
        "bbc",
        "Ås",
        None,
    ]


def test_shares_of_a_group_sum_to_one(tables):
    for outlet in ("Avis A", "Avis B"):
        assert sum(r["share"] for r in rows(tables.source_mix, outlet=outlet)) == pytest.approx(1)


def test_intervals_hold_the_share_and_need_articles(tables):
    assert all(r["low"] <= r["share"] <= r["high"] for r in rows(tables.source_mix, outlet="Avis A"))
    assert all(r["low"] is None for r in rows(tables.source_mix, outlet="Avis B"))


def test_a_speaker_is_counted_in_statements_and_articles(tables):
    (row,) = rows(tables.speakers, outlet="Avis A", speaker="Irina Dobreva")
    assert (row["source_class"], row["statements"], row["articles"]) == ("individual", 6, 6)


def test_a_surname_alone_counts_for_the_full_name_of_its_article():
    short = PLAIN + "– ⟦direct|src=Dobreva|sc=individual|cue=sier: Det er bra⟧, sier Dobreva.\n"
    speakers = aggregate([analysis(short, id="a"), analysis(PLAIN, id="b")], ("outlet",)).speakers
    assert [(row["speaker"], row["statements"], row["articles"]) for row in speakers.records()] == [
        ("Irina Dobreva", 3, 2)
    ]


def test_who_is_written_small_somewhere_is_no_name_where_a_sentence_begins_with_the_word():
    said = ("Fiskerne", "fiskerne", "Ola Lie")
    made = [analysis(f"– ⟦direct|src={who}|sc=individual|cue=sier: Ja⟧, sier {who}.", id=who) for who in said]
    assert {row["speaker"] for row in aggregate(made, ["outlet"]).speakers.records()} == {"Ola Lie"}


def test_a_term_quoted_in_one_group_is_looked_up_in_the_other(tables):
    (marked,) = rows(tables.terms, outlet="Avis A", term="nøytralisert")
    (plain,) = rows(tables.terms, outlet="Avis B", term="nøytralisert")
    assert (marked["quoted"], marked["plain"], marked["quoted_share"], marked["framing"]) == (6, 0, 1.0, "violent")
    assert (plain["quoted"], plain["plain"], plain["articles_plain"], plain["quoted_share"]) == (0, 3, 3, 0.0)


def test_a_term_is_looked_up_in_articles_before_it_too():
    assert (
        aggregate(MIXED[::-1], ("outlet",), resamples=100).terms == aggregate(MIXED, ("outlet",), resamples=100).terms
    )


def test_links_join_source_and_carrier(tables):
    (row,) = tables.network.records()
    assert (row["source"], row["carrier"], row["statements"]) == ("Forsvarsdepartementet i Velin", "AFP", 6)


def test_the_order_of_articles_does_not_matter(tables):
    assert aggregate([*MIXED[1::2], *MIXED[::2]], ("outlet",), resamples=100).tables == tables.tables


def test_a_term_without_framing_is_left_out():
    made = analysis(BRIDGE.replace("fr=doubt", "fr=none"))
    assert [r["term"] for r in aggregate([made], ("outlet",)).terms.records()] == ["nøytralisert"]


def test_a_field_called_like_a_column_keeps_its_own_column():
    made = analysis(metadata={"statements": "x"})
    table = aggregate([made], ("statements",)).groups
    assert table.records()[0]["group_statements"] == "x"
    assert table.records()[0]["statements"] == 2


def test_analyses_are_let_go_once_counted():
    import weakref

    class Tracked(type(MIXED[0])):
        __slots__ = ("__weakref__",)

    alive = []

    def stream():
        for n in range(5):
            assert sum(ref() is not None for ref in alive) <= 1
            made = MIXED[0]
            one = Tracked(replace(made.article, id=str(n)), made.language, made.passages, made.sentences, made.model)
            alive.append(weakref.ref(one))
            yield one
            del one

    assert aggregate(stream(), ("outlet",)).articles == 5


def test_nothing_gives_empty_tables():
    assert not any(table.rows for table in aggregate([], ("outlet",)).tables)
