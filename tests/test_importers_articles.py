"""Corpora of attributions as their makers publish them."""

import json

import pytest

from framing.corpus.importers.attributed import read_attributions
from framing.corpus.importers.polnear import read_polnear
from framing.corpus.importers.wikinews_de import read_wikinews_de
from framing.errors import DataError
from framing.readers.failure import InputFailure

TEXT = "“The ferry waits,” said Moe. “It sails at noon.” She also hopes the storm will pass."
BRAT = """T1\tSource 24 27\tMoe
T2\tCue 19 23\tsaid
T3\tContent 0 18;29 48\t“The ferry waits,” “It sails at noon.”
T4\tAttribution 19 23\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tSource 49 52\tShe
T6\tCue 58 63\thopes
T7\tContent 64 83\tthe storm will pass
T8\tAttribution 58 63\thopes
E2\tAttribution:T8 Content:T7 Cue:T6 Source:T5
T9\tDiscard 0 3\t“Th
"""


@pytest.fixture
def polnear(tmp_path):
    compartment = tmp_path / "data" / "dev"
    for name in ("text", "attributions"):
        (compartment / name).mkdir(parents=True)
    stem = "harbour-times_2016-05-02_ferry-waits"
    (compartment / "text" / f"{stem}.txt").write_text(TEXT, encoding="utf-8")
    (compartment / "attributions" / f"{stem}_a1b2.ann").write_text(BRAT, encoding="utf-8")
    return compartment


def one(outcomes):
    (outcome,) = outcomes
    assert not isinstance(outcome, InputFailure), outcome
    return outcome


@pytest.mark.parametrize("where", ["..", "../..", "."])
def test_polnear_is_read_from_its_folder_or_a_part_of_it(polnear, where):
    article = one(read_polnear((polnear / where).resolve(), None))
    assert article.split == "dev"
    assert (article.article.outlet, article.article.date) == ("harbour-times", "2016-05-02")
    assert [(p.kind, p.text, p.source.text, p.cue.text) for p in article.passages] == [
        ("direct", "The ferry waits", "Moe", "said"),
        ("direct", "It sails at noon", "Moe", "said"),
        ("indirect", "the storm will pass", "She", "hopes"),
    ]


def test_an_attribution_in_pieces_stays_one_for_scoring(polnear):
    broken, reported = one(read_polnear(polnear, None)).attributions
    assert (broken.content, broken.form) == (((0, 18), (29, 48)), "direct")
    assert (reported.content, reported.form) == (((64, 83),), "indirect")


def test_several_sources_of_one_event_are_kept(polnear):
    (annotation,) = (polnear / "attributions").glob("*.ann")
    annotation.write_text(BRAT.replace("E2\tAttribution:T8", "E2\tAttribution:T8 Source2:T1"), encoding="utf-8")
    assert one(read_polnear(polnear, None)).attributions[1].source == ((24, 27), (49, 52))


def test_the_first_annotator_counts(polnear):
    (annotation,) = (polnear / "attributions").glob("*.ann")
    annotation.with_name(annotation.name.replace("a1b2", "ffff")).write_text("", encoding="utf-8")
    assert len(one(read_polnear(polnear, None)).attributions) == 2


def test_titles_come_from_the_table_of_contents(polnear):
    table = 'compartment\tfilename\ttitle\ndev\tharbour-times_2016-05-02_ferry-waits\tFerry "waits\n'
    (polnear.parent / "metadata.tsv").write_text(table, encoding="utf-8")
    assert one(read_polnear(polnear, None)).article.title == 'Ferry "waits'


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("24 27\tMoe", "24 28\tMoe"), "line 1: 'Moe' does not stand at 24 28"),
        (("Source:T1", "Source:T77"), "line 5: T77 is not there"),
        (("T2\tCue 19 23", "T2\tCue"), "line 2: neither a span nor an event of brat"),
    ],
)
def test_a_broken_annotation_is_told_and_the_others_go_on(polnear, change, complaint):
    (annotation,) = (polnear / "attributions").glob("*.ann")
    text = polnear / "text" / f"{annotation.stem.rsplit('_', 1)[0]}.txt"
    annotation.with_name("other_2016-05-03_b_a1b2.ann").write_text(BRAT, encoding="utf-8")
    text.with_name("other_2016-05-03_b.txt").write_text(TEXT, encoding="utf-8")
    annotation.write_text(BRAT.replace(*change), encoding="utf-8")
    failure, article = read_polnear(polnear, None)
    assert isinstance(failure, InputFailure)
    assert annotation.name in failure.input
    assert complaint in failure.message
    assert article.article.id == "other_2016-05-03_b"


