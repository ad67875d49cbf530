"""Gazetteer evidence: what a mention names, and how what stands near it fades."""

from __future__ import annotations

import numpy as np
import pytest

from framing.article import Mention
from framing.estimators import evidence
from framing.gazetteer import load_gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def mention(text: str, words: str) -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words)


def strength(row, label: str) -> float:
    return float(row[evidence.CLASSES.index(label)])


def test_a_name_is_evidence_for_its_class(gazetteer):
    text = "Utenriksdepartementet sier at veien er åpen."
    row = evidence.inside([mention(text, "Utenriksdepartementet")], gazetteer.find(text, "nb"))
    assert strength(row, "government") > 0
    assert strength(row, "western_wire") == 0


def test_nothing_named_is_no_evidence(gazetteer):
    text = "Ola Vik sier at veien er åpen."
    assert not evidence.inside([mention(text, "Ola Vik")], gazetteer.find(text, "nb")).any()


def test_a_title_beside_the_name_counts_for_more_than_one_far_off(gazetteer):
    near = "Sjefen for Røde Kors, Ola Vik, sier at veien er åpen."
    far = "Ola Vik, som bor ved sjøen sammen med en bror og to søstre, kjenner Røde Kors."
    weights = [
        strength(evidence.nearby([mention(text, "Ola Vik")], text, gazetteer.find(text, "nb")), "civil_society")
        for text in (near, far)
    ]
    assert weights[0] > weights[1] > 0


def test_evidence_of_another_sentence_is_not_nearby(gazetteer):
    text = "Røde Kors var der. Ola Vik sier at veien er åpen."
    row = evidence.nearby([mention(text, "Ola Vik")], text, gazetteer.find(text, "nb"))
    assert strength(row, "civil_society") == 0


def test_what_went_before_counts_for_a_source_without_a_name(gazetteer):
    text = "Reuters var først ute. Byrået skriver at veien er åpen."
    row = evidence.before(mention(text, "Byrået"), gazetteer.find(text, "nb"))
    assert strength(row, "western_wire") > 0
    assert not evidence.before(None, gazetteer.find(text, "nb")).any()


def test_order_tells_the_head_from_the_rest(gazetteer):
    text = "Røde Kors-lederen hos NATO"
    matches = gazetteer.find(text, "nb")
    first, last = np.split(evidence.first_and_last(Mention(0, len(text), text), matches), 2)
    assert strength(first, "civil_society") > 0
    assert strength(last, "international_org") > 0


@pytest.mark.parametrize(
    ("name", "language", "label"),
    [("Interfax", "en", "other_media"), ("Reuters", "en", "western_wire"), ("Telegram", "en", "social_media")],
)
def test_a_channel_has_the_class_of_its_row(gazetteer, name, language, label):
    text = f"He told {name} that the road was open."
    row = evidence.channel(mention(text, name), gazetteer.find(text, language))
    assert [c for c, v in zip(evidence.CHANNELS, row, strict=False) if v] == [label]


def test_a_place_beside_a_role_only_says_where(gazetteer):
    text = "En lærer i Minsk, Ivan Orlov, sier at veien er åpen."
    row = evidence.inside([mention(text, "En lærer i Minsk")], gazetteer.find(text, "nb"))
    assert strength(row, "individual") > 0
    assert strength(row, "government") == 0


def test_a_place_by_itself_stands_for_who_governs_it(gazetteer):
    text = "Minsk sier at veien er åpen."
    row = evidence.inside([mention(text, "Minsk")], gazetteer.find(text, "nb"))
    assert strength(row, "government") > 0


def test_what_somebody_is_said_to_be_is_evidence(gazetteer):
    text = "Ivan Orlov, ambassadør i Oslo, sier at veien er åpen."
    row = evidence.described([mention(text, "ambassadør i Oslo")], gazetteer.find(text, "nb"))
    assert strength(row, "government") > 0


def test_what_the_article_calls_a_known_person_goes_before_what_is_known(gazetteer):
    text = "Angela Merkel sier at veien er åpen. Forfatteren er ikke enig."
    matches, name = gazetteer.find(text, "nb"), mention(text, "Angela Merkel")
    said = evidence.described([mention(text, "Forfatteren")], matches)
    alone = evidence.whole(name, matches, np.zeros_like(said))
    assert 0 < strength(evidence.whole(name, matches, said), "government") < strength(alone, "government")


def test_of_common_nouns_in_one_name_the_last_says_what_it_is(gazetteer):
    text = "The Bank Employees' Association said no. A bank and employees' associations met."
    row = evidence.inside([mention(text, "The Bank Employees' Association")], gazetteer.find(text, "en"))
    assert strength(row, "civil_society") > 0
    assert strength(row, "business") == 0
    both = evidence.inside([mention(text, "bank and employees' associations")], gazetteer.find(text, "en"))
    assert strength(both, "business") > 0
