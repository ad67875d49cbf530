"""Reading an article with the learned tagger, and joining what it claims with the marked passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from framing.article import Cue, Mention
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed, Marked
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import Stretch, Token
from framing.estimators.spans import ArticleStates
from framing.gazetteer import Match
from framing.languages import LanguageProfile
from framing.tagging.constructions import reread_all
from framing.tagging.decode import Claim, find_cues, read_claim
from framing.tagging.layers import TunedLayers
from framing.tagging.network import Ensemble
from framing.tagging.words import IN_QUOTES, IN_SPEECH, Paragraph, parted_lines, read_paragraph

_LINKED = 0.35
"""Probability from which a marked passage is taken to be what a cue reports."""
_SAME = 0.7
"""Overlap (intersection over union) from which two reported clauses are one."""
_FEWEST_WORDS = 2
_EDGE = 2
"""Code points by which the edges of two clauses may differ: a quotation mark, a space."""
_BEFORE_INFINITIVE = 2
"""Words between the one asked and the infinitive of what to do ("to", "til å", "not to")."""
_MOSTLY = 0.5


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
    """Finds reported clauses and the attribution of marked passages.

    Args:
        ensemble: the trained networks.
        layers: the encoder's last layers as they were trained with the networks; None where those read the
            encoder's own states.

    """

    def __init__(self, ensemble: Ensemble, layers: TunedLayers | None = None) -> None:
        self.ensemble = ensemble
        self.layers = layers

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
        if self.layers is not None:
            states = self.layers.refine(states)
        spans = parted_lines(text, marked)
        readings = [self._read(text, span, states, marked, matches, grammar, profile) for span in spans]
        channels = Channels(text, matches)
        clauses = [c for reading in readings for claim in reading.claims for c in _clauses(reading, claim)]
        linked = [_link(passage, readings, channels) for passage in grammar if passage.style != "clause"]
        reported = [_with_channel(c, grammar) for c in _settle_rivals(clauses, channels)]
        return sorted([*linked, *reported], key=lambda p: (p.start, -p.end))

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
            readings, tags = self.ensemble.cues(paragraph)
            cues = find_cues(tags)
            if cues:
                roles = self.ensemble.roles(readings, paragraph, cues)
                found = [read_claim(paragraph.tokens, cue, r) for cue, r in zip(cues, roles, strict=True)]
                claims = reread_all(paragraph.tokens, found, profile)
        return Reading(text, paragraph, claims, profile)


def _clauses(reading: Reading, claim: Claim) -> Iterator[tuple[float, Attributed]]:
    """A claim's reported clauses with their scores, unless they are quoted throughout."""
    tokens, flags = reading.paragraph.tokens, reading.paragraph.flags
    for found, score in claim.contents:
        stretch = _without_addressee(reading, claim, _without_day(reading, claim, found))
        words = [k for k in range(*stretch) if tokens[k].is_word]
        span = reading.mention(stretch)
        if len(words) < _FEWEST_WORDS or span is None:
            continue
        quoted = flags[words, IN_QUOTES].min() > 0
        in_speech = flags[slice(*stretch), IN_SPEECH].mean() > _MOSTLY
        if quoted or (in_speech and not _said_in_speech(reading, claim)):
            continue
        source, carrier = reading.mention(claim.source), reading.mention(claim.carrier)
        if source is None and carrier is not None and not _behind_preposition(reading, carrier):
            source, carrier = carrier, None  # "skrev Reuters at …": the medium speaks for itself
        cue = reading.cue(claim)
        yield score, Attributed(span.start, span.end, "clause", "indirect", source, cue, carrier, link="beside")


def _behind_preposition(reading: Reading, mention: Mention) -> bool:
    before = [t for t in reading.paragraph.tokens if t.end <= mention.start and t.is_word][-2:]
    words = reading.profile.prepositions | reading.profile.addressee | reading.profile.within
    return any(t.lower in words for t in before)


def _without_day(reading: Reading, claim: Claim, stretch: Stretch) -> Stretch:
    """The stretch without the day or place of the cue: "said on Saturday it would stay" reports "it would stay"."""
    tokens, profile = reading.paragraph.tokens, reading.profile
    start, stop = stretch
    behind_cue = start == claim.cue[1] + 1 and tokens[start - 1].lower in profile.prepositions
    if behind_cue and stop - start > _FEWEST_WORDS and tokens[start].is_capitalised:
        following = tokens[start + 1].lower
        if following in profile.pronouns or following in profile.determiners:
            return start + 1, stop
    return stretch


def _without_addressee(reading: Reading, claim: Claim, stretch: Stretch) -> Stretch:
    """The stretch without the one spoken to: "told reporters they would stay" reports "they would stay"."""
    tokens, profile = reading.paragraph.tokens, reading.profile
    start, stop = stretch
    words = [t.lower for t in tokens[slice(*claim.cue)]]
    tells = not profile.telling.isdisjoint(words)
    entry = profile.cues.get(" ".join(words))
    asks = entry is not None and "request" in entry.frames and words[-1] not in profile.prepositions
    at = claim.cue[1]
    behind = start == at or at < start < noun_phrase_right(tokens, at, profile)
    if not (tells or asks) or not behind or stop - start <= _FEWEST_WORDS or not tokens[start].is_word:
        return stretch
    to = _infinitive_behind(tokens, at, profile)
    if to is not None and to < stop - 1:
        return to, stop
    first, second = tokens[start], tokens[start + 1]
    noun = not first.is_capitalised and first.lower not in profile.function_words
    opens = second.is_capitalised or second.lower in profile.pronouns | profile.determiners
    spoken_to = first.lower in profile.object_pronouns & (profile.third_person | profile.plural) or noun
    return (start + 1, stop) if tells and start == at and spoken_to and opens else stretch


