"""Reports within reports belong to those who are said to have spoken."""

import pytest

from framing.article import Cue, Mention
from framing.attribution.carriers import Channels
from framing.attribution.inner import follow_inner_reports
from framing.attribution.model import Attributed
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile


def read(text, language, source, cue, content):
    def span(words):
        return text.index(words), text.index(words) + len(words)

    clause = Attributed(
        *span(content), "clause", "indirect", Mention(*span(source), source), Cue(*span(cue), cue, "neutral")
    )
    channels = Channels(text, load_gazetteer().find(text, language))
    found = follow_inner_reports(text, [clause], channels, load_profile(language))[0]
    carrier = found.carrier.text if found.carrier else None
    return found.source.text, found.cue.text, carrier, text[found.start : found.end]


@pytest.mark.parametrize(
    ("language", "text", "source", "cue", "content", "read_again"),
    [
        (
            "nb",
            "I juni skrev VG at Oslo kommune advarte mot flere branner.",
            "VG",
            "skrev",
            "flere branner",
            ("Oslo kommune", "advarte", "VG", "flere branner"),
        ),
        (
            "en",
            "Reuters reported that Moe had warned of more fires in the hills.",
            "Reuters",
            "reported",
            "Moe had warned of more fires in the hills",
            ("Moe", "warned", "Reuters", "more fires in the hills"),
        ),
        (
            "nb",
            "Han sa at Fabrikken Moe hadde fortalt NRK at den stenger.",
            "Han",
            "fortalt",
            "den stenger",
            ("Fabrikken Moe", "fortalt", "NRK", "den stenger"),
        ),
        (
            "en",
            "Moe vowed to finish the bridge before winter, the agency said.",
            "the agency",
            "said",
            "Moe vowed to finish the bridge before winter",
            ("Moe", "vowed", "the agency", "to finish the bridge before winter"),
        ),
        (
            "nb",
            "Dokumentene viser at Moe har bekreftet at brua er stengt.",
            "Dokumentene",
            "viser",
            "brua er stengt",
            ("Moe", "bekreftet", "Dokumentene", "brua er stengt"),
        ),
    ],
)
def test_the_inner_speaker_is_the_source(language, text, source, cue, content, read_again):
    assert read(text, language, source, cue, content) == read_again


@pytest.mark.parametrize(
    ("language", "text", "source", "cue", "content"),
    [
        ("nb", "Moe sa at veien er stengt.", "Moe", "sa", "veien er stengt"),
        ("en", "Reuters reported that the fires had spread.", "Reuters", "reported", "the fires had spread"),
        ("nb", "Moe mener at avtalen med Oslo kommune haster.", "Moe", "mener", "avtalen med Oslo kommune haster"),
    ],
)
def test_a_report_of_its_own_stays_as_it_is(language, text, source, cue, content):
    assert read(text, language, source, cue, content) == (source, cue, None, content)


def test_words_quoted_in_a_clause_came_through_the_medium_it_is_according_to():
    text = "Moes advokater forbereder seg på en sak, som de har kalt «helt uakseptabel», ifølge Reuters."

    def mention(words):
        return Mention(text.index(words), text.index(words) + len(words), words)

    quoted, inside = mention("helt uakseptabel"), mention("de har kalt «helt uakseptabel»")
    they = Mention(inside.start, inside.start + 2, "de")
    fragment = Attributed(quoted.start, quoted.end, "quote", "fragment", they)
    cue = mention("ifølge")
    clause = Attributed(
        inside.start,
        inside.end,
        "clause",
        "indirect",
        mention("Reuters"),
        Cue(cue.start, cue.end, cue.text, "neutral"),
    )
    channels = Channels(text, load_gazetteer().find(text, "nb"))
    found = follow_inner_reports(text, [clause, fragment], channels, load_profile("nb"))
    assert [p.carrier and p.carrier.text for p in found if p.style == "quote"] == ["Reuters"]


def test_the_papers_that_show_what_somebody_said_are_its_carrier():
    text = "Det er kjent. Rapporten viser at Moe har bekreftet at brua er stengt."
    assert read(text, "nb", "Moe", "bekreftet", "brua er stengt") == ("Moe", "bekreftet", "Rapporten", "brua er stengt")
