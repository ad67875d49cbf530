"""Mentions as a reader would mark them: the whole name, and nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from framing.article import Cue, Mention
from framing.attribution.appositions import bearer
from framing.attribution.carriers import is_compound_noun
from framing.attribution.model import Attributed
from framing.attribution.phrases import noun_phrase_right
from framing.attribution.tokens import JOINED, Stretch, Token, tokenize
from framing.attribution.wholes import whole_phrase
from framing.gazetteer import Match
from framing.languages import LanguageProfile, gender_of

_NAMED_MEDIA = frozenset({"outlet", "agency"})
_BODIES = frozenset(
    {"government", "parliament", "party", "ngo", "international_org", "company", "union", "think_tank", "capital"}
)
_SUBJECTS = _BODIES | {"state"}
_COMMON = frozenset({"role", "generic"})
_NAME_LENGTH = 4
"""Words in which a name in quotation marks is looked for its end."""
_CLOSING = frozenset("»”")


def tidy_mentions(
    text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile
) -> list[Attributed]:
    """Give the sources and carriers of passages the edges of a noun phrase.

    A name that was cut is completed ("News" of "Sky News"), and what belongs to the clause around it is left out: a
    conjunction before it, the object behind it ("Trump en gransking"), an apposition.
    """
    reader = _Reader(text, matches, profile)
    return [
        replace(p, source=reader.source(p.source, p.cue), carrier=reader.carrier(p.carrier))
        for p in _without_quoted_sources(passages)
    ]


def _without_quoted_sources(passages: Sequence[Attributed]) -> list[Attributed]:
    """The passages, without sources that stand within the quoted words of another one: nobody there speaks here.

    A name in quotation marks is no such words („Reuters“).
    """
    quotes = [p for p in passages if p.style == "quote"]
    out = []
    for passage in passages:
        source = passage.source
        around = (q for q in quotes if source is not None and q.start <= source.start and source.end <= q.end)
        longer = (q for q in around if source is not None and q.end - q.start > 2 * (source.end - source.start))
        elsewhere = any(not (q.start <= passage.start and passage.end <= q.end) for q in longer)
        out.append(replace(passage, source=None, cue=None, carrier=None, link="none") if elsewhere else passage)
    return out


@dataclass(frozen=True)
class _Reader:
    text: str
    matches: Sequence[Match]
    profile: LanguageProfile

    def source(self, mention: Mention | None, cue: Cue | None) -> Mention | None:
        """The noun phrase of a source beside its cue."""
        if mention is None:
            return None
        tokens = self._line(mention)
        start, stop = _covering(tokens, mention)
        if start >= stop:
            return mention
        start = self._without_function_words(tokens, start, stop)
        start, stop = self._one_phrase(tokens, start, stop, cue)
        stop = self._without_object(tokens, start, stop, cue)
        person = self.profile.third_person - self.profile.determiners
        if tokens[start].lower in person and not self._lists(tokens, start, stop):
            stop = start + 1
        said = _tokens_of(tokens, cue)
        start, stop = whole_phrase(
            self.text, tokens, (start, stop), said, self.profile, named=self._named(tokens[stop - 1])
        )
        start, stop = bearer(tokens, (start, stop), said, self.profile)
        stop = self._without_apposition(tokens, start, stop)
        start, stop = self._whole(tokens, start, stop)
        stop = self._possessed(tokens, start, stop, cue)
        return self._mention(tokens, start, _closed(tokens, start, stop), mention)

    def carrier(self, mention: Mention | None) -> Mention | None:
        """A carrier under its whole name; none for a common noun that nothing is known to have come through."""
        if mention is None:
            return None
        known = any(m.start < mention.end and mention.start < m.end for m in self.matches)
        if is_compound_noun(mention.text) and not known:
            return None
        tokens = self._line(mention)
        start, stop = _covering(tokens, mention)
        if start >= stop:
            return mention
        start, stop = self._whole(tokens, start, stop)
        return self._mention(tokens, start, _closed(tokens, start, stop), mention)

    def _line(self, mention: Mention) -> list[Token]:
        end = self.text.find("\n", mention.end)
        start = self.text.rfind("\n", 0, mention.start) + 1
        return tokenize(self.text, start, len(self.text) if end < 0 else end)

    def _mention(self, tokens: Sequence[Token], start: int, stop: int, mention: Mention) -> Mention:
        """The mention from one token to another; the one given where its edges are the same."""
        if start >= stop:
            return mention
        first, last = tokens[start].start, tokens[stop - 1].end
        same = (first, last) == (mention.start, mention.end)
        return mention if same else Mention(first, last, self.text[first:last])

    def _without_function_words(self, tokens: Sequence[Token], start: int, stop: int) -> int:
        """Where the phrase begins behind conjunctions and complementizers ("Men …", "that …", "Slik …").

        An adverb before a noun may belong to it ("tidligere statsminister"); before a pronoun or article it does not.
        """
        profile = self.profile
        nominal = profile.determiners | profile.pronouns
        for k in range(start, stop - 1):
            token, following = tokens[k], tokens[k + 1]
            opens = profile.conjunctions | profile.complementizers | profile.view_of
            opens |= profile.relatives | profile.questions
            outside = token.lower in opens - nominal
            outside = outside or (token.lower in profile.complementizers and following.is_capitalised)
            outside = outside or (token.lower in profile.adverbs - nominal and following.lower in nominal)
            inside_name = token.is_capitalised and k > 0 and tokens[k - 1].is_word
            if not outside or inside_name:
                return k
        return stop - 1

    def _one_phrase(self, tokens: Sequence[Token], start: int, stop: int, cue: Cue | None) -> tuple[int, int]:
        """The half beside the cue where an article inside a mention begins a phrase of its own.

        A name followed by an article is a subject and its object only where the verb comes second ("beordret Moe en
        gransking"); elsewhere it may be a name ("Alexander the Great").
        """
        if cue is None:
            return start, stop
        profile = self.profile
        closed = profile.prepositions | profile.conjunctions | profile.determiners | profile.adverbs
        for k in range(start + 1, stop - 1):
            before = tokens[k - 1]
            apart = before.is_word and before.lower not in closed and (not before.is_capitalised or profile.verb_second)
            if tokens[k].lower in profile.articles and apart:
                return (start, k) if cue.end <= tokens[start].start else (k, stop)
        return start, stop

    def _without_object(self, tokens: Sequence[Token], start: int, stop: int, cue: Cue | None) -> int:
        """Where the subject ends, of two bodies side by side behind the verb ("oppfordret Røde Kors PST til å …")."""
        if cue is None or cue.end > tokens[start].start:
            return stop
        inside = (m for m in self.matches if tokens[start].start <= m.start < tokens[stop - 1].end and not m.ambiguous)
        for first, second in pairwise(inside):
            joined = self.text[first.end : second.start] in JOINED
            joined = joined and first.entry.type in _SUBJECTS and second.entry.type in _BODIES
            if joined and second.end == tokens[stop - 1].end and not _inflected(first, self.text):
                return next(k for k, t in enumerate(tokens) if t.start >= second.start)
        return stop

    def _without_apposition(self, tokens: Sequence[Token], start: int, stop: int) -> int:
        """Where a name ends before a comma and what is said of its bearer ("Ola Moe, leader of the union")."""
        comma = next((k for k in range(start + 1, stop - 1) if tokens[k].text == ","), None)
        if comma is None or not tokens[comma - 1].is_capitalised or tokens[stop - 1].is_capitalised:
            return stop
        return stop if self._lists(tokens, comma, stop) else comma

    def _lists(self, tokens: Sequence[Token], start: int, stop: int) -> bool:
        return any(t.lower in self.profile.conjunctions for t in tokens[start:stop])

    def _whole(self, tokens: Sequence[Token], start: int, stop: int) -> tuple[int, int]:
        """The mention with the rest of a name or title that the gazetteer knows, or of a person's first name."""
        first, last = tokens[start], tokens[stop - 1]
        for match in self.matches:
            if match.ambiguous:
                continue
            if match.start < first.start < match.end:
                start = next(k for k, t in enumerate(tokens) if t.end > match.start)
            if match.start <= last.start and last.end < match.end:
                stop = next(k for k, t in enumerate(tokens) if t.end >= match.end) + 1
        named = tokens[start].is_capitalised and start > 0 and gender_of(tokens[start].text) is None
        if named and gender_of(tokens[start - 1].text) is not None and self._adjoin(tokens, start - 1):
            start -= 1
        described = not last.is_capitalised and self._is_noun(last)
        while described and stop < len(tokens) and self._adjoin(tokens, stop - 1) and self._is_name(tokens[stop]):
            stop += 1
        return start, stop

    def _named(self, token: Token) -> bool:
        """True for a capitalised word that is no role or generic noun at the start of a sentence."""
        common = (m.entry.type in _COMMON for m in self.matches if m.start <= token.start < m.end)
        return token.is_capitalised and not any(common)

    def _is_noun(self, token: Token) -> bool:
        profile = self.profile
        closed = profile.pronouns | profile.determiners | profile.adverbs | profile.prepositions | profile.plural
        return token.is_word and token.lower not in closed

    def _is_name(self, token: Token) -> bool:
        """True for a word of an outlet or agency the gazetteer knows."""
        known = (m for m in self.matches if m.start <= token.start < m.end and m.entry.type in _NAMED_MEDIA)
        return any(not m.ambiguous for m in known)

    def _adjoin(self, tokens: Sequence[Token], at: int) -> bool:
        return self.text[tokens[at].end : tokens[at + 1].start] in JOINED

    def _possessed(self, tokens: Sequence[Token], start: int, stop: int, cue: Cue | None) -> int:
        """Where the phrase ends that a possessor or a numeral opens ("Indonesias etat", "fem …"), the cue left out."""
        last = tokens[stop - 1]
        mention = (tokens[start].start, last.end)
        possessor = any((m.start, m.end) == mention and _inflected(m, self.text) for m in self.matches)
        numeral = last.lower in self.profile.indefinite - self.profile.pronouns
        if not possessor and not numeral:
            return stop
        end = noun_phrase_right(tokens, stop, self.profile)
        limit = next((k for k in range(stop, end) if cue is not None and tokens[k].end > cue.start >= last.end), end)
        return max(stop, limit)


def _covering(tokens: Sequence[Token], mention: Mention | Cue) -> Stretch:
    inside = [k for k, t in enumerate(tokens) if t.start < mention.end and t.end > mention.start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _tokens_of(tokens: Sequence[Token], cue: Cue | None) -> Stretch | None:
    """The tokens of a cue; None where it stands in another line."""
    start, stop = (0, 0) if cue is None else _covering(tokens, cue)
    return (start, stop) if start < stop else None


def _inflected(match: Match, text: str) -> bool:
    """True for a name with a genitive ending that its entry does not have."""
    written = text[match.start : match.end]
    return not match.ambiguous and written[0].isupper() and written.endswith("s") and not match.alias.endswith("s")


def _closed(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The end with the bracket or mark that closes one opened inside; before it, where it is not closed soon."""
    opened = [k for k in range(start, stop) if tokens[k].text == "("]
    if opened and not any(t.text == ")" for t in tokens[opened[-1] : stop]):
        return stop + 1 if stop < len(tokens) and tokens[stop].text == ")" else opened[-1]
    marks = [k for k in range(start, stop) if tokens[k].is_mark]
    if len(marks) % 2 == 0 or tokens[marks[-1]].text in _CLOSING:
        return stop
    closing = next((k for k in range(stop, min(stop + _NAME_LENGTH, len(tokens))) if tokens[k].is_mark), None)
    between = tokens[stop:closing] if closing is not None else ()
    return closing + 1 if closing is not None and all(t.is_word for t in between) else marks[-1]
