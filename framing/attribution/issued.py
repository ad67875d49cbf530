"""Documents and media named within a source: whoever issued the document speaks, through it.

"The police report", "a survey by YouGov", "sources of Reuters": police, YouGov and the sources are heard through the
report, the survey and Reuters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.article import Mention
from framing.attribution.carriers import is_medium
from framing.attribution.model import Attributed
from framing.attribution.phrases import noun_phrase_left, noun_phrase_right
from framing.attribution.tokens import MARKED_GENITIVES, Token, tokenize
from framing.gazetteer import Match
from framing.languages import LanguageProfile

_BETWEEN = 6
"""Words between a document and the word behind which its issuer stands ("a report released on Monday by …")."""
_ADJECTIVES = 2
"""Words between a possessor and the document."""


def follow_documents(
    text: str, passages: Sequence[Attributed], matches: Sequence[Match], profile: LanguageProfile
) -> list[Attributed]:
    """Tell issuers from their documents, and unnamed sources from the medium they spoke to.

    Args:
        text: the article.
        passages: its passages with sources.
        matches: what the gazetteer knows in it.
        profile: the language profile, whose ``issued_by`` stands between a document and its issuer.

    """
    reader = _Reader(text, matches, profile)
    return [reader.read(p, p.source) if p.source is not None else p for p in passages]


@dataclass(frozen=True)
class _Reader:
    text: str
    matches: Sequence[Match]
    profile: LanguageProfile

    def read(self, passage: Attributed, source: Mention) -> Attributed:
        """The passage with issuer and document, or source and medium, apart."""
        free = passage.carrier is None or _overlap(passage.carrier, source)
        if not free:
            return passage
        document = self._document(source)
        if document is not None:
            issuer = self._possessor(source, document) or self._agent(passage, document) or self._subject(source)
            return passage if issuer is None else replace(passage, source=issuer, carrier=document, constructed=True)
        apart = self._unnamed(source)
        if apart is not None:
            return replace(passage, source=apart[0], carrier=apart[1], constructed=True)
        if passage.carrier is not None:
            return passage
        carrier = self._issued_before(source) or self._owned(passage, source)
        return passage if carrier is None else replace(passage, carrier=carrier, constructed=True)

    def _document(self, source: Mention) -> Mention | None:
        """The document that is the head of a mention: what it ends with, or begins with before a word of issuing."""
        tokens = tokenize(self.text, source.start, source.end)
        by = next((t.start for t in tokens if t.lower in self.profile.issued_by), source.end)
        ends = by - 1 if by < source.end else source.end
        for match in self.matches:
            if match.entry.type == "document" and source.start <= match.start and match.end == ends:
                return self._mention(match.start, match.end)
        return None

    def _possessor(self, source: Mention, document: Mention) -> Mention | None:
        """Whoever a document belongs to by the words before it ("its", "the court's", "YouGov")."""
        tokens = tokenize(self.text, source.start, document.start)
        if not tokens:
            return None
        if tokens[0].lower in self.profile.possessives:
            return self._mention(tokens[0].start, tokens[0].end)
        owner = next((k for k, t in enumerate(tokens) if self._is_genitive(t)), None)
        if owner is not None:
            return self._mention(tokens[0].start, tokens[owner].end)
        named = tokens[1:] if tokens[0].lower in self.profile.articles else tokens
        if named and all(t.is_word and t.text[0].isupper() for t in named) and tokens[0] is not named[-1]:
            return self._mention(named[0].start, named[-1].end)
        return self._mention(named[0].start, named[0].end) if len(named) == 1 and named[0].text.isupper() else None

    def _agent(self, passage: Attributed, document: Mention) -> Mention | None:
        """Whoever issued a document by the words behind it ("by …", "released on Monday by …")."""
        tokens = self._behind(document.end)
        for k, token in enumerate(tokens[: _BETWEEN + 1]):
            if token.lower in self.profile.issued_by:
                stop = noun_phrase_right(tokens, k + 1, self.profile)
                return self._mention(tokens[k + 1].start, tokens[stop - 1].end) if stop > k + 1 else None
            cued = passage.cue is not None and passage.cue.start < token.end and token.start < passage.cue.end
            if cued or not token.is_word or token.lower in self._clause_words:
                return None
        return None

    def _subject(self, source: Mention) -> Mention | None:
        """Whoever issued a document by the verb before it ("The ministry *issued* a paper that warned …")."""
        tokens = self._before(source.start)
        verb = next(
            (
                k
                for k in range(len(tokens) - 1, max(-1, len(tokens) - 1 - _ADJECTIVES), -1)
                if tokens[k].lower in self.profile.issuing
            ),
            None,
        )
        if verb is None:
            return None
        start, stop = noun_phrase_left(tokens, verb, self.profile)
        return self._mention(tokens[start].start, tokens[stop - 1].end) if start < stop else None

    def _issued_before(self, source: Mention) -> Mention | None:
        """The document before a source, with a word of issuing between the two."""
        tokens = self._before(source.start)
        if not tokens or tokens[-1].lower not in self.profile.issued_by:
            return None
        for k, token in enumerate(reversed(tokens[:-1])):
            match = next((m for m in self.matches if m.entry.type == "document" and m.end == token.end), None)
            if match is not None:
                return self._mention(match.start, match.end)
            if k == _BETWEEN or not token.is_word or token.lower in self._clause_words:
                return None
        return None

    def _owned(self, passage: Attributed, source: Mention) -> Mention | None:
        """The document right behind a source that is a possessor ("regjeringas framlegg", "their report")."""
        tokens = self._behind(source.end)
        last = tokenize(self.text, source.start, source.end)[-1:]
        possessive = bool(tokens) and tokens[0].lower in self.profile.possessives
        owns = possessive or (last and (self._is_genitive(last[0]) or last[0].lower in self.profile.possessives))
        for token in tokens[: _ADJECTIVES + 1 + possessive] if owns else ():
            match = next((m for m in self.matches if m.entry.type == "document" and m.end == token.end), None)
            if match is not None:
                return self._mention(match.start, match.end)
            if not token.is_word or (passage.cue is not None and token.start >= passage.cue.start >= source.end):
                return None
        return None

    def _unnamed(self, source: Mention) -> tuple[Mention, Mention] | None:
        """An unnamed source and the medium it spoke to ("en kilde fra Reuters", «источники Reuters»)."""
        tokens = tokenize(self.text, source.start, source.end)
        noun = next((t for t in tokens if t.lower in self.profile.unnamed), None)
        nouns = self.profile.agency_nouns | self.profile.outlet_nouns
        inside = (m for m in self.matches if source.start <= m.start < m.end <= source.end)
        media = [(m.start, m.end) for m in inside if is_medium(m)]
        medium = next(iter([*media, *((t.start, t.end) for t in tokens if t.lower in nouns)]), None)
        if noun is None or medium is None:
            return None
        alone = self._mention(source.start, noun.end) if noun.end <= medium[0] else source
        return alone, self._mention(*medium)

    @property
    def _clause_words(self) -> frozenset[str]:
        profile = self.profile
        return profile.auxiliaries | profile.complementizers | (profile.relatives - profile.determiners)

    def _is_genitive(self, token: Token) -> bool:
        """True for a possessor: an apostrophe, or the "s" of a name or noun the gazetteer has without it."""
        if token.text.endswith(MARKED_GENITIVES):
            return True
        inside = (m for m in self.matches if m.end == token.end)
        return token.text.endswith("s") and any(not m.alias.endswith("s") for m in inside)

    def _behind(self, at: int) -> list[Token]:
        end = self.text.find("\n", at)
        return tokenize(self.text, at, len(self.text) if end < 0 else end)

    def _before(self, at: int) -> list[Token]:
        return tokenize(self.text, self.text.rfind("\n", 0, at) + 1, at)

    def _mention(self, start: int, end: int) -> Mention:
        return Mention(start, end, self.text[start:end])


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end
