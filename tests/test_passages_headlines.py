"""Headlines with a colon: a speaker before it, or only a topic."""

import pytest

from framing.passages import Names, find_marked

BODY = "Kaia i Honningsvåg rives. Statsråd Kari Moen sier at arbeidet starter.\n– Det haster, sier statsråden."


def headline_speech(text: str, language: str = "nb") -> list[str]:
    return [text[p.start : p.end] for p in find_marked(text, language) if p.style == "headline"]


@pytest.mark.parametrize("speaker", ["Moen", "Statsråden"])
def test_a_speaker_of_the_article_speaks_in_its_title(speaker: str) -> None:
    assert headline_speech(f"{speaker}: Kaia skal rives nå\n{BODY}") == ["Kaia skal rives nå"]


def test_an_acronym_that_speaks_below_speaks_in_the_title() -> None:
    text = "NATO: Exercise will go on in March\nThe weather is bad. NATO said the ships will sail."
    assert headline_speech(text, "en") == ["Exercise will go on in March"]


def test_a_full_name_speaks_in_the_first_person() -> None:
    assert headline_speech(f"Kari Moen: Vi må rive kaia\n{BODY}") == ["Vi må rive kaia"]


@pytest.mark.parametrize(
    "title",
    [
        "Honningsvåg: Kaia skal rives nå",
        "Bakgrunn: Kaia skal rives nå",
        "Les også: Kaia skal rives nå",
        "Foto: Kari Moen Lie",
        "OL 2030: Kaia skal rives nå",
        "Kari Moen: Statsråden som river kaier",
        "Moen: Hun river kaia nå",
        "Moen: Rives nå",
    ],
)
def test_a_topic_label_or_portrait_is_no_speech(title: str) -> None:
    assert headline_speech(f"{title}\n{BODY}") == []


def test_a_line_of_the_body_is_no_headline() -> None:
    assert headline_speech(f"Kaia rives\nMoen: Kaia skal rives nå.\n{BODY}") == []


def test_a_subhead_speaks_in_the_first_person() -> None:
    assert headline_speech(f"Kaia rives\nMoen: Vi må rive kaia\n{BODY}") == ["Vi må rive kaia"]


def test_quotation_marks_behind_the_colon_are_a_quote_alone() -> None:
    text = f"Moen: «Vi må rive kaia»\n{BODY}"
    passages = [p for p in find_marked(text, "nb") if p.paragraph == 0]
    assert [(p.style, text[p.start : p.end]) for p in passages] == [("quote", "Vi må rive kaia")]


def test_a_dash_behind_the_colon_is_dash_speech() -> None:
    text = f"Moen: – Vi må rive kaia\n{BODY}"
    passages = [p for p in find_marked(text, "nb") if p.paragraph == 0]
    assert [(p.style, text[p.start : p.end]) for p in passages] == [("dash", "Vi må rive kaia")]


def _in_title(text: str, medium: str, *names: str, language: str = "nb") -> list[str]:
    places = [(text.index(name), text.index(name) + len(name)) for name in (medium, *names)]
    found = find_marked(text, language, Names(places, places[:1]))
    return [text[p.start : p.end] for p in found if p.style == "headline"]


def test_a_medium_reports_in_the_title() -> None:
    text = "Nordposten: havnesjefen gikk av i natt\nKaia er stengt."
    assert _in_title(text, "Nordposten") == ["havnesjefen gikk av i natt"]


def test_a_subhead_still_speaks_where_the_title_is_a_medium_s():
    text = "Nordposten: havnesjefen gikk av\nKaia er stengt, sier havnesjef Moen.\nMoen: Vi må rive kaia"
    assert _in_title(text, "Nordposten") == ["havnesjefen gikk av", "Vi må rive kaia"]


def test_a_name_that_is_no_medium_reports_nothing() -> None:
    assert _in_title("Moen: havnesjefen gikk av i natt\nKaia er stengt, skriver Nordposten.", "Nordposten") == []


LEAD = (
    "Pengene har ligget på en konto i utlandet siden tidlig i fjor høst, skriver avisen. "
    "Ingen i kommunen visste om den før revisoren spurte, og ingen vil svare på hvem som åpnet den."
)


def test_a_title_that_lost_its_line_break_ends_where_a_sentence_begins() -> None:
    text = f"Nordposten: havnesjefen i Mo gikk av i natt {LEAD}"
    assert _in_title(text, "Nordposten", "Mo") == ["havnesjefen i Mo gikk av i natt"]


def test_where_all_nouns_have_capitals_such_a_title_is_not_guessed_at() -> None:
    text = f"Nordposten: der Chef des Hafens trat heute Nacht zurück {LEAD}"
    assert _in_title(text, "Nordposten", language="de") == []
