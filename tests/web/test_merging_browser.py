"""Actors merged by the keyboard alone in a real browser, and the way from the old address."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Actor, Decision, Statement
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions_browser import sign_in
from tests.web.test_regroup import member
from tests.web.test_regroup_browser import everywhere, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_actor_is_merged_by_keyboard_and_its_address_leads_on(
    quiet_page: Page, live_server: LiveServer, served: Corpus
) -> None:
    sign_in(quiet_page, member("mira", Role.EDITOR), live_server.url)
    twin = Actor.objects.create(name="T. Brandt", kind="person", country=served.minister.country)
    said = Statement.objects.filter(speakers=served.minister).first()
    assert said
    said.speakers.set([twin])
    total = Statement.objects.filter(speakers__in=[twin, served.minister]).count()
    quiet_page.goto(f"{live_server.url}/actors/{twin.pk}/")
    press(quiet_page, "nav.correct a[href$='/merge/']")
    expect(quiet_page.get_by_role("heading", level=1)).to_contain_text("into whom?")
    tab_to(quiet_page, "input[name=q]")
    quiet_page.keyboard.type("Teodor")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("list", name="Actors found")).to_be_visible()
    everywhere(quiet_page)
    press(quiet_page, f"a[href='?into={served.minister.pk}']")
    expect(quiet_page.get_by_text(f"1 statement of T. Brandt will be {served.minister.name}’s.")).to_be_visible()
    assert not Decision.objects.exists(), "nothing is done yet"
    everywhere(quiet_page)
    press(quiet_page, "button[value=merge]")
    expect(quiet_page.get_by_role("heading", level=1)).to_contain_text("Actor merged by mira")
    assert Statement.objects.filter(speakers=served.minister).count() == total
    quiet_page.goto(f"{live_server.url}/actors/{twin.pk}/")
    expect(quiet_page).to_have_url(f"{live_server.url}/actors/{served.minister.pk}/")
    expect(quiet_page.get_by_text("Merged with T. Brandt")).to_be_visible()
    quiet_page.goto(f"{live_server.url}/decisions/{Decision.objects.get().pk}/")
    press(quiet_page, "[aria-label^='Undo decision']")
    expect(quiet_page.locator(".told")).to_contain_text("Undone")
    assert [one.pk for one in said.speakers.all()] == [twin.pk]
