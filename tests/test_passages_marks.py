"""Passages in quotation marks: which marks pair, what lies inside, what is no quotation mark at all."""

import sys
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing.passages import MarkedPassage, find_marked


def quoted(text: str, language: str = "nb") -> list[str]:
    return [text[p.start : p.end] for p in find_marked(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Han kalte veien «livsfarlig» om vinteren."),
        ("da", "Han kaldte vejen »livsfarlig« om vinteren."),
        ("de", "Er nannte die Straße „livsfarlig“ im Winter."),
        ("de", "Er nannte die Straße »livsfarlig« im Winter."),
        ("nl", "Hij noemde de weg „livsfarlig” in de winter."),
        ("en", "He called the road “livsfarlig” in winter."),
        ("sv", "Han kallade vägen ”livsfarlig” på vintern."),
        ("sv", "Han kallade vägen »livsfarlig» på vintern."),
        ("nb", 'Han kalte veien "livsfarlig" om vinteren.'),
        ("de", "Er nannte die Straße ‚livsfarlig‘ im Winter."),
        ("en", "He called the road ‘livsfarlig’ in winter."),
        ("en", "He called the road 'livsfarlig' in winter."),
        ("fr", "Il dit que la route est « livsfarlig » en hiver."),
        ("fr", "Il dit que la route est ‹livsfarlig› en hiver."),
        ("en", "He called the road ``livsfarlig'' in winter."),
        ("en", "He called the road `livsfarlig' in winter."),
        ("en", "He called the road ‘‘livsfarlig’’ in winter."),
    ],
)
def test_every_pair_of_marks_in_use_is_found(language: str, text: str) -> None:
    assert quoted(text, language) == ["livsfarlig"]


@pytest.mark.parametrize(
    "text",
    ['Hun skrev: "Broen er stengt».', "Hun skrev: «Broen er stengt”.", 'Hun skrev: „Broen er stengt".'],
)
def test_marks_of_two_kinds_pair_where_the_paper_mixed_them(text: str) -> None:
    assert quoted(text) == ["Broen er stengt"]


@pytest.mark.parametrize(
    "text",
    [
        "The workers' rights and the miners' pay were on the table.",
        "It wasn't Anna's fault that rock 'n' roll ruled the '90s.",
        "Hamas' evne og Lars' vilje er ikke Nils' ansvar.",
        "Qa'im and Sana'a lie far from 'Ubayd's house.",
        "L’État n’a rien dit aujourd’hui.",
    ],
)
def test_apostrophes_genitives_and_elisions_are_no_quotation_marks(text: str) -> None:
    assert quoted(text, "en") == []


def test_a_genitive_inside_single_marks_does_not_close_them() -> None:
    text = "'The farmers' union will never sign this deal,' she said."
    assert quoted(text, "en") == ["The farmers' union will never sign this deal"]


def test_a_plural_in_single_marks_is_a_quote() -> None:
    assert quoted("'Thousands' of tyres burn outside Halden", "en") == ["Thousands"]


@pytest.mark.parametrize("text", ["He is 6'2\" tall.", 'A 12" pipe and a 5" nail lay there.', "Runden tok 3'14\"."])
def test_feet_inches_and_minutes_are_no_quotation_marks(text: str) -> None:
    assert quoted(text, "en") == []


def test_inches_inside_a_quote_do_not_close_it() -> None:
    assert quoted('"I am 6\'2" and still growing," he said.', "en") == ["I am 6'2\" and still growing"]


def test_a_number_may_end_a_quote() -> None:
    assert quoted('They read "Nineteen 84" and "1984" aloud.', "en") == ["Nineteen 84", "1984"]


def test_quotes_nest_with_their_depth() -> None:
    text = "“They called my brother a ‘traitor’ to his face,” she said."
    assert [(text[p.start : p.end], p.depth) for p in find_marked(text, "en")] == [
        ("They called my brother a ‘traitor’ to his face", 0),
        ("traitor", 1),
    ]


def test_quotes_nest_in_marks_of_the_same_kind() -> None:
    assert quoted("«Vi sang «Fjellvisa» til slutt», sa hun.") == ["Vi sang «Fjellvisa» til slutt", "Fjellvisa"]


