import json
import re

import pytest

from framing.aggregate.comparison import compare
from framing.report.compare import comparison_text, render_comparison
from tests.report_samples import BRIDGE, analysis

TEXTS = {
    "a": "Ferja ligger\n– Det er «et overgrep», sier styrmann Ola Lie.\nKystverket hevder at leia er fri, melder NTB.",
    "b": "Ferja går\nStyrmann Ola Lie mener at det er et overgrep.",
}
HOSTILE = BRIDGE.replace("Irina Dobreva", "Irina <b>Dobreva</b>").replace("fredelige", "<script>x</script>")


@pytest.fixture
def articles(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_json_has_a_column_for_each_article(run, small_model, articles):
    result = run("compare", articles / "a.txt", articles / "b.txt", "-m", small_model, "-f", "json")
    assert result.exit_code == 0
    assert [a["id"] for a in json.loads(result.stdout)["articles"]] == ["a", "b"]


def test_a_table_is_printed_by_default(run, small_model, articles):
    result = run("compare", articles / "a.txt", articles / "b.txt", "-m", small_model)
    assert "WHO IS QUOTED" in result.stdout


def test_the_suffix_of_the_output_chooses_the_format(run, small_model, articles, tmp_path):
    output = tmp_path / "page.html"
    assert run("compare", articles / "a.txt", articles / "b.txt", "-m", small_model, "-o", output).exit_code == 0
    assert output.read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")


def test_one_article_is_a_usage_error(run, small_model, articles):
    result = run("compare", articles / "a.txt", "-m", small_model)
    assert result.exit_code == 2
    assert "two or more" in result.stderr


def test_a_missing_input_fails_and_the_rest_is_compared(run, small_model, articles):
    inputs = (articles / "a.txt", articles / "none.txt", articles / "b.txt")
    result = run("compare", *inputs, "-m", small_model, "-f", "json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["articles"]) == 2


def test_an_unknown_suffix_is_a_usage_error(run, small_model, articles):
    result = run("compare", articles / "a.txt", articles / "b.txt", "-m", small_model, "-o", "out.pdf")
    assert result.exit_code == 2
    assert ".html" in result.stderr


@pytest.mark.parametrize("interface", ["nb", "en"])
def test_what_comes_from_articles_is_escaped(interface):
    page = render_comparison(compare([analysis(HOSTILE), analysis(id="b")]), interface=interface)
    assert "<script" not in page
    assert "<b>" not in page
    assert "Irina &lt;b&gt;Dobreva&lt;/b&gt;" in page


def test_the_page_has_no_style_attributes_as_its_policy_blocks_them():
    page = render_comparison(compare([analysis(), analysis(id="b")]))
    assert "style-src 'sha256-" in page
    assert not re.search(r"<[^>]* style=", page)


def test_two_articles_of_one_outlet_are_told_apart():
    made = [analysis(outlet="Avis", date=f"2024-05-1{n}") for n in range(2)]
    text = comparison_text(compare(made), 100)
    assert "Avis · 2024-05-10" in text
    assert "Avis · 2024-05-11" in text


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main>")[2]).split())


def test_the_page_names_who_is_quoted_most_in_each_article():
    page = words(render_comparison(compare([analysis(id="a"), analysis(id="b")])))
    assert "Oftest sitert Forsvarsdepartementet i Velin 1 Irina Dobreva 1" in page


def test_who_is_quoted_in_one_article_only_stands_under_it():
    other = analysis("Ja\n– ⟦direct|src=Ola Lie|sc=business|cue=sier: Ja⟧, sier Ola Lie.", id="b")
    page = words(render_comparison(compare([analysis(), other])))
    assert "Ingen siteres i mer enn én av artiklene." in page
    assert "Ola Lie næringsliv 1 sier" in page.partition("Ingen siteres")[2]


def test_only_classes_whose_cues_take_a_stance_are_listed():
    calm = analysis("Ja\n– ⟦direct|src=Ola Lie|sc=business: Ja⟧, sier Ola Lie.", id="b")
    stances = words(render_comparison(compare([analysis(), calm]))).partition("er utelatt.")[2]
    assert "myndigheter" in stances
    assert "næringsliv" not in stances
    assert "Signalord som tar stilling" not in render_comparison(compare([calm, calm]))


def test_a_dot_before_a_cut_is_left_out():
    page = render_comparison(compare([analysis(), analysis("Om brua\nHan nøytralisert. " + "Ord. " * 30, id="b")]))
    assert ".…" not in page


def test_the_text_shows_names_and_keeps_the_width():
    text = comparison_text(compare([analysis(), analysis(id="b")]), 100)
    assert "Irina Dobreva" in text
    assert max(map(len, text.splitlines())) <= 100
