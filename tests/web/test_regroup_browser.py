"""Exchanges corrected by the keyboard alone in a real browser: each act, what is said before it, and its undoing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Coverage, Decision, Exchange
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions_browser import sign_in
from tests.web.test_every_page import SCHEMES, WIDTHS, check
from tests.web.test_regroup import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editing(quiet_page: Page, live_server: LiveServer, served: Corpus) -> Page:
    sign_in(quiet_page, member("mira", Role.EDITOR), live_server.url)
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    return quiet_page


def tab_to(page: Page, selector: str) -> None:
    """Tab until what the selector names has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab leads to {selector}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def everywhere(page: Page) -> None:
    """No barrier and nothing wider than the screen, at any width, light or dark."""
    page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        for width in WIDTHS:
            check(page, scheme, width)


def test_an_exchange_is_described_by_keyboard(editing: Page, served: Corpus) -> None:
    press(editing, "nav.correct a")
    expect(editing.get_by_role("heading", level=1)).to_contain_text("Correct:")
    everywhere(editing)
    tab_to(editing, "select[name=exchange-kind]")
    editing.keyboard.type("visit")
    press(editing, "button[value=describe]")
    expect(editing.locator(".told")).to_contain_text("Set, and kept")
    assert Exchange.objects.get(pk=served.exchange.pk).kind == "visit"
    everywhere(editing)
    press(editing, "[aria-label^='Undo decision']")
    expect(editing.get_by_role("heading", level=1)).to_contain_text("changed by mira")
    assert Exchange.objects.get(pk=served.exchange.pk).kind == "call"


def test_accounts_are_split_off_moved_and_taken_out_by_keyboard(
    editing: Page, served: Corpus, live_server: LiveServer
) -> None:
    wire, here = served.wire.version.article_id, served.exchange.pk
    Exchange.objects.filter(pk=served.lone.pk).update(date=served.exchange.date)
    for do in ("split", "move", "out"):
        editing.goto(f"{live_server.url}/exchanges/{here}/edit/")
        press(editing, f"input[name=account][value='{wire}']", "Space")
        if do == "move":
            tab_to(editing, "select[name=into]")
            editing.keyboard.press("ArrowDown")
        press(editing, f"button[value={do}]")
        expect(editing.get_by_role("heading", name="What will change")).to_be_visible()
        assert Coverage.objects.get(article=wire).exchange_id == here, "nothing is done yet"
        everywhere(editing)
        press(editing, f"button[value={do}]")
        expect(editing.locator(".told")).to_contain_text("Done.")
        assert not Coverage.objects.filter(article=wire, exchange=here).exists()
        press(editing, "[aria-label^='Undo decision']")
        expect(editing.locator(".told")).to_contain_text("Undone")
        assert Coverage.objects.get(article=wire).exchange_id == here


def test_a_merge_by_keyboard_and_the_way_from_the_old_address(
    editing: Page, served: Corpus, live_server: LiveServer
) -> None:
    old = f"{live_server.url}/exchanges/{served.lone.pk}/"
    editing.goto(f"{old}edit/")
    tab_to(editing, "input[name=number]")
    editing.keyboard.type(str(served.exchange.pk))
    press(editing, "button[value=merge]")
    expect(editing.get_by_role("heading", level=1)).to_contain_text("Merge it into telephone or video call of")
    everywhere(editing)
    press(editing, "button[value=merge]")
    expect(editing.locator(".told")).to_contain_text("Done.")
    editing.goto(old)
    expect(editing).to_have_url(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    assert Decision.objects.get().kind == "merge"
