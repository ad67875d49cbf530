"""Who says what, in newly written sentences of every language with a profile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.gazetteer import load_gazetteer
from framing.languages import SUPPORTED, load_profile
from framing.pipeline import find_passages


def analysed(text, language):
    return find_passages(text, language, load_gazetteer().find(text, language)).passages


def clause(text, language):
    found = [p for p in analysed(text, language) if p.style == "clause"]
    assert found, "no reported clause found"
    return found[0]


REPORTED = [
    ("nb", "Fylkesmannen i Vika sier at broen er stengt ut uken.", "Fylkesmannen i Vika", "broen er stengt ut uken"),
    ("nb", "Ifølge Vika Avis er motoren i stå igjen.", "Vika Avis", "er motoren i stå igjen"),
    ("nb", "Isen holder ikke lenger, advarer dykkerklubben.", "dykkerklubben", "Isen holder ikke lenger"),
    ("nb", "I går sa Aslaug Brekke at hun trekker seg.", "Aslaug Brekke", "hun trekker seg"),
    ("nb", "Rektoren ba elevene om å gå hjem.", "Rektoren", "å gå hjem"),
    ("nn", "Ordføraren meiner at ferja bør gå oftare.", "Ordføraren", "ferja bør gå oftare"),
    ("nn", "Skredfaren er over, melder politiet.", "politiet", "Skredfaren er over"),
    ("en", "The harbour master said the pier would reopen on Friday.", "The harbour master",
     "the pier would reopen on Friday"),
    ("en", "The wells had been poisoned, villagers said.", "villagers", "The wells had been poisoned"),
    ("en", "According to the union, nine crews walked out.", "the union", "nine crews walked out"),
    ("sv", "Länsstyrelsen uppger att vägen är avstängd.", "Länsstyrelsen", "vägen är avstängd"),
    ("da", "Borgmesteren siger, at skolen bliver bygget.", "Borgmesteren", "skolen bliver bygget"),
    ("de", "Die Ministerin sagte, dass die Brücke gesperrt sei.", "Die Ministerin", "die Brücke gesperrt sei"),
    ("ru", "Мэр города заявил, что мост закрыт до весны.", "Мэр города", "мост закрыт до весны"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "source", "content"), REPORTED)
def test_a_reported_clause_is_found_with_its_source(language, text, source, content):
    found = clause(text, language)
    assert found.source is not None
    assert found.source.text == source
    assert text[found.start : found.end] == content


MARKED = [
    ("nb", "– Vi har ventet lenge nok, sier fisker Terje Moe.", "fisker Terje Moe", "sier"),
    ("nb", "«Vi har ventet lenge nok», sa hun.", "hun", "sa"),
    ("nb", "Moe sa: «Vi har ventet lenge nok.»", "Moe", "sa"),
    ("nn", "– Vi har venta lenge nok, seier fiskaren.", "fiskaren", "seier"),
    ("en", "“We have waited long enough,” Terry Moe said.", "Terry Moe", "said"),
    ("en", "“We have waited long enough,” said Terry Moe, a fisherman.", "Terry Moe", "said"),
    ("sv", "– Vi har väntat länge nog, säger fiskaren Ove Strand.", "fiskaren Ove Strand", "säger"),
    ("de", "„Wir haben lange genug gewartet“, sagte Anna Voss.", "Anna Voss", "sagte"),
    ("ru", "«Мы ждали достаточно долго», — сказал рыбак.", "рыбак", "сказал"),
]


@pytest.mark.parametrize(("language", "text", "source", "cue"), MARKED)
def test_marked_speech_gets_the_speaker_beside_it(language, text, source, cue):
    (found,) = [p for p in analysed(text, language) if p.style != "clause"]
    assert found.source is not None
    assert found.cue is not None
    assert (found.source.text, found.cue.text) == (source, cue)


@pytest.mark.parametrize(
    ("language", "text", "source", "carrier"),
    [
        ("nb", "– Grensen er stengt, sier oberst Arne Lund til NTB.", "oberst Arne Lund", "NTB"),
        ("nb", "Forsvarsdepartementet i Minsk påstår at grensen er stengt, melder AFP.",
         "Forsvarsdepartementet i Minsk", "AFP"),
        ("en", "Colonel Ann Reed told Reuters that the border was shut.", "Colonel Ann Reed", "Reuters"),
        ("nb", "Guvernøren skriver på Telegram at grensen er stengt.", "Guvernøren", "Telegram"),
    ],
)  # fmt: skip
def test_the_channel_is_not_the_source(language, text, source, carrier):
    found = analysed(text, language)[0]
    assert found.source is not None
    assert found.carrier is not None
    assert (found.source.text, found.carrier.text) == (source, carrier)


def test_an_outlet_that_speaks_for_itself_has_no_carrier():
    found = clause("Xinhua melder at havnen i Qingshan er åpnet igjen.", "nb")
    assert found.source is not None
    assert found.source.text == "Xinhua"
    assert found.carrier is None


def test_a_pronoun_stands_for_the_last_person_who_spoke():
    text = "– Vi må hjem, sier lege Berit Falk.\nHun mener at veien er farlig."
    assert clause(text, "nb").antecedent.text == "lege Berit Falk"


def test_a_pronoun_passes_over_a_person_of_the_other_gender():
    text = "– Vi må hjem, sier lege Berit Falk.\nOlav Nes ventet ute i regnet.\nHun mener at veien er farlig."
    assert clause(text, "nb").antecedent.text == "lege Berit Falk"


def test_a_surname_stands_for_the_full_name():
    text = "– Vi må hjem, sier lege Berit Falk.\nFalk mener at veien er farlig."
    assert clause(text, "nb").antecedent.text == "Berit Falk"


def test_speech_goes_on_in_the_next_dash_paragraph():
    text = "– Vi må hjem, sier lege Berit Falk.\n– Veien er blitt for farlig for oss."
    second = analysed(text, "nb")[-1]
    assert second.source.text == "lege Berit Falk"
    assert second.cue is None


def test_two_cues_in_one_sentence_share_their_subject():
    text = "Kommunen sier at vannet er rent og hevder at prøvene var gode."
    found = [p for p in analysed(text, "nb") if p.style == "clause"]
    assert [text[p.start : p.end] for p in found] == ["vannet er rent", "prøvene var gode"]
    assert all(p.source.text == "Kommunen" for p in found)


def test_a_cue_carries_the_stance_of_its_verb():
    assert clause("Generalen påstår at byen er tatt.", "nb").cue.stance == "distancing"
    assert clause("Generalen bekrefter at byen er tatt.", "nb").cue.stance == "endorsing"


@pytest.mark.parametrize("language", SUPPORTED)
def test_every_profile_has_cues_of_every_stance(language):
    profile = load_profile(language)
    assert {entry.stance for entry in profile.cues.values()} == {"neutral", "endorsing", "distancing"}
    assert all(form == form.lower() for form in profile.cues)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("abcÅø sier said at that, . : «»„“”\"' – - \n ? Ola NTB til"), max_size=120),
    st.sampled_from(SUPPORTED),
)
def test_any_text_gives_spans_inside_it(text, language):
    for passage in analysed(text, language):
        assert 0 <= passage.start < passage.end <= len(text)
        for mention in (passage.source, passage.carrier, passage.antecedent):
            assert mention is None or text[mention.start : mention.end] == mention.text
        assert passage.cue is None or text[passage.cue.start : passage.cue.end] == passage.cue.text


def test_a_headline_has_the_speaker_of_the_same_words_below():
    text = "Byen «vil aldri gi seg» i havnesaken\nByen «vil aldri gi seg», sa ordfører Kari Moe. «Nei», sa Ola Dal."
    headline = analysed(text, "nb")[0]
    assert headline.start < text.index("\n")
    assert headline.source.text == "ordfører Kari Moe"


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("Kari Moe er streng i brevet: «Havnen må stenges før vinteren kommer.»", "brevet"),
        ("Kari Moe er streng mot alle: «Havnen må stenges før vinteren kommer.»", None),
    ],
)
def test_a_document_before_the_colon_is_what_the_words_stand_in(text, carrier):
    (found,) = [p for p in analysed(text, "nb") if p.style == "quote"]
    assert found.source.text == "Kari Moe"
    assert (found.carrier and found.carrier.text) == carrier
