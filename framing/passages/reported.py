"""Reported clauses: a cue, who stands beside it, and the clause it reports.

One sentence at a time, from the closed-class words and cue forms of the language profile. The shapes are those
of news prose: source–cue–clause, cue–source–clause (verb second), clause–cue–source, clause–source–cue,
requests, accusations, and those whose cue has no subject (see :mod:`framing.passages.subjectless`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribution.phrases import noun_phrase_left, noun_phrase_right
from framing.attribution.tokens import QUOTE, Token
from framing.languages import CueEntry, LanguageProfile
from framing.passages.boundaries import cut_at_next
from framing.passages.cues import find_cues
from framing.passages.report import FEWEST_WORDS, SENTENCE_ENDS, Report, left_opening, sentence_stop, word_count
from framing.passages.subjectless import according_to, hearsay, nominal

_STOPS = frozenset({",", ";", ":", "–", "—", "-", "(", ")"})
_NEAR = 3
_ACCUSED_OF = frozenset({"for", "of", "för", "vor", "в", "av"})


def find_reports(tokens: Sequence[Token], profile: LanguageProfile) -> list[Report]:
    """Every report of one sentence, in order of its cue."""
    reports: list[Report] = []
    for start, end, entry in find_cues(tokens, profile):
        report = _read(tokens, start, end, entry, profile)
        if report is not None:
            reports.append(_inherit(report, reports))
    reports = cut_at_next(tokens, reports, profile)
    if not any(r.contents or r.governs_left or r.governs_right for r in reports):
        reports.extend(hearsay(tokens, profile))
    return reports


def _read(tokens: Sequence[Token], start: int, end: int, entry: CueEntry, profile: LanguageProfile) -> Report | None:
    if "according" in entry.frames:
        return according_to(tokens, start, end, profile)
    if "noun" in entry.frames and len(entry.frames) == 1:
        return nominal(tokens, start, end, entry, profile)
    report = _subject(tokens, start, end, entry, profile)
    after = report.addressee[1] if report.addressee else end
    if report.shape in ("inverted", "quoting") and report.source:
        after = max(after, report.source[1])
    if "clause" in entry.frames:
        report = _clause(tokens, report, after, profile)
    if not report.contents and "request" in entry.frames:
        report = _request(tokens, report, after, profile)
    if not report.contents and "accusation" in entry.frames:
        report = _accusation(tokens, report, after)
    if "naming" in entry.frames and report.source is not None:
        report = replace(report, governs_right=True)
    useful = report.contents or report.governs_left or report.governs_right
    return report if useful else None


def _subject(tokens: Sequence[Token], start: int, end: int, entry: CueEntry, profile: LanguageProfile) -> Report:
    after = end
    while (
        after < len(tokens) and tokens[after].lower in profile.adverbs | profile.object_pronouns - profile.third_person
    ):
        after += 1
    right = noun_phrase_right(tokens, after, profile)
    left = noun_phrase_left(tokens, start, profile)
    previous = tokens[start - 1] if start else None
    opens = previous is None or previous.text in _STOPS or previous.text == QUOTE or previous.is_mark
    if profile.code == "ru":
        opens = opens or (previous is not None and previous.lower == "как")
    elif not profile.verb_second:
        opens = opens and previous is not None and previous.text not in ("(",)
    empty_left = left[0] >= left[1]
    inverted = right > after and (opens or (profile.verb_second and empty_left and start > 0))
    if inverted and opens and not empty_left and previous is not None and previous.text == ",":
        # "X, a title, said …": the comma closes an apposition unless a whole clause stands before it
        inverted = profile.verb_second or not _follows_content(tokens, right, profile)
    if inverted:
        addressee = _addressee(tokens, right, profile)
        return Report((start, end), entry, "inverted", (after, right), addressee=addressee)
    if entry.form in profile.quoting and right > after and not empty_left:
        return Report((start, end), entry, "quoting", (after, right), governs_right=True, through=left)
    source = None if empty_left or (opens and previous is not None and previous.text != ",") else left
    addressee = _addressee(tokens, end, profile)
    if addressee is None and right > after and _follows_content(tokens, right, profile) and right < len(tokens):
        addressee = (after, right)
    return Report((start, end), entry, "plain", source, addressee=addressee)


def _follows_content(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> bool:
    position = at + 1 if at < len(tokens) and tokens[at].text == "," else at
    if position >= len(tokens):
        return False
    return tokens[position].lower in profile.complementizers or tokens[at].text == ":"


def _addressee(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> tuple[int, int] | None:
    position = at + 1 if at < len(tokens) and tokens[at].text == "," else at
    if position < len(tokens) and tokens[position].lower in profile.addressee:
        stop = noun_phrase_right(tokens, position + 1, profile)
        if stop > position + 1 and tokens[position + 1].lower not in profile.infinitive:
            return position + 1, stop
    return None


def _clause(tokens: Sequence[Token], report: Report, after: int, profile: LanguageProfile) -> Report:
    opening = _content_opening(tokens, after, report, profile)
    if opening is not None and word_count(tokens, opening, len(tokens)) >= FEWEST_WORDS:
        stop = sentence_stop(tokens)
        return replace(report, contents=((opening, stop),), governs_right=True)
    subject = report.through if report.shape == "quoting" else report.source
    start = report.cue[0] if report.shape == "inverted" or subject is None else subject[0]
    before = start - 1
    if before >= 0 and (
        tokens[before].text in (",", "–", "—", "-") or tokens[before].text == QUOTE or tokens[before].is_mark
    ):
        speech = before
        while speech > 0 and tokens[speech].text in (",", "–", "—", "-"):
            speech -= 1
        if tokens[speech].text == QUOTE:
            return replace(report, governs_left=True)
        opening = left_opening(tokens, before, profile)
        stop = before if tokens[before].text in (",", "–", "—", "-") else before + 1
        if report.source is not None and word_count(tokens, opening, stop) >= FEWEST_WORDS + 1:
            return replace(report, contents=((opening, stop),), governs_left=True)
    adjacent = after < len(tokens) and (tokens[after].text in (QUOTE, ":") or tokens[after].is_mark)
    return replace(report, governs_right=adjacent, governs_left=before >= 0 and tokens[before].text == QUOTE)


def _content_opening(tokens: Sequence[Token], after: int, report: Report, profile: LanguageProfile) -> int | None:
    """Where the clause after the cue begins, or None."""
    for k in range(after, min(after + 12, len(tokens))):
        token = tokens[k]
        if token.lower in profile.complementizers and not (
            token.lower in profile.infinitive and _infinitive(tokens, k, profile)
        ):
            return k + 1
        if token.text == ":":
            return k + 1
        if token.lower in profile.questions and k <= after + 1 and report.entry.stance != "endorsing":
            return k
        if token.text in (QUOTE,) or token.text in SENTENCE_ENDS:
            break
        if token.text in _STOPS and not (k + 1 < len(tokens) and tokens[k + 1].lower in profile.complementizers):
            break
    return _bare_opening(tokens, after, report, profile)


def _infinitive(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> bool:
    """Swedish *att*, Danish *at* before a verb is the infinitive marker; before a nominal it opens a clause."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.is_capitalised:
        return False
    return (
        noun_phrase_right(tokens, at + 1, profile) <= at + 2
        and following.lower.endswith(("a", "e"))
        and (following.lower not in profile.pronouns | profile.determiners)
    )


