"""Which channel words came through: candidates, features of pairs, and the choice among them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.article import Cue, Mention
from framing.attribution import Attributed
from framing.estimators.heads import LinearHead
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile
from framing.linking import find_candidates, link_carriers, training_pairs
from framing.linking.features import WIDTH
from framing.linking.linker import NO, YES


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def at(text: str, words: str) -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words)


def passage(text: str, content: str, source: str, cue: str, carrier: str | None = None) -> Attributed:
    span, said = at(text, content), at(text, cue)
    return Attributed(
        span.start,
        span.end,
        "clause",
        "indirect",
        at(text, source),
        Cue(said.start, said.end, said.text, "neutral"),
        at(text, carrier) if carrier else None,
        link="beside",
    )


def head(bias: float) -> LinearHead:
    """A head that says the same of every pair: ``bias`` is the log odds of a carrier."""
    return LinearHead("carrier_link", (YES, NO), np.zeros((WIDTH, 2), np.float32), np.asarray([bias, 0.0], np.float32))


TEXT = "Rektor Eva Lind sier til Radio Fjordgløtt at skolen stenges."


def candidates(text: str, gazetteer, language: str = "nb") -> list[str]:
    found = find_candidates(text, gazetteer.find(text, language), load_profile(language))
    return [text[c.start : c.end] for c in found]


def test_an_outlet_no_list_knows_is_a_candidate_behind_a_preposition(gazetteer):
    assert "Radio Fjordgløtt" in candidates(TEXT, gazetteer)


def test_a_person_spoken_to_is_no_candidate(gazetteer):
    text = "Eva Lind kom sent. Det sa rektoren til Lind."
    assert candidates(text, gazetteer) == []


def test_a_dateline_names_no_channel(gazetteer):
    assert candidates("OSLO (NTB): Rektor Eva Lind mener at skolen må stenges før vinteren.", gazetteer) == []


@pytest.mark.parametrize(
    ("language", "text", "document"),
    [
        ("nb", "I sin åpne trusselvurdering skriver politiet at det er rolig.", "trusselvurdering"),
        ("nb", "Ifølge en rapport er brua trygg.", "rapport"),
        ("en", "In its 2016 report the board noted that the bridge was safe.", "report"),
    ],
)
def test_a_document_that_words_stand_in_is_a_candidate(gazetteer, language, text, document):
    assert document in candidates(text, gazetteer, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Rektor Eva Lind kaller rapporten pinlig."),
        ("nb", "Hun er glad i ferier, og rapporten er hun lei av."),
        ("en", "Eva Lind is a professor of international studies."),
    ],
)
def test_a_document_that_is_only_spoken_of_is_none(gazetteer, language, text):
    assert candidates(text, gazetteer, language) == []


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("I sine retningslinjer er Eva Lind streng. Hun ber folk om å vente.", None),
        ("I rapporten er Eva Lind streng. Hun ber folk om å vente.", "rapporten"),
    ],
)
def test_a_document_holds_on_to_later_sentences_where_it_is_a_known_one(gazetteer, text, carrier):
    found = [passage(text, "å vente", "Hun", "ber")]
    linked = link_carriers(text, found, gazetteer.find(text, "nb"), load_profile("nb"), head(3.0))[0].carrier
    assert (linked and linked.text) == carrier


def test_a_sure_head_gives_a_carrier_where_none_was_found(gazetteer):
    found = [passage(TEXT, "skolen stenges", "Rektor Eva Lind", "sier")]
    linked = link_carriers(TEXT, found, gazetteer.find(TEXT, "nb"), load_profile("nb"), head(3.0))
    assert linked[0].carrier is not None
    assert linked[0].carrier.text == "Radio Fjordgløtt"


def test_an_unsure_head_gives_none(gazetteer):
    found = [passage(TEXT, "skolen stenges", "Rektor Eva Lind", "sier")]
    assert link_carriers(TEXT, found, gazetteer.find(TEXT, "nb"), load_profile("nb"), head(-0.5))[0].carrier is None


def test_what_attribution_found_is_kept_by_an_unsure_head(gazetteer):
    found = [passage(TEXT, "skolen stenges", "Rektor Eva Lind", "sier", "Radio Fjordgløtt")]
    linked = link_carriers(TEXT, found, gazetteer.find(TEXT, "nb"), load_profile("nb"), head(-0.5))
    assert linked == found


def test_what_the_head_thinks_impossible_is_dropped(gazetteer):
    found = [passage(TEXT, "skolen stenges", "Rektor Eva Lind", "sier", "Radio Fjordgløtt")]
    assert link_carriers(TEXT, found, gazetteer.find(TEXT, "nb"), load_profile("nb"), head(-5.0))[0].carrier is None


@pytest.mark.parametrize(
    ("text", "source", "carrier"),
    [
        ("The bridge is safe, said Eva Lind of the Institute for Border Studies.", "Eva Lind", "Studies"),
        ("The bridge is safe, Eva Lind told Donald Trump.", "Eva Lind", "Donald Trump"),
    ],
)
def test_neither_an_institute_of_studies_nor_a_person_is_a_channel(gazetteer, text, source, carrier):
    found = [passage(text, "The bridge is safe", source, "said" if "said" in text else "told", carrier)]
    assert link_carriers(text, found, gazetteer.find(text, "en"), load_profile("en"), head(-0.5))[0].carrier is None


def test_what_is_known_to_pass_nothing_on_is_no_channel(gazetteer):
    text = "Frå kontoret i Utanriksdepartementet åtvarar Eva Lind mot at skulen vert stengd."
    found = [passage(text, "skulen vert stengd", "Eva Lind", "åtvarar", "Utanriksdepartementet")]
    assert link_carriers(text, found, gazetteer.find(text, "nn"), load_profile("nn"), head(-0.5))[0].carrier is None


def test_a_meeting_called_after_somebody_is_no_channel(gazetteer):
    text = "Om Ås-møtet sa Eva Lind at skolen stenges. Kari Ås var der."
    found = [passage(text, "skolen stenges", "Eva Lind", "sa", "Ås-møtet")]
    assert link_carriers(text, found, gazetteer.find(text, "nb"), load_profile("nb"), head(-0.5))[0].carrier is None


INTERVIEW = "Skolen stenges, sier Eva Lind i Aftenposten.\nDet regner.\nIngen svarer.\n{} sier at døra er låst."


@pytest.mark.parametrize(("speaker", "carrier"), [("Lind", "Aftenposten"), ("Moe", None)])
def test_a_channel_holds_however_far_for_who_was_heard_through_it(gazetteer, speaker, carrier):
    text = INTERVIEW.format(speaker)
    found = [
        passage(text, "Skolen stenges", "Eva Lind", "sier"),
        passage(text, "døra er låst", f"{speaker}", "sier at"),
    ]
    if speaker == "Lind":
        last = text.rindex("Lind")
        found[1] = replace(found[1], source=Mention(last, last + 4, "Lind"))
    linked = link_carriers(text, found, gazetteer.find(text, "nb"), load_profile("nb"), head(3.0))
    assert linked[0].carrier is not None
    assert (linked[1].carrier and linked[1].carrier.text) == carrier


@pytest.mark.parametrize(("language", "to"), [("nb", "til NTB"), ("nb", "overfor NTB"), ("en", "told the BBC")])
def test_who_was_told_something_is_no_channel_of_later_sentences(gazetteer, language, to):
    text = f"Skolen stenges, sier Eva Lind {to}.\nDøra er låst, mener Lind."
    later = passage(text, "Døra er låst", "Lind", "mener")
    last = text.rindex("Lind")
    found = [
        passage(text, "Skolen stenges", "Eva Lind", "sier"),
        replace(later, source=Mention(last, last + 4, "Lind")),
    ]
    linked = link_carriers(text, found, gazetteer.find(text, language), load_profile(language), head(3.0))
    assert [p.carrier and p.carrier.text for p in linked] == [to.split()[-1], None]


def test_a_source_is_not_its_own_channel(gazetteer):
    text = "Reuters skriver at skolen stenges. Ifølge Reuters åpner den til våren."
    found = [passage(text, "skolen stenges", "Reuters", "skriver")]
    assert link_carriers(text, found, gazetteer.find(text, "nb"), load_profile("nb"), head(3.0))[0].carrier is None


def test_letters_shared_with_a_pronoun_do_not_make_a_channel_its_own_source(gazetteer):
    text = "It was late, he told the Financial Times."
    found = [passage(text, "It was late", "he", "told", "the Financial Times")]
    linked = link_carriers(text, found, gazetteer.find(text, "en"), load_profile("en"), head(3.0))
    assert linked[0].carrier is not None


def test_a_passage_without_a_source_is_left_alone(gazetteer):
    found = [Attributed(49, 63, "clause", "indirect")]
    assert link_carriers(TEXT, found, gazetteer.find(TEXT, "nb"), load_profile("nb"), head(3.0)) == found


def test_the_annotated_channel_is_the_one_right_pair(gazetteer):
    text = "Til NTB sier rektor Eva Lind at skolen stenges. Lokalavisa Fjordposten har ikke fått svar."
    found = [passage(text, "skolen stenges", "rektor Eva Lind", "sier", "NTB")]
    pairs = list(training_pairs(text, found, gazetteer.find(text, "nb"), load_profile("nb")))
    assert [p.label for p in pairs].count(YES) == 1
    assert all(p.features.shape == (WIDTH,) for p in pairs)


def test_a_channel_that_is_no_candidate_teaches_nothing(gazetteer):
    found = [passage(TEXT, "skolen stenges", "Rektor Eva Lind", "sier", "skolen")]
    assert list(training_pairs(TEXT, found, gazetteer.find(TEXT, "nb"), load_profile("nb"))) == []


def quoted(text: str, content: str, source: str, cue: str | None, carrier: str | None = None) -> Attributed:
    span, said = at(text, content), at(text, cue) if cue else None
    return Attributed(
        span.start,
        span.end,
        "quote",
        "direct",
        at(text, source),
        Cue(said.start, said.end, said.text, "neutral") if said else None,
        at(text, carrier) if carrier else None,
        link="beside",
    )


def test_a_quotation_that_goes_on_came_through_the_same_channel(gazetteer):
    text = "Moe told Reuters: “It is late.”\n“Nobody knows why.”"
    first = replace(quoted(text, "It is late.", "Moe", "told", "Reuters"), constructed=True)
    second = quoted(text, "Nobody knows why.", "Moe", None)
    linked = link_carriers(text, [first, second], gazetteer.find(text, "en"), load_profile("en"), head(-5.0))
    assert [p.carrier and p.carrier.text for p in linked] == ["Reuters", "Reuters"]


@pytest.mark.parametrize(
    ("cue", "carrier"),
    [("skriver", "rapporten"), ("sier", None)],
)
def test_what_somebody_writes_stands_where_they_wrote_before(gazetteer, cue, carrier):
    text = f"I rapporten mener Eva Lind at det er sent.\n\n«Vi må vente», {cue} Lind."
    first = replace(passage(text, "det er sent", "Eva Lind", "mener", "rapporten"), constructed=True)
    second = quoted(text, "Vi må vente", "Lind", cue)
    second = replace(second, source=text_mention(text, "Lind", text.rindex("Lind")))
    linked = link_carriers(text, [first, second], gazetteer.find(text, "nb"), load_profile("nb"), head(-2.0))
    assert (linked[1].carrier and linked[1].carrier.text) == carrier


def text_mention(text: str, words: str, start: int) -> Mention:
    assert text.startswith(words, start)
    return Mention(start, start + len(words), words)


@pytest.mark.parametrize(
    ("text", "source", "carrier"),
    [
        ("It fell, according to Radar24, a tracking website.", "Radar24", "website"),
        ("Сегодня главный редактор «Новой газеты» Иван Орлов сказал, что It fell.", "Иван Орлов", "Новой газеты"),
    ],
)
def test_what_only_says_who_somebody_is_is_no_channel(gazetteer, text, source, carrier):
    language = "en" if "according" in text else "ru"
    cue = "according" if language == "en" else "сказал"
    found = [passage(text, "It fell", source, cue, carrier)]
    linked = link_carriers(text, found, gazetteer.find(text, language), load_profile(language), head(3.0))
    assert linked[0].carrier is None


@pytest.mark.parametrize(("cue", "carrier"), [("quoted", "Interfax"), ("said", None)])
def test_who_is_quoted_is_heard_through_somebody(gazetteer, cue, carrier):
    words = "was quoted as saying" if cue == "quoted" else "said"
    text = f"Interfax reported from Omsk. “It is over,” the mayor {words}."
    found = [quoted(text, "It is over,", "the mayor", cue)]
    linked = link_carriers(text, found, gazetteer.find(text, "en"), load_profile("en"), head(-0.2))[0].carrier
    assert (linked and linked.text) == carrier


def test_a_common_noun_with_a_hyphen_is_no_candidate(gazetteer):
    assert candidates("Eva Lind er klar for NM-gullet og Elv-løpet i Mo.", gazetteer) == ["Mo"]
