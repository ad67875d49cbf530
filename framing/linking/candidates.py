"""The channels an article names: media, platforms, documents, and names that stand where a channel would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from framing.article import Mention
from framing.attribution.carriers import is_compound_noun, looks_like_outlet
from framing.attribution.names import name_runs
from framing.gazetteer import Match
from framing.languages import LanguageProfile
from framing.linking.places import plain_words
from framing.passages.furniture import furniture_spans
from framing.passages.layout import Spans, overlaps

_CHANNELS = frozenset({"outlet", "agency", "platform", "document"})
_MEDIA = frozenset({"state_media", "western_wire", "other_media"})
_WORD = re.compile(r"[^\W_]\w*(?:[’'.&-]\w+)*%?")
_BEFORE = 40
_REACH = 6
"""Words between a document and the preposition that makes it a channel ("i sin åpne trusselvurdering")."""
_ISSUED = 7
"""Words behind a document in which the one before its issuer stands ("a report released on Monday by …")."""
_CLAUSE = re.compile(r"[.!?;:,–—\n]\s")
_GENITIVES = ("'s", "’s", "s'", "s’")
_STEM = 6
"""Letters by which two mentions of a document or of "the agency" are held to be the same one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``text[start:end]`` names a channel of a ``type`` (a gazetteer type, or ``name``) and a class, if known.

    ``key`` is the same for mentions of one channel; ``ambiguous`` where the words are ordinary words too; ``holds``
    where what is said in later sentences may come through the same channel, as in an interview or a post.
    """

    start: int
    end: int
    type: str
    label: str
    ambiguous: bool
    key: str
    holds: bool = True

    def mention(self, text: str) -> Mention:
        """The candidate as a mention in its article."""
        return Mention(self.start, self.end, text[self.start : self.end])


def find_candidates(text: str, matches: Sequence[Match], profile: LanguageProfile) -> list[Candidate]:
    """Every channel an article may name, in order and disjoint; datelines and picture credits name none.

    A document is one where words stand in it or according to it, or where its issuer is named.
    """
    found: list[Candidate] = []
    furniture = [(start, end) for start, end, _ in furniture_spans(text)]
    for match in matches:
        kind, label = match.entry.type, match.entry.source_class or ""
        if overlaps(furniture, match.start, match.end):
            continue
        if kind == "document":
            words = _words_from_preposition(text, match.start, profile)
            if words is not None or _has_issuer(text, match, profile):
                key = text[match.start : match.end].lower()[:_STEM]
                definite = words is not None and (not words or words[-1] in profile.determiners - profile.indefinite)
                found.append(Candidate(match.start, match.end, kind, label, match.ambiguous, key, definite))
        elif is_channel(match):
            named = kind in _CHANNELS
            key = match.entry.id if named else text[match.start : match.end].lower()[:_STEM]
            found.append(Candidate(match.start, match.end, kind, label, match.ambiguous, key))
    found += _names(text, [*furniture, *((m.start, m.end) for m in matches)], profile)
    return [replace(c, holds=c.holds and not _was_told(text, c.start, profile)) for c in _disjoint(found)]


def _was_told(text: str, start: int, profile: LanguageProfile) -> bool:
    """True for a channel that somebody spoke to ("told the BBC", "sier hun til NTB").

    What the same speaker says in later sentences may come another way.
    """
    words = plain_words(text[max(0, start - _BEFORE) : start])[-2:]
    if len(words) > 1 and words[-1] in profile.articles:
        words = words[:1]
    return bool(words) and words[-1] in profile.addressee | profile.telling


def is_channel(match: Match) -> bool:
    """True for a medium, a platform or a document, and for words that stand for one."""
    kind = match.entry.type
    return kind in _CHANNELS or (kind in ("generic", "role") and match.entry.source_class in _MEDIA)


def _words_from_preposition(text: str, start: int, profile: LanguageProfile) -> list[str] | None:
    """The words between "in" and a document that something stands in ("i *sin åpne* rapport"); None for others.

    A document that is told of, judged or signed is nobody's channel ("han kaller rapporten pinlig").
    """
    before = text[max(0, start - _BEFORE) : start] + " "
    words = plain_words(_CLAUSE.split(before)[-1])[-_REACH:]
    last = max((k for k, word in enumerate(words) if word in profile.within), default=None)
    return None if last is None else words[last + 1 :]


def _has_issuer(text: str, match: Match, profile: LanguageProfile) -> bool:
    """True for a document whose issuer stands beside it ("its report", "NHC advisory", "rapport fra rådet")."""
    before = text[max(0, match.start - _BEFORE) : match.start].split()[-1:]
    common = text[match.start].islower()
    owned = (
        any(w.lower() in profile.possessives or w.endswith(_GENITIVES) or w[:1].isupper() for w in before) and common
    )
    line = text[match.end : match.end + _BEFORE * 2].split("\n")[0]
    return owned or not profile.issued_by.isdisjoint(_CLAUSE.split(line)[0].lower().split()[:_ISSUED])


def _names(text: str, taken: Spans, profile: LanguageProfile) -> list[Candidate]:
    """Names that no list knows, behind a preposition or a verb of telling ("said to Radio Mjøsa"); not people's.

    None overlaps what is ``taken``: furniture, and what the gazetteer knows.
    """
    people = {word for start, end in name_runs(text, profile) for word in text[start:end].split()}
    behind = profile.addressee | profile.prepositions | profile.cue_forms
    found = []
    for start, end in _capitalised_runs(text):
        before = plain_words(text[max(0, start - _BEFORE) : start])
        if not before or before[-1] not in behind or overlaps(taken, start, end):
            continue
        name = text[start:end]
        if is_compound_noun(name):
            continue
        medium = " " in name and looks_like_outlet(name)
        if medium or people.isdisjoint(part for word in name.split() for part in (word, *word.split("-"))):
            found.append(Candidate(start, end, "name", "", False, name.lower()))
    return found


def _capitalised_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words that begin with a capital letter, one space between them."""
    start = end = -1
    for word in _WORD.finditer(text):
        joined = end == word.start() - 1 and text[end] == " "
        if start >= 0 and not (joined and (word.group()[0].isupper() or word.group()[0].isdigit())):
            yield start, end
            start = -1
        if start < 0 and word.group()[0].isupper():
            start = word.start()
        end = word.end()
    if start >= 0:
        yield start, end


def _disjoint(found: Sequence[Candidate]) -> list[Candidate]:
    """One candidate a place: a named outlet or agency before the words that only describe it."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        if kept and candidate.start < kept[-1].end:
            if candidate.type in ("outlet", "agency") and kept[-1].type not in ("outlet", "agency"):
                kept[-1] = candidate
            continue
        kept.append(candidate)
    return kept
