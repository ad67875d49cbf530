"""What annotation tools export."""

import json

import pytest

from framing.corpus.importers.doccano import read_doccano
from framing.corpus.importers.label_studio import read_label_studio
from framing.errors import DataError
from framing.readers.failure import InputFailure

TEXT = "Kommunen hevder at «redningen» er trygg, melder NTB. Liv Moe tror ikke på det."
SPANS = {
    "indirect": "«redningen» er trygg",
    "fragment:euphemism": "redningen",
    "source:government": "Kommunen",
    "carrier:western_wire": "NTB",
    "cue": "hevder",
}
LINKS = (("indirect", "source:government"), ("carrier:western_wire", "indirect"), ("indirect", "cue"))


def place(words, text=TEXT):
    return text.index(words), text.index(words) + len(words)


def doccano_row(spans, links=(), text=TEXT, **more):
    ids = {label: k for k, label in enumerate(spans, start=10)}
    entities = [
        {"id": ids[label], "label": label, "start_offset": place(w, text)[0], "end_offset": place(w, text)[1]}
        for label, w in spans.items()
    ]
    relations = [{"id": k, "from_id": ids[a], "to_id": ids[b], "type": "x"} for k, (a, b) in enumerate(links)]
    return {
        "id": 7,
        "text": text,
        "language": "nb",
        "entities": entities,
        "relations": relations,
        "Comments": [],
        **more,
    }


@pytest.fixture
def doccano(tmp_path):
    def read(*rows, language=None):
        path = tmp_path / "admin.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return list(read_doccano(path, language))

    return read


@pytest.fixture
def label_studio(tmp_path):
    def read(*tasks):
        path = tmp_path / "project.json"
        path.write_text(json.dumps(tasks), encoding="utf-8")
        return list(read_label_studio(path, None))

    return read


def task(spans, links=(), text=TEXT, **more):
    result = [
        {
            "id": label,
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {"start": place(w, text)[0], "end": place(w, text)[1], "text": w, "labels": [label]},
        }
        for label, w in spans.items()
    ]
    result += [{"type": "relation", "from_id": a, "to_id": b, "direction": "right"} for a, b in links]
    return {"id": 3, "data": {"text": text, "language": "nb"}, "annotations": [{"result": result}], **more}


def test_both_tools_give_the_same_passages(doccano, label_studio):
    (ours,), (theirs,) = doccano(doccano_row(SPANS, LINKS)), label_studio(task(SPANS, LINKS))
    assert ours.passages == theirs.passages
    assert ours.layers == theirs.layers == {"kind", "source_class", "carrier", "framing"}


def test_links_tie_a_passage_to_source_carrier_and_cue(doccano):
    (article,) = doccano(doccano_row(SPANS, LINKS))
    indirect, fragment = article.passages
    assert (indirect.kind, indirect.source.text, indirect.source_class) == ("indirect", "Kommunen", "government")
    assert (indirect.carrier.text, indirect.carrier_class, indirect.cue.text) == ("NTB", "western_wire", "hevder")
    assert (fragment.text, fragment.framing, fragment.source) == ("redningen", "euphemism", None)


def test_a_chain_of_links_is_followed(doccano):
    (article,) = doccano(doccano_row(SPANS, [("indirect", "cue"), ("cue", "source:government")]))
    assert article.passages[0].source.text == "Kommunen"


def test_a_chain_does_not_run_over_another_passage(doccano):
    links = [("indirect", "fragment:euphemism"), ("fragment:euphemism", "source:government")]
    (article,) = doccano(doccano_row(SPANS, links))
    assert [p.source and p.source.text for p in article.passages] == [None, "Kommunen"]


def test_what_no_region_of_the_export_labels_is_unlabelled(doccano):
    first = doccano_row({"direct": "redningen", "source": "Kommunen"}, [("direct", "source")])
    second = doccano_row({"scare": "redningen"}, id=8)
    for article in doccano(first, second):
        assert article.layers == {"kind"}
        assert {(p.source_class, p.framing) for p in article.passages} == {(None, None)}


def test_a_class_given_once_makes_the_others_count(doccano):
    first = doccano_row({"direct": "redningen", "source:government": "Kommunen"}, [("direct", "source:government")])
    second = doccano_row({"direct": "er trygg", "source": "NTB"}, [("direct", "source")], id=8)
    third = doccano_row({"direct": "er trygg"}, id=9)
    classes = [article.passages[0].source_class for article in doccano(first, second, third)]
    assert classes == ["government", None, "unattributed"]


