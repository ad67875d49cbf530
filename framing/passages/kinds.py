"""What kind of passage the form alone suggests: a fallback for the classifier, and one of its features."""

from __future__ import annotations

import re

from framing.languages import load_profile
from framing.passages.clause import cue_clauses
from framing.passages.habits import load_habits
from framing.passages.marks import MarkedPassage
from framing.passages.pairing import DASHES, DOUBLE_MARKS, SINGLE_MARKS
from framing.segment import sentences

_WORD = re.compile(r"[\w'’-]+")
_MARKS = DOUBLE_MARKS + SINGLE_MARKS
_BEFORE_SPEECH = ".!?…:,;" + DASHES
_AFTER_SPEECH = ",.!?…:" + DASHES
_FEWEST_SPOKEN_WORDS = 3
_MOST_TITLE_WORDS = 6
_SENTENCE_REACH = 200


def guess_kind(text: str, marked: MarkedPassage, language: str) -> str:
    """The kind (``direct``, ``fragment``, ``scare`` or ``title``) that form suggests for ``marked``.

    A whole sentence set off by punctuation is direct; a name is a title; what stands in a sentence with a cue
    is a fragment; the rest is scare.
    """
    if marked.style != "quote":
        return "direct"
    content = text[marked.start : marked.end]
    words = _WORD.findall(content)
    before = text[max(0, marked.start - _SENTENCE_REACH) : marked.start].rstrip(_MARKS + " \u00a0")
    after = text[marked.end : marked.end + _SENTENCE_REACH]
    if _is_sentence(content, words, before, after, language):
        return "direct"
    lead = _WORD.findall(before)[-3:]
    profile = load_profile(language)
    if lead and (lead[-1].lower() in profile.so_called or " ".join(lead[-2:]).lower() in profile.so_called):
        return "scare"
    starts_inside = bool(before.strip()) and before[-1] not in _BEFORE_SPEECH + "\n"
    capital_tells = starts_inside and language not in load_habits().capital_nouns
    if (lead and lead[-1].lower() in profile.title_words) or _is_name(words, capital_tells):
        return "title"
    sentence = re.split(r"[.!?]\s", before)[-1] + " " + re.split(r"[.!?]\s|\n", after)[0]
    return "fragment" if cue_clauses(language).has_cue(sentence) else "scare"


def _is_sentence(content: str, words: list[str], before: str, after: str, language: str) -> bool:
    if len(sentences(content, 0, len(content), language)) > 1:
        return True
    if len(words) < _FEWEST_SPOKEN_WORDS and content[-1] not in "!?":
        return False
    first = next((c for c in content if c.isalnum()), "")
    starts = (first.isupper() or first.isdigit()) and (not before.strip() or before[-1] in _BEFORE_SPEECH + "\n")
    tail = after.lstrip(_MARKS)
    ends = not tail.strip() or after[0] in _AFTER_SPEECH or tail.lstrip()[:1] in _AFTER_SPEECH or "\n" in tail[:2]
    return starts and (ends or content[-1] in "!?")


def _is_name(words: list[str], capital_tells: bool) -> bool:
    """Few words, the first capitalised in mid-sentence, or all of them; shouting is no name."""
    if not words or len(words) > _MOST_TITLE_WORDS or not words[0][0].isupper():
        return False
    if len(words) > 1 and all(word.isupper() for word in words):
        return False
    return capital_tells or all(word[0].isupper() for word in words)
