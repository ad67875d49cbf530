"""The cue clause behind a stretch of speech, as in ``…, sier Hoff til NTB.`` or ``… — сказал он.``.

Verb-second languages turn subject and verb around behind speech, so a separator, a cue verb and what can be
its subject mark the end of the speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from framing.languages import load_profile
from framing.passages.habits import load_habits
from framing.passages.layout import Spans, inside, sentence_end
from framing.passages.pairing import DASHES

# Possessive, and never from inside a run: a text of nothing but stops and marks is read once.
_SEPARATOR = re.compile(
    rf"(?:(?P<stop>,|(?<![!?…])[!?…]++|(?<!\.)\.{{3}}|(?<=\w)[»”\"])[»”“\"’']?+\s++(?P<dash>[{DASHES}]\s++)?+"
    rf"|(?<=\s)(?P<bare>[{DASHES}])\s++)"
    r"(?P<word>[^\W\d_][\w'’-]*+)"
)
_WORD = re.compile(r"\w[\w'’.-]*+")
_RESUMES = re.compile(rf"[,.:;!?]\s++[{DASHES}]\s*+(?=[\w«\"“„‘…])")
_WORDS_LOOKED_AT = 6
_LONGEST_ABBREVIATED = 3
_SUBJECT_WORDS = 3
"""Words behind "Det sier" among which a name is looked for."""


@dataclass(frozen=True, slots=True)
class CueClause:
    """Where speech ends and the reporter's clause behind it ends.

    ``resumes`` is the offset of the first character of speech behind a second dash, or None.
    """

    speech_end: int
    end: int
    resumes: int | None


class CueClauses:
    """The cues of one language and the clauses they stand in behind speech.

    Args:
        language: its code; an unknown one takes the words of the fallback profile.

    Attributes:
        language: the code as given.
        dash_speech: whether papers of the language open speech with a dash.
        speech_goes_on: whether they let it go on behind the cue clause without a second dash.

    """

    def __init__(self, language: str) -> None:
        self._profile = profile = load_profile(language)
        habits = load_habits()
        self.language = language
        self.dash_speech = language in habits.dash_speech
        self.speech_goes_on = language in habits.speech_goes_on
        self._is_known = profile.code == language
        self._asides = habits.asides
        self._speaker_words = habits.speaker_words.get(profile.code, frozenset())
        self._single = {form for form in profile.cue_forms if " " not in form}
        # "legger til", "slår fast": the particle follows the subject in the inverted clause.
        self._parted: dict[str, set[str]] = {}
        for form in profile.cue_forms - self._single:
            head, *_, particle = form.split()
            self._parted.setdefault(head, set()).add(particle)
        opening, verb = ("|".join(sorted(forms)) for forms in (profile.pointing_back, profile.passing_on))
        behind_stop = rf"(?i:(?<=[.!…»”\"])\s(?P<opening>{opening})\s(?:{verb}))\s"
        self._points_back = re.compile(behind_stop) if opening and verb else None
        others = profile.third_person | profile.plural
        self._no_subject = (
            self._speaker_words
            | profile.object_pronouns
            | profile.complementizers
            | profile.questions
            | profile.infinitive
            | profile.prepositions
            | profile.conjunctions
            | profile.relatives
            | profile.auxiliaries
        ) - others
        self._neuter = profile.pronouns - self._no_subject - others

    def points_back(self, text: str, start: int, end: int) -> int | None:
        """Where a sentence in ``text[start:end]`` begins that names who spoke ("Det sier Kari Moe."), or None.

        What one says oneself ("Det sier jeg") goes on with the speech.
        """
        if self._points_back is None:
            return None
        for match in self._points_back.finditer(text, start, end):
            subject = text[match.end() : end].split(maxsplit=_SUBJECT_WORDS)[:_SUBJECT_WORDS]
            if any(word[0].isupper() for word in subject) and subject[0].lower() not in self._profile.pronouns:
                return match.start("opening")
        return None

    def is_cue(self, word: str) -> bool:
        """Whether ``word``, in any case, is a cue form by itself."""
        return word.lower() in self._single

    def is_speaker_word(self, word: str) -> bool:
        """Whether people use ``word``, in any case, of themselves or to each other."""
        return word.lower() in self._speaker_words

    def is_third_person(self, word: str) -> bool:
        """Whether ``word``, in any case, is a pronoun for somebody spoken about."""
        return word.lower() in self._profile.third_person

    def has_cue(self, stretch: str) -> bool:
        """Whether ``stretch`` has a cue of one word; a capital letter in mid-sentence makes it a name."""
        return any(word.group().rstrip(".") in self._single for word in _WORD.finditer(stretch))

    def find(self, text: str, start: int, end: int, closed: Spans) -> CueClause | None:
        """Find the cue clause that ends the speech beginning at ``start``.

        Args:
            text: the whole text.
            start: first character of the speech.
            end: end of its paragraph.
            closed: stretches inside quotation marks, in order and disjoint: no cue clause begins there.

        """
        best: re.Match[str] | None = None
        stop = end
        for match in _SEPARATOR.finditer(text, start, end):
            # Of two in one sentence the last is the reporter's, the first a clause of the speech, unless
            # speech is taken up again between them.
            if best is not None and (match.start() >= stop or _RESUMES.search(text, best.end(), match.start())):
                break
            if inside(closed, match.start("word")) or not self._is_cue_clause(text, match, end):
                continue
            if best is None:
                stop = sentence_end(text, match.start("word"), end, self.language)
            best = match
        return None if best is None else _clause(text, best, stop, end)

    def _is_cue_clause(self, text: str, match: re.Match[str], end: int) -> bool:
        word = match["word"]
        if not word[0].islower():
            return False
        following = self._words_behind(text, match.end(), end)
        after_dash = bool(match["dash"] or match["bare"])
        if word in self._neuter and following and self._is_verb(following[0], following[1:]):
            # ", det sier Hoff": the object of the cue stands first.
            return self._has_subject(following[1:], after_dash)
        if self._is_verb(word, following):
            return self._has_subject(following, after_dash)
        if match["dash"] and not self._profile.verb_second:
            return not self._is_known or any(map(self.is_cue, following))
        return False

    def _words_behind(self, text: str, start: int, end: int) -> list[str]:
        """The next few words of the same clause, less an aside such as "blant annet" behind the verb."""
        words: list[str] = []
        while len(words) < _WORDS_LOOKED_AT:
            while start < end and text[start].isspace():
                start += 1
            match = _WORD.match(text, start, end)
            if match is None:
                break
            words.append(match.group().rstrip("."))
            start = match.end()
            if match.group().endswith(".") and len(match.group()) > _LONGEST_ABBREVIATED:
                break
        return words[2:] if " ".join(words[:2]) in self._asides else words

    def _is_verb(self, word: str, following: list[str]) -> bool:
        return word in self._single or not self._parted.get(word, set()).isdisjoint(following)

    def _has_subject(self, following: list[str], after_dash: bool) -> bool:
        if after_dash and not self._profile.verb_second:
            return True
        for word, after in pairwise([*following, ""]):
            if word.lower() in self._profile.adverbs:
                continue
            if word in self._neuter and after in self._profile.auxiliaries:
                # ", mener det er viktig": the pronoun belongs to the clause that follows.
                return False
            return word[0].isupper() or (word[0].isalpha() and word not in self._no_subject)
        return False


@cache
def cue_clauses(language: str) -> CueClauses:
    """The cue clauses of ``language``, made once."""
    return CueClauses(language)


def _clause(text: str, match: re.Match[str], stop: int, end: int) -> CueClause:
    if match["bare"]:
        speech_end = match.start("bare")
    elif match["stop"] == ",":
        speech_end = match.start()
    else:
        speech_end = match.end("stop")
    resumes = _RESUMES.search(text, match.end(), min(end, stop + 4))
    if resumes is not None:
        return CueClause(speech_end, resumes.start(), resumes.end())
    return CueClause(speech_end, stop, None)
