"""Join marked passages and reports: which cue, source and carrier belong to which passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.article import Cue, Mention
from framing.attribution.carriers import Channels, looks_like_outlet
from framing.attribution.model import Attributed, Marked
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import QUOTE, Token, tokenize
from framing.languages import LanguageProfile
from framing.passages.report import Report
from framing.passages.reported import find_reports

_FAR = 99
_DOCUMENT = 6
"""Words from the preposition before a document to the colon behind it."""


@dataclass(frozen=True)
class Sentence:
    """One sentence with its tokens and reports, ready for linking."""

    text: str
    tokens: Sequence[Token]
    reports: Sequence[Report]

    def mention(self, span: tuple[int, int] | None) -> Mention | None:
        """The stretch of text under a token span."""
        if span is None or span[0] >= span[1]:
            return None
        start, end = self.tokens[span[0]].start, self.tokens[span[1] - 1].end
        return Mention(start, end, self.text[start:end])

    def cue(self, report: Report) -> Cue | None:
        """The cue of a report, with its stance."""
        mention = self.mention(report.cue)
        return Cue(mention.start, mention.end, mention.text, report.entry.stance) if mention else None


def attribute_sentence(
    text: str, start: int, end: int, marked: Sequence[Marked], profile: LanguageProfile, channels: Channels
) -> tuple[list[Attributed], list[Attributed]]:
    """Attribute what stands in one sentence.

    Returns:
        The marked passages of the sentence (in the order given), and its reported clauses.

    """
    inside = [m for m in marked if m.start < end and m.end > start]
    opaque = [(m.start, m.end) for m in inside if m.guess == "direct" and m.depth == 0]
    tokens = tokenize(text, start, end, opaque)
    sentence = Sentence(text, tokens, find_reports(tokens, profile))
    relays = _relays(sentence, channels)
    clauses = [
        clause for report in sentence.reports for clause in _clauses(sentence, report, relays, channels, profile)
    ]
    linked = [_link(sentence, m, relays, channels, profile) for m in inside]
    return linked, clauses


def _relays(sentence: Sentence, channels: Channels) -> dict[int, Report]:
    """Reports by outlets that only pass on what another report of the sentence says, by index of the latter."""
    relays: dict[int, Report] = {}
    for n, report in enumerate(sentence.reports):
        source = sentence.mention(report.source)
        if source is None or channels.medium(source.start, source.end) is None:
            continue
        for k, other in enumerate(sentence.reports):
            other_source = sentence.mention(other.source)
            if k == n or other_source is None or channels.medium(other_source.start, other_source.end) is not None:
                continue
            if any(a <= other.cue[0] < b for a, b in report.contents) or (
                report.governs_left and other.cue[0] < report.cue[0]
            ):
                relays[k] = report
    return relays


def _clauses(
    sentence: Sentence, report: Report, relays: dict[int, Report], channels: Channels, profile: LanguageProfile
) -> list[Attributed]:
    if any(relay is report for relay in relays.values()):
        return []
    source, cue = sentence.mention(report.source), sentence.cue(report)
    carrier = _carrier(sentence, report, relays, channels, profile)
    out = []
    for span in report.contents:
        content = sentence.mention(span)
        if content is None:
            continue
        if all(t.text == QUOTE or not t.is_word for t in sentence.tokens[span[0] : span[1]]):
            continue
        out.append(
            Attributed(content.start, content.end, "clause", "indirect", source, cue, carrier, "beside", report.shape)
        )
    return out


def _carrier(
    sentence: Sentence, report: Report, relays: dict[int, Report], channels: Channels, profile: LanguageProfile
) -> Mention | None:
    """The medium, platform or document that a report's words came through, if the sentence names one."""
    if report.through is not None:
        return sentence.mention(report.through)
    index = next((k for k, r in enumerate(sentence.reports) if r is report), -1)
    if index in relays:
        return sentence.mention(relays[index].source)
    source = sentence.mention(report.source)
    addressee = sentence.mention(report.addressee)
    if addressee is not None:
        medium = channels.medium(addressee.start, addressee.end)
        if medium is not None or looks_like_outlet(addressee.text):
            return medium or addressee
    if not sentence.tokens:
        return None
    start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    after = sentence.tokens[report.cue[1] - 1].end
    covered = [(sentence.tokens[a].start, sentence.tokens[b - 1].end) for a, b in report.contents if a < b]
    stop = min((a for a, _ in covered if a > after), default=end)
    before = profile.addressee | profile.prepositions | {report.entry.form}
    told = channels.told(sentence.tokens[report.cue[0]].start, stop, before, source)
    return told or channels.through(start, end, source, covered, profile.prepositions | profile.according_to)


