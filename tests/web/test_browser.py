"""The main walk in a real browser, with and without script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.web.corpus import Corpus


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
