"""Reading an article with the learned tagger, and joining what it claims with the marked passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.article import Cue, Mention
from framing.attribution.model import Attributed, Marked
from framing.estimators.spans import ArticleStates
from framing.gazetteer import Match
from framing.languages import LanguageProfile
from framing.segment import paragraphs
from framing.tagging.decode import Claim, Stretch, find_cues, read_claim
from framing.tagging.network import Network
from framing.tagging.words import IN_QUOTES, IN_SPEECH, Paragraph, read_paragraph

_LINKED = 0.35
"""Probability from which a marked passage is taken to be what a cue reports."""
_SAME = 0.7
"""Overlap (intersection over union) from which two reported clauses are one."""
_FEWEST_WORDS = 2


@dataclass(frozen=True)
class Reading:
    """A paragraph of an article with the claims made in it."""

    text: str
    paragraph: Paragraph
    claims: Sequence[Claim]
    profile: LanguageProfile

    def mention(self, stretch: Stretch | None) -> Mention | None:
        """The text under a stretch of words."""
        if stretch is None or stretch[0] >= stretch[1]:
            return None
        start, end = self.paragraph.tokens[stretch[0]].start, self.paragraph.tokens[stretch[1] - 1].end
        return Mention(start, end, self.text[start:end])

    def cue(self, claim: Claim) -> Cue | None:
        """The cue of a claim, with the stance its form has in the profile."""
        mention = self.mention(claim.cue)
        if mention is None:
            return None
        words = mention.text.lower().split()
        known = (self.profile.cues.get(form) for form in (" ".join(words), *words))
        return Cue(
            mention.start, mention.end, mention.text, next((e.stance for e in known if e is not None), "neutral")
        )


class Tagger:
    """Finds reported clauses and the attribution of marked passages with a trained network."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def attribute(
        self,
        text: str,
        states: ArticleStates,
        marked: Sequence[Marked],
        matches: Sequence[Match],
        grammar: Sequence[Attributed],
        profile: LanguageProfile,
    ) -> list[Attributed]:
        """Attribute the passages of an article.

        Args:
            text: the article.
            states: its token states.
            marked: its marked passages.
            matches: what the gazetteer knows in it.
            grammar: what the language profile's grammar found, marked passages among it.
            profile: the language profile.

        Returns:
            Marked passages and reported clauses, in order of their start.

        """
        readings = [self._read(text, span, states, marked, matches, grammar, profile) for span in paragraphs(text)]
        clauses: list[tuple[float, Attributed]] = []
        for reading in readings:
            for claim in reading.claims:
                _add_clauses(clauses, reading, claim)
        linked = [_link(passage, readings) for passage in grammar if passage.style != "clause"]
        return sorted([*linked, *(c for _, c in clauses)], key=lambda p: (p.start, -p.end))

    def _read(
        self,
        text: str,
        span: tuple[int, int],
        states: ArticleStates,
        marked: Sequence[Marked],
        matches: Sequence[Match],
        grammar: Sequence[Attributed],
        profile: LanguageProfile,
    ) -> Reading:
        paragraph = read_paragraph(text, span, states, marked, matches, grammar, profile)
        claims: list[Claim] = []
        if paragraph.tokens:
            reading = self.network.read(paragraph)
            cues = find_cues(self.network.cues(reading))
            if cues:
                roles = self.network.roles(reading, paragraph, cues)
                claims = [read_claim(paragraph.tokens, cue, r) for cue, r in zip(cues, roles, strict=True)]
        return Reading(text, paragraph, claims, profile)


def _add_clauses(clauses: list[tuple[float, Attributed]], reading: Reading, claim: Claim) -> None:
    """Add a claim's reported clauses, unless they are quoted throughout or a surer claim has them already."""
    tokens, flags = reading.paragraph.tokens, reading.paragraph.flags
    for stretch, score in claim.contents:
        words = [k for k in range(*stretch) if tokens[k].is_word]
        quoted = flags[words, IN_QUOTES].min() > 0 if words else False
        in_speech = flags[slice(*stretch), IN_SPEECH].mean() > 0.5
        if len(words) < _FEWEST_WORDS or quoted or (in_speech and not _said_in_speech(reading, claim)):
            continue
        span = reading.mention(stretch)
        if span is None:
            continue
        source, carrier = reading.mention(claim.source), reading.mention(claim.carrier)
        found = Attributed(
            span.start, span.end, "clause", "indirect", source, reading.cue(claim), carrier, link="beside"
        )
        rival = next((k for k, (_, c) in enumerate(clauses) if _overlap(c, found) > _SAME), None)
        if rival is None:
            clauses.append((score, found))
        elif clauses[rival][0] < score:
            clauses[rival] = (score, found)


def _said_in_speech(reading: Reading, claim: Claim) -> bool:
    """True where the cue itself stands in the speech: somebody quoted who reports somebody else."""
    return bool(reading.paragraph.flags[slice(*claim.cue), IN_SPEECH].min() > 0)


def _overlap(a: Attributed, b: Attributed) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def _link(passage: Attributed, readings: Sequence[Reading]) -> Attributed:
    """Give a marked passage the source of the claim that most probably reports it; else what the grammar found."""
    best: tuple[float, Reading, Claim] | None = None
    for reading in readings:
        tokens = reading.paragraph.tokens
        if not tokens or passage.start >= tokens[-1].end or passage.end <= tokens[0].start:
            continue
        words = [k for k in reading.paragraph.covering(passage.start, passage.end) if tokens[k].is_word]
        for claim in reading.claims:
            if any(claim.cue[0] <= k < claim.cue[1] for k in words) or claim.source is None:
                continue
            probability = claim.content_of(words)
            if probability > _LINKED and (best is None or probability > best[0]):
                best = (probability, reading, claim)
    if best is None:
        return passage
    _, reading, claim = best
    source = reading.mention(claim.source)
    return replace(
        passage, source=source, cue=reading.cue(claim), carrier=reading.mention(claim.carrier), link="beside"
    )
