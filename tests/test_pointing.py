"""Sentences that the next one points back to are reported by it."""

import pytest

from framing.article import Cue, Mention
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed
from framing.attribution.pointing import follow_pointers
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile
from framing.segment import iter_sentences


def follow(text, language, passages=()):
    spans = [(s.start, s.end) for s in iter_sentences(text, language)]
    channels = Channels(text, load_gazetteer().find(text, language))
    return follow_pointers(text, passages, channels, spans, load_profile(language))


@pytest.mark.parametrize(
    ("language", "text", "content", "source", "cue", "carrier"),
    [
        (
            "nb",
            "Veien er stengt. Det opplyser statsråd Kari Moe til NTB.",
            "Veien er stengt",
            "statsråd Kari Moe",
            "opplyser",
            "NTB",
        ),
        ("nb", "Bruene skal rives. Det skriver VG.", "Bruene skal rives", "VG", "skriver", None),
        ("nn", "Vegen er stengd. Dette seier politiet.", "Vegen er stengd", "politiet", "seier", None),
        ("sv", "Vägen är stängd. Det uppger polisen för TT.", "Vägen är stängd", "polisen", "uppger", "TT"),
        (
            "da",
            "Vejen er spærret. Det oplyser politiet til Ritzau.",
            "Vejen er spærret",
            "politiet",
            "oplyser",
            "Ritzau",
        ),
        (
            "de",
            "Die Straße ist gesperrt. Das teilte die Polizei mit.",
            "Die Straße ist gesperrt",
            "die Polizei",
            "teilte",
            None,
        ),
        (
            "nb",
            "Faren er ikke endret. Slik het det i den nye trusselvurderingen fra politiet.",
            "Faren er ikke endret",
            "den nye trusselvurderingen fra politiet",
            "het",
            None,
        ),
        (
            "nn",
            "Vegen vert rive. Det skriv han i den lange rapporten.",
            "Vegen vert rive",
            "han",
            "skriv",
            "rapporten",
        ),
        ("ru", "Дорога закрыта. Об этом сообщает РИА Новости.", "Дорога закрыта", "РИА Новости", "сообщает", None),
    ],
)
def test_the_sentence_before_is_what_is_reported(language, text, content, source, cue, carrier):
    (found,) = follow(text, language)
    assert text[found.start : found.end] == content
    assert (found.source.text, found.cue.text, found.carrier and found.carrier.text) == (source, cue, carrier)


@pytest.mark.parametrize(
    "text",
    [
        "Veien er stengt. Det sier litt om været.",
        "Veien er stengt. Det sier seg selv.",
        "Er veien stengt? Det sier Kari Moe.",
        "Veien er stengt. Dette sa Kari Moe:",
        "Veien er stengt. Det regner fra Oslo til Bergen.",
    ],
)
def test_other_sentences_report_nothing(text):
    assert follow(text, "nb") == []


def test_speech_gets_the_speaker_that_the_next_sentence_names():
    text = "«Vi gir oss ikke i kveld.» Det sier statsråd Kari Moe."
    (found,) = follow(text, "nb", [Attributed(1, 24, "quote", "direct")])
    assert (found.start, found.source.text, found.cue.text) == (1, "statsråd Kari Moe", "sier")


def test_a_sentence_with_a_report_of_its_own_stays_as_it_is():
    text = "Veien er stengt, ifølge rådet. Det bekrefter Kari Moe."
    own = Attributed(0, 15, "clause", "indirect")
    assert follow(text, "nb", [own]) == [own]


def test_what_the_words_of_a_sentence_stand_in_may_be_told_by_the_next():
    text = "Dal vil rive «hele den gamle havna». Det skriver han i sitt 40 sider lange notat."
    cue = Cue(4, 7, "vil", "neutral")
    own = Attributed(14, 34, "quote", "fragment", Mention(0, 3, "Dal"), cue)
    (found,) = follow(text, "nb", [own])
    assert (found.source.text, found.cue, found.carrier.text) == ("Dal", cue, "notat")
