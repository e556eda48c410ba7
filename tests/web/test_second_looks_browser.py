"""Two curators and an editor by the keyboard alone: the second look at a pair, and settling where the two differ."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Decision, DecisionKind, Pair, SecondLook
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions import account, decided
from tests.web.test_decisions_browser import everywhere, sign_in, tab_to
from tests.web.test_review_browser import press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def first(served: Corpus, settings: Any) -> Decision:
    settings.DIPLOMACY_SECOND_LOOK = 1.0
    return decided(served.contradicted, DecisionKind.ACCEPT, account("mira"), note="Both numbers are in print.")


def go(page: Page, live_server: LiveServer, user: User, path: str) -> None:
    sign_in(page, user, live_server.url)
    page.goto(f"{live_server.url}{path}")


def test_a_second_look_by_keys_and_settling_by_keyboard(
    quiet_page: Page, live_server: LiveServer, first: Decision
) -> None:
    go(quiet_page, live_server, account("jon"), "/review/")
    expect(quiet_page.locator("input[name=look]")).to_have_count(1)
    press(quiet_page, "r")
    expect(quiet_page.locator("#told")).to_have_text("Rejected.")
    press(quiet_page, "u")
    expect(quiet_page.locator("input[name=look]")).to_have_count(1)
    press(quiet_page, "3")
    expect(quiet_page.locator("#told")).to_contain_text("Changed to: shifted")
    expect(quiet_page.locator("input[name=pair]")).to_have_count(1)
    assert SecondLook.objects.get().value["relation"] == "shifted"
    go(quiet_page, live_server, account("ines", Role.EDITOR), "/decisions/")
    differing = quiet_page.get_by_label("Second looks")
    differing.focus()
    with quiet_page.expect_response("**/decisions/?*disagreeing=1*"):
        quiet_page.keyboard.type("differing")
    expect(quiet_page.locator("ol.decisions > li")).to_have_count(1)
    everywhere(quiet_page)
    tab_to(quiet_page, "Take jon’s: shifted (another verb, another number)")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("status").first).to_have_text("Settled: the second look holds now.")
    expect(quiet_page.get_by_text("No decision is all of this")).to_be_visible()
    assert Pair.objects.get(decision__by__username="ines").relation == "shifted"
    first.refresh_from_db()
    assert first.undone_by and first.undone_by.get_username() == "ines"
    quiet_page.goto(f"{live_server.url}/methods/")
    expect(quiet_page.get_by_role("table", name="The same by two curators")).to_be_visible()
    everywhere(quiet_page)
