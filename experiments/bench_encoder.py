"""Measures the encoder: what computes it fastest, how faithfully, how fast it starts, and whether e5's prefix helps.

    python experiments/bench_encoder.py speed ../shared/gold/dev.jsonl
    python experiments/bench_encoder.py cold
    python experiments/bench_encoder.py prefix ../shared/corpora/texts/ntrex.jsonl.gz ../shared/gold/dev.jsonl

Texts are JSON lines with ``text``. Each figure is CPU time on one thread; compare figures of one run only.
"""

# ruff: noqa: T201 - its output is what it is for

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.encoder.base import Floats
from framing.encoder.convert import MODEL_FILE, converted_encoder, installed_source
from framing.encoder.e5_file import BLOCK, E5File
from framing.encoder.graph import INPUT, POOLED, STATES, Linear, build_graph, int8_linear
from framing.encoder.onnx_encoder import OnnxEncoder
from framing.encoder.pieces import Pieces, order_pieces
from framing.onnx_graph import GraphBuilder, open_session

Run = Callable[[NDArray[np.int64]], tuple[Floats, Floats]]
PREFIX = "query: "


def float_linear(build: GraphBuilder, file: E5File, x: str, names: list[str], columns: int, out: str) -> str:
    """A linear layer in float32."""
    weights = np.concatenate([file.matrix(name + ".w", columns) for name in names]).T
    return build.node("MatMul", [x, build.constant(f"{out}.weights", weights)], out)


def nbits_linear(build: GraphBuilder, file: E5File, x: str, names: list[str], columns: int, out: str) -> str:
    """A linear layer with the 4-bit weights as they came, activations in 8 bits (accuracy level 4)."""
    parts = [file.codes(name + ".w", columns) for name in names]
    codes = np.concatenate([codes for codes, _ in parts])
    packed = (codes[:, 0::2] | (codes[:, 1::2] << 4)).reshape(len(codes), columns // BLOCK, BLOCK // 2)
    scales = np.concatenate([scales for _, scales in parts])
    return build.node(
        "MatMulNBits",
        [x, build.constant(f"{out}.weights", packed), build.constant(f"{out}.scales", scales.ravel())],
        out,
        "com.microsoft",
        K=columns,
        N=len(codes),
        bits=4,
        block_size=BLOCK,
        accuracy_level=4,
    )


def onnxruntime_run(path: Path) -> Run:
    """The model on ONNX Runtime, as the package runs it."""
    session = open_session(path, str(path))
    return lambda ids: tuple(session.run([STATES, POOLED], {INPUT: ids[None]}))


def openvino_run(path: Path) -> Run:
    """The model on OpenVINO, one thread."""
    import openvino

    settings = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}
    model = openvino.Core().compile_model(str(path), "CPU", settings)

    def run(ids: NDArray[np.int64]) -> tuple[Floats, Floats]:
        result = model({INPUT: ids[None]})
        return result[STATES].copy(), result[POOLED].copy()

    return run


