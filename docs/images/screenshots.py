"""The pictures of the README, made from the samples: ``make screenshots``.

Needs the extra ``dev`` and Chromium (``make browser``).
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import framing
from framing.aggregate.comparison import compare
from framing.article import Analysis, Article
from framing.readers import read_inputs
from framing.report.compare import render_comparison
from framing.report.html import render_html

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "data" / "samples"
REPORTED = "nb-grensebrua.txt"
COMPARED = (REPORTED, "nb-grensebrua-osta.html")
NOTED = "nøytralisert"
"""The passage whose note is open."""


def analyses(names: Sequence[str]) -> list[Analysis]:
    """The analyses of samples by the shipped model."""
    found = read_inputs([str(SAMPLES / name) for name in names])
    return list(framing.load().analyze_many(a for a in found if isinstance(a, Article)))


def save(picture: bytes, name: str) -> None:
    """Write a picture in as few bytes as PNG takes without loss."""
    from PIL import Image

    Image.open(io.BytesIO(picture)).convert("RGB").save(HERE / f"{name}.png", optimize=True)


def main() -> None:
    """Make all pictures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        report, comparison = Path(scratch) / "report.html", Path(scratch) / "comparison.html"
        report.write_text(render_html(analyses([REPORTED]), interface="en"), encoding="utf-8")
        comparison.write_text(render_comparison(compare(analyses(COMPARED)), interface="en"), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        for name, file, height, dark, width in (
            ("report", report, 960, False, 1240),
            ("report-phone", report, 960, True, 400),
            ("comparison", comparison, 1130, False, 1240),
        ):
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
            )
            page.goto(file.as_uri())
            if name == "report":
                page.locator("mark", has_text=NOTED).last.hover()
            if name == "report-phone":
                page.locator("section.text").scroll_into_view_if_needed()
                page.locator("section.text").evaluate("e => scrollTo(0, e.offsetTop - 16)")
            save(page.screenshot(), name)
        browser.close()


if __name__ == "__main__":
    main()
