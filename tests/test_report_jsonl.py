"""JSON Lines and JSON: one object an article, exactly what the analysis says."""

import io
import json

from framing.report.jsonl import write_json, write_jsonl
from tests.report_samples import analysis, bare


def lines(*analyses, **options):
    stream = io.StringIO()
    write_jsonl(analyses, stream, **options)
    return stream.getvalue()


def test_each_line_is_one_analysis():
    first, second = analysis(), analysis(id="two")
    assert [json.loads(line) for line in lines(first, second).splitlines()] == [first.to_json(), second.to_json()]


def test_letters_stand_as_themselves():
    assert "nøytralisert" in lines(analysis())


def test_text_is_left_out_by_default():
    assert "text" not in json.loads(lines(analysis()))


def test_text_of_an_extracted_article_is_included():
    made = analysis(metadata={"extracted": True})
    assert json.loads(lines(made))["text"] == made.article.text


def test_text_is_left_out_of_an_extracted_article_when_told_so():
    assert "text" not in json.loads(lines(analysis(metadata={"extracted": True}), with_text=False))


def test_text_is_included_when_told_so():
    made = analysis()
    assert json.loads(lines(made, with_text=True))["text"] == made.article.text


def test_line_separators_and_lone_surrogates_survive_and_break_no_line():
    made = bare("a\u2028b\u2029c\u0085d\ud83de\n")
    written = lines(made, with_text=True)
    assert len(written.splitlines()) == 1
    assert json.loads(written.encode("utf-8"))["text"] == made.article.text


def test_json_array_holds_all_analyses():
    stream = io.StringIO()
    write_json([analysis(), analysis(id="two")], stream)
    assert [row["id"] for row in json.loads(stream.getvalue())] == ["brua", "two"]


def test_json_array_of_nothing_is_empty():
    stream = io.StringIO()
    write_json([], stream)
    assert json.loads(stream.getvalue()) == []


def test_an_analysis_is_written_before_the_next_is_asked_for():
    stream = io.StringIO()

    def produce():
        yield analysis()
        assert stream.getvalue().endswith("\n")
        yield analysis(id="two")

    write_jsonl(produce(), stream)
    assert stream.getvalue().count("\n") == 2
