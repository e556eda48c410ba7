"""Citing in a real browser: from the home page to a citation in four clicks, with and without script."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

MOST_CLICKS = 4


class Pointer:
    """Clicks, and counts them."""

    clicks = 0

    def click(self, target: Locator) -> None:
        target.locator("visible=true").first.click()
        self.clicks += 1


def to_a_shifted_claim(page: Page, start: str) -> Pointer:
    """From the home page to the page of a shifted claim, which has its citation."""
    page.goto(start)
    pointer = Pointer()
    pointer.click(page.get_by_role("heading", name="Maud Savary and Teodor Brandt").get_by_role("link"))
    to_its_citation(page, pointer)
    return pointer


def to_its_citation(page: Page, pointer: Pointer) -> None:
    """From a claims table to the citation of the first shifted claim in sight."""
    pointer.click(page.locator(".why summary", has=page.locator(".rel.shifted")))
    in_place = page.get_by_role("link", name="how to cite this")
    pointer.click(in_place.or_(page.get_by_role("link", name="The reasons, on a page of their own")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("hifted")
    expect(page.locator("#cite-txt")).to_be_visible()
    expect(page.locator("#cite-txt")).to_contain_text("shifted")
    expect(page.locator("#cite-txt")).to_contain_text(page.url)


@pytest.mark.parametrize("width", [1024, 1600])
@pytest.mark.usefixtures("served")
def test_from_home_to_the_citation_of_a_shifted_claim(quiet_page: Page, live_server: LiveServer, width: int) -> None:
    quiet_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    quiet_page.set_viewport_size({"width": width, "height": 900})
    pointer = to_a_shifted_claim(quiet_page, f"{live_server.url}/")
    pointer.click(quiet_page.get_by_role("button", name="Copy Plain text"))
    expect(quiet_page.locator(".form").first.get_by_role("status")).to_have_text("Copied")
    assert quiet_page.evaluate("navigator.clipboard.readText()") == quiet_page.locator("#cite-txt").text_content()
    assert pointer.clicks <= MOST_CLICKS


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.usefixtures("served")
def test_a_phone_shows_the_account_in_which_what_is_asked_for_is_found(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page = context.new_page()
    page.goto(live_server.url)
    pointer = Pointer()
    pointer.click(page.get_by_role("heading", name="Maud Savary and Teodor Brandt").get_by_role("link"))
    pointer.click(page.get_by_role("navigation", name="Show only").get_by_role("link", name="shifted"))
    expect(page.locator("thead th", has_text="Ostmark Courier")).to_be_visible()
    to_its_citation(page, pointer)
    assert pointer.clicks <= MOST_CLICKS
    context.close()


@pytest.mark.usefixtures("served")
def test_from_home_to_a_citation_without_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    pointer = to_a_shifted_claim(page, f"{live_server.url}/")
    expect(page.get_by_role("button")).to_have_count(0)
    assert pointer.clicks < MOST_CLICKS
    page.get_by_text("BibTeX").first.click()
    expect(page.locator("#cite-bib")).to_contain_text("@misc")
    with page.expect_download() as download:
        page.locator("#cite-bib + .ways a").click()
    assert download.value.suggested_filename.endswith(".bib")
    context.close()


@pytest.mark.usefixtures("served")
def test_the_most_telling_pair_is_cited_in_one_click(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.goto(f"{live_server.url}/")
    quiet_page.get_by_role("link", name="why this is called").click()
    expect(quiet_page.locator("#cite-txt")).to_contain_text(quiet_page.url)


@pytest.mark.usefixtures("served")
def test_where_there_is_no_clipboard_the_words_are_selected(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    quiet_page.goto(f"{live_server.url}/")
    quiet_page.get_by_role("link", name="why this is called").click()
    quiet_page.get_by_role("button", name="Copy Plain text").focus()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.locator(".form").first.get_by_role("status")).to_contain_text("copy it with the keyboard")
    assert quiet_page.evaluate("String(getSelection())").strip() == quiet_page.locator("#cite-txt").inner_text().strip()
