"""Figures as SVG that stands inside a page: no style attributes, which the page's security policy would block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from framing.report.legible import legible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG: Final = "http://www.w3.org/2000/svg"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_DROPPED: Final = frozenset(f"{{{_SVG}}}{name}" for name in ("metadata", "style"))
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_FONT: Final = "font-family"


def svg_bytes(figure: Figure) -> bytes:
    """A figure as an SVG file with text as text; equal figures give equal files."""
    import matplotlib as mpl

    stream = BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "framing"}):
        figure.savefig(stream, format="svg", metadata={"Date": None}, transparent=True)
    return legible(stream.getvalue().decode("utf-8", "replace")).encode()


def inline_svg(file: bytes, name: str, label: str, colours: Mapping[str, str]) -> str:
    """The SVG element of a figure, fit for a page.

    Args:
        file: an SVG file of our own making.
        name: set before ids, so that those of several figures do not meet.
        label: what the figure shows, for those who cannot see it.
        colours: what stands for a colour of the file, so that the page's style decides, light or dark.

    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(file)  # noqa: S314 - made by svg_bytes
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in _DROPPED]:
            parent.remove(child)
    for element in root.iter():
        _style_to_attributes(element)
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, f"{name}-{value}")
            elif key == _HREF:
                del element.attrib[key]
                element.set("href", f"#{name}-{value.removeprefix('#')}")
            else:
                element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", colours.get(value.lower(), value)))
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-label", label)
    root.set("width", "100%")
    return ET.tostring(root, encoding="unicode")


def _style_to_attributes(element: ET.Element) -> None:
    """Turn ``style="fill: red"`` into ``fill="red"``; the page decides on the font."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            # "9px 'DejaVu Sans', sans-serif"
            if size := re.search(r"[\d.]+px", value):
                element.set("font-size", size[0])
        elif key and key != _FONT:
            element.set(key, value)
    if element.tag == f"{{{_SVG}}}text" and "fill" not in element.attrib:
        element.set("fill", "currentColor")
