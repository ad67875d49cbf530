"""Paragraphs and sentences: offsets, and what a full stop means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.segment import Span, iter_sentences, paragraphs, sentences

LANGUAGES = ["nb", "nn", "da", "sv", "en", "de", "ru", "fr", None]
PIECES = st.sampled_from([*'aAøДд1 .!?…"«»”’)([–-,:\n\r\t\u00a0\u2028。z', "f.eks.", "U.S.", "17. ", "Dr. "])
NEWS = st.lists(PIECES).map("".join)


def split(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text), language)]


def test_paragraphs_are_the_lines_with_content():
    text = "  Første linje\r\n\r\n\t Andre linje \u2028tredje\n \n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["Første linje", "Andre linje", "tredje"]


def test_a_text_without_content_has_no_paragraph():
    assert paragraphs(" \n\u00a0\r\n") == []


@given(st.text())
def test_paragraphs_lose_nothing_but_white_space(text: str):
    kept = "".join(text[start:end] for start, end in paragraphs(text))
    assert "".join(kept.split()) == "".join(text.split())


@given(NEWS | st.text(), st.sampled_from(LANGUAGES), st.data())
def test_sentences_partition_what_is_not_white_space(text: str, language: str | None, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentences(text, start, end, language)
    covered = [i for span in spans for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {i for i in range(start, end) if not text[i].isspace()} <= set(covered)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() != "" for span in spans)


@pytest.mark.parametrize("unit", ["1. ", "(", "? ", '."', "z. B. ", "« ", ". »", "A. ", "[1]"])
def test_long_runs_of_marks_are_gone_through_once(unit: str):
    text = unit * 50_000
    assert "".join("".join(split(text, "de")).split()) == "".join(text.split())


def test_sentences_of_all_paragraphs():
    text = "Han kom. Hun gikk.\n\nDe ble."
    assert list(iter_sentences(text, "nb")) == [Span(0, 8), Span(9, 18), Span(20, 27)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Møtet er 17. mai i Oslo, f.eks. klokken 20.30, og ca. 3.500 kommer."),
        ("nb", "Adm. dir. Kari Lund i St. Olavs hospital svarte kl. 12."),
        ("nb", "Lederen for Jens A. Bergs minnefond og J. K. Dahl møttes."),
        ("nb", "Det skjedde under 2. Verdenskrig på øya."),
        ("nb", "Etter 2. Divisjon ventet cupen."),
        ("nb", "Avtalen med bl.a. Norge og Sverige gjelder."),
        ("nn", "Dei har m.a. Førde, Florø og t.d. Sogndal på lista."),
        ("nn", "Ho bur i St. Hans gate nr. 4 no."),
        ("da", "Den 3. Juli mødtes hr. Lund og prof. Friis, dvs. Danmark og Norge."),
        ("sv", "De kom bl.a. Från Umeå och t.ex. Luleå."),
        ("en", "Mr. Hale of the U.S. Navy met Dr. Wynn in St. Petersburg on Jan. 5 at 10 a.m. Monday."),
        ("en", "J. R. Marsh and George T. Cole met Gov. Dale and then-Sen. Pike."),
        ("en", '"Who did this?" Marsh asked.'),
        ("en", "The case of Hale v. Marsh cost $3.5 million."),
        ("en", "He was [...] Never there."),
        ("de", "Am 8. Mai traf Prof. Dr. Lang z. B. Vertreter der 2. Bundesliga."),
        ("de", "Die Feier zum 75. Geburtstag ist am 3. 10. 2024 in Bonn."),
        ("de", "Auch Friedrich II. Barbarossa kam nie nach Rom."),
        ("ru", "В 2020 г. Владимир Попов приехал в г. Москва на ул. Ленина."),
        ("ru", "Институт им. А. С. Попова, т. е. Наш институт, закрыт."),
        ("ru", "Глава МИД С. В. Орлов уехал, см. Раздел 3."),
        (None, "Mr. Hale met Dr. Wynn."),
    ],
)
def test_a_full_stop_within_a_sentence(language: str | None, text: str):
    assert split(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", ["Han ble født i 1985.", "Nå er han lege."]),
        ("nb", ["De solgte mel, salt o.l.", "Det gikk bra."]),
        ("nb", ["Han tok vitamin C.", "Det hjalp."]),
        ("nb", ["Hun kom på plass nummer 2.", "17 løp."]),
        ("nb", ["Det kostet 5 mill.", "Det er mye."]),
        ("nb", ["«Vi gir oss aldri!»", "Lederen smilte."]),
        ("nb", ["(Alle lo.)", "Så gikk de."]),
        ("nb", ["De ble enige …", "Men ikke lenge."]),
        ("nb", ["– Vi kommer, sier Lund.", "– Vi har ventet.", "– Lenge?", "– Ja!"]),
        ("nn", ["Det er no.", "18 hus står att."]),
        ("da", ["»Vi giver aldrig op.«", "Så gik han."]),
        ("sv", ["”Vi ger aldrig upp.”", "Sedan gick han."]),
        ("en", ["They live in the U.S.", "The house is small."]),
        ("en", ["He said no.", "10 others agreed."]),
        ("en", ["“We will never give up.”", "She smiled."]),
        ("en", ["It was critical mass.", "Scientists cheered."]),
        ("en", ["That is known.[3]", "Nobody denied it."]),
        ("de", ["Er kam 1989.", "Danach ging er."]),
        ("de", ["„Wir geben nie auf.“", "Dann ging er."]),
        ("de", ["Sie wurden Zweite auf Platz 3.", "Das reicht."]),
        ("ru", ["Они приехали в 2020 г.", "Он остался."]),
        ("ru", ["Купили хлеб, сыр и т. д.", "Потом уехали."]),
        ("ru", ["«Мы не сдадимся!»", "Он ушёл."]),
        ("ru", ["— Мы придём, — сказал он.", "— Ждите."]),
        ("fr", ["« Nous venons. »", "Il sourit."]),
    ],
)
def test_a_sentence_ends(language: str, expected: list[str]):
    assert split(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "«Vi kommer.» sa lederen."),
        ("nb", "«Kommer dere?» spurte hun."),
        ("en", '"Stop!" he cried.'),
        ("ru", "«Вы придёте?» — спросил он."),
        ("sv", "Han sa att ”det är slut.” och gick."),
        ("nb", "De ble … nei, de gikk."),
    ],
)
def test_a_lower_case_letter_goes_on_with_the_sentence(language: str, text: str):
    assert split(text, language) == [text]


def test_a_number_that_begins_a_line_is_no_sentence():
    assert split("1. Kari Lund, Bergen", "nb") == ["1. Kari Lund, Bergen"]


def test_ideographic_full_stops_need_no_space():
    assert split("他来了。她走了。", "zh") == ["他来了。", "她走了。"]


def test_an_abbreviation_in_capitals_is_known():
    assert split("ANKOMST ST. PETERSBURG", "nb") == ["ANKOMST ST. PETERSBURG"]
