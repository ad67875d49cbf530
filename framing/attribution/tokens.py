"""Words and signs of a sentence; a marked passage of speech stands in it as one opaque token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+(?:[-’'./&]\w+)*(?:['’](?=\s|$))?|[^\w\s]")
QUOTE = "\ufffc"
"""The text of an opaque token: quoted speech, seen from the clause around it."""
JOINED = (" ", "\u00a0")
"""What stands between two words of one name."""
MARKED_GENITIVES = ("’s", "'s", "’", "'")
"""Endings of a possessor that an apostrophe marks, the longest first."""
Stretch = tuple[int, int]
"""Positions of tokens, the second exclusive."""

_STOPS = frozenset(".!?…:;")
_OPENING = frozenset("«»„“”\"‘‹›'’")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, or an opaque stretch of speech; offsets into the article."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """True for words and numbers, false for signs and opaque speech."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """True where the first letter is upper case."""
        return self.text[0].isupper()

    @property
    def is_mark(self) -> bool:
        """True for a quotation mark."""
        return self.text in _OPENING


def tokenize(text: str, start: int, end: int, opaque: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """Tokens of ``text[start:end]``; each stretch in ``opaque`` (sorted, disjoint) becomes one ``QUOTE`` token."""
    tokens: list[Token] = []
    position = start
    for left, right in opaque:
        if right <= start or left >= end:
            continue
        tokens.extend(_plain(text, position, max(position, left)))
        tokens.append(Token(left, min(right, end), QUOTE, QUOTE))
        position = min(right, end)
    tokens.extend(_plain(text, position, end))
    return [t for k, t in enumerate(tokens) if not (t.is_mark and _beside_speech(tokens, k))]


def sentence_before(text: str, position: int) -> tuple[list[Token], int]:
    """The tokens of a line before a position, and which of them opens the sentence there, as far as signs tell."""
    tokens = tokenize(text, text.rfind("\n", 0, position) + 1, position)
    return tokens, max((k + 1 for k, t in enumerate(tokens) if t.text in _STOPS), default=0)


def _beside_speech(tokens: Sequence[Token], at: int) -> bool:
    """True for a mark that opens or closes an opaque stretch, with or without a comma or stop between them."""
    before = at - 1
    while before >= 0 and tokens[before].text in (",", ".", "…"):
        before -= 1
    after = at + 1
    return (before >= 0 and tokens[before].text == QUOTE) or (after < len(tokens) and tokens[after].text == QUOTE)


def _plain(text: str, start: int, end: int) -> Iterable[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        yield Token(match.start(), match.end(), word, word.lower())
