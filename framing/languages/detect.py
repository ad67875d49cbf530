"""Which language a text is in: counted function words for the languages known here, py3langid for the others."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py3langid.langid import LanguageIdentifier

NORWEGIAN: Final = ("nb", "nn")
READ_CHARACTERS: Final = 40_000
"""So much of a text is read: more does not change the verdict."""
SURE: Final = 0.6
"""The probability from which py3langid's verdict on a language without word list is taken."""
LIKELY: Final = 0.3
"""The same for a language with one: py3langid spreads its belief over the near relatives."""
LONG: Final = 4
"""Words of more letters than this are looked at for their ending."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Words:
    """``detect_words.toml``: the word lists turned round, so that one look-up a word suffices."""

    languages: frozenset[str]
    codes: tuple[str, ...]
    endings: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]
    lists_with: Mapping[str, tuple[str, ...]]
    minimum_letters: int
    minimum_share: float
    minimum_lead: float
    minimum_lead_words: int


def detect_language(text: str) -> str | None:
    """Tell which language most of ``text`` is written in: its ISO 639 code, or None where it cannot be told.

    A foreign quotation does not count for more than its words. Norwegian is always told as ``nb`` or ``nn``.

    Method: the share of words that stand in each language's list of function words (Ingle, 1976; Grefenstette,
    1995). Where no list is clearly ahead, py3langid (naive Bayes on byte n-grams; Lui and Baldwin, 2012) decides.
    """
    words = _load()
    tokens = _tokens(text)
    if sum(len(token) * count for token, count in tokens.items()) < words.minimum_letters:
        return None
    total = tokens.total()
    (best, hits), (_, next_hits) = _hits(tokens, words).most_common(2)
    lead = max(words.minimum_lead_words, words.minimum_lead * total)
    if best in words.languages and hits >= words.minimum_share * total and hits - next_hits >= lead:
        return best
    return _by_byte_ngrams(text[:READ_CHARACTERS], tokens, words)


def normalise_language(code: str, text: str) -> str | None:
    """Turn a language tag as files carry it (``nb-NO``, ``nob``, ``EN_us``) into an ISO 639 code.

    ``no`` says nothing about the written standard: ``text`` decides between ``nb`` and ``nn``. A tag for an
    unknown or for several languages (``und``, ``mul``, ``zxx``) gives None.

    Raises:
        ValueError: ``code`` is not a language tag.

    """
    match = _CODE.fullmatch(code.strip())
    if match is None:
        raise ValueError(f"{code!r} is no language code")
    words = _load()
    base = match[1].lower()
    base = words.aliases.get(base, base)
    if base in ("und", "mul", "zxx", "mis"):
        return None
    if base != "no":
        return base
    return _norwegian(_tokens(text), words)


def _tokens(text: str) -> Counter[str]:
    return Counter(match[0].lower() for match in _WORD.finditer(text[:READ_CHARACTERS]))


def _norwegian(tokens: Counter[str], words: _Words, vote: str = "nb") -> str:
    """Tell the written standard of a Norwegian text; ``vote`` counts as one word."""
    hits = _hits(tokens, words)
    for code in NORWEGIAN:
        hits[code] += sum(n for token, n in tokens.items() if len(token) > LONG and token.endswith(words.endings[code]))
    hits[vote] += 1
    return max(NORWEGIAN, key=lambda code: hits[code])


def _hits(tokens: Counter[str], words: _Words) -> Counter[str]:
    """Count the running words that stand in each language's list; every language has an entry."""
    hits = Counter(dict.fromkeys(words.codes, 0))
    for token, count in tokens.items():
        for code in words.lists_with.get(token, ()):
            hits[code] += count
    return hits


def _by_byte_ngrams(text: str, tokens: Counter[str], words: _Words) -> str | None:
    code, probability = _identifier().classify(text)
    if code in ("no", *NORWEGIAN):
        return _norwegian(tokens, words, "nb" if code == "no" else code)
    return code if probability >= (LIKELY if code in words.languages else SURE) else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _load() -> _Words:
    data = tomllib.loads(files(__package__).joinpath("detect_words.toml").read_text(encoding="utf-8"))
    blocks = data["languages"] | data["neighbours"]
    lists: dict[str, tuple[str, ...]] = {}
    for code, block in blocks.items():
        for word in set(block.split()):
            lists[word] = (*lists.get(word, ()), code)
    return _Words(
        languages=frozenset(data["languages"]),
        codes=tuple(blocks),
        endings={code: tuple(endings) for code, endings in data["endings"].items()},
        aliases=data["aliases"],
        lists_with=lists,
        minimum_letters=data["minimum_letters"],
        minimum_share=data["minimum_share"],
        minimum_lead=data["minimum_lead"],
        minimum_lead_words=data["minimum_lead_words"],
    )
