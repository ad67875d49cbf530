"""The page: whole text, safe markup, everything said where a reader looks for it."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.article import Label, Mention
from framing.errors import UsageError
from framing.report.html import render_html
from framing.taxonomy import SOURCE_CLASSES
from tests.report_samples import analysis, bare, passage, with_first

VOID = {"meta", "rect", "path"}
APART = {"note", "label", "code", "doubtful"}
"""Classes of elements inside a paragraph that are no part of the article."""


class Page(HTMLParser):
    """What a test asks of a page; fails on tags that do not close in order."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.ids, self.described = Counter(), Counter(), Counter(), []
        self.links, self.marks, self.notes, self.style = [], [], {}, ""
        self.paragraphs, self.headings, self.visible = [], [], ""
        self._stack = []
        self.feed(html)
        self.close()
        assert not self._stack

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags[tag] += 1
        self.attributes.update(values.keys())
        self.ids.update(filter(None, [values.get("id")]))
        self.described += [values["aria-describedby"]] if "aria-describedby" in values else []
        self.links += [values["href"]] if "href" in values else []
        classes = set((values.get("class") or "").split())
        if tag == "mark":
            self.marks.append(values)
        if "note" in classes:
            self.notes[values["id"]] = ""
        if tag == "p" and ("section", {"text"}) in [(t, c) for t, c, _ in self._stack]:
            self.paragraphs.append("")
        if tag == "h2":
            self.headings.append("")
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self._stack.append((tag, classes, values.get("id")))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self._stack.pop()[0] == tag

    def handle_data(self, data):
        tags = [tag for tag, _, _ in self._stack]
        apart = any(classes & APART for _, classes, _ in self._stack)
        if "style" in tags:
            self.style += data
            return
        self.visible += data
        for _, classes, name in self._stack:
            if "note" in classes:
                self.notes[name] += data
        if not apart and "p" in tags and any(classes == {"text"} for _, classes, _ in self._stack):
            self.paragraphs[-1] += data
        if not apart and "h2" in tags:
            self.headings[-1] += data


def page(*analyses, **options):
    return Page(render_html(analyses, **options))


def note(made, number=0, **options):
    notes = page(made, **options).notes
    return next(" ".join(words.split()) for name, words in notes.items() if name.startswith(f"a1p{number + 1}n"))


HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)></style></title></p>&amp; '{{ 7 * 7 }}"


def hostile():
    text = f"{HOSTILE}\n{HOSTILE}"
    mention = Mention(0, 9, HOSTILE, f"name {HOSTILE}")
    made = bare(
        text,
        passage(text, 3, 40, "fragment"),
        passage(text, 20, len(text) - 4),
        id=HOSTILE,
        title=HOSTILE,
        outlet=HOSTILE,
        date=HOSTILE,
        url=f"https://example.org/{HOSTILE}",
    )
    return with_first(
        made, source=mention, carrier=mention, carrier_class=Label(HOSTILE), framing=Label("doubt"), why=(HOSTILE,)
    )


def test_text_of_the_article_stands_whole_and_unchanged():
    made = analysis()
    shown = page(made)
    assert [shown.headings[0], *shown.paragraphs] == made.article.text.strip().split("\n")


texts = st.text(st.sampled_from("ab <&>\"'\n«»{}%#\ud800\x00é😀"), max_size=60)


@settings(max_examples=40, deadline=None)
@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_any_text_with_any_passages_stands_whole(text, spans):
    shown = page(bare(text, *(passage(text, *sorted(span)) for span in spans)))
    lines = [line for line in text.split("\n") if line.strip()]
    assert shown.paragraphs == [line.replace("\ud800", "\ufffd").replace("\x00", "\ufffd") for line in lines]


def test_headline_is_not_repeated_as_a_paragraph():
    shown = page(analysis())
    assert shown.headings[0] == "Brua er stengt"
    assert "Brua er stengt" not in shown.paragraphs


def test_title_that_is_not_in_the_text_stands_above_it():
    shown = page(analysis(title="En annen tittel"))
    assert shown.headings[0] == "En annen tittel"
    assert shown.paragraphs[0] == "Brua er stengt"


def test_each_passage_can_be_reached_and_describes_itself():
    shown = page(analysis())
    assert [m["tabindex"] for m in shown.marks] == ["0"] * len(analysis().passages)
    assert set(shown.described) == set(shown.notes)


def test_ids_are_unique_and_links_lead_somewhere():
    shown = page(analysis(), analysis(id="two"))
    assert max(shown.ids.values()) == 1
    assert {link[1:] for link in shown.links if link.startswith("#")} <= set(shown.ids)


def test_mark_has_the_source_class():
    assert "c-government" in page(analysis()).marks[0]["class"].split()


