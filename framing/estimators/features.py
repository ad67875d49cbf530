"""Features of passages: span vectors, hashed word pieces of the mention, gazetteer evidence, and form.

Every block has a fixed place in the row, so that a weight can be named (``layout``). Vectors are centred on the
mean of their language where the model knows it, which recovers most of what a linear head loses in a language
with few examples.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.article import Mention
from framing.attribution.anaphora import named_medium
from framing.attribution.model import Attributed
from framing.estimators import evidence
from framing.estimators.descriptions import descriptions
from framing.estimators.framing_terms import known_terms
from framing.estimators.spans import ArticleStates, FloatArray
from framing.gazetteer import Match
from framing.languages import LanguageProfile

HASHES = 1024
_NAME = re.compile(r"[^\W\d_][\w-]*")
_CONTEXT = 90
"""Code points after a mention in which an apposition is looked for."""
_LEFT = 40
"""Code points before a mention in which a title is looked for."""
_MOST_MENTIONS = 12
_BESIDE_KNOWN = np.float32(0.3)
"""What evidence beside a mention counts where the gazetteer knows the mention itself."""
_STYLES = ("quote", "dash", "headline", "clause")
_LINKS = ("beside", "inside", "sentence", "speaker", "nearby", "none")
_GUESSES = ("direct", "fragment", "scare", "title", "indirect")
_SHAPES = ("plain", "inverted", "according", "nominal", "hearsay", "")


@dataclass(frozen=True)
class Context:
    """What features need to know of an article beside the passages themselves."""

    text: str
    states: ArticleStates
    matches: Sequence[Match]
    profile: LanguageProfile
    centre: FloatArray


Block = tuple[str, FloatArray]


def source_blocks(passage: Attributed, context: Context) -> list[Block]:
    """Evidence for the class of the source: who is named, how, everywhere in the article, and what is said."""
    source, antecedent = passage.source, passage.antecedent
    mentions = entity_mentions(antecedent or source, context)
    own = evidence.inside([m for m in (source, antecedent) if m is not None], context.matches)
    near = evidence.nearby(mentions, context.text, context.matches)
    if evidence.decides(own):
        near = near * _BESIDE_KNOWN
    called = said_to_be(passage, context, mentions)
    said = evidence.described(called, context.matches)
    unnamed = source is not None and not _capitalised(antecedent or source)
    return [
        ("source", _vector(source, context)),
        ("antecedent", _vector(antecedent, context)),
        ("entity", _mean([_vector(m, context) for m in mentions], context)),
        ("title", _mean([_pooled(max(0, m.start - _LEFT), m.start, context) for m in mentions[:3]], context)),
        ("apposition", _mean([_pooled(m.end, m.end + _CONTEXT, context) for m in mentions[:2]], context)),
        ("description", _mean([_vector(m, context) for m in called], context)),
        ("description pieces", _pieces(" ".join(m.text for m in called))),
        ("gazetteer description", said),
        ("cue", _vector(passage.cue, context)),
        ("content", _vector(passage, context) * 0.5),
        ("mention pieces", _pieces(_full_name(source, antecedent))),
        ("gazetteer", own),
        ("gazetteer name", evidence.whole(antecedent or source, context.matches, said)),
        ("gazetteer order", evidence.first_and_last(source, context.matches)),
        ("gazetteer nearby", near),
        ("gazetteer before", evidence.before(source if unnamed else None, context.matches)),
        ("naming", _naming(source, antecedent, own, near)),
        ("form", _form(passage, context)),
    ]


def carrier_blocks(passage: Attributed, context: Context) -> list[Block]:
    """Evidence for the class of the carrier."""
    carrier = passage.carrier
    named = named_medium(carrier, context.text, context.matches, context.profile) if carrier else None
    return [
        ("carrier", _vector(carrier, context)),
        ("mention pieces", _pieces(carrier.text if carrier else "")),
        (
            "title",
            _pooled(max(0, carrier.start - _LEFT), carrier.start, context) if carrier else _vector(None, context),
        ),
        ("gazetteer", evidence.channel(named or carrier, context.matches)),
        ("gazetteer before", evidence.before(carrier, context.matches)),
    ]


def framing_blocks(passage: Attributed, context: Context, kind: str, alone: FloatArray) -> list[Block]:
    """Evidence for the framing of quoted words: the words, the sentence they stand in, their form.

    Args:
        passage: the words with their attribution.
        context: the article.
        kind: whether somebody used the words (``fragment``) or nobody did (``scare``).
        alone: the vector of the words by themselves: in the article's own states, each word is coloured by the rest.

    """
    return [
        ("content", _vector(passage, context)),
        ("words alone", alone * 2.0),
        ("sentence", _surroundings(passage, context)),
        ("content pieces", _pieces(context.text[passage.start : passage.end][:120])),
        ("known terms", known_terms(context.text[passage.start : passage.end], context.profile.code)),
        ("form", _form(passage, context)),
        ("kind", np.asarray([2.0 if kind == "scare" else 0.0], dtype=np.float32)),
    ]


def kind_blocks(passage: Attributed, context: Context) -> list[Block]:
    """Evidence for the kind of a marked passage."""
    before = context.text[max(0, passage.start - 40) : passage.start]
    return [
        ("content", _vector(passage, context)),
        ("sentence", _surroundings(passage, context)),
        ("before", context.states.pool(max(0, passage.start - 25), max(0, passage.start - 1))),
        ("pieces before", _pieces(" ".join(before.split()[-2:]))),
        ("form", _form(passage, context)),
    ]


def row(blocks: Sequence[Block]) -> FloatArray:
    """The blocks side by side, as one row."""
    return np.concatenate([values for _, values in blocks])


def layout(blocks: Sequence[Block]) -> dict[str, tuple[int, int]]:
    """Where each block stands in the row, as half-open column ranges."""
    places: dict[str, tuple[int, int]] = {}
    position = 0
    for name, values in blocks:
        places[name] = (position, position + len(values))
        position += len(values)
    return places


def language_means(states: Mapping[str, Sequence[ArticleStates]]) -> dict[str, FloatArray]:
    """The mean token state of each language, for centring."""
    means: dict[str, FloatArray] = {}
    for language, articles in states.items():
        total = sum(a.sums[-1] for a in articles)
        count = sum(len(a.offsets) for a in articles)
        means[language] = np.asarray(total / max(count, 1), dtype=np.float32)
    return means


def mean_of(means: Mapping[str, FloatArray], language: str) -> FloatArray:
    """The mean of a language among :func:`language_means`; of one that is not there, that over all (``""``)."""
    return means.get(language, means[""])


def _vector(span: Mention | Attributed | object | None, context: Context) -> FloatArray:
    start, end = getattr(span, "start", None), getattr(span, "end", None)
    if start is None or end is None:
        return np.zeros(context.states.dimension, dtype=np.float32)
    return normalised(context.states.pool(start, end) - context.centre)


def _pooled(start: int, end: int, context: Context) -> FloatArray:
    return normalised(context.states.pool(start, end) - context.centre)


def _surroundings(passage: Attributed, context: Context) -> FloatArray:
    """The words around a passage in its paragraph, without its own."""
    start = max(context.text.rfind("\n", 0, passage.start) + 1, passage.start - 160)
    stop = context.text.find("\n", passage.end)
    end = min(len(context.text) if stop < 0 else stop, passage.end + 160)
    left, right = context.states.pool(start, passage.start), context.states.pool(passage.end, end)
    return normalised((left + right) / 2 - context.centre)


def normalised(vector: NDArray[np.floating[Any]]) -> FloatArray:
    """The vector at unit length; zeros stay zeros."""
    norm = float(np.linalg.norm(vector))
    return np.asarray(vector / norm if norm > 0 else vector, dtype=np.float32)


def _capitalised(mention: Mention | None) -> list[str]:
    return [w for w in _NAME.findall(mention.text) if w[0].isupper()] if mention is not None else []


def _full_name(source: Mention | None, antecedent: Mention | None) -> str:
    if source is None:
        return ""
    return source.text if antecedent is None else f"{source.text} {antecedent.text}"


def _pieces(text: str) -> FloatArray:
    """Counts of character n-grams (3 to 5, word-bounded) hashed to ``HASHES`` places, scaled to unit length."""
    counts = np.zeros(HASHES, dtype=np.float32)
    for word in text.lower().split():
        padded = f" {word.strip('.,:;!?()«»„“”')} "
        for size in (3, 4, 5):
            for k in range(len(padded) - size + 1):
                counts[zlib.crc32(padded[k : k + size].encode("utf-8", "surrogatepass")) % HASHES] += 1.0
    return normalised(counts)


def entity_mentions(mention: Mention | None, context: Context) -> list[Mention]:
    """Where the name of an entity stands in the article, the mention itself first; whole words only.

    For a person that is every occurrence of the last capitalised word, so that what is said of "Liv Moe, who heads
    the clinic" also counts where only "Moe" is quoted. "A Moe Foods spokesman" is somebody new.
    """
    if mention is None:
        return []
    names = _capitalised(mention)
    found = [mention]
    if names and not context.profile.is_somebody_new(mention.text):
        for match in re.finditer(rf"(?<!\w){re.escape(names[-1])}(?!\w)", context.text):
            if not mention.start <= match.start() < mention.end:
                found.append(Mention(match.start(), match.end(), match.group()))
            if len(found) == _MOST_MENTIONS:
                break
    return found


def said_to_be(passage: Attributed, context: Context, mentions: Sequence[Mention] | None = None) -> list[Mention]:
    """What the article says the named source of a passage is; ``mentions`` are those of the source, if known."""
    full = passage.antecedent or passage.source
    if full is None or not full.capitalised or context.profile.is_somebody_new(full.text):
        return []
    known = entity_mentions(full, context) if mentions is None else mentions
    return descriptions(known, context.text, context.profile)


def _mean(vectors: Sequence[FloatArray], context: Context) -> FloatArray:
    if not vectors:
        return np.zeros(context.states.dimension, dtype=np.float32)
    mean: FloatArray = np.stack(vectors).mean(axis=0, dtype=np.float32)
    return normalised(mean)


def _naming(source: Mention | None, antecedent: Mention | None, own: FloatArray, chain: FloatArray) -> FloatArray:
    """How the source is named: pronoun or noun, name of a person, known to the gazetteer or not at all."""
    names = _capitalised(antecedent or source)
    person = len(names) >= 2 and not own.any()
    return np.asarray(
        [
            float(antecedent is not None),
            float(not names),
            float(len(names) == 1),
            float(person),
            float(person and not chain.any()),
            float(not own.any() and not chain.any()),
        ],
        dtype=np.float32,
    )


def _form(passage: Attributed, context: Context) -> FloatArray:
    text = context.text[passage.start : passage.end]
    before = context.text[max(0, passage.start - 30) : passage.start].lower().rstrip(" «»„“”\"'‘’")
    lower_before = before.split()
    last = lower_before[-1].strip(",.:;") if lower_before else ""
    words = text.split()
    flags = [
        min(len(words), 40) / 10,
        float(len(words) == 1),
        float(len(words) <= 3),
        float(text[:1].isupper()),
        float(text[-1:] in "?!"),
        float(passage.source is None or passage.link == "nearby"),
        float(passage.carrier is None or passage.link == "nearby"),
        float(passage.cue is None),
        float(last in context.profile.so_called),
        float(last in context.profile.title_words),
        float(last in context.profile.complementizers),
        float(before.endswith(":")),
        float(last in context.profile.determiners),
        float(last in context.profile.prepositions),
        float("\n" not in context.text[: passage.start]),
        float(sum(w[:1].isupper() for w in words) >= max(2, len(words) - 1)),
        float(any(w.lower().strip(".,") in context.profile.auxiliaries for w in words)),
        float(any(w.lower().strip(".,") in context.profile.pronouns for w in words)),
    ]
    cue_frames = (
        context.profile.cues[passage.cue.text.lower()].frames
        if passage.cue and passage.cue.text.lower() in context.profile.cues
        else frozenset()
    )
    flags += [float(frame in cue_frames) for frame in ("clause", "request", "accusation", "naming", "noun")]
    for value, known in (
        (passage.style, _STYLES),
        (passage.link, _LINKS),
        (passage.guess, _GUESSES),
        (passage.shape, _SHAPES),
    ):
        flags += [float(value == k) for k in known]
    return np.asarray(flags, dtype=np.float32)
