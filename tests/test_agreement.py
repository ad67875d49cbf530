import pytest

from framing.corpus.agreement import agreement
from framing.errors import DataError
from tests.test_corpus import HEAD

MARKED = "Ferja\n⟦indirect|src=Ola|sc=individual|cue=sier: Den går ikke i dag⟧, sier Ola."


def folder(path, text, name="a"):
    path.mkdir()
    (path / f"{name}.txt").write_text(HEAD + text, encoding="utf-8")
    return path


def test_the_same_annotation_agrees_with_itself(tmp_path):
    figures = agreement(folder(tmp_path / "one", MARKED), folder(tmp_path / "two", MARKED))
    assert figures["indirect"]["f1"] == figures["class"]["f1"] == 1.0


def test_another_class_is_a_disagreement(tmp_path):
    other = MARKED.replace("individual", "business")
    figures = agreement(folder(tmp_path / "one", MARKED), folder(tmp_path / "two", other))
    assert figures["indirect"]["f1"] == 1.0
    assert figures["class"]["oracle"] == 0.0


def test_a_changed_text_is_refused(tmp_path):
    with pytest.raises(DataError, match="differs"):
        agreement(folder(tmp_path / "one", MARKED), folder(tmp_path / "two", MARKED.replace("ikke", "ikkje")))


def test_nothing_in_common_is_refused(tmp_path):
    with pytest.raises(DataError, match="no article"):
        agreement(folder(tmp_path / "one", MARKED), folder(tmp_path / "two", MARKED, name="b"))
