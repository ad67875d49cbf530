"""Speech whose speaker stands elsewhere: the next dash paragraph, the headline, an interviewer's question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from framing.article import Mention
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed

_NAME = re.compile(r"[^\W\d_][\w-]*")
_FEWEST_QUESTIONS = 2
_SHORTEST_AGAIN = 6
"""Code points of words that are known again elsewhere."""
_REACH = 3
"""Paragraphs a speaker carries over without being named again."""


ChooseSpeaker = Callable[[Sequence[Attributed], int], Mention | None]
"""Finds the mention of whoever speaks in one of the passages of an article, by its index."""


def continue_speakers(
    text: str, passages: Sequence[Attributed], choose: ChooseSpeaker | None = None
) -> list[Attributed]:
    """Give direct speech without a cue of its own the speaker who has the floor.

    Who that is, ``choose`` says. Where it does not, speech goes on from the passage before it in the same or a near
    paragraph, and a headline quote takes the first speaker after it. A dash question between two answers is the
    interviewer's and stays without a source.
    """
    out = list(passages)
    paragraph = _paragraph_numbers(text, out)
    interview = sum(_is_question(text, p) for p in out) >= _FEWEST_QUESTIONS
    for n, passage in enumerate(out):
        if passage.source is not None or passage.style == "clause":
            continue
        if passage.guess != "direct":
            out[n] = _last_resort(out, paragraph, n)
            continue
        if interview and _is_question(text, passage):
            continue
        if choose is not None:
            mention = choose(out, n)
            if mention is not None:
                out[n] = replace(passage, source=mention, link="speaker")
                continue
        speaker = _before(out, paragraph, n) or _after(out, paragraph, n)
        if speaker is not None and speaker.source is not None:
            source = nearest_mention(text, speaker.source, passage, out)
            out[n] = replace(passage, source=source, carrier=speaker.carrier, link="speaker")
    return _said_again(text, out)


def _said_again(text: str, passages: Sequence[Attributed]) -> list[Attributed]:
    """The passages, those that nobody is beside given to whoever says the same words elsewhere.

    So a headline has the speaker of the report: "«Will never yield»" and "the mayor said the town “will never yield”".
    """
    out = list(passages)
    for n, passage in enumerate(passages):
        words = text[passage.start : passage.end].strip(".,!?… ").casefold()
        if passage.source is not None or passage.style == "clause" or len(words) < _SHORTEST_AGAIN:
            continue
        same = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        saying = (p for p in passages if p.source is not None and same.search(text[p.start : p.end].casefold()))
        again = next(saying, None)
        if again is not None:
            out[n] = replace(passage, source=again.source, carrier=again.carrier, link="nearby")
    return out


def name_interviewers(
    text: str, passages: Sequence[Attributed], channels: Channels, addressee: frozenset[str]
) -> list[Attributed]:
    """Give the questions of an interview to the medium that somebody in the article speaks to ("sier hun til Avisa").

    Args:
        text: the article.
        passages: its passages, speakers continued and carriers found.
        channels: the media named in it.
        addressee: words before the one spoken to.

    """
    asked = [n for n, p in enumerate(passages) if _is_question(text, p)]
    told = [
        p.carrier
        for p in passages
        if p.carrier is not None
        and channels.medium(p.carrier.start, p.carrier.end) is not None
        and channels.stands_behind(p.carrier.start, addressee, 1)
    ]
    out = list(passages)
    for n in asked if told and len(asked) >= _FEWEST_QUESTIONS else ():
        medium = min(told, key=lambda mention: _gap(mention.start, mention.end, out[n]))
        out[n] = replace(out[n], source=medium, link="speaker")
    return out


def nearest_mention(text: str, speaker: Mention, passage: Attributed, passages: Sequence[Attributed]) -> Mention:
    """The mention of a speaker nearest to a passage, outside all speech: a surname beside it, not a name far off."""
    names = [w for w in _NAME.findall(speaker.text) if w[0].isupper()]
    if not names:
        return speaker
    surname = names[-1]
    speech = [(p.start, p.end) for p in passages if p.is_speech]
    best, least = speaker, _gap(speaker.start, speaker.end, passage)
    for match in re.finditer(rf"(?<!\w){re.escape(surname)}(?!\w)", text):
        if any(a <= match.start() < b for a, b in speech):
            continue
        gap = _gap(match.start(), match.end(), passage)
        if gap < least:
            start = _extend(text, match.start(), names)
            best, least = Mention(start, match.end(), text[start : match.end()]), gap
    return best


def _gap(start: int, end: int, passage: Attributed) -> int:
    return max(start - passage.end, passage.start - end, 0)


def _extend(text: str, start: int, names: Sequence[str]) -> int:
    """Take in the first names that stand directly before a surname."""
    while True:
        before = text[:start].rstrip(" ")
        word = before.rsplit(None, 1)[-1] if before.split() else ""
        if len(before) != start - 1 or word not in names or not word:
            return start
        start = len(before) - len(word)


def _last_resort(passages: Sequence[Attributed], paragraph: Sequence[int], n: int) -> Attributed:
    """Quoted words without a cue: whoever was heard last in the paragraph, should they prove to be somebody's words."""
    for k in (*range(n - 1, -1, -1), *range(n + 1, len(passages))):
        if paragraph[k] == paragraph[n] and passages[k].source is not None:
            return replace(passages[n], source=passages[k].source, carrier=passages[k].carrier, link="nearby")
    return passages[n]


def _paragraph_numbers(text: str, passages: Sequence[Attributed]) -> list[int]:
    numbers, count, position = [], 0, 0
    for passage in passages:
        count += text.count("\n", position, max(position, passage.start))
        position = max(position, passage.start)
        numbers.append(count)
    return numbers


def _is_question(text: str, passage: Attributed) -> bool:
    unclaimed = passage.style == "dash" and passage.cue is None and passage.source is None
    return unclaimed and text[passage.end - 1] == "?"


def _before(passages: Sequence[Attributed], paragraph: Sequence[int], n: int) -> Attributed | None:
    for k in range(n - 1, -1, -1):
        if paragraph[n] - paragraph[k] > _REACH:
            return None
        if passages[k].source is not None and passages[k].is_speech:
            return passages[k]
    return None


def _after(passages: Sequence[Attributed], paragraph: Sequence[int], n: int) -> Attributed | None:
    first_paragraphs = paragraph[n] <= 1
    for k in range(n + 1, len(passages)):
        if not first_paragraphs and paragraph[k] - paragraph[n] > _REACH:
            return None
        if passages[k].source is not None and passages[k].is_speech:
            return passages[k]
    return None
