"""The style sheet: contrast by WCAG 2.2, level AA, in light and dark, and marks that differ without colour."""

import re
from importlib.resources import files

import pytest

from framing.taxonomy import SOURCE_CLASSES

CSS = (files("framing.report") / "page.css").read_text(encoding="utf-8")
LIGHT = dict(re.findall(r"--(\w+): (#\w{6}|\d+%);", CSS.split("@media")[0]))
DARK = LIGHT | dict(re.findall(r"--(\w+): (#\w{6}|\d+%);", CSS.split("@media")[1]))
MODES = pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])


def rgb(colour):
    return [int(colour[k : k + 2], 16) for k in (1, 3, 5)]


def luminance(colour):
    parts = [value / 255 for value in colour]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return sum(weight * v for weight, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour, ground, share):
    return [share * c + (1 - share) * g for c, g in zip(colour, ground, strict=True)]


def twice(mode, label, name):
    """The colour under a mark that lies on a mark of the same class."""
    colour, share = rgb(mode[label]), int(mode[name][:-1]) / 100
    return mixed(colour, mixed(colour, rgb(mode["paper"]), share), share)


@MODES
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("text", ["ink", "soft"])
def test_text_can_be_read(mode, text, ground):
    assert contrast(rgb(mode[text]), rgb(mode[ground])) >= 4.5


@MODES
@pytest.mark.parametrize("label", SOURCE_CLASSES)
def test_lines_and_bars_can_be_seen(mode, label):
    assert contrast(rgb(mode[label]), rgb(mode["paper"])) >= 3


@MODES
@pytest.mark.parametrize("label", SOURCE_CLASSES)
@pytest.mark.parametrize("text", ["ink", "soft"])
def test_text_on_nested_marks_can_be_read(mode, label, text):
    assert contrast(rgb(mode[text]), twice(mode, label, "tint")) >= 4.5


@MODES
@pytest.mark.parametrize("label", SOURCE_CLASSES)
def test_text_on_nested_marks_under_the_pointer_can_be_read(mode, label):
    assert contrast(rgb(mode["ink"]), twice(mode, label, "pointed")) >= 4.5


def test_every_source_class_has_its_own_line():
    lines = re.findall(r"\.c-(\w+) \{ --c: var\(--(\w+)\); (--line: \w+; --weight: [\d.]+px); \}", CSS)
    assert [label for label, _, _ in lines] == [colour for _, colour, _ in lines] == list(SOURCE_CLASSES)
    assert len({line for _, _, line in lines}) == len(SOURCE_CLASSES)


def test_style_sheet_cannot_close_its_element():
    assert "</" not in CSS
