"""A sentence-transformers model from a folder: a tiny one of random weights."""

import sys

import numpy as np
import pytest

from framing.encoder import load_encoder
from framing.encoder.sentence_transformer import SentenceTransformerEncoder
from framing.errors import ModelError

pytestmark = pytest.mark.slow

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "ja", "nei", "##a", "sier", "hun", ".", "но"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    torch.manual_seed(1)
    bare = tmp_path_factory.mktemp("bare")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=16,
    )  # fmt: skip
    BertModel(config).half().save_pretrained(bare)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=16, **names).save_pretrained(bare)
    transformer = Transformer(str(bare), max_seq_length=16)
    target = tmp_path_factory.mktemp("models") / "tiny"
    SentenceTransformer(modules=[transformer, Pooling(16), Normalize()], device="cpu").save(str(target))
    return target


@pytest.fixture(scope="module")
def encoder(folder):
    return SentenceTransformerEncoder(str(folder))


def test_states_and_vector_are_the_models_own(encoder, folder):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu").float()
    text = "hun sier nei."
    states = encoder.encode([text])[0]
    own = model.encode([text], output_value="token_embeddings")[0].numpy()
    assert np.allclose(states.states, own[1:-1], atol=1e-6)
    assert np.allclose(states.pooled, model.encode([text])[0], atol=1e-6)
    assert states.offsets.tolist() == [[0, 3], [4, 8], [9, 12], [12, 13]]


def test_a_half_precision_model_computes_in_float32(encoder):
    assert {weights.dtype.itemsize for weights in encoder._model.parameters()} == {4}


def test_a_result_does_not_depend_on_the_batch(encoder):
    texts = ["ja", "hun sier nei.", "но ja . nei"]
    together, alone = encoder.encode(texts), [encoder.encode([text])[0] for text in texts]
    assert all(np.array_equal(a.states, b.states) for a, b in zip(together, alone, strict=True))
    assert np.array_equal(encoder.embed(texts), np.stack([states.pooled for states in alone]))


def test_a_text_longer_than_the_model_has_a_state_for_each_word(encoder):
    states = encoder.encode(["ja nei " * 40])[0]
    assert [(a, b) for a, b in states.offsets.tolist()[:3]] == [(0, 2), (3, 6), (7, 9)]
    assert states.states.shape == (80, 16)
    assert np.linalg.norm(states.pooled) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_text_without_words_has_no_tokens(encoder, text):
    states = encoder.encode([text])[0]
    assert states.states.shape == (0, 16)
    assert not states.pooled.any()


def test_a_lone_surrogate_is_an_unknown_word(encoder):
    assert encoder.encode(["ja \ud800"])[0].offsets.tolist() == [[0, 2], [3, 4]]


def test_name_and_revision_come_from_the_folder(encoder, folder):
    assert encoder.id == "tiny"
    assert len(encoder.revision) == 12
    assert load_encoder(str(folder)).revision == encoder.revision


def test_a_folder_without_a_model_is_named(folder, tmp_path):
    with pytest.raises(ModelError, match="not the folder of a sentence-transformers model"):
        load_encoder(str(tmp_path))


def test_an_unknown_model_without_network_says_what_to_do(folder, monkeypatch):
    def no_network(*_, **__):
        raise ConnectionError("no route to host")

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", no_network)
    with pytest.raises(ModelError, match=r"no route to host.*hf download nobody/nothing.*'default'"):
        load_encoder("nobody/nothing")


def test_a_missing_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"framing\[transformers\]"):
        load_encoder("intfloat/multilingual-e5-base")