def test_one_guillemet_may_close_two() -> None:
    text = "В АО «Издательство «Маяк» не ответили."
    assert quoted(text, "ru") == ["Издательство «Маяк", "Маяк"]


def test_one_straight_mark_may_close_two_before_the_cue() -> None:
    text = 'Он добавил: "Мы верим в "Маяк", - и ушел.'
    assert quoted(text, "ru") == ['Мы верим в "Маяк', "Маяк"]


def test_opening_marks_repeated_within_one_line_begin_new_passages() -> None:
    text = '"The dam held. "Then it broke. "Nobody slept."'
    assert quoted(text, "en") == ["The dam held", "Then it broke", "Nobody slept"]


def test_two_sets_of_marks_around_the_same_words_are_one_passage() -> None:
    assert quoted("She read from “‘Cold Harbour’” at noon.", "en") == ["Cold Harbour"]


def test_a_final_stop_or_comma_is_left_out() -> None:
    assert quoted("“We are leaving,” he said. “The house is sold.”", "en") == ["We are leaving", "The house is sold"]


@pytest.mark.parametrize("words", ["Kommer du?", "Kom nå!", "Jeg vet ikke ..."])
def test_other_final_punctuation_is_kept(words: str) -> None:
    assert quoted(f"«{words}» sa hun.") == [words]


def test_a_quote_runs_over_lines_inside_one_pair_of_marks() -> None:
    text = "«Vi gikk hjem.\nDet var mørkt», sa hun.\nSå kom «natta»."
    assert quoted(text) == ["Vi gikk hjem.\nDet var mørkt", "natta"]


def test_straight_marks_run_over_lines_too() -> None:
    assert quoted('"Vi gick hem.\nDet var mörkt," sade hon.', "sv") == ["Vi gick hem.\nDet var mörkt"]


def test_a_running_quote_repeats_its_opening_mark_in_each_paragraph() -> None:
    text = "“The dam held for a week.\n\n“Then it broke,” she said."
    first, second = find_marked(text, "en")
    assert (text[first.start : first.end], first.closed) == ("The dam held for a week", False)
    assert (text[second.start : second.end], second.continues) == ("Then it broke", 0)


def test_a_running_quote_in_single_marks() -> None:
    text = "'The dam held for a week.\n\n'Then it broke,' she said."
    assert quoted(text, "en") == ["The dam held for a week", "Then it broke"]


def test_an_unclosed_quote_ends_before_the_cue_clause() -> None:
    text = "«Vi stenger skolen i morgen, sier ordfører Lie. Foreldrene er sinte."
    assert quoted(text) == ["Vi stenger skolen i morgen"]


def test_an_unclosed_fragment_ends_with_its_sentence() -> None:
    text = "The mayor called it “a shameful day for us. Nobody answered him. The hall was empty."
    assert quoted(text, "en") == ["a shameful day for us"]


def test_an_unclosed_quote_does_not_swallow_the_next_one() -> None:
    assert quoted("«Vi stenger skolen. «Da flytter jeg», sa Lie.") == ["Vi stenger skolen", "Da flytter jeg"]


def test_a_closing_mark_without_an_opening_one_starts_the_passage_with_the_line() -> None:
    text = "Statsråden var i Bodø.\nBroen tåler ikke mer», sa hun."
    passage = find_marked(text, "nb")[0]
    assert (text[passage.start : passage.end], passage.opener, passage.closed) == ("Broen tåler ikke mer", "", False)


def test_a_stray_closing_mark_in_mid_sentence_says_nothing() -> None:
    assert quoted("Statsråden besøkte broen» igjen før jul.") == []


def test_a_cue_clause_inside_the_marks_breaks_the_quote() -> None:
    text = "«Мы построим мост, — сказал мэр Орлов. — Деньги уже есть»."
    first, second = find_marked(text, "ru")
    assert text[first.start : first.end] == "Мы построим мост"
    assert (text[second.start : second.end], second.continues) == ("Деньги уже есть", 0)


def test_a_quote_that_goes_on_behind_the_cue_is_linked() -> None:
    text = "«Vi drar», sa hun til NTB. «Ingen ber oss bli.»"
    assert [p.continues for p in find_marked(text, "nb")] == [None, 0]


