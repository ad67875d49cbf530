"""Model cards: what a model is, how good, what it is for and what not, as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from framing.persistence import Model

TEMPLATE: Final = "model_card.jinja"
_TASKS: Final = {
    "marked": "marked passages",
    "indirect": "reported clauses",
    "class": "source class",
    "carrier": "carrier class",
    "framing": "framing",
}
_COLUMNS: Final = ("precision", "recall", "f1", "macro", "oracle")
_HEADS: Final = {
    "kind": "kind of marked passage",
    "source_class": "source class",
    "carrier_class": "carrier class",
    "carrier_link": "which channel belongs to which passage",
    "speaker_link": "who speaks where no cue says so",
    "framing": "framing",
    "speech_end": "where speech behind a dash ends",
    "bias": "sentence bias",
    "bias_words": "words that bias",
}
_SHIPPED: Final = "shipped"
_OWN_CORPUS: Final = "data/corpus/articles"
"""The project's own; manifests that name none were trained on it."""
_DEFAULT_RISK: Final = 0.1
"""What the threshold was chosen for in manifests that do not say."""


def render_model_card(model: Model, metrics: Mapping[str, float] | None = None) -> str:
    """The card of a model (Mitchell et al., Model Cards for Model Reporting, FAT* 2019).

    Args:
        model: as loaded; the facts are those of its manifest.
        metrics: of its run, for tables by label; without, there are none.

    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Markdown: nothing here is escaped, and all of it comes from our own manifest
    environment = Environment(loader=PackageLoader(__package__, "."), undefined=StrictUndefined, autoescape=False)  # noqa: S701
    manifest = model.manifest
    figures = manifest["metrics"]
    name = manifest.get("name", model.id)

    def figure(key: str) -> str:
        return f"{figures[key]:.3f}" if key in figures else ""

    evaluated, abstention = manifest["evaluated_on"], manifest.get("abstention", {})
    held_out = f"splits {', '.join(evaluated['splits'])}"
    page = environment.get_template(TEMPLATE).render(
        title="the shipped model" if name == _SHIPPED else name,
        model=model,
        manifest=manifest,
        networks=[sum(values.size for values in member.values()) for member in model.tagger.ensemble.members]
        if model.tagger
        else [],
        tuned=model.tagger is not None and model.tagger.layers is not None,
        heads=", ".join(_HEADS.get(task, task) for task in model.heads),
        held_out=f"fold {evaluated['fold']} of the {held_out}" if "fold" in evaluated else held_out,
        rows=[(label, [figure(f"{task}.{column}") for column in _COLUMNS]) for task, label in _TASKS.items()],
        figure=figure,
        tables=list(_label_tables(metrics or {})),
        own_corpus=manifest["trained_on"].get("corpus", _OWN_CORPUS) == _OWN_CORPUS,
        risk=abstention.get("risk", _DEFAULT_RISK),
        coverage=abstention.get("coverage"),
        none_weight=model.heads["framing"].none_weight if "framing" in model.heads else 1.0,
    )
    return page.rstrip() + "\n"


def _label_tables(metrics: Mapping[str, float]) -> Iterator[tuple[str, list[tuple[str, float, float]]]]:
    for task, label in _TASKS.items():
        place = f"{task}/"
        labels = sorted({name[len(place) :].rpartition(".")[0] for name in metrics if name.startswith(place)})
        if labels:
            yield label, [(x, metrics[f"{place}{x}.f1"], metrics[f"{place}{x}.support"]) for x in labels]
