"""What attribution hands on: every passage with its source, cue and carrier, before any label is given."""

from __future__ import annotations

from dataclasses import dataclass

from framing.article import Cue, Mention


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked passage as attribution needs it: its span, the habit that marks it and the kind its form suggests."""

    start: int
    end: int
    style: str
    guess: str
    closed: bool = True
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Attributed:
    """A passage with who is found beside it. ``style`` is ``quote``, ``dash``, ``headline`` or ``clause``.

    ``guess`` is the kind that form suggests; ``link`` says how the source was found (``beside``, ``inside``,
    ``sentence``, ``speaker``, ``nearby`` or ``none``), ``shape`` the construction. ``antecedent`` is the fuller
    mention that a pronoun, role noun or surname stands for. ``constructed``: the carrier is one by its construction
    ("Reuters, citing …"), whatever else speaks for or against it.
    """

    start: int
    end: int
    style: str
    guess: str
    source: Mention | None = None
    cue: Cue | None = None
    carrier: Mention | None = None
    link: str = "none"
    shape: str = ""
    antecedent: Mention | None = None
    constructed: bool = False

    @property
    def is_speech(self) -> bool:
        """True for words that form takes to be direct speech."""
        return self.guess == "direct" and self.style != "clause"

    @property
    def last_name(self) -> str:
        """The last word of the fullest name of who speaks; empty where nobody is named."""
        full = self.antecedent or self.source
        return full.text.split()[-1] if full is not None else ""
