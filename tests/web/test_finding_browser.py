"""Searching and filtering in a real browser: by keyboard, with htmx and without script, addresses and focus right."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer


def walk_to_elsewhere(page: Page, start: str) -> None:
    """From the home page by a search of what is said to where else it is claimed, and to its article."""
    page.goto(start)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    page.get_by_role("link", name="What is said").first.click()
    page.get_by_label("Words in the statement").fill("contact")
    page.get_by_role("textbox", name="Speaker").fill("Savary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 statements")
    page.get_by_role("link", name="where else is this said").first.click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("mean much the same")
    page.locator(".near .to-text", has_text="stay in contact").first.click()
    expect(page.locator("#claim")).to_contain_text("stay in contact")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("textbox", name="Speaker")).to_have_value("Savary")


@pytest.mark.usefixtures("served")
def test_walk_to_elsewhere(quiet_page: Page, live_server: LiveServer) -> None:
    walk_to_elsewhere(quiet_page, f"{live_server.url}/")


@pytest.mark.usefixtures("served")
def test_all_of_it_works_without_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    walk_to_elsewhere(page, f"{live_server.url}/")
    page.goto(f"{live_server.url}/exchanges/")
    page.get_by_label("Kind").select_option(label="Meeting")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="show all").click()
    expect(page.locator(".card")).to_have_count(2)
    context.close()


@pytest.mark.usefixtures("served")
def test_a_filter_swaps_the_list_and_keeps_focus_and_address(quiet_page: Page, live_server: LiveServer) -> None:
    here = f"{live_server.url}/exchanges/"
    quiet_page.goto(here)
    kind = quiet_page.get_by_label("Kind")
    kind.focus()
    kind.select_option("meeting")
    expect(quiet_page.locator(".card")).to_have_count(1)
    expect(quiet_page).to_have_url(f"{here}?kind=meeting")
    expect(kind).to_be_focused()
    quiet_page.get_by_label("Somebody who took part").fill("savary")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("heading", name="No exchange is all of this")).to_be_visible()
    expect(quiet_page).to_have_url(f"{here}?actor=savary&kind=meeting")
    quiet_page.go_back()
    expect(quiet_page).to_have_url(f"{here}?kind=meeting")
    expect(quiet_page.locator(".card")).to_have_count(1)
    expect(quiet_page.get_by_label("Somebody who took part")).to_have_value("")
    quiet_page.go_back()
    expect(quiet_page.locator(".card")).to_have_count(2)
    expect(quiet_page.get_by_label("Kind")).to_have_value("")


@pytest.mark.usefixtures("served")
def test_a_stretch_of_time_is_one_click_from_the_table_beside_the_timeline(
    quiet_page: Page, live_server: LiveServer
) -> None:
    quiet_page.goto(f"{live_server.url}/exchanges/")
    quiet_page.get_by_text("The same as a table").click()
    quiet_page.get_by_role("link", name="6 May 2024").click()
    expect(quiet_page.locator(".card")).to_have_count(1)
    expect(quiet_page.get_by_label("From")).to_have_value("2024-05-06")


@pytest.mark.usefixtures("served")
def test_a_concordance_sets_the_words_in_one_column(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.set_viewport_size({"width": 1024, "height": 900})
    quiet_page.goto(f"{live_server.url}/search/concordance/?q=drivers")
    boxes = [cell.bounding_box() for cell in quiet_page.locator(".kwic .hit").all()]
    assert len(boxes) > 3
    assert len({round(box["x"]) for box in boxes if box}) == 1
    quiet_page.locator(".kwic .hit a").last.click()
    expect(quiet_page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.usefixtures("served")
def test_a_page_that_is_not_there_offers_a_search(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/nowhere/")
    page.get_by_label("Look for words").fill("convoy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 articles")
