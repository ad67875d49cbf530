import numpy as np
import pytest

from framing.article import Cue, Mention
from framing.attribution import Marked
from framing.attribution.carriers import Channels
from framing.attribution.model import Attributed
from framing.attribution.tokens import tokenize
from framing.encoder import load_encoder
from framing.encoder.convert import installed_source
from framing.encoder.graph import UPPER_LAYERS
from framing.errors import ModelError
from framing.estimators.spans import encode_articles
from framing.gazetteer import load_gazetteer
from framing.languages import load_profile
from framing.persistence import load_model
from framing.tagging.decode import Claim, find_cues, read_claim
from framing.tagging.layers import TunedLayers, packed
from framing.tagging.network import ROLES, Ensemble, relative_positions
from framing.tagging.tagger import Reading, Tagger, _clauses, _settle_rivals
from framing.tagging.words import FLAGS, IN_SPEECH, Paragraph, parted_lines, read_paragraph
from tests.plain_tagger import PlainEnsemble

TEXT = "Kommunen hevder at vannet er rent, melder Vika Avis."


@pytest.fixture
def paragraph(hashing_encoder):
    return paragraph_of(TEXT, hashing_encoder)


def paragraph_of(text, encoder, marked=(), grammar=()):
    states = encode_articles([text], encoder)[0]
    return read_paragraph(text, (0, len(text)), states, marked, [], grammar, load_profile("nb"))


def network_for(paragraph):
    torch = pytest.importorskip("torch")
    from framing.training.tagger_network import TaggerNetwork

    torch.manual_seed(5)
    width = paragraph.states.shape[1]
    made = TaggerNetwork(np.zeros(width, np.float32), np.ones(width, np.float32), hidden=12, dropout=0.0)
    made.eval()
    return torch, made


def test_every_word_has_a_state_and_flags(paragraph):
    assert len(paragraph.tokens) == len(paragraph.states) == len(paragraph.flags)
    assert paragraph.flags.shape[1] == FLAGS


def test_marked_speech_is_flagged(hashing_encoder):
    marked = [Marked(0, 8, "quote", "direct")]
    flags = paragraph_of(TEXT, hashing_encoder, marked).flags
    assert flags[0, IN_SPEECH] == 1
    assert flags[1:, IN_SPEECH].sum() == 0


def test_the_grammar_gives_a_hint_for_its_cue(hashing_encoder):
    found = Attributed(19, 33, "clause", "indirect", Mention(0, 8, "Kommunen"), Cue(9, 15, "hevder", "distancing"))
    paragraph = paragraph_of(TEXT, hashing_encoder, grammar=[found])
    hint = paragraph.hint([1])
    assert hint[0].tolist() == [1, 0, 0]
    assert hint[3].tolist() == [0, 1, 0]
    assert not paragraph.hint([5]).any()


def test_the_graphs_compute_what_training_computed(paragraph):
    torch, trained = network_for(paragraph)
    ensemble = Ensemble([trained.arrays()])
    readings, tags = ensemble.cues(paragraph)
    with torch.no_grad():
        expected, lengths = trained.read([paragraph])
        cues = torch.softmax(trained.cue(expected), -1)[0].numpy()
        asked = [(0, paragraph, [1]), (0, paragraph, [7, 8])]
        roles = torch.softmax(trained.roles(expected, lengths, asked), -1).numpy()
    assert np.allclose(readings, expected[0].numpy(), atol=1e-5)
    assert np.allclose(tags, cues, atol=1e-5)
    assert np.allclose(ensemble.roles(readings, paragraph, [[1], [7, 8]]), roles, atol=1e-5)


@pytest.fixture(scope="module")
def shipped():
    """The members of the shipped model's tagger, and a paragraph with states of the width they read."""
    members = load_model().tagger.ensemble.members
    words = tokenize(TEXT, 0, len(TEXT))
    random = np.random.default_rng(3)
    states = random.normal(members[0]["mean"], members[0]["scale"], (len(words), len(members[0]["mean"])))
    flags = random.integers(0, 2, (len(words), FLAGS))
    return members, Paragraph(words, states.astype(np.float32), flags.astype(np.float32))


def test_the_shipped_tagger_gives_the_decision_values_of_a_plain_implementation(shipped):
    members, paragraph = shipped
    ensemble, plain = Ensemble(members), PlainEnsemble(members)
    readings, tags = ensemble.cues(paragraph)
    roles = ensemble.roles(readings, paragraph, [[1], [7, 8]])
    assert np.abs(np.log(tags) - np.log(plain.cues(paragraph))).max() < 1e-4
    assert np.abs(np.log(roles) - np.log(plain.roles(paragraph, [[1], [7, 8]]))).max() < 1e-4


