"""The entity list: all mentions of one name together, with what was said and passed on."""

from framing.aggregate.parties import naming_in
from framing.article import Label, Mention, Passage
from framing.entities import entities
from framing.gazetteer import load_gazetteer

GOVERNMENT, WIRE = Label("government", 0.9), Label("western_wire", 0.8)


def said(source, *, carrier=None, label=GOVERNMENT):
    return Passage(0, 1, "x", "indirect", source, label, carrier, WIRE if carrier else None)


def listed(passages, language="nb"):
    mentions = [m for p in passages for m in (p.source, p.carrier) if m is not None]
    return entities(passages, naming_in(mentions, language, load_gazetteer()))


def test_mentions_of_one_name_are_one_entity():
    first, later = Mention(0, 8, "Kari Moe"), Mention(50, 53, "hun", "Kari Moe")
    (entity,) = listed([said(first), said(later), said(later)])
    assert (entity.name, entity.mentions, entity.said, entity.source_class) == (
        "Kari Moe",
        (first, later),
        3,
        "government",
    )
    assert (entity.passed_on, entity.carrier_class) == (0, None)


def test_a_channel_is_an_entity_too():
    moe, wire = Mention(0, 3, "Moe"), Mention(20, 23, "NTB")
    assert [(e.name, e.said, e.passed_on, e.carrier_class) for e in listed([said(moe, carrier=wire)])] == [
        ("Moe", 1, 0, None),
        ("NTB", 0, 1, "western_wire"),
    ]


def test_the_class_given_most_often_counts():
    moe = Mention(0, 3, "Moe")
    (entity,) = listed([said(moe), said(moe, label=Label("politics", 0.5)), said(moe)])
    assert entity.source_class == "government"


def test_passages_without_a_source_name_nobody():
    assert listed([said(None)]) == ()


def test_titles_and_offices_do_not_divide_a_person():
    mentions = ("Pressetalsperson Kari Moe", "Kari Moe (NDL)", "rådgiver Kari Moe i Bellona")
    found = listed([said(Mention(30 * k, 30 * k + len(text), text)) for k, text in enumerate(mentions)])
    assert [(e.name, e.said) for e in found] == [("Kari Moe", 3)]


def test_names_of_bodies_stay_whole():
    found = listed([said(Mention(0, 18, "Xinhua News Agency")), said(Mention(30, 44, "Røde Kors i Mo"))])
    assert [e.name for e in found] == ["Xinhua News Agency", "Røde Kors i Mo"]


def test_a_medium_is_one_however_it_is_named():
    names = ("RIA", "RIA state news agency", "RIA Novosti")
    found = listed([said(Mention(30 * k, 30 * k + len(text), text)) for k, text in enumerate(names)], "en")
    assert [(e.name, e.said) for e in found] == [("RIA", 3)]


def test_a_surname_alone_is_the_person_named_in_full():
    names = ("Kari Moe", "Moe", "Kari Moe")
    found = listed([said(Mention(30 * k, 30 * k + len(text), text)) for k, text in enumerate(names)])
    assert [(e.name, e.said) for e in found] == [("Kari Moe", 3)]
