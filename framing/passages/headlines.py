"""Speech behind a colon in a headline: ``Statsministeren: Vi gir oss aldri``.

What stands before a colon is as often a topic as a speaker. It counts as a speaker where the article itself
lets the same name or role speak: beside a cue verb somewhere in the text. A known medium always does:
``Nordposten: havnesjefen gikk av i natt``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.passages.clause import CueClauses
from framing.passages.habits import load_habits
from framing.passages.layout import Spans, inside
from framing.passages.marks import MarkedPassage, trim
from framing.passages.pairing import DASHES, DOUBLE_MARKS, SINGLE_MARKS

_COLON = re.compile(r"(?P<speaker>[^\W\d_][^:\n]{1,48}?):\s+(?=(?P<first>\S))")
_WORD = re.compile(r"[\w'’-]+")
_LONGEST_TITLE = 160
_LONGEST_SUBHEAD = 90
_MOST_SPEAKER_WORDS = 4
_FEWEST_SPOKEN_WORDS = 3
_MOST_SUBJECT_WORDS = 5
_CAPITAL, _SMALL = "[A-ZÀ-ÞА-ЯЁ]", r"[^\W\d_A-ZÀ-ÞА-ЯЁ]"
_OPENING = re.compile(rf"(?<={_SMALL} ){_CAPITAL}[^\W\d_]{{2,}} (?={_SMALL})|(?<=[.!?…] )(?=\S)")
"""Where the text may begin behind a title that lost its line break: a capital amid small letters, or a stop."""
_BEHIND_SPEECH = ",?!…»”“\"'’" + DASHES


@dataclass(frozen=True, slots=True)
class _Headline:
    speaker: str
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Names:
    """Names that are known in a text, each (start, end): all of them, and those of outlets and agencies."""

    known: Spans = ()
    media: Spans = ()


def find_headline_speech(
    text: str, lines: Spans, clauses: CueClauses, closed: Spans, names: Names, *, capital_nouns: bool = False
) -> list[MarkedPassage]:
    """Find what somebody says behind the colon of the title, or of a subhead in the first person.

    Args:
        text: the whole text; its first line is the title.
        lines: its non-blank lines.
        clauses: the cues of the language.
        closed: stretches inside quotation marks, in order and disjoint.
        names: those known in the text.
        capital_nouns: whether the language writes all nouns with a capital letter.

    """
    reported = _of_medium(text, lines, closed, names, capital_nouns=capital_nouns)
    found = [_passage(headline) for headline in reported]
    headlines = [h for h in _headlines(text, lines, closed) if h.paragraph or not reported]
    if not headlines:
        return found
    body = lines[0][1]
    speaking = _speaking_words(text, body, clauses)
    return found + [
        _passage(headline)
        for headline in headlines
        if headline.speaker.split()[-1].lower() in speaking and _is_speech(text, headline, body, clauses)
    ]


def _of_medium(text: str, lines: Spans, closed: Spans, names: Names, *, capital_nouns: bool) -> list[_Headline]:
    """The title, where it gives what a known medium reports, also where the text follows it in the same line."""
    if not lines or not names.media:
        return []
    start, end = lines[0]
    colon = text.find(":", start, end)
    if (start, colon) not in names.media:
        return []
    if end - start > _LONGEST_TITLE and not capital_nouns:
        openings = (m.start() for m in _OPENING.finditer(text, colon, end))
        taken = (*closed, *names.known)
        end = next((k for k in openings if not any(a <= k < b for a, b in taken)), end)
    return _headlines(text, [(start, end)], closed)


def _passage(headline: _Headline) -> MarkedPassage:
    return MarkedPassage(headline.start, headline.end, "headline", "", "", paragraph=headline.paragraph)


def _headlines(text: str, lines: Spans, closed: Spans) -> list[_Headline]:
    """Titles and subheads of the form "X: words" where X may be a speaker."""
    found = []
    for number, (start, end) in enumerate(lines):
        if end - start > (_LONGEST_SUBHEAD if number else _LONGEST_TITLE) or text[end - 1] == ".":
            continue
        match = _COLON.match(text, start, end)
        if match is None or match["first"] in DASHES + DOUBLE_MARKS + SINGLE_MARKS or inside(closed, match.end()):
            continue
        span = trim(text, match.end(), end)
        if _may_speak(match["speaker"]) and len(_WORD.findall(text, *span)) >= _FEWEST_SPOKEN_WORDS:
            found.append(_Headline(match["speaker"], *span, number))
    return found


def _may_speak(speaker: str) -> bool:
    return (
        speaker[0].isupper()
        and len(speaker.split()) <= _MOST_SPEAKER_WORDS
        and not any(c.isdigit() or c in DOUBLE_MARKS + "?!()/" for c in speaker)
        and speaker.lower() not in load_habits().labels
    )


def _is_speech(text: str, headline: _Headline, body: int, clauses: CueClauses) -> bool:
    """First person, or at least nobody spoken about; a subhead and a full name need the first person."""
    words = _WORD.findall(text, headline.start, headline.end)
    if any(clauses.is_third_person(word) for word in words):
        return False
    if any(clauses.is_speaker_word(word) for word in words if len(word) == 1 or not word.isupper()):
        return True
    return headline.paragraph == 0 and _names_somebody(text, headline.speaker, body)


def _names_somebody(text: str, speaker: str, body: int) -> bool:
    """An acronym, a role that the text writes in lower case, or a surname that it gives a first name to.

    Full names and places head as many stories about them as words of theirs, so they do not suffice.
    """
    if " " in speaker:
        return False
    if speaker.isupper() or re.search(rf"(?<!\w){re.escape(speaker.lower())}(?!\w)", text[body:]):
        return True
    with_first_name = re.compile(rf"(?<=\w )(?P<first>[^\W\d_][\w-]+) {re.escape(speaker)}(?!\w)")
    return any(match["first"][0].isupper() for match in with_first_name.finditer(text, body))


def _speaking_words(text: str, body: int, clauses: CueClauses) -> set[str]:
    """Lower-case words that stand as the subject of a cue: before it, or behind it where speech ends."""
    tokens = list(_WORD.finditer(text, body))
    speaking: set[str] = set()
    for number, token in enumerate(tokens):
        if not (token.group().islower() and clauses.is_cue(token.group())):
            continue
        if number and text[tokens[number - 1].end() : token.start()].isspace():
            speaking.add(tokens[number - 1].group().lower())
        if text[max(body, token.start() - 2) : token.start()].strip()[-1:] in tuple(_BEHIND_SPEECH):
            last = token
            for subject in tokens[number + 1 : number + 1 + _MOST_SUBJECT_WORDS]:
                if not text[last.end() : subject.start()].isspace():
                    break
                speaking.add(subject.group().lower())
                last = subject
    return speaking
