"""The kind of passage that form alone suggests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.passages import find_marked, guess_kind
from framing.taxonomy import MARKED_KINDS


def kinds(text: str, language: str = "nb") -> list[str]:
    return [guess_kind(text, passage, language) for passage in find_marked(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("nb", "– Vi bygger ny kai, sier Moen.", "direct"),
        ("nb", "«Vi bygger ny kai i vår», sa Moen.", "direct"),
        ("nb", "Moen sa: «Vi bygger ny kai i vår».", "direct"),
        ("nb", "«Hvorfor?» spurte Moen.", "direct"),
        ("en", "“We will build a new quay,” Hill said.", "direct"),
        ("nb", "Moen hevdet at «pøbler» ødela kaia.", "fragment"),
        ("en", "Hill said the plan was “a complete disgrace” for the town.", "fragment"),
        ("nb", "En «midlertidig» kai har stått der i tjue år.", "scare"),
        ("nb", "Den såkalte «kaia» er en flåte.", "scare"),
        ("nb", "Hun leste boka «Ei lang natt» på kaia.", "title"),
        ("nb", "De bruker ordet «kai» om alt.", "title"),
        ("ru", "Матч выиграл «Маяк» из Одессы.", "title"),
    ],
)
def test_the_form_suggests_the_kind(language: str, text: str, kind: str) -> None:
    assert kinds(text, language) == [kind]


@given(st.text(alphabet="aÆ .,:!?«»\"'–\n1", max_size=60), st.sampled_from(["nb", "en", "ru", "xx"]))
def test_any_passage_gets_a_kind_of_the_taxonomy(text: str, language: str) -> None:
    assert set(kinds(text, language)) <= MARKED_KINDS
