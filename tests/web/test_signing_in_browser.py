"""Signing in by keyboard alone, with script and without, at every width and in both schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.roles import Role
from tests.web.test_every_page import SCHEMES, WIDTHS, check
from tests.web.test_signing_in import NEW, SECRET, account

pytestmark = pytest.mark.django_db(transaction=True)


def type_in(page: Page, *values: str) -> None:
    """Fill the fields from the focused one on, and send them by Enter."""
    for number, value in enumerate(values):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(value)
    page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    """Tab until the focus is on what has this name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == name:
            return
    pytest.fail(f"no Tab leads to {name}")


def test_signing_in_a_new_password_and_out_by_keyboard(quiet_page: Page, live_server: LiveServer) -> None:
    account(Role.CURATOR)
    quiet_page.goto(f"{live_server.url}/actors/?q=Vik")
    tab_to(quiet_page, "Sign in")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_label("Name")).to_be_focused()
    type_in(quiet_page, "mira", "wrong")
    expect(quiet_page.get_by_role("alert")).to_contain_text("don’t belong together")
    everywhere(quiet_page)
    expect(quiet_page.get_by_label("Name")).to_be_focused()
    quiet_page.keyboard.press("Tab")
    type_in(quiet_page, SECRET)
    expect(quiet_page).to_have_url(f"{live_server.url}/actors/?q=Vik")
    tab_to(quiet_page, "Change password")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_label("Old password")).to_be_focused()
    type_in(quiet_page, SECRET, NEW, "another")
    expect(quiet_page.get_by_role("alert")).to_be_visible()
    everywhere(quiet_page)
    quiet_page.get_by_label("Old password").focus()
    type_in(quiet_page, SECRET, NEW, NEW)
    expect(quiet_page.get_by_role("heading", level=1)).to_have_text("Password changed")
    everywhere(quiet_page)
    tab_to(quiet_page, "Sign out")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("link", name="Sign in")).to_be_visible()


def everywhere(page: Page) -> None:
    """At every width and in both schemes nothing runs out of the page, and axe finds nothing."""
    page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        for width in WIDTHS:
            check(page, scheme, width)


def test_without_script_five_failures_are_told(browser: Browser, live_server: LiveServer) -> None:
    account(Role.CURATOR)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for _ in range(5):
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_label("Name").fill("mira")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wait before you try again")
    context.close()
