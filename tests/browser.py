"""A real browser for the tests of pages: Chromium of the system, driven by Playwright; tests skip without it.

Every page is watched while it is open. A test fails if its page wrote an error to the console, threw one, or asked
for anything beyond the machine or, for a page that is a file, beyond the file itself.
"""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium():
    """The browser; of a module and not of the session, as other tests cannot run an event loop beside it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install 'framing[dev]'")
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("needs Chromium: make browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program)
        yield browser.new_context(locale="nb-NO", reduced_motion="reduce")
        browser.close()


@pytest.fixture
def visit(chromium):
    """``visit(path or address, width=…, dark=…)`` opens a page and gives it, watched."""
    pages, complaints = [], []

    def opened(place, *, width=1280, height=900, dark=False):
        address = place.absolute().as_uri() if isinstance(place, Path) else place
        page = chromium.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_default_timeout(20_000)
        page.on("console", lambda message: _told(message) and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _allowed(request, address) or complaints.append(f"asked for {request.url}"))
        page.goto(address)
        return page

    yield opened
    for page in pages:
        page.close()
    assert not complaints


def _told(message):
    """Whether a page complained; that a form was declined is the browser's own remark."""
    return message.type in ("error", "warning") and "status of 422" not in message.text


def _allowed(request, address):
    asked, opened = urlsplit(request.url), urlsplit(address)
    if opened.scheme == "file":
        return request.url.partition("#")[0] == address
    return (asked.scheme, asked.netloc) == (opened.scheme, opened.netloc) or asked.scheme in ("data", "blob")


def violations(page):
    """What axe-core finds against WCAG 2.2, levels A and AA, and its best practices, each with the place."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-core: pip install framing[dev]"
    )
    found = axe.Axe().run(page).response["violations"]
    return [f"{v['id']} ({v['impact']}): {node['html'][:120]}" for v in found for node in v["nodes"][:3]]


def overflow(page):
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
