"""Speech behind a dash: where it begins, where the cue clause ends it, and what only looks like it."""

import pytest

from framing.passages import find_marked


def spoken(text: str, language: str = "nb") -> list[str]:
    return [text[p.start : p.end] for p in find_marked(text, language) if p.style == "dash"]


@pytest.mark.parametrize("dash", ["–", "—", "-", "―", "‐"])
def test_every_dash_in_use_opens_speech(dash: str) -> None:
    assert spoken(f"{dash} Vi bygger ny kai, sier havnesjefen.") == ["Vi bygger ny kai"]


@pytest.mark.parametrize(
    ("language", "line", "words"),
    [
        ("nb", "– Vi bygger ny kai, sier Moen til NTB.", "Vi bygger ny kai"),
        ("nb", "– Vi bygger ny kai, sa hun.", "Vi bygger ny kai"),
        ("nb", "– Hvem betaler? spør Moen.", "Hvem betaler?"),
        ("nb", "– Kom igjen! roper treneren.", "Kom igjen!"),
        ("nb", "– Vi bygger ny kai, det sier Moen.", "Vi bygger ny kai"),
        ("nb", "– Vi bygger ny kai, heter det i planen.", "Vi bygger ny kai"),
        ("nb", "– Vi bygger ny kai, legger Moen til.", "Vi bygger ny kai"),
        ("nb", "– Vi bygger ny kai, sa blant annet Moen.", "Vi bygger ny kai"),
        ("nb", "– Vi bygger ny kai, sier en eldre fisker i Honningsvåg.", "Vi bygger ny kai"),
        ("nn", "– Vi byggjer ny kai, fortel Moen til avisa.", "Vi byggjer ny kai"),
        ("sv", "– Vi bygger en ny kaj, säger Moen.", "Vi bygger en ny kaj"),
        ("da", "– Vi bygger en ny kaj, siger Moen til Ritzau.", "Vi bygger en ny kaj"),
        ("ru", "— Мы строим новый причал, — сказал Орлов.", "Мы строим новый причал"),
        ("ru", "- Мы строим новый причал! - отметили в порту.", "Мы строим новый причал!"),
        ("uk", "— Ми будуємо новий причал, — сказав Мельник.", "Ми будуємо новий причал"),
    ],
)
def test_speech_ends_before_the_cue_clause(language: str, line: str, words: str) -> None:
    assert spoken(line, language) == [words]


def test_the_reporter_goes_on_behind_the_cue_clause() -> None:
    text = "– Vi bygger ny kai, sier Moen. Arbeidet starter til våren. Fiskerne er skeptiske."
    assert spoken(text) == ["Vi bygger ny kai"]


def test_swedish_speech_goes_on_behind_the_cue_clause() -> None:
    text = "– Vi bygger en ny kaj, säger Moen. Det blir dyrt för kommunen."
    assert spoken(text, "sv") == ["Vi bygger en ny kaj", "Det blir dyrt för kommunen"]


def test_a_swedish_sentence_about_the_speaker_is_the_reporters() -> None:
    text = "– Vi bygger en ny kaj, säger Moen. Han har varit hamnchef i tio år."
    assert spoken(text, "sv") == ["Vi bygger en ny kaj"]


@pytest.mark.parametrize(
    ("language", "line", "words"),
    [
        ("nb", "– Vi bygger ny kai. Det sier statsråd Kari Moen til NTB. Hun vil ikke si mer.", "Vi bygger ny kai"),
        ("sv", "– Vi bygger en ny kaj. Det säger Anna Lind.", "Vi bygger en ny kaj"),
    ],
)
def test_speech_ends_before_a_sentence_that_names_the_speaker(language: str, line: str, words: str) -> None:
    assert [words.rstrip(".") for words in spoken(line, language)] == [words]


def test_what_one_says_of_oneself_is_speech() -> None:
    assert spoken("– Vi bygger ny kai. Det sier jeg i Oslo.") == ["Vi bygger ny kai. Det sier jeg i Oslo"]


