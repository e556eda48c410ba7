"""The pages in a real browser: the main walk, without script too, by keyboard, at every width, in both schemes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.web.corpus import Corpus, telling
from tests.web.test_pages import addresses

WIDTHS = (390, 1024, 1600)


def walk(page: Page, start: str) -> None:
    """From the home page by the newest compared exchange and a marked pair to the article, and back again."""
    page.goto(start)
    page.get_by_role("heading", name="Maud Savary and Teodor Brandt").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maud Savary")
    page.locator(".met .to-text", has=page.locator("strong.clash", has_text="14")).first.click()
    expect(page.locator("#claim")).to_contain_text("all 14 drivers")
    expect(page.locator("#claim")).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", name="Claim by claim")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(start)


@pytest.mark.usefixtures("served")
def test_walk(quiet_page: Page, live_server: LiveServer) -> None:
    walk(quiet_page, f"{live_server.url}/")


def test_walk_without_script(browser: Browser, live_server: LiveServer, served: Corpus) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    walk(page, f"{live_server.url}/")
    page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    page.locator(".why summary", has_text="another number").first.click()
    page.get_by_role("link", name="The reasons, on a page of their own").locator("visible=true").click()
    expect(page.get_by_text("Close in meaning.")).to_be_visible()
    context.close()


def test_reasons_open_in_place(quiet_page: Page, live_server: LiveServer, served: Corpus) -> None:
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    why = quiet_page.locator("details.why", has_text="another number").first
    why.locator("summary").focus()
    quiet_page.keyboard.press("Enter")
    expect(why.get_by_text("Close in meaning.")).to_be_visible()
    expect(quiet_page).to_have_url(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    quiet_page.keyboard.press("Enter")
    expect(why.get_by_text("Close in meaning.")).to_be_hidden()


def test_filter_and_order_keep_the_back_button_right(quiet_page: Page, live_server: LiveServer, served: Corpus) -> None:
    here = f"{live_server.url}/exchanges/{served.exchange.pk}/"
    quiet_page.goto(here)
    quiet_page.get_by_role("navigation", name="Show only").get_by_role("link", name="contradicted").click()
    expect(quiet_page).to_have_url(f"{here}?relation=contradicted")
    expect(quiet_page.locator("tr.row")).to_have_count(2)
    expect(quiet_page.locator("#show-contradicted")).to_be_focused()
    quiet_page.go_back()
    expect(quiet_page).to_have_url(here)
    expect(quiet_page.get_by_role("rowheader", name="Background")).to_be_visible()
    quiet_page.get_by_role("link", name="order by this account").first.click()
    expect(quiet_page).to_have_url(re.compile(r"\?base=\d+$"))
    expect(quiet_page.locator("tr.row").first).to_contain_text("Ostmark")


@pytest.mark.usefixtures("served")
def test_keyboard_reaches_the_content_first(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.goto(f"{live_server.url}/")
    quiet_page.keyboard.press("Tab")
    skip = quiet_page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.locator("#main")).to_be_focused()
    quiet_page.keyboard.press("Tab")
    expect(quiet_page.locator("main a").first).to_be_focused()
    assert quiet_page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_and_no_wider_than_the_screen(
    quiet_page: Page, live_server: LiveServer, served: Corpus, scheme: str
) -> None:
    quiet_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in addresses(served):
        for width in WIDTHS:
            quiet_page.set_viewport_size({"width": width, "height": 900})
            quiet_page.goto(f"{live_server.url}{path}")
            wider = quiet_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider == 0, f"{path} is {wider} px wider than {width}"
            if width != 1024:
                found = Axe().run(quiet_page)
                assert found.violations_count == 0, f"{path} at {width}, {scheme}:\n{found.generate_report()}"


@pytest.mark.usefixtures("served")
def test_a_page_that_is_not_there_is_accessible(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not in this account")
    assert Axe().run(page).violations_count == 0


def test_eight_accounts_scroll_inside_their_own_frame(
    quiet_page: Page, live_server: LiveServer, served: Corpus
) -> None:
    for n in range(4):
        more = telling(
            f"Paper {n}", "press", f"Call {n}", "All is well.", on=served.exchange.date, exchange=served.exchange
        )
        more.claim("All is well")
    for width in WIDTHS:
        quiet_page.set_viewport_size({"width": width, "height": 900})
        quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
        assert quiet_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert quiet_page.locator("thead th").count() == 9
    assert Axe().run(quiet_page).violations_count == 0
