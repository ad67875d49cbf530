"""Why a source class was given: evidence that the head used, strongest first."""

from __future__ import annotations

from collections.abc import Sequence

from framing.article import Label
from framing.attribution.model import Attributed
from framing.estimators.evidence import first_and_last
from framing.estimators.examples import Neighbour
from framing.estimators.features import Context, said_to_be
from framing.estimators.heads import LinearHead
from framing.estimators.occlusion import Effect
from framing.estimators.spans import FloatArray
from framing.languages import LanguageProfile

_MOST = 3


def named(effects: Sequence[Effect]) -> tuple[str, ...]:
    """A line for each word the class hangs on, with its probability with and without it."""
    return tuple(f"without “{effect.word}”: {effect.before:.0%} to {effect.after:.0%}" for effect in effects)


def alike(neighbours: Sequence[Neighbour]) -> tuple[str, ...]:
    """A line for each training example that the source is like."""
    return tuple(f"like “{n.text}” ({n.label}) in {n.article}, cosine {n.cosine:.2f}" for n in neighbours)


def why(
    found: Attributed, label: Label, features: FloatArray | None, head: LinearHead, context: Context
) -> tuple[str, ...]:
    """Short lines that name the evidence: cue, gazetteer rows, what the article says the source is, what weighed most.

    ``features`` is the row that ``head`` judged; None where there is no source.
    """
    lines: list[str] = []
    if found.source is None or features is None:
        return ("no source is named",)
    if found.antecedent is not None:
        lines.append(f"“{found.source.text}” stands for “{found.antecedent.text}”")
    elif found.link == "speaker":
        lines.append(f"speech goes on from “{found.source.text}”")
    if found.cue is not None:
        lines.append(f"cue “{found.cue.text}” ({found.cue.stance})")
    places = [m for m in (found.antecedent, found.source) if m is not None]
    lines.extend(
        f"gazetteer: {match.entry.name} is {match.entry.source_class} ({match.entry.type})"
        for match in context.matches
        if any(match.start < m.end and match.end > m.start for m in places)
    )
    called = said_to_be(found, context)
    telling = next((m for m in called if first_and_last(m, context.matches).any()), called[0] if called else None)
    if telling is not None and not any(telling.start < m.end and m.start < telling.end for m in places):
        lines.append(f"the article calls them “{_main_part(telling.text, context.profile)}”")
    weights = head.contributions(features, label.label)
    strongest = sorted((w, name) for name, w in weights.items() if w > 0)[::-1][:_MOST]
    if strongest:
        lines.append("strongest for " + label.label + ": " + ", ".join(name for _, name in strongest))
    return tuple(dict.fromkeys(lines))


def _main_part(description: str, profile: LanguageProfile) -> str:
    """A description without its relative clause."""
    words = description.split()
    end = next((k for k, word in enumerate(words) if k and word.lower() in profile.relatives), len(words))
    return " ".join(words[:end])
