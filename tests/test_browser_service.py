"""The service's page in a real browser: paste, upload, read the report, and be told what was wrong."""

import pytest

from tests.browser import overflow, violations

pytestmark = pytest.mark.slow

TEXT = "Kaia er trygg\n\nHavnesjefen hevder at kaia er trygg, melder NTB.\n– Nei, sier fisker Ola Lie.\n"


def test_a_pasted_article_gives_its_report_and_a_way_back(visit, service_address):
    page = visit(service_address)
    page.get_by_label("Artikkelen").fill(TEXT)
    page.get_by_role("button", name="Se hvem som har ordet").click()
    assert page.get_by_role("heading", level=2).first.inner_text() == "Kaia er trygg"
    page.locator("mark").first.focus()
    assert page.locator(".note:visible").count() == 1
    page.get_by_role("link", name="Ny artikkel").click()
    assert page.get_by_label("Artikkelen").input_value() == ""


def test_the_keyboard_is_enough(visit, service_address):
    page = visit(f"{service_address}?lang=en")
    page.get_by_label("The article").focus()
    page.keyboard.insert_text(TEXT)
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    assert page.locator("h1").inner_text() == "Who is speaking?"


def test_several_files_give_one_report(visit, service_address, tmp_path):
    for name in ("kaia", "brua"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("Kaia", name.title()))
    (tmp_path / "bilde.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    page = visit(service_address)
    page.get_by_label("Filer").set_input_files(sorted(tmp_path.iterdir()))
    page.locator("form button").click()
    contents = page.get_by_role("navigation", name="Artikler")
    assert contents.get_by_role("link").all_inner_texts() == ["Brua er trygg", "Kaia er trygg"]
    assert "bilde.txt" in page.get_by_role("region", name="Dette kunne ikke leses").inner_text()
    contents.get_by_role("link").last.click()
    assert page.locator("#a2 h2").is_visible()


def test_what_is_wrong_is_told_beside_the_form(visit, service_address):
    page = visit(f"{service_address}?lang=en")
    page.get_by_label("The article").fill("   ")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.locator("form button").click()
    assert answer.value.status == 422
    assert "There is no text here" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("The article").is_visible()


def test_the_other_language_is_one_click_away(visit, service_address):
    page = visit(service_address)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(visit, service_address, dark):
    assert violations(visit(service_address, dark=dark)) == []


def test_a_narrow_screen_need_not_scroll_sideways(visit, service_address):
    assert overflow(visit(service_address, width=360, height=780)) <= 0
