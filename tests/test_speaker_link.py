"""Who speaks where no cue says so: candidates, pairs, and the choice among them."""

import zlib

import numpy as np
import pytest

from framing.article import Cue, Mention
from framing.attribution import Attributed
from framing.attribution.speakers import continue_speakers
from framing.estimators.heads import LinearHead
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile
from framing.linking import SpeakerLinker, speaker_pairs
from framing.linking.speakers import NOBODY, SPEAKER, WIDTH, Page

TEXT = (
    "Stengte kaféen\n"
    "- Vi gir oss, sa eier Liv Moe.\n"
    "Stamgjest Bo Ås hadde håpet på noe annet:\n"
    "- Dette er trist. Per Lie ville grått."
)


def at(words, text=TEXT):
    start = text.index(words)
    return Mention(start, start + len(words), words)


def speech(words, source=None, cue=None, text=TEXT):
    span = at(words, text)
    said = at(cue, text) if cue else None
    return Attributed(
        span.start,
        span.end,
        "dash",
        "direct",
        at(source, text) if source else None,
        Cue(said.start, said.end, said.text, "neutral") if said else None,
    )


FIRST = speech("Vi gir oss", "eier Liv Moe", "sa")
SECOND = speech("Dette er trist. Per Lie ville grått")


@pytest.fixture(scope="module")
def matches():
    return load_gazetteer().find(TEXT, "nb")


def head_for(feature):
    """A head that wants exactly the pairs with one feature."""
    weights = np.zeros((WIDTH, 2), np.float32)
    weights[zlib.crc32(feature.encode()) % WIDTH] = (-10.0, 10.0)
    return LinearHead("speaker_link", (NOBODY, SPEAKER), weights, np.asarray([5.0, -5.0], np.float32))


def mentions(passages, n, matches):
    pairs = Page(TEXT, matches, load_profile("nb")).pairs(passages, n)
    return {TEXT[c.start : c.end]: c.kind for c, _ in pairs}


def test_candidates_are_who_was_heard_and_who_is_named_nearby_with_a_title(matches):
    assert mentions([FIRST, SECOND], 1, matches) == {"eier Liv Moe": "heard", "Stamgjest Bo Ås": "name"}


def test_nobody_named_inside_speech_is_a_candidate(matches):
    assert "Per Lie" not in mentions([FIRST, SECOND], 1, matches)


@pytest.mark.parametrize(("feature", "name"), [("colon -1", "Stamgjest Bo Ås"), ("last same heard", "eier Liv Moe")])
def test_the_likeliest_candidate_speaks(matches, feature, name):
    linker = SpeakerLinker(head_for(feature), TEXT, matches, load_profile("nb"))
    assert linker.choose([FIRST, SECOND], 1) == at(name)


def test_where_nobody_is_likely_nobody_speaks(matches):
    linker = SpeakerLinker(head_for("no such feature"), TEXT, matches, load_profile("nb"))
    assert linker.choose([FIRST, SECOND], 1) is None


def test_speakers_are_asked_for_where_no_cue_names_one(matches):
    asked = []

    def choose(_, n):
        asked.append(n)
        return at("Bo Ås")

    first, second = continue_speakers(TEXT, [FIRST, SECOND], choose)
    assert asked == [1]
    assert (first, second.source, second.link) == (FIRST, at("Bo Ås"), "speaker")


def test_an_interviewers_questions_are_not_asked_about():
    text = "- Hvorfor det?\n- Fordi.\n- Og så?\n- Så går vi."
    passages = [speech(words, text=text) for words in ("Hvorfor det?", "Fordi", "Og så?", "Så går vi")]
    asked = []
    continue_speakers(text, passages, lambda _, n: asked.append(n))
    assert asked == [1, 3]


def test_the_annotated_speaker_is_the_right_one_of_the_pairs(matches):
    annotated = [FIRST, speech("Dette er trist. Per Lie ville grått", "Stamgjest Bo Ås")]
    labels = [label for _, label in speaker_pairs(TEXT, annotated, matches, load_profile("nb"))]
    assert sorted(labels) == [NOBODY, SPEAKER]


def test_of_speech_that_nobody_is_given_no_pair_is_right(matches):
    labels = [label for _, label in speaker_pairs(TEXT, [FIRST, SECOND], matches, load_profile("nb"))]
    assert labels == [NOBODY, NOBODY]


def test_where_the_annotated_speaker_is_no_candidate_nothing_is_learned(matches):
    annotated = [FIRST, speech("Dette er trist. Per Lie ville grått", "kaféen")]
    assert not list(speaker_pairs(TEXT, annotated, matches, load_profile("nb")))
