"""Why a source class was given: evidence that the head used, strongest first."""

from __future__ import annotations

from framing.article import Label
from framing.attribution.model import Attributed
from framing.estimators.features import Context
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray

_MOST = 3


def why(
    found: Attributed, label: Label, features: FloatArray | None, head: LinearHead, context: Context
) -> tuple[str, ...]:
    """Short lines that name the evidence: the cue, the gazetteer rows, and the features that weighed most.

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
    weights = head.contributions(features, label.label)
    strongest = sorted((w, name) for name, w in weights.items() if w > 0)[::-1][:_MOST]
    if strongest:
        lines.append("strongest for " + label.label + ": " + ", ".join(name for _, name in strongest))
    return tuple(dict.fromkeys(lines))
