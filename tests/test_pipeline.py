from pathlib import Path

import pytest

import framing
from framing.article import Article

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
