"""Who said it, through whom, in which words: source, cue and carrier of every passage."""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribution.anaphora import resolve
from framing.attribution.carriers import Channels, follow_channels
from framing.attribution.citing import follow_citations
from framing.attribution.contents import tidy_contents
from framing.attribution.inner import follow_inner_reports
from framing.attribution.issued import follow_documents
from framing.attribution.linker import attribute_sentence
from framing.attribution.mentions import tidy_mentions
from framing.attribution.model import Attributed, Marked
from framing.attribution.pointing import follow_pointers
from framing.attribution.speakers import ChooseSpeaker, continue_speakers, name_interviewers
from framing.gazetteer import Match
from framing.languages import LanguageProfile, load_profile
from framing.segment import iter_sentences, paragraphs, sentences

__all__ = ["Attributed", "Marked", "follow_speakers", "read_grammar"]


def read_grammar(text: str, language: str, marked: Sequence[Marked], matches: Sequence[Match]) -> list[Attributed]:
    """Find what the language profile's grammar sees, sentence by sentence: reported clauses, and who speaks where.

    Args:
        text: the article as given; all offsets point into it.
        language: code of the language profile.
        marked: the marked passages, in order of their start.
        matches: what the gazetteer knows in ``text``.

    Returns:
        Marked passages and reported clauses together, in order of their start.

    """
    profile = load_profile(language)
    channels = Channels(text, matches)
    linked: dict[tuple[int, int], Attributed] = {}
    clauses: list[Attributed] = []
    for start, end in _clause_units(text, language, marked):
        found, reported = attribute_sentence(text, start, end, marked, profile, channels)
        for passage in found:
            key = (passage.start, passage.end)
            if key not in linked or linked[key].source is None:
                linked[key] = passage
        clauses.extend(reported)
    return sorted([*linked.values(), *_outside_speech(clauses, marked)], key=lambda p: (p.start, -p.end))


def follow_speakers(
    text: str,
    passages: Sequence[Attributed],
    matches: Sequence[Match],
    profile: LanguageProfile,
    choose: ChooseSpeaker | None = None,
) -> list[Attributed]:
    """Carry speakers and carriers on over sentences and paragraphs, and resolve who the mentions stand for.

    ``choose`` says who speaks where no cue does; without it, the speaker nearest before.
    """
    spans = [(s.start, s.end) for s in iter_sentences(text, profile.code)]
    channels = Channels(text, matches)
    whole = tidy_contents(text, tidy_mentions(text, passages, matches, profile), profile)
    inner = follow_inner_reports(text, follow_pointers(text, whole, channels, spans, profile), channels, profile)
    issued = follow_documents(text, inner, matches, profile)
    cited = follow_citations(text, issued, channels, spans, profile)
    resolved = resolve(text, continue_speakers(text, cited, choose), profile, matches)
    return name_interviewers(text, follow_channels(resolved, channels, spans, profile), channels, profile.addressee)


def _clause_units(text: str, language: str, marked: Sequence[Marked]) -> list[tuple[int, int]]:
    """Sentences, joined where a stop falls inside marked speech."""
    speech = [(m.start, m.end) for m in marked if m.depth == 0]
    units: list[tuple[int, int]] = []
    for paragraph_start, paragraph_end in paragraphs(text):
        for start, end in sentences(text, paragraph_start, paragraph_end, language):
            inside = units and any(a < units[-1][1] < b and start < b for a, b in speech)
            if inside:
                units[-1] = (units[-1][0], end)
            else:
                units.append((start, end))
    return units


def _outside_speech(clauses: Sequence[Attributed], marked: Sequence[Marked]) -> list[Attributed]:
    """Clauses that do not cross the edge of direct speech."""
    direct = [(m.start, m.end) for m in marked if m.guess == "direct"]
    return [
        c
        for c in clauses
        if not any(c.start < b and a < c.end and not (a <= c.start and c.end <= b) for a, b in direct)
    ]
