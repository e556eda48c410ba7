"""Reading and undoing decisions by the keyboard alone, with script and without, at every width and in both schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Decision, DecisionKind, Pair
from diplomacy.archive.roles import Role
from diplomacy.web.pages.decisions import PER_PAGE
from tests.web.corpus import Corpus
from tests.web.test_decisions import account, decided, many
from tests.web.test_every_page import SCHEMES, WIDTHS, check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mira(served: Corpus) -> User:
    """A curator with one decision of each kind, and some older ones that stand on nothing."""
    user = account("mira")
    many(account("jon", Role.EDITOR), PER_PAGE)
    decided(served.contradicted, DecisionKind.ACCEPT, user, note="Both numbers are in print.")
    decided(Pair.objects.get(relation="disputed"), DecisionKind.REJECT, user)
    return user


def sign_in(page: Page, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def tab_to(page: Page, name: str) -> None:
    """Tab until the focus is on what has this name."""
    for _ in range(120):
        page.keyboard.press("Tab")
        named = "document.activeElement.ariaLabel ?? document.activeElement.innerText?.trim()"
        if page.evaluate(named) == name:
            return
    pytest.fail(f"no Tab leads to {name}")


def test_a_decision_is_found_read_and_undone_by_keyboard(quiet_page: Page, live_server: LiveServer, mira: User) -> None:
    sign_in(quiet_page, mira, live_server.url)
    quiet_page.goto(f"{live_server.url}/decisions/")
    everywhere(quiet_page)
    choice = quiet_page.get_by_label("Decided by")
    choice.focus()
    with quiet_page.expect_response("**/decisions/?*curator*"):
        quiet_page.keyboard.type("mira")
    expect(quiet_page.locator("ol.decisions > li")).to_have_count(2)
    expect(quiet_page).to_have_url(f"{live_server.url}/decisions/?curator={mira.pk}&subject=&kind=&state=&disagreeing=")
    tab_to(quiet_page, "Pair confirmed by mira")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("heading", level=1)).to_have_text("✓ Pair confirmed by mira")
    expect(quiet_page.get_by_text("Both numbers are in print").first).to_be_visible()
    everywhere(quiet_page)
    confirmed = Decision.objects.get(kind="accept")
    tab_to(quiet_page, f"Undo decision {confirmed.pk}")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("status")).to_have_text("Undone. What it stood in place of is back.")
    expect(quiet_page.get_by_text("undone by mira").last).to_be_visible()
    assert Pair.objects.get(relation="contradicted", facets__contains=["number"]).decision is None


def test_all_of_it_works_without_script(browser: Browser, live_server: LiveServer, mira: User) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, mira, live_server.url)
    page.goto(f"{live_server.url}/decisions/")
    page.get_by_label("What was done").select_option("rejected")
    page.get_by_role("button", name="Show").press("Enter")
    page.get_by_role("link", name="Older →").press("Enter")
    expect(page.locator("ol.decisions > li")).to_have_count(1)
    page.get_by_role("link", name="← Newest").press("Enter")
    rejected = Decision.objects.get(kind="reject", by=mira)
    page.get_by_role("button", name=f"Undo decision {rejected.pk}", exact=True).press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Undone. What it stood in place of is back.")
    assert "kind=reject" in page.url
    assert Pair.objects.filter(relation="disputed").exists()
    context.close()


@pytest.mark.usefixtures("mira")
def test_the_figures_on_the_methods_page_are_read_at_every_width(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.goto(f"{live_server.url}/methods/")
    expect(quiet_page.get_by_role("table", name="Pairs, by relation")).to_be_visible()
    everywhere(quiet_page)


def everywhere(page: Page) -> None:
    """At every width and in both schemes nothing runs out of the page, and axe finds nothing."""
    page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        for width in WIDTHS:
            check(page, scheme, width)
