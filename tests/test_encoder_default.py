"""The default encoder as installed: offsets, equal results in any company, and meaning across languages."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from framing.encoder import TokenStates, describe, load_encoder
from framing.encoder.convert import converted_encoder
from framing.encoder.onnx_encoder import OnnxEncoder
from framing.encoder.pieces import ALL_FILE, Pieces

SENTENCES = [
    "Utanriksdepartementet i Oslo seier at forhandlingane held fram i natt.",
    "Forsvarsministeren kalte angrepet «en nødvendig opprydding», melder byrået.",
    "– Vi går ikke med på dette, sier lederen for hjelpeorganisasjonen.",
    "Havna er stengt.",
    "The ministry said its forces had “liberated” four villages overnight.",
    "Officials in the capital denied the report.",
    "According to residents, the shelling went on until dawn; nobody was warned, and the shelters were locked.",
    "Nothing new.",
    "Министерство сообщило, что «зачистка» города завершена.",
    "По словам очевидцев, колонна ушла на север ещё вечером.",
    "Президент отверг обвинения.",
    "Так называемые наблюдатели покинули город.",
    "Statsministeren møter opposisjonen på torsdag.",
    "Rebel commanders claimed victory, state television reported without giving a source.",
    "Агентство ссылается на источник в штабе.",
    "Ho vil ikkje kommentere saka.",
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def converted(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAMING_CACHE", str(tmp_path_factory.mktemp("cache")))
        return converted_encoder()


@pytest.fixture(scope="session")
def encoder(converted):
    return OnnxEncoder(converted, threads=1)


@pytest.fixture(scope="session")
def pieces(converted):
    return Pieces(converted.folder, converted.manifest.unk)


@pytest.fixture(scope="session")
def whole_vocabulary(converted):
    return Tokenizer.from_file(str(converted.folder / ALL_FILE))


@pytest.fixture(scope="session")
def alone(encoder):
    return [encoder.encode([sentence])[0] for sentence in SENTENCES]


def same(left: TokenStates, right: TokenStates) -> bool:
    return all(np.array_equal(getattr(left, name), getattr(right, name)) for name in ("offsets", "states", "pooled"))


@pytest.mark.parametrize("size", [1, 3, 16])
def test_a_result_is_the_same_to_the_bit_in_any_batch(encoder, alone, size):
    batches = [SENTENCES[i : i + size] for i in range(0, len(SENTENCES), size)]
    together = [states for batch in batches for states in encoder.encode(batch)]
    assert all(map(same, together, alone))


def test_a_result_is_the_same_to_the_bit_with_several_threads(converted, alone):
    assert all(map(same, OnnxEncoder(converted, threads=3).encode(SENTENCES), alone))


def test_embed_gives_the_pooled_vectors(encoder, alone):
    assert np.array_equal(encoder.embed(SENTENCES), np.stack([states.pooled for states in alone]))


def test_no_texts_give_no_vectors(encoder):
    assert encoder.embed([]).shape == (0, 384)
    assert encoder.encode([]) == []


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff", "\u00ad"])
def test_a_text_with_nothing_to_see_has_no_tokens_and_a_zero_vector(encoder, text):
    states = encoder.encode([text])[0]
    assert states.offsets.shape == (0, 2)
    assert states.states.shape == (0, 384)
    assert not states.pooled.any()


def test_types_shapes_and_length_one(alone):
    for states in alone:
        assert (states.offsets.dtype, states.states.dtype, states.pooled.dtype) == (np.int32, np.float32, np.float32)
        assert states.states.shape == (len(states.offsets), 384)
        assert np.linalg.norm(states.pooled) == pytest.approx(1, abs=1e-5)


def test_a_translation_is_nearer_than_any_other_sentence(encoder):
    norwegian = encoder.embed(["Soldatene trakk seg ut av byen.", "Prisen på melk går opp.", "Dommeren ble byttet ut."])
    english = encoder.embed(["The judge was replaced.", "The soldiers left the town.", "Milk is getting dearer."])
    assert (norwegian @ english.T).argmax(1).tolist() == [1, 2, 0]


def test_a_words_state_depends_on_its_sentence(encoder):
    bank = encoder.encode(["bank", "He sat on the bank of the river.", "The bank raised its rates."])
    word, river, money = (
        states.states[next(i for i, (a, b) in enumerate(states.offsets) if b - a == 4)] for states in bank
    )
    assert np.abs(river - money).max() > 0.05
    assert np.abs(word - money).max() > 0.05


def test_decomposed_letters_change_the_offsets_only(encoder):
    text = "Også på Ålesund sjukehus på måndag"
    composed, decomposed = encoder.encode([text, unicodedata.normalize("NFD", text)])
    assert np.array_equal(composed.states, decomposed.states)
    decomposed_text = unicodedata.normalize("NFD", text)
    parts = [decomposed_text[a:b] for a, b in decomposed.offsets]
    assert [unicodedata.normalize("NFC", part) for part in parts] == [text[a:b] for a, b in composed.offsets]


def test_soft_hyphens_do_not_change_the_states(encoder):
    plain, hyphened = encoder.encode(["sikkerhetsrådet", "sikker\u00adhets\u00adrådet"])
    assert np.array_equal(plain.states, hyphened.states)


def test_a_markers_name_in_the_text_is_text(pieces, converted):
    ids, _ = pieces("<s> </s> <mask> <pad>")
    assert not {converted.manifest.bos, converted.manifest.eos} & set(ids.tolist())


def test_a_long_text_has_a_state_for_every_word(encoder):
    text = "Talsmannen nektet å svare på spørsmål om flyktningene. " * 80
    states = encoder.encode([text])[0]
    assert len(states.offsets) > 512
    assert states.states.shape == (len(states.offsets), 384)
    covered = {i for a, b in states.offsets for i in range(a, b)}
    assert covered == {i for i, character in enumerate(text) if not character.isspace()}


def test_a_long_texts_states_hardly_differ_where_windows_meet(encoder):
    sentence = "Talsmannen nektet å svare på spørsmål om flyktningene. "
    states = encoder.encode([sentence * 80])[0].states
    tokens = len(encoder.encode([sentence])[0].offsets)
    last = states[tokens - 1 :: tokens]
    cosines = (last[1:] * last[:-1]).sum(-1) / np.linalg.norm(last[1:], axis=-1) / np.linalg.norm(last[:-1], axis=-1)
    assert cosines.min() > 0.9


odd = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aå «»–…ж\u0301\u030a\u200b\u200d\u00ad\ufeff\u0000😀👩ﬁ½İß中ع"),
        st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=300)
@given(odd)
def test_offsets_of_any_text_are_ordered_inside_it_and_not_empty(pieces, text):
    ids, offsets = pieces(text)
    assert len(ids) == len(offsets)
    assert all(text[start:end] for start, end in offsets)
    assert (offsets >= 0).all()
    assert (offsets <= len(text)).all()
    assert (np.diff(offsets, axis=0) >= 0).all()


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("aAbeikåøßñ ėжйЁїц.,«»–“”…'0123%&€😀\n\u0301"), max_size=60))
def test_common_pieces_cut_as_the_whole_vocabulary_does(pieces, whole_vocabulary, text):
    assert pieces(text)[0].tolist() == whole_vocabulary.encode(text).ids


def test_description_proves_that_the_encoder_works(encoder, converted):
    facts = describe(encoder)
    assert facts["works"]
    assert facts["cosine_translation"] - facts["cosine_unrelated"] > 0.05
    assert facts["sha256"] == converted.manifest.files["model.onnx"]
    assert (facts["id"], facts["backend"]) == ("multilingual-e5-small", "onnxruntime-int8")


def test_load_encoder_gives_the_default(encoder, converted, monkeypatch):
    monkeypatch.setenv("FRAMING_CACHE", str(converted.folder.parent.parent))
    loaded = load_encoder(threads=1)
    assert loaded.revision == encoder.revision
    assert same(loaded.encode(SENTENCES[:1])[0], encoder.encode(SENTENCES[:1])[0])
