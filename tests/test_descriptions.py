"""What an article says its people are, found beside their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.article import Mention
from framing.estimators.descriptions import descriptions
from framing.languages import SUPPORTED, load_profile


def described(text: str, words: str, language: str = "nb") -> list[str]:
    start = text.index(words)
    mention = Mention(start, start + len(words), words)
    return [found.text for found in descriptions([mention], text, load_profile(language))]


@pytest.mark.parametrize(
    ("language", "text", "name", "said"),
    [
        ("nb", "Det sier statsviter Ola Moe til avisen.", "Ola Moe", ["statsviter"]),
        ("nb", "Det sier statsviter Ola Moe til avisen.", "statsviter Ola Moe", ["statsviter"]),
        ("nb", "Det sier professor i økonomi Ola Moe.", "Moe", ["professor i økonomi"]),
        ("nb", "Veien er stengt. Jusprofessor Ola Henrik Moe sier nei.", "Moe", ["Jusprofessor"]),
        ("nb", "Det sier Kreml-talsmann Ivan Orlov.", "Orlov", ["Kreml-talsmann"]),
        ("nb", "Ola Moe, leder i Naturvernforbundet, er uenig.", "Ola Moe", ["leder i Naturvernforbundet"]),
        ("nb", "Ola Moe (45), lærer i Mo, er uenig.", "Ola Moe", ["lærer i Mo"]),
        ("nn", "Kari Moe (Sp) er usamd.", "Kari Moe", ["Sp"]),
        ("nb", "Ola Moe, som har jobbet i Mo i ti år og er tillitsvalgt, er uenig.", "Ola Moe", ["tillitsvalgt"]),
        ("en", "The union's leader, Anna Orlow, said no.", "Anna Orlow", ["The union's leader"]),
        ("en", "Anna Orlow of Human Rights Watch said no.", "Anna Orlow", ["Human Rights Watch"]),
        ("sv", "Anna Lind är lärare i Umeå.", "Anna Lind", ["lärare i Umeå"]),
        ("nn", "Det meiner Lars Moe. Han er professor ved høgskulen.", "Lars Moe", ["professor ved høgskulen"]),
        ("de", "Anna Orlow, die Anwältin aus Mainz, sagte nein.", "Anna Orlow", ["die Anwältin aus Mainz"]),
        ("de", "Anna Orlow, eine Anwältin aus Mainz, sagte nein.", "Anna Orlow", ["eine Anwältin aus Mainz"]),
    ],
)  # fmt: skip
def test_titles_appositions_and_offices_describe_a_name(language, text, name, said):
    assert described(text, name, language) == said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Det sa Ola Moe.", "Ola Moe"),
        ("Ola Moe, sa naboen, er uenig.", "Ola Moe"),
        ("Ola Moe, og mange med ham, er uenig.", "Ola Moe"),
        ("Ifølge Moe er veien stengt.", "Moe"),
        ("Veien er stengt, mener Ola Moe (45).", "Ola Moe"),
        ("Selv er Ola Moe uenig.", "Ola Moe"),
        ("Det vant prisen. Orhan Moe er glad.", "Orhan Moe"),
    ],
)
def test_verbs_ages_and_closed_words_describe_nobody(text, name):
    assert "prisen." not in described(text, name)
    assert all(words in ("glad", "uenig") for words in described(text, name))


@given(st.text(alphabet="Ola Moe, (Sp).\nleder i er", max_size=60), st.data(), st.sampled_from(SUPPORTED))
def test_a_description_is_always_what_stands_at_its_place(text, data, language):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    mention = Mention(start, end, text[start:end])
    for found in descriptions([mention], text, load_profile(language)):
        assert found.text == text[found.start : found.end]
        assert found.text.strip()