def test_note_says_who_through_whom_by_what_cue_and_how_sure():
    shown = note(analysis())
    assert shown.startswith("Forsvarsdepartementet i Velin → AFP")
    assert "Kildetype myndigheter sannsynlig, 90 %" in shown
    assert "Gjennom vestlig nyhetsbyrå" in shown
    assert "Signalord påstår med avstand: holder ordene på armlengdes avstand" in shown
    assert "Type gjengitt tale" in shown


def test_note_says_what_quoted_words_do():
    assert "Ordvalg voldelig sannsynlig, 90 %" in note(analysis(), 1)


def test_note_of_scare_quotes_names_no_source():
    shown = note(analysis(), 3)
    assert shown.startswith("artikkelens egne hermetegn")
    assert "Kildetype" not in shown


def test_note_says_in_english_too():
    assert "Class of source government likely, 90%" in note(analysis(), interface="en")


def test_note_tells_the_full_name_and_the_words_of_the_text():
    made = with_first(analysis(), source=Mention(0, 3, "hun", "Irina Dobreva"))
    assert note(made).startswith("Irina Dobreva (i teksten: hun) → AFP")


def test_note_says_when_the_program_is_not_sure_and_what_else_it_may_be():
    label = Label("government", 0.48, {"government": 0.48, "politics": 0.31, "individual": 0.01})
    shown = note(with_first(analysis(), source_class=label, abstained=True))
    assert shown.startswith("usikker")
    assert "Beste gjetning myndigheter (48 %), dernest partipolitikk (31 %)" in shown
    assert "enkeltperson" not in shown


def test_note_gives_the_reasons():
    shown = note(with_first(analysis(), why=("cue “påstår” (distancing)", "the moon is full")))
    assert shown.endswith("Hvorfor the moon is full")


def test_note_does_not_give_as_a_reason_what_it_says_above():
    made = with_first(
        analysis(),
        source=Mention(0, 3, "hun", "Irina Dobreva"),
        why=("“hun” stands for “Irina Dobreva”", "cue “påstår” (distancing)", "speech goes on from “hun”"),
    )
    assert note(made).endswith("Hvorfor «hun» snakker videre")
    assert "Hvorfor" not in note(with_first(analysis(), why=("cue “påstår” (distancing)",)))


def test_a_reason_calls_an_entry_of_the_gazetteer_as_the_article_does():
    made = with_first(
        analysis(), source=Mention(0, 3, "USAs ambassadør"), why=("gazetteer: United States is government (state)",)
    )
    assert note(made).endswith("Hvorfor «USA» står i navnelisten som myndigheter")


def test_cue_is_explained_without_examples():
    assert "armlengdes avstand Type" in note(analysis())


def test_charged_term_carries_its_label_in_the_text():
    html = render_html([analysis()])
    assert 'nøytralisert<span class="signs"><span class="label">voldelig</span>' in html


def test_facts_come_first():
    text = "abcde"
    labels = ("government", "government", "individual")
    shown = page(bare(text, *(passage(text, k, k + 1, label=label) for k, label in enumerate(labels)))).visible
    assert re.search(r"Oftest sitert\s+ingen\s+Flest utsagn fra\s+myndigheter\s+2 av 3 utsagn\s", shown)
    assert "Brakt videre" not in shown
    assert "Usikker kildetype" not in shown


def test_facts_say_how_much_is_passed_on_and_by_whom():
    assert re.search(r"Brakt videre av andre\s+1 av 2 utsagn\s+av AFP", page(analysis()).visible)


def test_one_person_under_two_names_is_counted_as_one():
    text = "Talsmann Ola Lie sa ja. Lie sa nei."
    spoken = [
        replace(passage(text, *span), source=Mention(*who, text[slice(*who)]))
        for span, who in (((20, 22), (0, 16)), ((31, 34), (24, 27)))
    ]
    assert re.search(r"Oftest sitert\s+Ola Lie\s+2 av 2 utsagn", page(bare(text, *spoken)).visible)


def test_shared_first_place_is_told_as_shared():
    shown = page(analysis()).visible
    assert re.search(r"Flest utsagn fra\s+myndigheter og enkeltpersoner\s+1 av 2 utsagn hver\s", shown)


def voices(shown):
    return " ".join(shown.visible.partition("Hvem har ordet\n")[2].partition("Antall utsagn")[0].split())


def test_balance_names_who_speaks_in_each_class():
    assert voices(page(analysis())) == "myndigheter 1 Forsvarsdepartementet i Velin 1 enkeltpersoner 1 Irina Dobreva 1"


def test_a_name_in_the_balance_leads_to_the_first_statement():
    assert {"#a1p1", "#a1p3"} <= set(page(analysis()).links)


