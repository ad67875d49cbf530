"""A medium that says whom it cites is the carrier of what they said."""

from __future__ import annotations

import pytest

from framing.article import Mention
from framing.attribution.carriers import Channels
from framing.attribution.citing import follow_citations
from framing.attribution.model import Attributed
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile


def at(text: str, words: str) -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words)


def followed(text: str, language: str, content: str, source: str, carrier: str | None = None) -> Attributed:
    span = at(text, content)
    told = at(text, carrier) if carrier else None
    passage = Attributed(span.start, span.end, "clause", "indirect", at(text, source), None, told)
    channels = Channels(text, load_gazetteer().find(text, language))
    return follow_citations(text, [passage], channels, [(0, len(text))], load_profile(language))[0]


CASES = [
    ("en", "{} is safe, {} said, citing {}.", "The bridge", "Reuters", "a ministry spokesman"),
    ("nb", "{} er trygg, melder {} med henvisning til {}.", "Brua", "Tass", "forsvarsdepartementet"),
    ("nn", "{} er trygg, melder {} med tilvising til {}.", "Brua", "NTB", "politiet"),
    ("sv", "{} är säker, skriver {} med hänvisning till {}.", "Bron", "TT", "polisen"),
    ("da", "{} er sikker, skriver {}, der henviser til {}.", "Broen", "Ritzau", "politiet"),
    ("de", "{} sei sicher, meldet {} unter Berufung auf {}.", "Die Brücke", "Reuters", "den Minister"),
    ("ru", "{} безопасен, сообщает {} со ссылкой на {}.", "Мост", "агентство Reuters", "источники"),
]


@pytest.mark.parametrize(("language", "sentence", "content", "medium", "cited"), CASES)
def test_who_is_cited_is_the_source_and_the_medium_the_carrier(language, sentence, content, medium, cited):
    text = sentence.format(content, medium, cited)
    passage = followed(text, language, content, medium)
    assert passage.source == at(text, cited)
    assert passage.carrier == at(text, medium)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The bridge is safe, the minister said, citing a ministry report.", "the minister"),
        ("The bridge is safe, Reuters said, citing court documents.", "Reuters"),
        ("The bridge is safe, Reuters said.", "Reuters"),
    ],
)
def test_a_speaker_and_a_medium_that_cites_a_document_stay_sources(text, source):
    passage = followed(text, "en", "The bridge is safe", source)
    assert (passage.source, passage.carrier) == (at(text, source), None)


def test_a_channel_already_found_stays_unless_it_is_the_one_cited():
    text = "The bridge is safe, Reuters told NTB, citing a spokesman."
    kept = followed(text, "en", "The bridge is safe", "Reuters", "NTB")
    assert (kept.source, kept.carrier) == (at(text, "Reuters"), at(text, "NTB"))
    mistaken = followed(text, "en", "The bridge is safe", "Reuters", "a spokesman")
    assert (mistaken.source, mistaken.carrier) == (at(text, "a spokesman"), at(text, "Reuters"))