def test_a_tagger_trained_on_other_flags_is_refused_with_what_to_do(shipped):
    arrays = dict(shipped[0][0])
    arrays["reader.forward.input"] = arrays["reader.forward.input"][:, :-1]
    with pytest.raises(ModelError, match=f"trained on {FLAGS - 1} flags a word.*train the model again"):
        Ensemble([arrays])


def test_the_roles_for_a_cue_do_not_depend_on_the_cues_asked_for_beside_it(shipped):
    members, paragraph = shipped
    ensemble = Ensemble(members)
    readings, _ = ensemble.cues(paragraph)
    alone, among = ensemble.roles(readings, paragraph, [[7]]), ensemble.roles(readings, paragraph, [[1], [7], [3, 4]])
    assert np.allclose(alone[0], among[1], atol=1e-6)


def test_distances_grow_away_from_the_cue_on_both_sides():
    steps = relative_positions(9, [4]).tolist()
    assert steps == sorted(steps)
    assert steps[4] == 16
    assert steps[3] < 16 < steps[5]


def test_neighbouring_words_make_one_cue_unless_a_new_one_begins():
    outside, begin, inside = [0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]
    assert find_cues(np.asarray([outside, begin, inside, begin, outside])) == [[1, 2], [3]]


def test_a_claim_takes_the_best_stretch_on_each_side_of_its_cue():
    tokens = tokenize(TEXT, 0, len(TEXT))
    roles = np.full((len(tokens), 4), 0.01, np.float32)
    roles[:, 0] = 0.97
    roles[0] = [0.02, 0.96, 0.01, 0.01]
    roles[3:6] = [0.02, 0.01, 0.96, 0.01]
    roles[8:10] = [0.02, 0.01, 0.01, 0.96]
    claim = read_claim(tokens, [1], roles)
    assert claim.source == (0, 1)
    assert [stretch for stretch, _ in claim.contents] == [(3, 6)]
    assert claim.carrier == (8, 10)
    assert claim.content_of([3, 4]) == pytest.approx(0.96)


def test_no_content_is_claimed_where_no_word_is_likely():
    tokens = tokenize(TEXT, 0, len(TEXT))
    roles = np.zeros((len(tokens), len(ROLES)), np.float32)
    roles[:, 0] = 1.0
    assert read_claim(tokens, [1], roles).contents == ()


def test_the_tagger_gives_spans_inside_the_text(paragraph, hashing_encoder):
    _, trained = network_for(paragraph)
    tagger = Tagger(Ensemble([trained.arrays()]))
    grammar = [Attributed(0, 8, "quote", "direct")]
    found = tagger.attribute(TEXT, encode_articles([TEXT], hashing_encoder)[0], [], [], grammar, load_profile("nb"))
    assert (0, 8) in [(p.start, p.end) for p in found]
    for passage in found:
        assert 0 <= passage.start < passage.end <= len(TEXT)


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("Iran said on Saturday it would stay.", "Saturday it would stay", "it would stay"),
        ("Iran warned of Russian attacks on ships.", "Russian attacks on ships", "Russian attacks on ships"),
        ("Iran said Saturday it would stay.", "Saturday it would stay", "Saturday it would stay"),
    ],
)
def test_the_day_of_the_cue_is_no_part_of_what_is_said(hashing_encoder, text, content, expected):
    profile = load_profile("en")
    states = encode_articles([text], hashing_encoder)[0]
    paragraph = read_paragraph(text, (0, len(text)), states, [], [], [], profile)
    words = [t.text for t in paragraph.tokens]
    first, last = words.index(content.split()[0]), words.index(content.split()[-1]) + 1
    roles = np.zeros((len(words), len(ROLES)), np.float32)
    claim = Claim((1, 2), (0, 1), None, (((first, last), 10.0),), roles)
    ((_, found),) = _clauses(Reading(text, paragraph, [claim], profile), claim)
    assert text[found.start : found.end] == expected


