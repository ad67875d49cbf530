"""What an annotation leaves open is neither trained on nor scored."""

from dataclasses import replace

import numpy as np
import pytest

from framing.article import Article
from framing.corpus.loader import LAYERS, AnnotatedArticle
from framing.corpus.markup import parse
from framing.encoder import load_encoder
from framing.encoder.convert import installed_source
from framing.encoder.e5_file import E5File
from framing.errors import UsageError
from framing.gazetteer import load_gazetteer
from framing.tagging.layers import TunedLayers
from framing.tagging.network import ROLES
from framing.training import tagger
from framing.training.dataset import build, corpus_means, encode_corpus
from framing.training.scoring import ScoredPassage, Scorer
from framing.training.settings import TaggerSettings
from framing.training.tagger import Example, build_examples, train_tagger

MARKED = (
    "⟦indirect|src=Fylkesmannen|sc=government|car=NTB|cc=western_wire|cue=hevder: «⟦fragment|src=Fylkesmannen"
    "|sc=government|cue=hevder|fr=glorifying: heltene⟧» kom⟧"
)
TEXT, PASSAGES = parse(f"Fylkesmannen hevder at {MARKED}, melder NTB.")


def article(layers=LAYERS, **change):
    passages = tuple(replace(p, **change) for p in PASSAGES)
    return AnnotatedArticle(Article("a", TEXT, "nb"), passages, event="a", layers=frozenset(layers))


@pytest.fixture
def labels(hashing_encoder):
    def labels(*articles):
        states = encode_corpus(articles, hashing_encoder)
        tasks = build(articles, states, corpus_means(articles, states), load_gazetteer(), hashing_encoder).tasks
        return {task: rows.labels for task, rows in tasks.items()}

    return labels


def test_a_labelled_article_gives_rows_of_every_task(labels):
    assert labels(article()) == {
        "kind": ["fragment"],
        "source_class": ["government", "government"],
        "carrier_class": ["western_wire"],
        "framing": ["glorifying"],
        "carrier_link": ["carrier", "none"],
        "speaker_link": [],
    }


@pytest.mark.parametrize(
    ("task", "made"),
    [
        ("kind", article(["source_class", "carrier", "framing"])),
        ("source_class", article(source_class=None)),
        ("carrier_class", article(carrier_class=None)),
        ("framing", article(framing=None)),
    ],
)
def test_a_label_nobody_gave_makes_no_row(labels, task, made):
    assert labels(made)[task] == []
    assert sum(map(bool, labels(made).values())) == 4


def test_an_article_without_carriers_teaches_none(labels):
    assert labels(article(["source_class", "kind", "framing"]))["carrier_link"] == []


def test_an_article_without_labels_does_not_move_the_language_means(hashing_encoder):
    other = AnnotatedArticle(Article("b", "Helt andre ord her.", "nb"), (), event="b", layers=frozenset())
    alone = corpus_means([article()], encode_corpus([article()], hashing_encoder))
    both = corpus_means([article(), other], encode_corpus([article(), other], hashing_encoder))
    assert all(np.array_equal(alone[name], both[name]) for name in both)


def scored(**change):
    return replace(ScoredPassage(0, 8, "fragment", (9, 12), "government", "western_wire", "loaded"), **change)


def figures(gold, predicted, layers=LAYERS):
    scorer = Scorer()
    scorer.add("heltene Ola", gold, predicted, layers)
    return scorer.figures()


def test_an_unlabelled_class_is_neither_right_nor_wrong():
    with_labels = figures([scored()], [scored(source_class="business", framing="doubt")])
    assert (with_labels["class"]["f1"], with_labels["framing"]["f1"]) == (0.0, 0.0)
    assert with_labels["class"]["labels"].keys() == {"business", "government"}
    without = figures([scored(source_class=None, framing=None)], [scored(source_class="business", framing="doubt")])
    assert without["class"]["labels"] == without["framing"]["labels"] == {}
    assert without["marked"]["f1"] == 1.0


