"""Why a passage is labelled as it is: the lines of the explanation that the rest of its note does not already say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from framing.article import Passage
from framing.gazetteer import load_gazetteer
from framing.report.texts import Texts

_SAID: Final = re.compile(r"no source is named|cue “.+” \(\w+\)", re.DOTALL)
"""Lines that say what the note has above them: that nobody is named, and the cue with its stance."""
_REFERENCE: Final = re.compile(r"“(.+)” stands for “.+”", re.DOTALL)
_ENTRY: Final = re.compile(r"gazetteer: (.+) is (\w+ \(\w+\))", re.DOTALL)


def told(passage: Passage, language: str, texts: Texts) -> tuple[tuple[str, bool], ...]:
    """The reasons in words, each with whether it is in the interface language.

    Args:
        passage: whose labels are explained.
        language: of the article; organisations of the gazetteer are called as the article calls them.
        texts: the words to say it in.

    """
    lines = (_as_written(line, passage, language) for line in _unsaid(passage))
    return tuple((said or line, said is not None) for line in lines for said in [texts.reason(line)])


def _unsaid(passage: Passage) -> Iterator[str]:
    source = passage.source
    named = source is not None and source.name not in (None, source.text)
    for line in passage.why:
        reference = _REFERENCE.fullmatch(line)
        shown = named and reference is not None and source is not None and reference[1] == source.text
        if not shown and not _SAID.fullmatch(line):
            yield line


def _as_written(line: str, passage: Passage, language: str) -> str:
    """The line with the name of a gazetteer's entry as the source has it."""
    entry = _ENTRY.fullmatch(line)
    if entry is None or passage.source is None:
        return line
    gazetteer = load_gazetteer()
    for text in filter(None, (passage.source.text, passage.source.name)):
        for match in gazetteer.find(text, language):
            if match.entry.name == entry[1]:
                return f"gazetteer: {match.alias} is {entry[2]}"
    return line
