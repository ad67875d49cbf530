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
    assert [line.split() for line in lines[3:5]] == [["government", "█" * 24, "1"], ["individual", "█" * 24, "1"]]


def test_passage_says_who_through_whom_and_how_sure():
    lines = shown(analysis(), width=100).splitlines()
    assert " indirect  hæren har «nøytralisert» tretti mann" in lines
    assert "           Forsvarsdepartementet i Velin → AFP · government 90%" in lines


def test_nested_passage_is_set_in_with_its_framing():
    lines = shown(analysis(), width=100).splitlines()
    k = lines.index(" fragment    nøytralisert")
    assert lines[k + 1].startswith("             Forsvarsdepartementet")
    assert lines[k + 1].endswith("government 90% · violent 90%")


def test_doubt_is_marked():
    lines = shown(with_first(analysis(), abstained=True, source_class=Label("government", 0.44))).splitlines()
    assert "1 not sure" in lines[1]
    assert any(line.startswith("?indirect") for line in lines)
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
    assert "#" * 24 in out


def test_article_without_passages_has_a_header_only():
    assert shown(bare("Ingen sa noe.", title="Stille")).split("\n", 1)[1].strip() == "nb · 0 passages · 0 not sure"


def test_carrier_without_source_is_told():
    made = with_first(analysis(), source=None, source_class=Label("unattributed"))
    assert "nobody named → AFP · unattributed" in shown(made)