def test_labels_of_layers_that_are_not_annotated_cost_no_precision():
    spurious = scored(start=9, end=12)
    assert figures([], [spurious])["class"]["labels"] != {}
    without = figures([], [spurious], layers=())
    assert all(without[task]["labels"] == {} for task in ("class", "carrier", "framing"))
    assert without["marked"]["support"] == 0


def test_kinds_that_are_not_annotated_are_not_compared():
    pair = [scored(kind="direct")], [scored()]
    assert figures(*pair)["kind"]["accuracy"] == 0.0
    scorer = Scorer()
    scorer.add("heltene Ola", *pair, layers=["source_class"])
    assert scorer.kind.matched == 0


@pytest.fixture
def examples(hashing_encoder):
    pytest.importorskip("torch")

    def examples(made):
        return build_examples([made], encode_corpus([made], hashing_encoder), load_gazetteer())

    return examples


def test_the_tagger_knows_where_carriers_are_annotated(examples):
    assert [e.carriers for e in examples(article())] == [True]
    assert [e.carriers for e in examples(article(["kind"]))] == [False]


def test_telling_a_carrier_from_nothing_costs_nothing_where_carriers_are_open():
    torch = pytest.importorskip("torch")
    from framing.training.tagger import _without_carriers

    none, carrier = ROLES.index("none"), ROLES.index("carrier")
    given = torch.zeros(1, 1, len(ROLES))
    given[..., carrier] = 3.0
    probabilities = torch.softmax(given, -1)[0, 0]
    merged = torch.softmax(_without_carriers(given), -1)[0, 0]
    assert merged[carrier] == 0
    assert merged[none] == pytest.approx(float(probabilities[none] + probabilities[carrier]))
    assert merged[ROLES.index("content")] == pytest.approx(float(probabilities[ROLES.index("content")]))


def test_a_tagger_is_trained_on_both_kinds_of_annotation(examples):
    mixed: list[Example] = [*examples(article()), *examples(article(["kind"], carrier=None))]
    arrays = train_tagger(mixed, TaggerSettings(epochs=1, hidden=4, batch=2), seed=1)
    assert all(np.isfinite(values).all() for values in arrays.values())


def test_a_batch_is_cut_where_its_longest_paragraph_asks_for_much_attention(examples, monkeypatch):
    (short,) = examples(article())
    monkeypatch.setattr(tagger, "_ATTENDED", 2 * len(short.paragraph.tokens) ** 2)
    long = replace(short, paragraph=replace(short.paragraph, tokens=short.paragraph.tokens * 3))
    batch = [short, short, short, long, long]
    portions = list(tagger._portions(batch))
    assert [e for portion in portions for e in portion] == batch
    assert [len(p) for p in portions] == [2, 1, 1, 1]


def test_tuned_layers_are_trained_and_shared_by_all_networks():
    pytest.importorskip("torch")
    made = article()
    states = encode_corpus([made], load_encoder(threads=1))
    mixed = build_examples([made], states, load_gazetteer())
    arrays = train_tagger(mixed, TaggerSettings(members=2, epochs=1, hidden=4, batch=2, tuned_layers=1), seed=1)
    file = E5File(installed_source()[0])
    layers = TunedLayers({n.removeprefix("layers/"): v for n, v in arrays.items() if n.startswith("layers/")})
    assert {n.split("/")[0] for n in arrays} == {"0", "1", "layers"}
    assert np.allclose(layers.matrix("l10.ao.w", 384), file.matrix("l10.ao.w", 384), atol=0.02)
    assert np.array_equal(layers.vector("l10.oln.b"), file.vector("l10.oln.b"))
    assert not np.array_equal(layers.vector("l11.oln.b"), file.vector("l11.oln.b"))


def test_layers_are_not_tuned_of_an_encoder_without_inner_states(examples):
    with pytest.raises(UsageError, match="tuned_layers is 1"):
        train_tagger(examples(article()), TaggerSettings(epochs=1, hidden=4, tuned_layers=1), seed=1)
