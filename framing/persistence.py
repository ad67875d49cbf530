"""Models on disk: ``manifest.json``, the heads as plain arrays, and the estimators they came from in skops format.

Loading reads ``manifest.json`` and ``heads.npz`` only, after their SHA-256 agrees; neither can run code. The
skops files are for those who go on working with the estimators: they are opened with the list of types below and
nothing else. Pickle and joblib files are never opened unless the caller names them with ``trust_pickle``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from framing.encoder.base import Encoder
from framing.errors import ModelError
from framing.estimators.examples import Examples
from framing.estimators.features import mean_of
from framing.estimators.heads import LinearHead
from framing.estimators.spans import FloatArray
from framing.tagging.layers import PackedArray, TunedLayers
from framing.tagging.network import Ensemble
from framing.tagging.tagger import Tagger
from framing.taxonomy import TAXONOMY_VERSION

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator

_log = logging.getLogger(__name__)

MANIFEST_VERSION: Final = 1
EXAMPLES: Final = "examples.npz"
LAYERS: Final = "layers"
TRUSTED_TYPES: Final = (
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.calibration._TemperatureScaling",
)
"""Types beyond those skops trusts by itself that our own estimators are made of."""


@dataclass(frozen=True)
class Model:
    """Everything scoring needs, beside the encoder.

    ``centres`` maps a language to its mean token state, with ``""`` for the mean over all languages.
    ``threshold`` is the probability of the source class under which an analysis abstains. ``folder`` is where the
    model was loaded from.
    """

    id: str
    heads: Mapping[str, LinearHead]
    centres: Mapping[str, FloatArray]
    encoder: str
    threshold: float = 0.0
    tagger: Tagger | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None

    def centre(self, language: str) -> FloatArray:
        """The mean token state to centre vectors of ``language`` on."""
        return mean_of(self.centres, language)


def sha256(path: Path) -> str:
    """SHA-256 of a file, as a hexadecimal string."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def save_model(
    folder: Path,
    heads: Mapping[str, LinearHead],
    centres: Mapping[str, FloatArray],
    estimators: Mapping[str, BaseEstimator],
    facts: Mapping[str, Any],
    tagger: Mapping[str, PackedArray] | None = None,
    examples: Examples | None = None,
) -> Model:
    """Write a model folder and give the model back as loading it would.

    Args:
        folder: made if missing; files of an earlier model in it are replaced.
        heads: the linear heads by task.
        centres: mean token state by language, ``""`` for all.
        estimators: the scikit-learn estimators by task, saved beside the heads.
        facts: what the manifest tells beyond what is taken from the heads: ``encoder``, ``threshold``,
            ``metrics``, ``versions``, ``dataset`` and the like.
        tagger: the arrays of the attribution tagger, if the model has one.
        examples: training examples for explanations; a model works without.

    """
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {f"centre/{language}": vector for language, vector in centres.items()}
    for task, head in heads.items():
        arrays[f"{task}/weights"], arrays[f"{task}/bias"] = head.weights, head.bias
    for name, values in (tagger or {}).items():
        arrays[f"tagger/{name}"] = values
    _write_arrays(
        folder / "heads.npz",
        {
            name: compact(values) if name.startswith("tagger/") else np.asarray(values, dtype=np.float32)
            for name, values in arrays.items()
        },
    )
    (folder / EXAMPLES).unlink(missing_ok=True)
    if examples is not None:
        _write_arrays(folder / EXAMPLES, examples.arrays())
    for task, estimator in estimators.items():
        skops.io.dump(estimator, folder / f"{task}.skops")
    hashes = {p.name: sha256(p) for p in sorted(folder.iterdir()) if p.suffix in (".npz", ".skops")}
    manifest = {
        "manifest": MANIFEST_VERSION,
        "id": "framing-" + hashes["heads.npz"][:12],
        "taxonomy": TAXONOMY_VERSION,
        **facts,
        "heads": {
            task: {
                "classes": list(h.classes),
                "temperature": h.temperature,
                "layout": {k: list(v) for k, v in h.layout.items()},
                "none_weight": h.none_weight,
            }
            for task, h in heads.items()
        },
        "sha256": hashes,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return load_model(folder)


def _write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Like ``numpy.savez_compressed``, but the same arrays always give the same bytes: no time stamps."""
    import io
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asarray(arrays[name]), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue(), zipfile.ZIP_DEFLATED
            )


def compact(values: PackedArray) -> Any:
    """Weights of the tagger as they are kept, and scored with: in half precision or in 8 bits."""
    return values if values.dtype == np.int8 else values.astype(np.float16)


def default_model_folder() -> Path:
    """Where the model comes from when none is named: ``FRAMING_MODEL``, or the one that ships in the package."""
    named = os.environ.get("FRAMING_MODEL")
    return Path(named) if named else Path(str(files("framing") / "models" / "default"))


def load_model(folder: Path | None = None) -> Model:
    """Load a model folder; the shipped model where none is given.

    Raises:
        ModelError: the folder is no model, was changed after it was written, or is of another taxonomy.

    """
    folder = default_model_folder() if folder is None else folder
    path = folder / "manifest.json"
    if folder.suffix in (".pkl", ".pickle", ".joblib"):
        raise ModelError(
            f"{folder}: pickle and joblib files run code when they are opened; give a model folder instead"
        )
    if not path.is_file():
        raise ModelError(f"{folder}: no model here (no manifest.json); train one with 'framing train' or give --model")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        heads_hash, taxonomy = manifest["sha256"]["heads.npz"], manifest["taxonomy"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: not a model manifest ({error!r}); train the model again") from error
    if taxonomy != TAXONOMY_VERSION:
        raise ModelError(
            f"{folder}: made for taxonomy {taxonomy}, this version knows {TAXONOMY_VERSION}; train it again"
        )
    arrays_path = folder / "heads.npz"
    if not arrays_path.is_file() or sha256(arrays_path) != heads_hash:
        raise ModelError(
            f"{arrays_path}: missing, or changed after it was written (SHA-256 differs from manifest.json)"
        )
    with np.load(arrays_path, allow_pickle=False) as arrays:
        heads = {
            task: LinearHead(
                task,
                tuple(row["classes"]),
                arrays[f"{task}/weights"],
                arrays[f"{task}/bias"],
                row["temperature"],
                {k: (v[0], v[1]) for k, v in row["layout"].items()},
                row.get("none_weight", 1.0),
            )
            for task, row in manifest["heads"].items()
        }
        centres = _under(arrays, "centre/")
        weights = _under(arrays, "tagger/")
    tagger = make_tagger(weights) if weights else None
    threshold = manifest.get("threshold", 0.0)
    return Model(manifest["id"], heads, centres, manifest["encoder"]["spec"], threshold, tagger, manifest, folder)


def make_tagger(arrays: Mapping[str, Any]) -> Tagger:
    """The tagger of networks whose arrays are named ``<member>/<name>``; ``layers/<name>`` are tuned layers."""
    members: dict[str, dict[str, Any]] = {}
    for name, values in arrays.items():
        member, own = name.split("/", 1)
        members.setdefault(member, {})[own] = values
    layers = members.pop(LAYERS, None)
    ensemble = Ensemble([members[member] for member in sorted(members, key=int)])
    return Tagger(ensemble, TunedLayers(layers) if layers else None)


def tagger_arrays(tagger: Tagger) -> dict[str, PackedArray]:
    """The arrays that :func:`make_tagger` makes a tagger of."""
    arrays: dict[str, PackedArray] = {
        f"{k}/{name}": v for k, member in enumerate(tagger.ensemble.members) for name, v in member.items()
    }
    if tagger.layers is not None:
        arrays.update({f"{LAYERS}/{name}": values for name, values in tagger.layers.arrays.items()})
    return arrays


def _under(arrays: Any, prefix: str) -> dict[str, Any]:
    """The arrays of an archive whose name begins with ``prefix``, by the rest of their name."""
    return {
        name.removeprefix(prefix): values if values.dtype == np.int8 else values.astype(np.float32)
        for name, values in ((name, arrays[name]) for name in arrays.files if name.startswith(prefix))
    }


def check_encoder(model: Model, encoder: Encoder) -> None:
    """Make sure that a model is used with the encoder it was trained with.

    Raises:
        ModelError: it is another encoder: the heads would read numbers that mean something else.

    """
    trained = model.manifest["encoder"]
    if encoder.id != trained["id"]:
        raise ModelError(
            f"model {model.id} was trained with the encoder {trained['id']}, not {encoder.id}; "
            "train one for this encoder with 'framing train'"
        )
    for name in ("revision", "backend"):
        if getattr(encoder, name) != trained[name]:
            known, got = trained[name], getattr(encoder, name)
            _log.warning("%s was trained with %s %s of its encoder, not %s", model.id, name, known, got)


def load_examples(folder: Path | None) -> Examples | None:
    """The training examples of a model; None for a model without.

    Raises:
        ModelError: the file was changed after it was written.

    """
    if folder is None or not (folder / EXAMPLES).is_file():
        return None
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if sha256(folder / EXAMPLES) != manifest["sha256"].get(EXAMPLES):
        raise ModelError(f"{folder / EXAMPLES}: changed after it was written (SHA-256 differs from manifest.json)")
    with np.load(folder / EXAMPLES, allow_pickle=False) as arrays:
        return Examples.from_arrays(arrays)


def load_estimator(folder: Path, task: str) -> BaseEstimator:
    """The scikit-learn estimator of one head, for those who want to go on training with it.

    Raises:
        ModelError: the file is missing, was changed, or holds types that are not on our list.

    """
    import skops.io

    path = folder / f"{task}.skops"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if not path.is_file() or sha256(path) != manifest["sha256"].get(path.name):
        raise ModelError(f"{path}: missing, or changed after it was written (SHA-256 differs from manifest.json)")
    unknown = sorted(set(skops.io.get_untrusted_types(file=path)) - set(TRUSTED_TYPES))
    if unknown:
        raise ModelError(f"{path}: holds types that are not trusted: {', '.join(unknown)}")
    return skops.io.load(path, trusted=list(TRUSTED_TYPES))