def test_quotes_with_a_sentence_between_them_are_not_linked() -> None:
    text = "«Vi drar», sa hun. Huset sto tomt hele vinteren. «Ingen ber oss bli», sa Lie."
    assert [p.continues for p in find_marked(text, "nb")] == [None, None]


def test_a_stray_space_inside_guillemets_is_left_out() -> None:
    assert quoted("De kalte ham « sjefen » på verftet.") == ["sjefen"]


@pytest.mark.parametrize("text", ["", " \n ", '""', "« »", '" , "', "'", "«»«»", "–", "- \n-"])
def test_marks_without_words_are_no_passage(text: str) -> None:
    assert find_marked(text, "nb") == []


MARKS = "«»“”„\"'’‘‹›`"
SEPARATORS = ["– ", "- ", "— ", "\n", "\n\n", " ", "\u00a0", ". ", ", ", ": ", "!", "?", "...", ", — сказал он, — "]
WORDS = [
    "sier ",
    "sa ",
    "Berg ",
    "hun ",
    "og ",
    "Foto: ",
    "6'2\" ",
    "’90s ",
    "ord",
    "Вот ",
    "сказал ",
    "\u200b",
    "é",
    "𐍈",
]
PIECES = st.sampled_from([*MARKS, "''", "``", *SEPARATORS, *WORDS])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=60).map("".join))
LANGUAGES = st.sampled_from(["nb", "nn", "en", "sv", "da", "de", "ru", "uk", "xx"])


def nests_properly(passages: list[MarkedPassage]) -> bool:
    stack: list[MarkedPassage] = []
    for passage in passages:
        while stack and stack[-1].end <= passage.start:
            stack.pop()
        if stack and passage.end > stack[-1].end:
            return False
        if passage.depth != len(stack):
            return False
        stack.append(passage)
    return True


@given(TEXTS, LANGUAGES)
@example("«a «b» c", "nb")
@example("“a 'b” c'", "en")
@example("- Ja, sier «Berg. Nei» og", "nb")
def test_any_text_gives_bare_spans_that_nest(text: str, language: str) -> None:
    passages = find_marked(text, language)
    for passage in passages:
        content = text[passage.start : passage.end]
        assert content
        assert content == content.strip()
    assert [p.start for p in passages] == sorted(p.start for p in passages)
    assert nests_properly(passages)


@given(TEXTS, LANGUAGES)
def test_a_passage_continues_an_earlier_one(text: str, language: str) -> None:
    for number, passage in enumerate(find_marked(text, language)):
        assert passage.continues is None or 0 <= passage.continues < number


@given(TEXTS, LANGUAGES)
def test_no_stretch_is_given_twice(text: str, language: str) -> None:
    spans = [(p.start, p.end) for p in find_marked(text, language)]
    assert len(spans) == len(set(spans))


@given(TEXTS, LANGUAGES)
def test_a_closed_quote_stands_between_its_marks(text: str, language: str) -> None:
    for passage in find_marked(text, language):
        if passage.style == "quote" and passage.closed:
            assert passage.opener in text[: passage.start]
            assert passage.closer in text[passage.end :]


@given(st.sampled_from(MARKS), st.text(alphabet="abc æøå", min_size=1, max_size=30).filter(str.strip))
def test_offsets_are_code_points_of_the_text_as_given(mark: str, words: str) -> None:
    text = f"𐍈\r\n  «{words}» {mark}"
    assert words.strip() in quoted(text)


def steps(text: str, language: str) -> int:
    """Lines of code that run while ``text`` is read."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_marked(text, language)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit", ['"', "«a", 'a" ', "'a ", "– ", "\n- A", '“"a ', "- a, sier Berg. - ", "«a\n", ". – A"]
)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    find_marked("«a»\n- b, sier Berg.", "nb")
    single, double = (steps(unit * (size // len(unit)), "nb") for size in (3000, 6000))
    assert double < 2.5 * single


@pytest.mark.slow
@pytest.mark.parametrize("unit", ['"', "«", "–", "'", "»\n", '"\n- '])
def test_a_large_text_of_nothing_but_marks_is_read_to_its_end(unit: str) -> None:
    assert find_marked(unit * (200_000 // len(unit)), "nb") == []