def test_speech_without_a_cue_clause_fills_the_line() -> None:
    assert spoken("– Kaia er gammel. Den må rives.") == ["Kaia er gammel. Den må rives"]


def test_a_last_sentence_that_announces_the_next_speaker_is_left_out() -> None:
    text = "– Kaia er gammel. Moen peker på sprekkene:\n– Den må rives."
    assert spoken(text) == ["Kaia er gammel", "Den må rives"]


@pytest.mark.parametrize(
    "words",
    [
        "Det, mener jeg, er helt feil",
        "Moen sa at kaia står, og det er bra",
        "De som bor her, mener det er for dyrt",
        "Han kom inn, sa at alt var klart, og gikk",
    ],
)
def test_a_cue_verb_inside_the_speech_does_not_end_it(words: str) -> None:
    assert spoken(f"– {words}, sier Lie.") == [words]


def test_a_cue_verb_inside_quotation_marks_does_not_end_the_speech() -> None:
    assert spoken("– Hun ropte «stopp, sier jeg» og gikk, forteller Lie.") == ["Hun ropte «stopp, sier jeg» og gikk"]


def test_a_second_dash_takes_the_speech_up_again() -> None:
    text = "– Nei, svarer Moen. – Vi venter."
    first, second = find_marked(text, "nb")
    assert (text[first.start : first.end], text[second.start : second.end]) == ("Nei", "Vi venter")
    assert second.continues == 0


def test_a_russian_cue_clause_breaks_the_sentence() -> None:
    text = "— Мы, — сказал Орлов, — строим причал."
    assert spoken(text, "ru") == ["Мы", "строим причал"]


def test_speech_begins_within_the_line_behind_a_colon() -> None:
    text = "Moen er ikke i tvil: – Vi bygger ny kai."
    assert spoken(text) == ["Vi bygger ny kai"]


def test_speech_begins_within_the_line_behind_a_cue() -> None:
    text = "Kaia er gammel, sier Moen. – Vi bygger en ny, forklarer han."
    assert spoken(text) == ["Vi bygger en ny"]


def test_a_dash_within_a_sentence_opens_no_speech() -> None:
    assert spoken("Kaia – som er fra 1950 – skal rives. Bygda – ja, hele øya – jubler.") == []


@pytest.mark.parametrize("headline", ["– Vi gir oss aldri", "- Billig moro", "– En skam"])
def test_a_headline_behind_a_dash_is_speech(headline: str) -> None:
    assert spoken(f"{headline}\nKaia skal rives til våren.") == [headline[2:]]


@pytest.mark.parametrize(
    "text",
    [
        "Du trenger:\n- 2 dl melk\n- 3 egg\n- 1 ts salt",
        "Dette er nytt:\n– Kortere kø\n– Billigere billetter",
        "- melk\n- egg\n- smør",
        "- Epler\n- Pærer\n- Plommer\n- Moreller\n- Bringebær",
        "- Brann - Viking 2-1",
        "-5 grader i natt",
        "- 14.30",
        "– (NTB)",
        "---",
        "- dette punktet;",
    ],
)
def test_lists_scores_and_measures_are_no_speech(text: str) -> None:
    assert spoken(text) == []


def test_a_number_may_open_speech() -> None:
    assert spoken("- 35 millioner er nok, sier Moen.") == ["35 millioner er nok"]


def test_english_lines_do_not_open_speech_with_a_dash() -> None:
    assert spoken("– Anna Moen contributed to this report.", "en") == []


def test_a_quote_behind_the_dash_is_one_passage() -> None:
    text = "– «Vi bygger ny kai», sier Moen."
    assert [text[p.start : p.end] for p in find_marked(text, "nb")] == ["Vi bygger ny kai"]


def test_a_title_inside_the_speech_nests() -> None:
    text = "– Vi spiller «Havnevisa» igjen, sier Moen."
    assert [(p.style, p.depth) for p in find_marked(text, "nb")] == [("dash", 0), ("quote", 1)]
