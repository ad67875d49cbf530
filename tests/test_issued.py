"""Documents and media within a source: the issuer speaks through its document, the unnamed source to the medium."""

import pytest

from framing.article import Mention
from framing.attribution.issued import follow_documents
from framing.attribution.model import Attributed
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile


def read(text, language, source, content):
    """Source and carrier of the clause ``content``, with what was taken for its source read again."""
    at, start = text.index(source), text.index(content)
    clause = Attributed(start, start + len(content), "clause", "indirect", Mention(at, at + len(source), source))
    matches = load_gazetteer().find(text, language)
    found = follow_documents(text, [clause], matches, load_profile(language))[0]
    return found.source.text, found.carrier.text if found.carrier else None


@pytest.mark.parametrize(
    ("language", "text", "source", "content", "issuer", "document"),
    [
        ("en", "A new poll by Norstat shows that most are for it.", "A new poll", "most are for it", "Norstat", "poll"),
        ("en", "According to its report, the road is safe.", "its report", "the road is safe", "its", "report"),
        (
            "en",
            "She died, according to a letter released by the Dock Union.",
            "a letter",
            "She died",
            "the Dock Union",
            "letter",
        ),
        (
            "en",
            "Norway issued a white paper this week that warned the dam may burst.",
            "a white paper",
            "the dam may burst",
            "Norway",
            "white paper",
        ),
        ("en", "The NHC advisory says that it rains.", "The NHC advisory", "it rains", "NHC", "advisory"),
        (
            "nb",
            "Ifølge regjeringens rapport er veien trygg.",
            "regjeringens rapport",
            "er veien trygg",
            "regjeringens",
            "rapport",
        ),
        ("nb", "En rapport fra rådet viser at veien er trygg.", "rådet", "veien er trygg", "rådet", "rapport"),
        ("sv", "En rapport från rådet visar att vägen är säker.", "rådet", "vägen är säker", "rådet", "rapport"),
        ("nn", "Fylket si utgreiing viser at vegen er trygg.", "Fylket", "vegen er trygg", "Fylket", "utgreiing"),
    ],
)
def test_the_issuer_of_a_document_is_the_source(language, text, source, content, issuer, document):
    assert read(text, language, source, content) == (issuer, document)


@pytest.mark.parametrize(
    ("language", "text", "source", "content", "who", "medium"),
    [
        (
            "nb",
            "En kilde i Reuters sier at avtalen er død.",
            "En kilde i Reuters",
            "avtalen er død",
            "En kilde",
            "Reuters",
        ),
        (
            "ru",
            "Источники Reuters сообщают, что мост закрыт.",
            "Источники Reuters",
            "мост закрыт",
            "Источники",
            "Reuters",
        ),
    ],
)
def test_an_unnamed_source_is_heard_through_its_medium(language, text, source, content, who, medium):
    assert read(text, language, source, content) == (who, medium)


@pytest.mark.parametrize(
    ("language", "text", "source", "content"),
    [
        ("en", "The annual report says that the road is safe.", "The annual report", "the road is safe"),
        ("en", "The minister says that the report is late.", "The minister", "the report is late"),
        ("nb", "Reuters melder at avtalen er død.", "Reuters", "avtalen er død"),
    ],
)
def test_what_names_no_issuer_stays_as_it_is(language, text, source, content):
    assert read(text, language, source, content) == (source, None)
