"""Language detection: the near relatives, foreign quotations, and what cannot be told."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.languages.detect import detect_language, normalise_language

TEXTS = {
    "nb": "Statsråden sa at hun ikke kjente til rapporten, og at departementet nå vil undersøke hva som har skjedd.",
    "nn": "Statsråden sa at ho ikkje kjende til rapporten, og at departementet no vil undersøkje kva som har skjedd.",
    "da": "Ministeren sagde, at hun ikke kendte til rapporten, og at ministeriet nu vil undersøge, hvad der er sket.",
    "sv": "Ministern sade att hon inte kände till rapporten och att departementet nu ska undersöka vad som har hänt.",
    "en": "The minister said that she did not know of the report and that the ministry would find out what happened.",
    "de": "Die Ministerin sagte, dass sie den Bericht nicht kenne und das Ministerium nun prüfe, was passiert sei.",
    "ru": "Министр сказала, что она не знала о докладе и что министерство теперь проверит, что же произошло.",
    "uk": "Міністерка сказала, що вона не знала про доповідь і що міністерство тепер перевірить, що ж сталося.",
    "nl": "De minister zei dat zij het rapport niet kende en dat het ministerie nu zal onderzoeken wat er is gebeurd.",
    "is": "Ráðherrann sagði að hún hefði ekki vitað af skýrslunni og að ráðuneytið myndi nú kanna hvað hefði gerst.",
    "fi": "Ministeri sanoi, ettei hän tiennyt raportista ja että ministeriö selvittää nyt, mitä on tapahtunut.",
    "fr": "La ministre a dit qu'elle ne connaissait pas le rapport et que le ministère allait voir ce qui s'est passé.",
    "bg": "Министърката каза, че не знае за доклада и че министерството сега ще провери какво се е случило.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_told_from_its_neighbours(code: str):
    assert detect_language(TEXTS[code]) == code


@pytest.mark.parametrize("code", ["nb", "nn", "da", "sv", "de", "ru"])
def test_an_english_quotation_does_not_flip_the_article(code: str):
    text = f"{TEXTS[code]} «We will never accept this, and we are going to fight for it.» {TEXTS[code]}"
    assert detect_language(text) == code


def test_an_english_headline_over_a_norwegian_article():
    assert detect_language(f"The Winner Takes It All\n{TEXTS['nb']}\n{TEXTS['nb']}") == "nb"


def test_upper_case_is_read_as_lower_case():
    assert detect_language(TEXTS["nn"].upper()) == "nn"


@pytest.mark.parametrize("text", ["", "   ", "Oslo", "12345 67890 12345 67890 12345", "?!… – «»" * 20, "Ja, det."])
def test_too_little_text_gives_no_verdict(text: str):
    assert detect_language(text) is None


@given(st.text())
def test_any_text_is_survived(text: str):
    code = detect_language(text)
    assert code is None or code.isalpha()


@pytest.mark.parametrize(
    ("given_code", "code"),
    [
        ("nb-NO", "nb"),
        ("nn_NO", "nn"),
        ("NOB", "nb"),
        ("eng", "en"),
        ("sv", "sv"),
        ("zh-Hans-CN", "zh"),
        (" de ", "de"),
    ],
)
def test_codes_are_normalised(given_code: str, code: str):
    assert normalise_language(given_code, "") == code


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_no_is_resolved_from_the_text(code: str):
    assert normalise_language("no", TEXTS[code]) == code


def test_no_stays_norwegian_where_the_text_looks_danish():
    assert normalise_language("no", TEXTS["da"]) in ("nb", "nn")


@pytest.mark.parametrize("code", ["und", "mul", "zxx"])
def test_no_language_in_particular_is_none(code: str):
    assert normalise_language(code, TEXTS["nb"]) is None


@pytest.mark.parametrize("code", ["norsk bokmål", "", "n", "12", "english"])
def test_what_is_no_code_is_refused(code: str):
    with pytest.raises(ValueError, match="no language code"):
        normalise_language(code, "")


def test_the_known_languages_need_no_model():
    program = (
        "import sys; from framing.languages.detect import detect_language; "
        f"assert detect_language({TEXTS['nb']!r}) == 'nb'; "
        "assert not {'py3langid', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
