"""The report's own words are there for every label in every interface language."""

import pytest

import framing
from framing.article import Article
from framing.errors import UsageError
from framing.report.texts import GROUPS, interfaces, load_texts
from framing.taxonomy import SOURCE_CLASSES


def keys(table):
    return {key: keys(value) if isinstance(value, dict) else None for key, value in table.items()}


def test_norwegian_and_english_are_there():
    assert {"nb", "en"} <= set(interfaces())


@pytest.mark.parametrize("language", interfaces())
@pytest.mark.parametrize("group", GROUPS)
def test_every_label_has_a_name_and_a_definition(language, group):
    texts = load_texts(language)
    assert set(texts.table[group]) == set(GROUPS[group])
    assert all(texts.table[group][label]["name"] and texts.definition(group, label) for label in GROUPS[group])


@pytest.mark.parametrize("language", interfaces())
def test_codes_tell_source_classes_apart(language):
    texts = load_texts(language)
    assert len({texts.code(label) for label in SOURCE_CLASSES}) == len(SOURCE_CLASSES)


def test_languages_have_the_same_sentences():
    plain = [{k for k, v in load_texts(language).table.items() if not isinstance(v, dict)} for language in interfaces()]
    assert all(sentences == plain[0] for sentences in plain)


def test_unknown_interface_names_the_known_ones():
    with pytest.raises(UsageError, match="nb, en"):
        load_texts("tlh")


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.004, "under 1\u00a0%"),
        (0.376, "38\u00a0%"),
        (0.9, "90\u00a0%"),
        (0.994, "over 99\u00a0%"),
        (1.0, "over 99\u00a0%"),
    ],
)
def test_per_cent_is_never_certainty(probability, shown):
    assert load_texts("nb").percent(probability) == shown


@pytest.mark.parametrize(
    ("probability", "words"), [(0.97, "svært sannsynlig"), (0.8, "sannsynlig"), (0.6, "trolig"), (0.2, "usikkert")]
)
def test_probability_in_words(probability, words):
    assert load_texts("nb").likelihood(probability) == words


@pytest.mark.parametrize(
    ("line", "norwegian"),
    [
        ("no source is named", "ingen kilde er nevnt"),
        ("“hun” stands for “Irina Dobreva”", "«hun» viser til «Irina Dobreva»"),
        ("speech goes on from “hun”", "«hun» snakker videre"),
        ("cue “påstår” (distancing)", "signalord «påstår» (med avstand)"),
        ("gazetteer: AFP is western_wire (agency)", "«AFP» står i navnelisten som vestlig nyhetsbyrå"),
        ("the article calls them “leder i LO”", "artikkelen kaller kilden «leder i LO»"),
        ("without “statsråden”: 94% to 31%", "uten «statsråden»: 31 % i stedet for 94 %"),
        (
            "like “Havnevesenet” (government) in nb-012, cosine 0.81",
            "ligner «Havnevesenet» (myndigheter) i treningsartikkelen nb-012",
        ),
        (
            "gazetteer: talsmann is inherit (role)",
            "«talsmann» er en rolle; hvem den taler for, avgjør",
        ),
        ("strongest for politics: cue, form", "veide tyngst for partipolitikk: signalordet, setningens form"),
        (
            "strongest for politics: gazetteer, gazetteer order, cue",
            "veide tyngst for partipolitikk: kjente navn og roller i omtalen, signalordet",
        ),
    ],
)
def test_reasons_are_told_in_norwegian(line, norwegian):
    assert load_texts("nb").reason(line) == norwegian


def test_classes_are_called_by_their_plural_where_they_are_counted():
    assert load_texts("nb").plural("individual") == "enkeltpersoner"
    assert load_texts("en").plural("business") == "business"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2024-05-17", "17. mai 2024"), ("2024-13-01", "2024-13-01"), ("mai 2024", "mai 2024"), ("2024-05", "2024-05")],
)
def test_dates_are_written_out_where_they_are_dates(written, shown):
    assert load_texts("nb").date(written) == shown


@pytest.mark.parametrize(("count", "shown"), [(7, "7"), (9999, "9999"), (1234567, "1\u202f234\u202f567")])
def test_large_counts_are_grouped(count, shown):
    assert load_texts("nb").number(count) == shown


def test_unknown_reason_is_known_as_such():
    assert load_texts("nb").reason("the moon is full") is None
    assert load_texts("en").reason("the moon is full") == "the moon is full"


@pytest.mark.parametrize("language", interfaces())
def test_evidence_of_the_model_is_told_in_words(language, small_model):
    text = "Fylkesmannen hevder at brua er trygg, melder NTB.\n– Det er den ikke, sier Ola Lie."
    analysis = framing.load(small_model).analyze(Article("a", text, language="nb"))
    lines = [line for p in analysis.passages for line in p.why]
    named = {name for line in lines if line.startswith("strongest") for name in line.partition(": ")[2].split(", ")}
    assert named
    assert named <= set(load_texts(language).table["evidence"])