def _bare_opening(tokens: Sequence[Token], after: int, report: Report, profile: LanguageProfile) -> int | None:
    """A clause without a complementizer: adverbials, then a subject with a finite verb near it."""
    if report.source is None or "clause" not in report.entry.frames:
        return None
    position = after
    if profile.code == "de":
        if position >= len(tokens) or tokens[position].text != ",":
            return None
        position += 1
    while position < len(tokens) and (
        tokens[position].lower in profile.prepositions or tokens[position].lower in profile.adverbs
    ):
        if tokens[position].lower in profile.infinitive:
            return position if report.entry.form.startswith(("vow", "promis", "pledg", "threat")) else None
        skipped = noun_phrase_right(tokens, position + 1, profile)
        position = skipped if tokens[position].lower in profile.prepositions else position + 1
        if skipped == position and position >= len(tokens):
            return None
    if position >= len(tokens):
        return None
    subject = noun_phrase_right(tokens, position, profile)
    if subject == position:
        return position if tokens[position].lower in profile.infinitive and "å" in profile.infinitive else None
    window = tokens[subject : subject + 5]
    finite = any(t.lower in profile.auxiliaries for t in window)
    strong = tokens[position].lower in profile.pronouns and tokens[position].lower not in profile.object_pronouns
    bare = (
        report.entry.form in profile.bare_cues
        and subject < len(tokens)
        and tokens[subject].is_word
        and tokens[subject].lower not in profile.prepositions
    )
    if word_count(tokens, position, len(tokens)) < 3 or not (finite or bare or (strong and len(window) > 1)):
        return None
    return position


def _request(tokens: Sequence[Token], report: Report, after: int, profile: LanguageProfile) -> Report:
    if report.source is None:
        return report
    for k in range(after, min(after + 12, len(tokens))):
        if tokens[k].text in SENTENCE_ENDS or tokens[k].text == QUOTE:
            break
        if tokens[k].lower in profile.infinitive and word_count(tokens, k, len(tokens)) >= FEWEST_WORDS:
            return replace(report, contents=((k, sentence_stop(tokens)),), governs_right=True)
        if tokens[k].lower in profile.complementizers:
            return replace(report, contents=((k + 1, sentence_stop(tokens)),), governs_right=True)
    if report.entry.form.endswith((" om", " for")) and word_count(tokens, after, len(tokens)) >= FEWEST_WORDS:
        return replace(report, contents=((after, sentence_stop(tokens)),), governs_right=True)
    return report


def _accusation(tokens: Sequence[Token], report: Report, after: int) -> Report:
    for k in range(after, min(after + 10, len(tokens) - 1)):
        if tokens[k].text in SENTENCE_ENDS or tokens[k].text in (QUOTE, ","):
            break
        if tokens[k].lower in _ACCUSED_OF:
            opening = k + 1
            return replace(report, contents=((opening, sentence_stop(tokens)),), governs_right=True)
    return report


def _inherit(report: Report, earlier: Sequence[Report]) -> Report:
    """A cue without a subject of its own ("… and added that") takes that of the report before it.

    So does "as saying" after a quoting verb, with the outlet that quotes.
    """
    if not earlier:
        return report
    last = earlier[-1]
    if last.shape == "quoting" and report.shape == "plain" and report.cue[0] - last.cue[1] < _NEAR + _length(last):
        return replace(report, source=last.source, through=last.through)
    if report.source is None and report.shape == "plain" and last.source is not None:
        return replace(report, source=last.source)
    return report


def _length(report: Report) -> int:
    return report.source[1] - report.source[0] if report.source else 0
