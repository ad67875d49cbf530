"""Articles side by side."""

import json

import pytest

from framing.aggregate.comparison import compare
from framing.errors import UsageError
from tests.report_samples import analysis

OTHER = """Sabotørene er stanset
Forsvarsdepartementet opplyser at ⟦indirect|src=Forsvarsdepartementet i Velin|sc=government|car=OSTA|cc=state_media|\
cue=opplyser: trettito er nøytralisert⟧, skriver OSTA. Forsvarsdepartementet i Velin er fornøyd.
– ⟦direct|src=Dobreva|sc=individual|cue=sier: Det er usant⟧, sier Dobreva.
Den fredelige kolonnen er framme.
"""


@pytest.fixture
def comparison():
    return compare([analysis(id="a"), analysis(OTHER, id="b")])


def test_one_article_is_nothing_to_compare():
    with pytest.raises(UsageError, match="two or more"):
        compare([analysis()])


def test_every_row_has_a_value_for_each_article(comparison):
    rows = (*comparison.classes, *comparison.speakers, *comparison.channels, *comparison.terms)
    assert rows
    assert {len(row.articles) for row in rows} == {2}


def test_a_surname_alone_is_the_speaker_of_the_other_article(comparison):
    (row,) = [side for side in comparison.speakers if side.name == "Irina Dobreva"]
    assert [cues.statements for cues in row.articles] == [1, 1]
    assert not any(side.name == "Dobreva" for side in comparison.speakers)


def test_the_classes_count_all_statements(comparison):
    for n, head in enumerate(comparison.heads):
        assert sum(side.articles[n].statements for side in comparison.classes) == head.statements


def test_cues_stand_with_their_stance(comparison):
    (government,) = [side for side in comparison.classes if side.label == "government"]
    assert government.articles[0].words == {"distancing": ("påstår",)}
    assert government.articles[0].stances == {"neutral": 0, "endorsing": 0, "distancing": 1}


def test_a_word_quoted_in_one_is_found_plain_in_the_other(comparison):
    (row,) = [row for row in comparison.terms if row.term == "fredelige"]
    assert row.contrast
    marked, plain = row.articles
    assert (marked.quoted, marked.users, plain.plain) == (1, (None,), 1)
    assert plain.context == ("Den ", "fredelige", " kolonnen er framme.")


def test_the_user_of_a_quoted_word_is_named(comparison):
    (row,) = [row for row in comparison.terms if row.term == "nøytralisert"]
    assert row.articles[0].users == ("Forsvarsdepartementet i Velin",)


def test_channels_are_counted_by_article(comparison):
    assert {row.name: row.articles for row in comparison.channels} == {"AFP": (1, 0), "OSTA": (0, 1)}


def test_json_names_its_schema_and_can_be_written(comparison):
    row = json.loads(json.dumps(comparison.to_json()))
    assert row["schema"] == "framing.comparison/1"
    assert row["articles"][1]["id"] == "b"
    assert {term["term"]: term["contrast"] for term in row["terms"]} == {"nøytralisert": True, "fredelige": True}


def test_the_user_of_a_quoted_word_is_called_as_among_the_speakers():
    marked = "Ja\nTalsmann Ola Lie kaller det «⟦fragment|src=Talsmann Ola Lie|sc=business|fr=loaded: tull⟧»."
    compared = compare([analysis(marked), analysis(id="b")])
    assert ("Ola Lie",) in [row.articles[0].users for row in compared.terms]