def _introduced(sentence: Sentence, marked: Marked, profile: LanguageProfile) -> Mention | None:
    """The subject of a sentence that ends in a colon before the passage ("Moe er i tvil: «…»")."""
    tokens = sentence.tokens
    at = next((k for k, t in enumerate(tokens) if t.end > marked.start), len(tokens))
    colon = next((k for k in range(at - 1, max(-1, at - 3), -1) if tokens[k].text == ":"), None)
    if colon is None:
        return None
    begin = 0
    while begin < colon and (
        not tokens[begin].is_word or tokens[begin].lower in profile.adverbs | profile.conjunctions
    ):
        begin += 1
    return sentence.mention((begin, min(noun_phrase_right(tokens, begin, profile), colon)))


def _stands_in(sentence: Sentence, marked: Marked, channels: Channels, profile: LanguageProfile) -> Mention | None:
    """The document right before the colon before a passage ("Moe is strict in the letter: “…”")."""
    before = [t for t in sentence.tokens if t.end <= marked.start]
    while before and before[-1].is_mark:
        before.pop()
    words = before[-_DOCUMENT:-1]
    within = [k for k, t in enumerate(words) if t.lower in profile.within]
    if not within or before[-1].text != ":" or not all(t.is_word for t in words[within[-1] :]):
        return None
    last = words[-1]
    return Mention(last.start, last.end, last.text) if channels.is_document(last.start, last.end) else None


def _link(
    sentence: Sentence, marked: Marked, relays: dict[int, Report], channels: Channels, profile: LanguageProfile
) -> Attributed:
    plain = Attributed(marked.start, marked.end, marked.style, marked.guess)
    best: tuple[int, str, Report] | None = None
    for report in sentence.reports:
        if any(relay is report for relay in relays.values()):
            continue
        rank, link = _distance(sentence, report, marked)
        if rank < _FAR and (best is None or rank < best[0]):
            best = (rank, link, report)
    if best is None:
        introduced = _introduced(sentence, marked, profile)
        if introduced is None:
            return plain
        document = _stands_in(sentence, marked, channels, profile)
        return replace(plain, source=introduced, carrier=document, link="sentence", constructed=document is not None)
    report = best[2]
    return replace(
        plain,
        source=sentence.mention(report.source),
        cue=sentence.cue(report),
        carrier=_carrier(sentence, report, relays, channels, profile),
        link=best[1],
        shape=report.shape,
    )


def _distance(sentence: Sentence, report: Report, marked: Marked) -> tuple[int, str]:
    """How far a report stands from a passage; ``_FAR`` where it can't belong to it."""
    tokens = sentence.tokens
    first = next((k for k, t in enumerate(tokens) if t.end > marked.start), len(tokens))
    last = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].start < marked.end), -1)
    begin = report.cue[0] if report.source is None else min(report.cue[0], report.source[0])
    close = max(report.cue[1], report.source[1] if report.source else 0, report.addressee[1] if report.addressee else 0)
    if report.source and report.source[0] < last + 1 and report.source[1] > first and first < last + 1:
        return _FAR, ""
    for a, b in report.contents:
        if a <= first and last < b + 1 and not (marked.guess == "direct" and report.governs_left and a == 0):
            return 10 + (first - a) // 4, "inside"
    gap_after = sum(t.is_word for t in tokens[last + 1 : begin])
    gap_before = sum(t.is_word for t in tokens[close:first])
    if begin > last and gap_after == 0 and "naming" not in report.entry.frames - {"clause"}:
        return 0, "beside"
    if close <= first and gap_before <= 2:
        return 1, "beside"
    if marked.guess == "direct" and begin > last and gap_after > 3:
        return _FAR, ""
    if close <= first:
        return 20 + gap_before, "sentence"
    if begin > last:
        return 40 + gap_after, "sentence"
    return 60, "sentence"