def test_balance_marks_a_name_whose_class_is_a_guess():
    assert "Forsvarsdepartementet i Velin 1?" in voices(page(with_first(analysis(), abstained=True)))


def test_balance_names_the_most_quoted_and_counts_the_rest():
    text = "".join(chr(97 + k) for k in range(12))
    spoken = [replace(passage(text, k, k + 1), source=Mention(k, k + 1, f"Ola Lie{text[k]}")) for k in range(12)]
    assert voices(page(bare(text, *spoken))).endswith("Ola Lieh 1 og 4 til")


def test_nobody_is_named_where_no_source_is_given():
    assert voices(page(bare("Ja", passage("Ja", 0, 2, label="unattributed")))) == "ingen oppgitt kilde 1"


def test_date_is_written_out():
    assert "17. mai 2024" in page(analysis(date="2024-05-17")).visible
    assert "17 May 2024" in page(analysis(date="2024-05-17T08:00"), interface="en").visible


def test_diagram_says_how_much_goes_through_nobody():
    assert "De andre utsagnene (1 av 2) står uten mellomledd." in page(analysis()).visible


def test_who_through_whom_can_be_read_aloud():
    assert "Forsvarsdepartementet i Velin gjennom AFP: 1" in page(analysis()).visible


def test_no_diagram_without_carriers():
    assert "Hvem gjennom hvem" not in page(bare("Ja", passage("Ja", 0, 2))).visible


def test_terms_name_who_uses_them():
    shown = " ".join(page(analysis()).visible.split())
    assert "«nøytralisert» Forsvarsdepartementet i Velin" in shown
    assert "«fredelige» artikkelens egne hermetegn" in shown


def test_key_explains_every_source_class():
    assert all(f'<div class="c-{label}">' in render_html([analysis()]) for label in SOURCE_CLASSES)


def test_page_says_what_the_labels_do_not_mean_and_what_made_them():
    shown = page(analysis()).visible
    assert "ikke om det som sies, er sant" in shown
    assert "Modell test-model, taksonomi 1." in shown


def test_one_article_has_no_contents_and_several_have():
    assert page(analysis()).tags["nav"] == 0
    several = page(analysis(), analysis(id="two"))
    assert several.tags["nav"] == 1
    assert {"#a1", "#a2"} <= set(several.links)


def test_article_without_passages_says_so():
    shown = page(bare("Ingen sa noe.", title="Stille"))
    assert "Ingen utsagn funnet." in shown.visible
    assert not shown.marks


def test_page_of_nothing_is_still_a_page():
    assert page().tags["main"] == 1


def test_hostile_article_adds_no_element_and_no_attribute():
    calm = with_first(bare("Ja nei", passage("Ja nei", 0, 5, "fragment"), passage("Ja nei", 3, 6), url="https://x.org"))
    calm = with_first(calm, source=Mention(0, 1, "J", "K"), carrier=Mention(0, 1, "J"), carrier_class=Label("document"))
    calm = with_first(calm, framing=Label("doubt"), why=("no source is named",))
    expected, shown = page(calm), page(hostile())
    assert set(shown.tags) <= set(expected.tags)
    assert set(shown.attributes) <= set(expected.attributes) | {"lang"}


def test_hostile_text_is_shown_as_it_is():
    assert page(hostile()).paragraphs[-1] == HOSTILE


def test_page_can_be_encoded_whatever_the_article_holds():
    text = "a\ud83d\x00b\x1b"
    made = with_first(bare(text, passage(text, 0, 5), title="\udfff", outlet="\ud800"), why=("\ud800",))
    assert "a\ufffd\ufffdb\ufffd" in render_html([made]).encode("utf-8").decode()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[", "//x.org"]
)
def test_only_web_addresses_are_linked(url):
    assert url not in page(bare("Ja", url=url)).links


def test_web_address_is_linked():
    assert "https://example.org/a?b=c&d" in page(bare("Ja", url="https://example.org/a?b=c&d")).links


def test_policy_lets_nothing_in_but_the_style_sheet_of_the_page():
    html = render_html([analysis()])
    shown = Page(html)
    digest = base64.b64encode(hashlib.sha256(shown.style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


def test_page_has_nothing_that_the_policy_would_stop():
    shown = page(analysis(), hostile())
    assert not {"script", "img", "link", "iframe", "object"} & set(shown.tags)
    assert not {"src", "style"} & set(shown.attributes)
    assert "url(" not in shown.style
    assert "@import" not in shown.style


def test_article_keeps_its_language_and_finds_its_direction():
    html = render_html([analysis()], interface="en")
    assert '<html lang="en">' in html
    assert '<section class="text" lang="nb"' in html
    assert '<p dir="auto">' in html


def test_unknown_interface_is_refused():
    with pytest.raises(UsageError, match="no report texts in 'xx'"):
        render_html([], interface="xx")