@pytest.mark.parametrize(
    ("text", "source", "carrier"),
    [
        ("I fjor skrev Vika Avis at vannet er rent.", "Vika Avis", None),
        ("I fjor ble det sagt til Vika Avis at vannet er rent.", None, "Vika Avis"),
    ],
)
def test_a_medium_without_a_source_beside_it_speaks_for_itself(hashing_encoder, text, source, carrier):
    profile = load_profile("nb")
    states = encode_articles([text], hashing_encoder)[0]
    paragraph = read_paragraph(text, (0, len(text)), states, [], [], [], profile)
    words = [t.text for t in paragraph.tokens]
    cue = words.index("skrev") if "skrev" in words else words.index("sagt")
    medium = (words.index("Vika"), words.index("Avis") + 1)
    content = (words.index("vannet"), words.index("rent") + 1)
    roles = np.zeros((len(words), len(ROLES)), np.float32)
    claim = Claim((cue, cue + 1), None, medium, ((content, 10.0),), roles)
    ((_, found),) = _clauses(Reading(text, paragraph, [claim], profile), claim)
    assert (found.source and found.source.text, found.carrier and found.carrier.text) == (source, carrier)


@pytest.fixture(scope="module")
def upper_layers():
    """The encoder's last layers in PyTorch, and the states of a text below them and above."""
    torch = pytest.importorskip("torch")
    from framing.encoder.e5_file import E5File
    from framing.training.layers import UpperLayers

    torch.manual_seed(3)
    layers = UpperLayers(E5File(installed_source()[0]), UPPER_LAYERS, UPPER_LAYERS).eval()
    return torch, layers, encode_articles([TWO_PARAGRAPHS], load_encoder(threads=1))[0]


TWO_PARAGRAPHS = f"{TEXT}\n\nDet er ingen som har sagt at vannet smaker godt."


def cosines(a, b):
    return (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


@pytest.mark.parametrize(
    ("outer", "expected"),
    [
        ("Kommunen hevder at vannet er rent", [("vannet er rent", "Kommunen", "AFP")]),
        (
            "Kommunen hevder at vannet er rent og kaldt",
            [("vannet er rent", "Kommunen", None), ("Kommunen hevder at vannet er rent og kaldt", "AFP", None)],
        ),
    ],
)
def test_a_medium_that_passes_on_a_whole_report_is_its_carrier(outer, expected):
    text = "Kommunen hevder at vannet er rent og kaldt, melder AFP."

    def clause(words, source, cue):
        start, name, said = text.index(words), text.index(source), text.index(cue)
        return Attributed(
            start,
            start + len(words),
            "clause",
            "indirect",
            Mention(name, name + len(source), source),
            Cue(said, said + len(cue), cue, "neutral"),
        )

    channels = Channels(text, load_gazetteer().find(text, "nb"))
    clauses = [(20.0, clause(outer, "AFP", "melder")), (15.0, clause("vannet er rent", "Kommunen", "hevder"))]
    found = _settle_rivals(clauses, channels)
    told = [(text[c.start : c.end], c.source.text, c.carrier.text if c.carrier else None) for c in found]
    assert sorted(told) == sorted(expected, key=str)


def test_tuned_layers_compute_what_training_computed(upper_layers):
    torch, layers, states = upper_layers
    kept = TunedLayers(packed(layers.arrays(), layers.heads))
    with torch.no_grad():
        expected = layers([states.inner[0]])[0, 1:-1].numpy()
    refined = np.diff(kept.refine(states).sums, axis=0)
    assert cosines(refined[: len(expected)], expected).min() > 0.99


def test_layers_that_learned_nothing_give_the_states_of_the_encoder(upper_layers):
    _, layers, states = upper_layers
    refined = TunedLayers(packed(layers.arrays(), layers.heads)).refine(states)
    assert cosines(np.diff(refined.sums, axis=0), np.diff(states.sums, axis=0)).min() > 0.9999


def test_what_tuned_layers_give_for_a_paragraph_does_not_depend_on_the_next(upper_layers):
    _, layers, states = upper_layers
    kept = TunedLayers(packed(layers.arrays(), layers.heads))
    alone = encode_articles([TEXT], load_encoder(threads=1))[0]
    among = kept.refine(states)
    assert np.allclose(kept.refine(alone).pool(0, 8), among.pool(0, 8), atol=1e-6)


def test_tuned_layers_refuse_an_encoder_without_inner_states(upper_layers, hashing_encoder):
    _, layers, _ = upper_layers
    kept = TunedLayers(packed(layers.arrays(), layers.heads))
    with pytest.raises(ModelError, match=r"inner states.*use the encoder 'default'"):
        kept.refine(encode_articles([TEXT], hashing_encoder)[0])


def test_a_title_that_lost_its_line_break_is_read_by_itself():
    text = "Nordposten: kaia er stengt Havnesjefen sier at den er trygg.\nIngen svarer."
    title = Marked(12, 26, "headline", "direct", closed=True, depth=0)
    assert [text[a:b] for a, b in parted_lines(text, [title])] == [
        "Nordposten: kaia er stengt",
        " Havnesjefen sier at den er trygg.",
        "Ingen svarer.",
    ]