def make_models(folder: Path) -> Iterator[tuple[str, Callable[[], Run]]]:
    """Every way to compute the encoder: its name, and what loads it."""
    from onnx import save_model
    from onnxruntime.quantization import QuantType, quantize_dynamic

    file = E5File(installed_source()[0])
    order, _ = order_pieces(file.vocabulary)
    linears: dict[str, Linear] = {"fp32": float_linear, "q4": nbits_linear, "int8-token": int8_linear}
    paths = {name: folder / f"{name}.onnx" for name in (*linears, "int8-tensor")}
    for name, linear in linears.items():
        save_model(build_graph(file, order, linear), str(paths[name]))
    quantize_dynamic(
        paths["fp32"],
        paths["int8-tensor"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": 1},
    )
    yield "ONNX Runtime fp32", lambda: onnxruntime_run(paths["fp32"])
    yield "ONNX Runtime q4 (MatMulNBits, level 4)", lambda: onnxruntime_run(paths["q4"])
    yield "ONNX Runtime int8, a scale a tensor", lambda: onnxruntime_run(paths["int8-tensor"])
    yield "ONNX Runtime int8, a scale a token", lambda: onnxruntime_run(paths["int8-token"])
    yield "OpenVINO q4", lambda: openvino_run(paths["q4"])


def cosines(left: Floats, right: Floats) -> Floats:
    """Cosines of the rows of two arrays."""
    lengths = np.linalg.norm(left, axis=-1) * np.linalg.norm(right, axis=-1)
    return np.asarray((left * right).sum(-1) / lengths, np.float32)


def read_texts(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def speed(paths: Sequence[Path], count: int) -> None:
    """Tokens a second of every way to compute, relative to fp32, and cosines to it; twice, in turn."""
    converted = converted_encoder()
    pieces = Pieces(converted.folder, converted.manifest.unk)
    paragraphs = [
        part for path in paths for row in read_texts(path) for part in row["text"].split("\n") if part.strip()
    ]
    chosen = random.Random(0).sample(paragraphs, min(count, len(paragraphs)))  # noqa: S311 - not for secrets
    marks = [converted.manifest.bos], [converted.manifest.eos]
    ids = [np.concatenate([marks[0], pieces(text)[0][:510], marks[1]]) for text in chosen]
    tokens = sum(map(len, ids))
    print(f"{len(ids)} paragraphs, {tokens} tokens, median {int(np.median([len(i) for i in ids]))}")
    print(f"{'':42}{'tokens/s':>10}{'× fp32':>8}{'load s':>8}   cosine to fp32: tokens min, mean; pooled min, mean")
    with tempfile.TemporaryDirectory() as folder:
        models = list(make_models(Path(folder)))
        seconds: dict[str, list[float]] = defaultdict(list)
        loading: dict[str, float] = {}
        outputs: dict[str, list[tuple[Floats, Floats]]] = {}
        for _ in range(2):
            for name, load in models:
                start = time.process_time()
                run = load()
                loading[name] = time.process_time() - start
                run(ids[0])
                start = time.process_time()
                outputs[name] = [run(text) for text in ids]
                seconds[name].append(time.process_time() - start)
    reference = outputs[models[0][0]]
    base = min(seconds[models[0][0]])
    for name, _ in models:
        both = list(zip(outputs[name], reference, strict=True))
        states = np.concatenate([cosines(mine[0][0], its[0][0]) for mine, its in both])
        pooled = np.concatenate([cosines(mine[1], its[1]) for mine, its in both])
        best = min(seconds[name])
        print(
            f"{name:42}{tokens / best:>10.0f}{base / best:>8.2f}{loading[name]:>8.2f}   "
            f"{states.min():.4f} {states.mean():.4f}; {pooled.min():.4f} {pooled.mean():.4f}"
        )


EMBED = "from framing.encoder import load_encoder; load_encoder(threads=1).embed(['{}'])"
COLD = {
    "python": "pass",
    "numpy, onnxruntime, tokenizers": "import numpy, onnxruntime, tokenizers",
    "Latin text": EMBED.format("Departementet avviser dette."),
    "text in another script": EMBED.format("新华社"),
}


def cold(repeats: int = 3) -> None:
    """CPU seconds of a fresh process from start to end, with the converted encoder in place: the best of three."""
    converted_encoder()
    for name, code in COLD.items():
        taken = []
        for _ in range(repeats):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own code
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(f"{name:34}{min(taken):.2f} CPU s")
    print(f"{MODEL_FILE}: {(converted_encoder().folder / MODEL_FILE).stat().st_size / 1e6:.0f} MB")


def prefix(parallel: Path, gold: Path) -> None:
    """Texts with and without "query: ": translations found among English sentences, and span labels told apart."""
    encoder = OnnxEncoder(converted_encoder())
    documents: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in read_texts(parallel):
        _, name, language = row["doc_id"].split("/")
        documents[name][language] = row["text"].split("\n")
    languages = ["en", "nb", "nn", "sv", "da", "de", "ru"]
    usable = [d for d in documents.values() if len({len(d.get(language, [])) for language in languages}) == 1]
    for before in (PREFIX, ""):
        for length, words in (("sentences", None), ("first four words", 4)):
            vectors = {}
            for language in languages:
                lines = [line for document in usable for line in document[language][1:9]][:400]
                vectors[language] = encoder.embed([before + " ".join(line.split()[:words]) for line in lines])
            found = [
                float(((vectors[language] @ vectors["en"].T).argmax(1) == np.arange(len(vectors["en"]))).mean())
                for language in languages[1:]
            ]
            print(f"{before!r:12}{length:18} translation found: {np.mean(found):.4f}")
        for field, accuracy in probe(encoder, read_texts(gold), before).items():
            print(f"{before!r:12}{field:18} span accuracy: {accuracy:.3f}")


def probe(encoder: OnnxEncoder, articles: Sequence[dict[str, Any]], before: str) -> dict[str, float]:
    """Accuracy of a linear model on mean token states of spans, in 13 folds of articles."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows: dict[str, list[tuple[Floats, str, int]]] = defaultdict(list)
    for number, article in enumerate(articles):
        parts = article["text"].split("\n")
        starts = np.cumsum([0, *(len(part) + 1 for part in parts)]) - len(before)
        encoded = encoder.encode([before + part for part in parts])
        offsets = np.concatenate([e.offsets + start for e, start in zip(encoded, starts, strict=False)])
        kept = np.concatenate([e.offsets[:, 0] >= len(before) for e in encoded])
        offsets, states = offsets[kept], np.concatenate([e.states for e in encoded])[kept]
        for passage in article["passages"]:
            spans = {"kind": passage, "source_class": passage["source"]}
            spans["framing"] = passage if passage["kind"] in {"fragment", "scare"} else None
            for field, span in spans.items():
                if span and passage[field]:
                    inside = (offsets[:, 0] < span["end"]) & (offsets[:, 1] > span["start"])
                    rows[field].append((states[inside].mean(0), passage[field], number))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=300))
    accuracy = {}
    for field, examples in rows.items():
        x, y, groups = (np.array(column) for column in zip(*examples, strict=True))
        guesses = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(13))
        accuracy[f"{field} ({len(y)})"] = float((guesses == y).mean())
    return accuracy


def main() -> None:
    """Run one of the three measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("speed", help="what computes it fastest, and how faithfully")
    command.add_argument("texts", nargs="+", type=Path)
    command.add_argument("--count", type=int, default=150, help="paragraphs to measure on")
    commands.add_parser("cold", help="how fast a process starts")
    command = commands.add_parser("prefix", help="whether e5's prefix helps")
    command.add_argument("parallel", type=Path)
    command.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "speed":
        speed(arguments.texts, arguments.count)
    elif arguments.command == "cold":
        cold()
    else:
        prefix(arguments.parallel, arguments.gold)


if __name__ == "__main__":
    main()