def test_content_gets_its_kind_by_its_form_and_the_kinds_are_unlabelled(doccano):
    spans = {"content": "at «redningen» er trygg", "source:government": "Kommunen"}
    (article,) = doccano(doccano_row(spans, [("content", "source:government")]))
    assert [(p.kind, p.text) for p in article.passages] == [
        ("indirect", "«redningen» er trygg"),
        ("fragment", "redningen"),
    ]
    assert article.layers == {"source_class"}
    assert {p.source.text for p in article.passages} == {"Kommunen"}


def test_an_export_without_relations_is_read(doccano):
    row = {"id": 1, "text": TEXT, "label": [[*place("hevder"), "cue"], [*place("er trygg"), "indirect"]]}
    (article,) = doccano(row)
    assert [(p.text, p.cue) for p in article.passages] == [("er trygg", None)]


def test_offsets_of_doccano_count_utf16_units(doccano):
    text = "\N{SMILING FACE WITH SUNGLASSES} " + TEXT
    row = doccano_row({"indirect": "er trygg"}, text=text)
    row["entities"][0]["start_offset"] += 1
    row["entities"][0]["end_offset"] += 1
    (article,) = doccano(row)
    assert article.passages[0].text == "er trygg"


@pytest.mark.parametrize("shift", [0, 1])
def test_offsets_of_label_studio_are_those_that_show_the_words(label_studio, shift):
    text = "\N{SMILING FACE WITH SUNGLASSES} " + TEXT
    made = task({"indirect": "er trygg"}, text=text)
    for name in ("start", "end"):
        made["annotations"][0]["result"][0]["value"][name] += shift
    (article,) = label_studio(made)
    assert article.passages[0].text == "er trygg"


def test_a_class_may_be_chosen_for_a_region(label_studio):
    made = task({"direct": "er trygg", "source": "Kommunen"}, [("direct", "source")])
    value = {"start": 0, "end": 8, "choices": ["government"]}
    made["annotations"][0]["result"].append({"id": "source", "type": "choices", "value": value})
    (article,) = label_studio(made)
    assert article.passages[0].source_class == "government"


def test_a_cancelled_annotation_does_not_count(label_studio):
    made = task({"direct": "er trygg"})
    made["annotations"].insert(0, {"was_cancelled": True, "result": []})
    (article,) = label_studio(made)
    assert len(article.passages) == 1


def test_the_only_string_of_a_task_is_its_text(label_studio):
    made = task({"direct": "er trygg"})
    made["data"] = {"article": TEXT}
    (article,) = label_studio(made)
    assert (article.article.text, article.article.id) == (TEXT, "3")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"label": "person"}, "labels person: give one of direct"),
        ({"label": "source:goverment"}, "a source has no class 'goverment'"),
        ({"label": "direct:doubt"}, "a direct has no class 'doubt'"),
        ({"end_offset": 999}, "offsets 40-999"),
        ({"start_offset": 8, "end_offset": 9}, "white space"),
        ({"id": 99}, "a link to region 10"),
    ],
)
def test_a_broken_row_of_doccano_is_told_and_the_others_go_on(doccano, change, complaint):
    row = doccano_row({"direct": "melder NTB", "source": "Kommunen"}, [("direct", "source")])
    row["entities"][0] |= {"start_offset": 40} | change
    failure, article = doccano(row, doccano_row({"direct": "er trygg"}))
    assert isinstance(failure, InputFailure)
    assert failure.input.endswith("admin.jsonl:1")
    assert complaint in failure.message
    assert article.passages[0].text == "er trygg"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"annotations": []}, "nobody annotated"),
        ({"data": {}}, "text"),
        ({"data": {"text": "Noe ganske annet."}}, "'er trygg' does not stand at"),
    ],
)
def test_a_broken_task_is_told_and_the_others_go_on(label_studio, change, complaint):
    failure, article = label_studio(task({"direct": "er trygg"}) | change, task({"direct": "er trygg"}, id=4))
    assert failure.input.endswith("task 3")
    assert complaint in failure.message
    assert article.article.id == "4"


@pytest.mark.parametrize("content", ["{}", "[1]", "nei"])
def test_a_file_that_is_no_export_is_told(tmp_path, content):
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(DataError, match="format JSON"):
        list(read_label_studio(tmp_path / "x.json", None))
