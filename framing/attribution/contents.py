"""What is reported begins and ends where a clause does: whole quotations, no loose word, no speaker at its start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribution.model import Attributed
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import Token, tokenize
from framing.languages import LanguageProfile

_FEWEST_WORDS = 2
_SUBJECT = 4
"""Words of the longest subject before a quotation."""
_SHORTEST_NOUN = 4
_STOPS = ".,!?…"


def tidy_contents(text: str, passages: Sequence[Attributed], profile: LanguageProfile) -> list[Attributed]:
    """Give reported clauses the edges of a clause; marked passages keep theirs, which are in the text."""
    marked = [p for p in passages if p.style != "clause"]
    clauses = [_tidied(text, p, marked, profile) for p in passages if p.style == "clause"]
    clauses += [c for m in marked if (c := _half_quoted(text, m, clauses, profile)) is not None]
    return sorted([*marked, *_without_beginnings(clauses)], key=lambda p: (p.start, -p.end))


def _without_beginnings(clauses: Sequence[Attributed]) -> list[Attributed]:
    """Of clauses that begin at one word only the longest: the others are the same report, cut short.

    Where the longest has no carrier, one that a shorter has is its own.
    """
    longest: dict[int, Attributed] = {}
    for clause in sorted(clauses, key=lambda c: c.start - c.end):
        kept = longest.setdefault(clause.start, clause)
        if kept.carrier is None and clause.carrier is not None:
            longest[clause.start] = replace(kept, carrier=clause.carrier)
    return list(longest.values())


def _tidied(text: str, clause: Attributed, marked: Sequence[Attributed], profile: LanguageProfile) -> Attributed:
    clause = _behind_speaker(text, clause, marked, profile)
    tokens = tokenize(text, clause.start, clause.end)
    start, stop = _first(tokens, clause, profile), _last(text, tokens, clause, profile)
    if sum(t.is_word for t in tokens[start:stop]) < _FEWEST_WORDS:
        return clause
    begin, end = tokens[start].start, tokens[stop - 1].end
    following = next((m for m in marked if end < m.start <= end + 2), None)
    if following is not None and following.style == "quote" and tokens[stop - 1].lower in profile.prepositions:
        end = following.end  # "…, apart from": the quotation is what it was cut before
    begin, end = _whole_quotations(text, _from_article(text, begin, clause, profile), end, marked)
    return replace(clause, start=begin, end=end)


def _from_article(text: str, begin: int, clause: Attributed, profile: LanguageProfile) -> int:
    """Where the article of a clause's first noun stands behind the cue ("said **the** move was late")."""
    before = tokenize(text, clause.cue.end, begin) if clause.cue is not None and clause.cue.end < begin else []
    if not before or before[-1].lower not in profile.articles or text[before[-1].end : begin] != " ":
        return begin
    return before[-1].start


def _half_quoted(
    text: str, passage: Attributed, clauses: Sequence[Attributed], profile: LanguageProfile
) -> Attributed | None:
    """The clause of which only the subject stands outside the quotation ("he said Moe “has forgotten it”").

    None where a clause is known there already.
    """
    cue, start, end = passage.cue, passage.start, passage.end
    if passage.style != "quote" or cue is None or not cue.end < start or start == 0 or not _is_mark(text[start - 1]):
        return None
    entry = profile.cues.get(cue.text.lower())
    if entry is None or "clause" not in entry.frames or any(c.start < end and start < c.end for c in clauses):
        return None
    tokens = tokenize(text, cue.end, start - 1)
    opens = tokens[:1] and tokens[0].lower in profile.complementizers
    subject = tokens[1:] if opens else tokens
    if not 0 < len(subject) <= _SUBJECT or not all(t.is_word for t in tokens):
        return None
    if noun_phrase_right(subject, 0, profile) != len(subject) or subject[-1].lower in profile.object_pronouns:
        return None
    quoted = tokenize(text, start, end)
    if not quoted or quoted[0].is_capitalised or sum(t.is_word for t in quoted) < _FEWEST_WORDS:
        return None
    told = not opens and not profile.telling.isdisjoint(cue.text.lower().split())
    if told:
        return None
    whole = _whole_quotations(text, subject[0].start, end, [passage])
    return Attributed(*whole, "clause", "indirect", passage.source, cue, passage.carrier, "beside")


def _first(tokens: Sequence[Token], clause: Attributed, profile: LanguageProfile) -> int:
    """Past the preposition of what somebody is accused of ("of hiding", "for å skjule")."""
    cue = profile.cues.get(clause.cue.text.lower()) if clause.cue is not None else None
    accused = cue is not None and "accusation" in cue.frames
    return int(accused and len(tokens) > 1 and tokens[0].lower in profile.prepositions)


def _last(text: str, tokens: Sequence[Token], clause: Attributed, profile: LanguageProfile) -> int:
    """Before words that only open what the clause does not hold ("and", "å", "from the")."""
    stop = len(tokens)
    goes_on = text[clause.end : clause.end + 2].lstrip(" ")[:1].isalpha()
    opens = profile.conjunctions | profile.infinitive | profile.articles - profile.pronouns
    while goes_on and stop > 1 and tokens[stop - 1].lower in opens | profile.prepositions:
        stop -= 1
    left_over = stop < len(tokens) and stop > _FEWEST_WORDS and tokens[stop - 2].text == ","
    return stop - 2 if left_over else stop  # "…, apart from what"


def _behind_speaker(
    text: str, clause: Attributed, marked: Sequence[Attributed], profile: LanguageProfile
) -> Attributed:
    """Behind the speaker and cue at its start, where the clause is said to be the same speaker's.

    "Gruppa Nord truer med å «slå til», skriver gruppa": what is reported is the threat.
    """
    if clause.cue is None or clause.source is None or clause.cue.start < clause.end:
        return clause
    for inner in marked:
        source, cue = inner.source, inner.cue
        if source is None or cue is None or not clause.start <= source.start <= cue.start < inner.start <= clause.end:
            continue
        opens = source.start == clause.start and not text[source.end : cue.start].strip()
        if opens and _same(clause.source.text, source.text, profile):
            tokens = tokenize(text, cue.end, clause.end)
            closed = profile.complementizers | profile.prepositions
            first = next((t for t in tokens if t.lower not in closed - profile.infinitive), None)
            if first is not None:
                return replace(clause, start=first.start, source=source)
    return clause


def _same(later: str, earlier: str, profile: LanguageProfile) -> bool:
    """True for a pronoun, or the noun or surname that the earlier mention ends a word with ("gruppen")."""
    word = later.lower().split()[-1]
    ends = any(w.endswith(word) for w in earlier.lower().split())
    return later.lower() in profile.third_person or (len(word) >= _SHORTEST_NOUN and ends)


def _whole_quotations(text: str, start: int, end: int, marked: Sequence[Attributed]) -> tuple[int, int]:
    """The stretch with the marks of quotations that begin or end it."""
    for passage in marked:
        inside = passage.style == "quote" and start <= passage.start and passage.end <= end + 1
        if not inside or (passage.start <= start and end <= passage.end):
            continue
        if passage.start == start and start > 0 and _is_mark(text[start - 1]):
            start -= 1
        if end <= passage.end + 1:
            closing = next((k for k in range(passage.end, passage.end + 3) if _is_mark(text[k : k + 1])), None)
            if closing is not None and all(letter in _STOPS for letter in text[passage.end : closing]):
                end = max(end, closing + 1)
    return start, end


def _is_mark(sign: str) -> bool:
    return bool(sign) and sign in "«»„“”\"‘‹›'’"