def test_a_missing_text_is_told(polnear):
    for file in (polnear / "text").iterdir():
        file.unlink()
    (failure,) = read_polnear(polnear, None)
    assert "No such file" in failure.message


@pytest.mark.parametrize("read", [read_polnear, read_wikinews_de])
def test_a_folder_without_the_corpus_is_told(tmp_path, read):
    with pytest.raises(DataError, match="give the folder"):
        list(read(tmp_path, None))


GERMAN = "Der Bürgermeister sagte, die Fähre fahre wieder. Moe teilte mit, dass er warte."


def quote(content, speaker, cue, **more):
    def part(words):
        spans = [{"charBegin": GERMAN.index(w), "charEnd": GERMAN.index(w) + len(w)} for w in words]
        return {"spans": spans, "text": " ".join(words), "tokenIds": []}

    return {"quote": part(content), "speaker": part(speaker), "cue": part(cue), "addressee": [], **more}


@pytest.fixture
def wikinews(tmp_path):
    folder = tmp_path / "train"
    folder.mkdir()
    row = {
        "documentName": "123 - Fähre fährt (2010-03-04)",
        "originalText": GERMAN,
        "annotations": [
            quote(["die Fähre fahre wieder"], ["Der Bürgermeister"], ["sagte"], type="Indirect", isNested=False),
            quote(["dass er warte"], ["Moe"], ["teilte", "mit"], type="Indirect", isNested=False),
        ],
        "sentences": [],
    }
    (folder / "123.pretty.json").write_text(json.dumps(row), encoding="utf-8")
    return tmp_path


def test_wikinews_is_read_with_its_split_title_and_types(wikinews):
    article = one(read_wikinews_de(wikinews, None))
    assert (article.split, article.article.title, article.article.date) == ("train", "Fähre fährt", "2010-03-04")
    assert {a.type for a in article.attributions} == {"Indirect"}
    assert [(p.text, p.source.text, p.cue.text) for p in article.passages] == [
        ("die Fähre fahre wieder", "Der Bürgermeister", "sagte"),
        ("er warte", "Moe", "teilte"),
    ]


def test_a_broken_file_of_wikinews_is_told(wikinews):
    (wikinews / "train" / "122.pretty.json").write_text("{", encoding="utf-8")
    (wikinews / "train" / "121.pretty.json").write_text('{"annotations": []}', encoding="utf-8")
    first, second, _ = read_wikinews_de(wikinews, None)
    assert first.message == "no field 'originalText'"
    assert "122.pretty.json" in second.input


def attributions(tmp_path, *rows):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_json_lines_with_attributions_are_read(tmp_path):
    row = {"id": "a", "lang": "en", "text": TEXT, "split": "dev", "outlet": "Harbour Times"}
    row["attributions"] = [{"content": [[64, 83]], "source": [[49, 52]], "cue": [[58, 63]], "kind": "indirect"}]
    article = one(read_attributions(attributions(tmp_path, row), None))
    assert (article.article.id, article.split, article.article.outlet) == ("a", "dev", "Harbour Times")
    assert [p.text for p in article.passages] == ["the storm will pass"]
    assert article.layers == frozenset()


def test_a_language_nobody_names_is_detected(tmp_path):
    text = "Kommunen seier at brua er trygg, og at ho ikkje vil stengje henne før jul."
    article = one(read_attributions(attributions(tmp_path, {"text": text, "attributions": []}), None))
    assert article.article.language == "nn"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"attributions": []}, "text"),
        ({"text": "Kort."}, "no field 'attributions'"),
        ({"text": "Kort.", "attributions": [{"content": [[0, 9]]}]}, "offsets 0-9"),
        ({"text": "Kort.", "attributions": [{"content": []}]}, "without content"),
        ({"text": "Kort.", "attributions": [{"content": [["a", 2]]}]}, "whole numbers"),
    ],
)
def test_a_broken_row_is_told_with_its_line(tmp_path, row, complaint):
    fine = {"id": "b", "text": "Alt er bra i dag.", "attributions": []}
    failure, article = read_attributions(attributions(tmp_path, row, fine), None)
    assert failure.input.endswith("rows.jsonl:1")
    assert complaint in failure.message
    assert article.article.id == "b"