def _infinitive_behind(tokens: Sequence[Token], at: int, profile: LanguageProfile) -> int | None:
    """Where what somebody is asked to do begins, behind the one asked ("the crowd **to** leave")."""
    if tokens[at].lower in profile.indefinite:
        return None
    end = noun_phrase_right(tokens, at, profile)
    for k in range(end, min(end + _BEFORE_INFINITIVE + 1, len(tokens))) if end > at else ():
        if tokens[k].lower in profile.infinitive:
            return k - (k > end and tokens[k - 1].lower in profile.adverbs)
        if tokens[k].lower not in profile.prepositions | profile.adverbs:
            return None
    return None


def _said_in_speech(reading: Reading, claim: Claim) -> bool:
    """True where the cue itself stands in the speech: somebody quoted who reports somebody else."""
    return bool(reading.paragraph.flags[slice(*claim.cue), IN_SPEECH].min() > 0)


def _settle_rivals(clauses: Sequence[tuple[float, Attributed]], channels: Channels) -> list[Attributed]:
    """One clause of those that overlap: the surest, but a speaker's before that of the medium that passes it on."""
    kept: list[tuple[float, Attributed]] = []
    for score, found in sorted(_without_wrappings(clauses, channels), key=lambda c: -c[0]):
        rival = next((k for k, (_, c) in enumerate(kept) if _overlap(c, found) > _SAME), None)
        if rival is None:
            kept.append((score, found))
            continue
        known = kept[rival][1]
        if _is_relay(known, channels) and found.source is not None and not _is_relay(found, channels):
            kept[rival] = (kept[rival][0], replace(found, carrier=found.carrier or known.source))
        elif _is_relay(found, channels) and known.source is not None and not _is_relay(known, channels):
            kept[rival] = (kept[rival][0], replace(known, carrier=known.carrier or found.source))
    return [c for _, c in kept]


def _without_wrappings(
    clauses: Sequence[tuple[float, Attributed]], channels: Channels
) -> list[tuple[float, Attributed]]:
    """Reports without those in which a medium passes on a whole report ("the ministry says that …, AFP writes").

    The medium is the carrier of the report within.
    """
    kept = list(clauses)
    for outer in [c for c in clauses if _is_relay(c[1], channels)]:
        inner = next((k for k, c in enumerate(kept) if _wraps(outer[1], c[1]) and not _is_relay(c[1], channels)), None)
        if inner is not None:
            score, report = kept[inner]
            kept[inner] = (score, replace(report, carrier=report.carrier or outer[1].source))
            kept.remove(outer)
    return kept


def _wraps(outer: Attributed, inner: Attributed) -> bool:
    """True where a clause is another with its source and cue before it, and nothing more."""
    source, cue = inner.source, inner.cue
    if source is None or cue is None or cue.end > inner.start:
        return False
    return abs(min(source.start, cue.start) - outer.start) <= _EDGE and abs(inner.end - outer.end) <= _EDGE


def _with_channel(clause: Attributed, grammar: Sequence[Attributed]) -> Attributed:
    """The carrier the grammar found for the same words of the same source, where the network saw none."""
    if clause.carrier is not None or clause.source is None:
        return clause
    for other in grammar:
        same = (
            other.source is not None
            and other.source.start < clause.source.end
            and clause.source.start < other.source.end
        )
        if same and other.carrier is not None and _overlap(clause, other) > 0:
            return replace(clause, carrier=other.carrier)
    return clause


def _is_relay(passage: Attributed, channels: Channels) -> bool:
    return passage.source is not None and channels.medium(passage.source.start, passage.source.end) is not None


def _overlap(a: Attributed, b: Attributed) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(shared, 0) / (max(a.end, b.end) - min(a.start, b.start))


def _link(passage: Attributed, readings: Sequence[Reading], channels: Channels) -> Attributed:
    """Give a marked passage the source of the claim that most probably reports it; else what the grammar found.

    Where a medium and a speaker both claim it, the speaker is the source and the medium the carrier. Behind a
    headline's colon nobody else speaks than who stands before it.
    """
    if passage.style == "headline":
        return passage
    claims: list[tuple[float, Attributed]] = []
    for reading in readings:
        tokens = reading.paragraph.tokens
        if not tokens or passage.start >= tokens[-1].end or passage.end <= tokens[0].start:
            continue
        words = [k for k in reading.paragraph.covering(passage.start, passage.end) if tokens[k].is_word]
        for claim in reading.claims:
            source = reading.mention(claim.source)
            if source is None or any(claim.cue[0] <= k < claim.cue[1] for k in words):
                continue
            probability = claim.content_of(words)
            if probability > _LINKED:
                carrier = reading.mention(claim.carrier)
                linked = replace(passage, source=source, cue=reading.cue(claim), carrier=carrier, link="beside")
                claims.append((probability, linked))
    claims.sort(key=lambda c: -c[0])
    if not claims:
        return passage
    relays = [c for _, c in claims if _is_relay(c, channels)]
    speakers = [c for _, c in claims if not _is_relay(c, channels)]
    best = (speakers or relays)[0]
    return replace(best, carrier=best.carrier or (relays[0].source if speakers and relays else None))
