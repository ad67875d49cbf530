from pathlib import Path

import pytest

import framing
from framing.article import Article, Mention
from framing.attribution import Attributed
from framing.estimators.features import Context, said_to_be
from framing.languages import load_profile
from framing.pipeline import entity_name

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "samples").glob("*.txt"))


@pytest.mark.slow
def test_an_article_gives_the_same_to_the_bit_whatever_is_analysed_beside_it():
    articles = [Article(path.stem, path.read_text(encoding="utf-8")) for path in SAMPLES]
    analyzer = framing.load(threads=1)
    together = [analysis.to_json() for analysis in analyzer.analyze_many(articles)]
    assert together == [analyzer.analyze(article).to_json() for article in reversed(articles)][::-1]


@pytest.mark.slow
def test_the_explanation_says_what_the_article_calls_a_source():
    text = (
        "Brua er stengt.\nIvan Orlov, ambassadør i Oslo som reiste hjem i går, er uenig.\n– Brua er trygg, sier Orlov."
    )
    passage = framing.load(threads=1).analyze(Article("a", text, language="nb")).passages[-1]
    assert "the article calls them “ambassadør i Oslo”" in passage.why
    assert passage.source_class.label == "government"


@pytest.mark.parametrize(("source", "name"), [("A Moe Foods spokesman", None), ("Moe Foods", "Foods")])
def test_somebody_new_is_not_who_the_name_within_is(source, name):
    text = "A Moe Foods spokesman said no. Moe Foods, a dairy, is closed."
    start = text.index(source)
    passage = Attributed(0, 1, "clause", "indirect", Mention(start, start + len(source), source))
    context = Context(text, None, [], load_profile("en"), None)
    assert entity_name(passage, context) == name
    assert bool(said_to_be(passage, context)) == (name is not None)
