"""The pages that are files, in a real browser: report, comparison, corpus."""

import pytest

from framing.aggregate.comparison import compare
from framing.aggregate.corpus import aggregate
from framing.article import Label, Mention
from framing.report.compare import render_comparison
from framing.report.corpus import write_corpus
from framing.report.html import render_html
from framing.taxonomy import SOURCE_CLASSES
from tests.browser import overflow, violations
from tests.report_samples import BRIDGE, analysis, bare, passage, with_first

pytestmark = pytest.mark.slow

HOSTILE = (
    "<script>document.title='taken'</script><img src=x onerror=alert(1)><svg onload=alert(2)></svg></p></style>"
    "<style>*{display:none}</style><a href='javascript:alert(3)'>her</a><iframe src='https://example.org/'></iframe>"
)


def many_sources():
    """An article in which every class of source speaks, sure and unsure, in long words and short."""
    lines = [
        f"– ⟦direct|src=Talsperson for ytringsfrihetskommisjonsmedlemmene nummer {n}|sc={label}|car=Telegram|"
        f"cc=social_media|cue=hevder: Vi har aldri sagt noe om «⟦fragment|src=Talsperson for "
        f"ytringsfrihetskommisjonsmedlemmene nummer {n}|sc={label}|cue=hevder|fr=loaded: "
        f"hovedstadsavisenes meningsmålingsbløff⟧» før i dag⟧, hevder talspersonen på Telegram. "
        f"Talsperson for ytringsfrihetskommisjonsmedlemmene nummer {n} går."
        for n, label in enumerate(SOURCE_CLASSES)
    ]
    made = analysis("\n".join(["Alle snakker om brua", *lines]), outlet="Fjordposten", date="2024-05-17", id="alle")
    label = Label("government", 0.44, {"government": 0.44, "politics": 0.31})
    return with_first(made, source_class=label, abstained=True, why=("no source is named", "cue “hevder” (distancing)"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages by name."""
    folder = tmp_path_factory.mktemp("pages")
    articles = [many_sources(), analysis(outlet="Elveavisa", date="2024-05-18"), analysis(BRIDGE, id="tredje")]
    for interface in ("nb", "en"):
        (folder / f"report-{interface}.html").write_text(render_html(articles[:1], interface=interface))
        (folder / f"several-{interface}.html").write_text(render_html(articles, interface=interface))
        (folder / f"compare-{interface}.html").write_text(render_comparison(compare(articles), interface=interface))
    write_corpus(aggregate([*articles] * 3, ["outlet", "month"], resamples=100), folder / "corpus-nb")
    (folder / "quiet-nb.html").write_text(render_html([bare("Ingen sa noe.", title="Stille")]))

    def path(name, interface="nb"):
        whole = folder / f"{name}-{interface}"
        return whole / "index.html" if whole.is_dir() else whole.with_name(f"{whole.name}.html")

    return path


@pytest.mark.parametrize(
    ("name", "interface", "dark"),
    [
        ("report", "nb", False),
        ("report", "en", True),
        ("compare", "nb", False),
        ("compare", "en", True),
        ("corpus", "nb", False),
        ("corpus", "nb", True),
    ],
)
def test_axe_finds_nothing(visit, pages, name, interface, dark):
    page = visit(pages(name, interface), dark=dark)
    for summary in page.locator("summary").all():
        summary.click()
    if name == "report":
        page.locator("mark.unsure").first.focus()
    assert violations(page) == []


@pytest.mark.parametrize("name", ["report", "several", "compare", "corpus", "quiet"])
def test_a_narrow_screen_need_not_scroll_sideways(visit, pages, name):
    page = visit(pages(name), width=360, height=780)
    for summary in page.locator("summary").all():
        summary.click()
    assert overflow(page) <= 0


def test_the_tabulator_key_reaches_every_passage_and_its_note_is_in_view(visit, pages):
    page = visit(pages("report"), height=600)
    ids = page.locator("mark").evaluate_all("marks => marks.map(m => m.getAttribute('aria-describedby'))")
    reached = []
    for _ in range(len(ids) + page.locator("header a, .voices a").count()):
        page.keyboard.press("Tab")
        if note := page.evaluate("document.activeElement.getAttribute('aria-describedby')"):
            reached.append(note)
            box = page.locator(f"#{note}").bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 600
    assert reached == ids


def test_a_name_in_the_balance_opens_its_first_statement(visit, pages):
    page = visit(pages("report"))
    page.locator(".voices a").nth(2).click()
    target = page.locator("mark:target")
    assert target.count() == 1
    assert page.locator(".note:visible").count() == 1
    assert target.evaluate("e => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= innerHeight")


def test_the_note_of_the_passage_under_the_pointer_is_shown_alone(visit, pages):
    page = visit(pages("report"))
    page.locator("mark.k-fragment").nth(1).hover()
    shown = page.locator(".note:visible")
    assert shown.count() == 1
    assert "hevder" in shown.inner_text()


def test_dark_is_dark(visit, pages):
    def ground(dark):
        return visit(pages("report"), dark=dark).evaluate("getComputedStyle(document.documentElement).backgroundColor")

    assert (ground(dark=False), ground(dark=True)) == ("rgb(251, 250, 247)", "rgb(23, 24, 26)")


def test_the_key_opens_when_asked_for(visit, pages):
    page = visit(pages("report"))
    assert not page.locator(".legend dl").first.is_visible()
    page.get_by_role("link", name="Tegnforklaring").click()
    assert page.locator(".legend dl").first.is_visible()


def test_print_shows_codes_and_what_was_folded_and_no_notes(visit, pages):
    page = visit(pages("report"))
    page.locator("mark").first.focus()
    page.emulate_media(media="print")
    assert page.locator(".code:visible").count() >= page.locator("mark").count()
    assert page.locator(".legend dl").first.is_visible()
    assert page.locator(".note:visible").count() == 0


def test_what_is_copied_is_the_article(visit, pages):
    page = visit(pages("report"))
    copied = page.evaluate("""() => {
        getSelection().selectAllChildren(document.querySelector('section.text'));
        return getSelection().toString();
    }""")
    assert copied.split() == many_sources().article.text.partition("\n")[2].split()


def test_a_hostile_article_is_only_text(visit, tmp_path):
    text = f"{HOSTILE}\n{HOSTILE}"
    mention = Mention(0, 9, HOSTILE, HOSTILE)
    made = bare(text, passage(text, 3, 40, "fragment"), passage(text, 60, len(text) - 4), title=HOSTILE, outlet=HOSTILE)
    made = with_first(made, source=mention, carrier=mention, framing=Label("doubt"), why=(HOSTILE,))
    (tmp_path / "report.html").write_text(render_html([made]))
    (tmp_path / "compare.html").write_text(render_comparison(compare([made, made])))
    write_corpus(aggregate([made], ["outlet"], resamples=100), tmp_path / "corpus")
    for place in ("report.html", "compare.html", "corpus/index.html"):
        page = visit(tmp_path / place)
        assert page.title() != "taken"
        assert page.locator("h1").is_visible()
        assert page.locator("script, iframe, img, a[href^=javascript]").count() == 0
        assert "<script>" in page.locator("main").inner_text()


def test_print_of_a_corpus_leaves_out_folded_tables(visit, pages):
    page = visit(pages("corpus"))
    page.emulate_media(media="print")
    assert page.locator(".figure:visible").count() > 0
    assert page.locator("section:has(.figure) table:visible").count() == 0
