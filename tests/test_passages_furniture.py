"""Credits, datelines, bylines, pointers and thanks inside a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.passages import furniture_spans


def found(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end].strip()) for start, end, kind in furniture_spans(text)]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Kaia ble stengt i natt. Foto: Kari Moen / NTB", "Foto: Kari Moen / NTB"),
        ("Kaia ble stengt. (Foto: Kari Moen)", "Foto: Kari Moen)"),
        ("Kaia ble stengt. Foto: Kari Moen/NTB Scanpix\nArbeidet starter.", "Foto: Kari Moen/NTB Scanpix"),
        ("Kaia ble stengt. Foto:\nKari Moen/nordposten.no\nArbeidet starter.", "Foto:\nKari Moen/nordposten.no"),
        ("Foto Kari Moen\nArbeidet starter.", "Foto Kari Moen"),
        ("The quay, May 3, 2019. REUTERS/Anna Hill", "REUTERS/Anna Hill"),
        ("The quay is closed [Anna Hill/AFP]", "Anna Hill/AFP"),
        ("The quay is closed. Anna B. Hill/AP Photo", "Anna B. Hill/AP Photo"),
        ("FILE PHOTO: The quay in winter.", "FILE PHOTO:"),
        ("Arbeidet starter.\n(©NTB)", "©NTB"),
        ("Kajen är stängd. Bild: Anna Berg/TT", "Bild: Anna Berg/TT"),
        ("Причал закрыт. Фото: Анна Орлова / ТАСС", "Фото: Анна Орлова / ТАСС"),
    ],
)
def test_a_picture_credit_is_furniture(text: str, credit: str) -> None:
    assert ("credit", credit) in found(text)


def test_the_caption_before_a_credit_is_not_furniture() -> None:
    assert found("Kaia ble stengt i natt. Foto: Kari Moen") == [("credit", "Foto: Kari Moen")]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("MOSCOW (Reuters) - The quay is closed for the winter.", "MOSCOW (Reuters) -"),
        ("PORTLAND, Maine (AP) — The quay is closed for the winter.", "PORTLAND, Maine (AP) —"),
        ("Oslo (NTB): Kaia er stengt.", "Oslo (NTB):"),
        ("Paris (NTB-AFP): Kaia er stengt.", "Paris (NTB-AFP):"),
        ("BERLIN, 3. mai (dpa) – Der Kai ist gesperrt.", "BERLIN, 3. mai (dpa) –"),
        ("BEIJING, Feb. 8 (Xinhua) -- The quay is closed.", "BEIJING, Feb. 8 (Xinhua) --"),
        ("МОСКВА, 12 мая — РИА Новости. Причал закрыт.", "МОСКВА, 12 мая — РИА Новости."),
        ("МОСКВА, 12 мая. /ТАСС/. Причал закрыт.", "МОСКВА, 12 мая. /ТАСС/."),
        ("WASHINGTON — The quay is closed until the summer, say the owners.", "WASHINGTON —"),
    ],
)
def test_a_dateline_is_furniture(text: str, dateline: str) -> None:
    assert found(text) == [("dateline", dateline)]


@pytest.mark.parametrize(
    "line", ["Av Kari Moen", "By Anna B. Hill and Joe Field", "Tekst: Kari Moen", "Автор: Анна Орлова"]
)
def test_a_byline_is_furniture(line: str) -> None:
    assert found(f"Kaia rives\n{line}\nArbeidet starter.") == [("byline", line)]


def test_a_sentence_that_begins_like_a_byline_is_not() -> None:
    assert found("Av Kari Moen lærte vi å seile, og det var lenge siden.") == []


@pytest.mark.parametrize("pointer", ["Les også: Kaia rives", "READ MORE: The quay goes", "Читайте также: Причал"])
def test_a_pointer_to_another_article_is_furniture(pointer: str) -> None:
    assert found(f"Arbeidet starter. {pointer}") == [("related", pointer)]


@pytest.mark.parametrize(
    "thanks", ["The Associated Press contributed to this report.", "— With assistance by Anna Hill, and Joe Field"]
)
def test_thanks_to_helpers_are_furniture(thanks: str) -> None:
    assert found(f"The quay is closed.\n\n{thanks}") == [("contribution", thanks)]


@pytest.mark.parametrize(
    "text",
    [
        "Moen sier til NTB at kaia er stengt.",
        "The quay is closed, Reuters reported on Monday.",
        "Fotografen Kari Moen bor ved kaia.",
        "Nato og EU møtes i Brussel.",
    ],
)
def test_agencies_and_people_in_sentences_are_not_furniture(text: str) -> None:
    assert found(text) == []


PIECES = [
    "Foto: ",
    "REUTERS/",
    "/AFP",
    "©",
    "(NTB): ",
    "OSLO ",
    "Oslo",
    " – ",
    "Les også: ",
    "Av ",
    "Kari Moen",
    ". ",
    "\n",
]


@given(
    st.one_of(
        st.text(max_size=80), st.lists(st.sampled_from([*PIECES, "a", "contributed to this report"])).map("".join)
    )
)
def test_spans_are_disjoint_and_inside_any_text(text: str) -> None:
    last = 0
    for start, end, _ in furniture_spans(text):
        assert last <= start < end <= len(text)
        last = end
