"""The terminal listing: readable at 80 columns, without colour, whatever the text."""

import io

import pytest
from rich.console import Console

from framing.article import Label, Mention
from framing.report.table import print_table
from tests.report_samples import analysis, bare, passage, with_first


def shown(*analyses, width=80, colour=False, encoding="utf-8"):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict", write_through=True)
    system = "standard" if colour else None
    console = Console(file=stream, width=width, color_system=system, force_terminal=colour)
    print_table(analyses, console)
    return raw.getvalue().decode(encoding)


def test_header_names_title_outlet_and_counts():
    head = shown(analysis(outlet="Fjordposten", date="2024-05-01")).splitlines()[:2]
    assert head[0].startswith("Brua er stengt ─")
    assert head[1] == "Fjordposten · 2024-05-01 · nb · 5 passages · 0 not sure"


def test_balance_has_a_bar_for_each_class_heard():
    lines = shown(analysis()).splitlines()
    assert [line.split()[:3] for line in lines[3:5]] == [["government", "█" * 16, "1"], ["individual", "█" * 16, "1"]]


def test_balance_names_who_speaks_in_each_class():
    lines = shown(analysis()).splitlines()
    assert lines[3].endswith("1  Forsvarsdepartementet i Velin 1")
    assert lines[4].endswith("1  Irina Dobreva 1")


def test_speaker_says_who_through_whom_and_how_sure_and_the_words_stand_below():
    lines = shown(analysis()).splitlines()
    k = lines.index("Forsvarsdepartementet i Velin → AFP · government 90%")
    assert lines[k + 1] == "  indirect  hæren har «nøytralisert» tretti mann"


def test_nested_passage_is_set_in_with_its_framing():
    assert "  fragment    nøytralisert · violent 90%" in shown(analysis()).splitlines()


def test_speaker_who_goes_on_is_not_named_again():
    assert shown(analysis()).count("Forsvarsdepartementet i Velin →") == 1


def test_scare_quotes_and_names_are_the_articles_own():
    lines = shown(analysis()).splitlines()
    k = lines.index("the article's own quotation marks")
    assert lines[k + 1 : k + 3] == ["  scare     fredelige · doubt 90%", "  title     Morna"]


def test_long_words_take_two_lines_and_keep_their_framing():
    made = with_first(analysis(), kind="fragment", text="ord " * 200, framing=Label("loaded", 0.5))
    lines = shown(made, width=60).splitlines()
    k = next(k for k, line in enumerate(lines) if line.startswith("  fragment  ord ord"))
    assert lines[k + 1].startswith("            ord")
    assert lines[k + 1].endswith("… · loaded 50%")


def test_doubt_is_marked():
    lines = shown(with_first(analysis(), abstained=True, source_class=Label("government", 0.44))).splitlines()
    assert "1 not sure" in lines[1]
    assert any(line.endswith("government? 44%") for line in lines)


@pytest.mark.parametrize("width", [40, 80, 132])
def test_no_line_is_wider_than_the_console(width):
    text = "ord " * 200
    long = with_first(analysis(), text=text, source=Mention(0, 3, "navn " * 60))
    assert max(map(len, shown(long, width=width).splitlines())) <= width


def test_labels_stand_whole_however_long_the_name():
    long = with_first(analysis(), source=Mention(0, 3, "navn " * 60))
    assert any(line.endswith("… · government 90%") for line in shown(long).splitlines())


def test_without_colour_nothing_but_text_is_written():
    assert "\x1b" not in shown(analysis())


def test_with_colour_the_class_is_coloured():
    assert "\x1b[34mgovernment 90%" in shown(analysis(), colour=True)


def test_terminal_codes_and_markup_in_an_article_are_only_text():
    text = "[red]a\x1b[2J[/red]\u202e"
    out = shown(bare(text, passage(text, 0, len(text)), title="\x1b]0;x\x07[bold]"))
    assert "[red]a\ufffd[2J[/red]\ufffd" in out
    assert "\x1b" not in out


def test_ascii_console_gets_ascii_signs():
    made = bare("Ja", passage("Ja", 0, 2), title="x" * 200)
    out = shown(with_first(made, source=Mention(0, 2, "Ja " * 90), carrier=Mention(0, 2, "Ja")), encoding="ascii")
    assert "#" * 16 in out


def test_article_without_passages_has_a_header_only():
    assert shown(bare("Ingen sa noe.", title="Stille")).split("\n", 1)[1].strip() == "nb · 0 passages · 0 not sure"


def test_carrier_without_source_is_told():
    made = with_first(analysis(), source=None, source_class=Label("unattributed"))
    assert "nobody named → AFP · unattributed" in shown(made)
