"""What curators do in the admin, each by keyboard alone, in a real browser whose console stays silent."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Actor, Article, Outlet, Watched
from diplomacy.archive.queue import Job
from tests.web.corpus import Corpus

FAR = 200
"""How often Tab is pressed at most, to come to a control."""


@pytest.fixture
def desk(quiet_page: Page, live_server: LiveServer, client: Client, served: Corpus) -> Page:  # noqa: ARG001 (laid out)
    """The admin's index, with an administrator signed in."""
    client.force_login(User.objects.create_superuser("curator"))
    session = client.cookies["sessionid"].value
    quiet_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    quiet_page.goto(f"{live_server.url}/admin/")
    return quiet_page


def reach(page: Page, control: Locator) -> None:
    """Come to a control by Tab alone; on a page that was just opened past what stands above its content."""
    expect(control).to_have_count(1)
    sought = control.element_handle()
    if page.evaluate("document.activeElement === document.body"):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.skip-to-content-link')"):
            page.keyboard.press("Enter")
    for _ in range(FAR):
        if sought.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {control}")


def press(page: Page, control: Locator, key: str = "Enter") -> None:
    reach(page, control)
    page.keyboard.press(key)


def follow(page: Page, control: Locator) -> None:
    """Press what leads to another page, and wait for that."""
    reach(page, control)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def listed(page: Page, name: str) -> None:
    """Open a list from the admin's index."""
    follow(page, page.locator("#content-main").get_by_role("link", name=name, exact=True))


def choose(page: Page, row: str, action: str) -> None:
    """Tick a row of a list and do something with it."""
    press(page, page.get_by_role("row").filter(has_text=row).get_by_role("checkbox"), "Space")
    reach(page, page.get_by_label("Action:"))
    page.keyboard.type(action)
    expect(page.get_by_label("Action:").locator("option:checked")).to_contain_text(action)
    follow(page, page.get_by_role("button", name="Run", exact=True).or_(page.get_by_role("button", name="Go")))


def told(page: Page, words: str) -> None:
    expect(page.locator(".messagelist")).to_contain_text(words)


def test_articles_are_found_read_anew_compared_and_watched(desk: Page) -> None:
    Article.objects.filter(title__startswith="Savary picks").update(url="https://courier.example/bridge")
    listed(desk, "Articles")
    reach(desk, desk.locator("#searchbar"))
    desk.keyboard.type("courier")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
    for action, words in (
        ("Read anew", "Texts queued to be read anew: 1."),
        ("Compare anew", "Exchanges queued to be compared anew: 1."),
        ("Watch their addresses for", "Addresses watched from now on: 1."),
    ):
        choose(desk, "Savary picks", action)
        told(desk, words)
    queued = set(ProcrastinateJob.objects.values_list("task_name", flat=True))
    assert queued == {str(Job.REREAD), str(Job.COMPARE)}
    choose(desk, "Savary picks", "Watch their addresses no more")
    told(desk, "Addresses watched no more: 1.")
    assert not Watched.objects.exists()
    follow(desk, desk.get_by_role("link", name="waiting to be read"))
    expect(desk.locator("#result_list")).to_have_count(0)


def test_actors_are_confirmed_and_corrected(desk: Page) -> None:
    listed(desk, "Actors")
    choose(desk, "Maud Savary", "Confirm")
    told(desk, "1 confirmed.")
    follow(desk, desk.get_by_role("link", name="Teodor Brandt"))
    reach(desk, desk.locator("#id_name"))
    desk.keyboard.press("End")
    desk.keyboard.type("-Ost")
    reach(desk, desk.get_by_role("combobox", name="Country"))
    desk.keyboard.press("Enter")
    desk.keyboard.type("liri")
    expect(desk.locator(".select2-results__option--highlighted")).to_have_text("Lirien")
    desk.keyboard.press("Enter")
    follow(desk, desk.get_by_role("button", name="Save", exact=True))
    told(desk, "was changed successfully")
    brandt = Actor.objects.get(name="Teodor Brandt-Ost")
    assert brandt.country is not None
    assert (brandt.country.name, brandt.origin) == ("Lirien", "curator")
    assert [alias.name for alias in brandt.aliases.all()] == ["Teodor Brandt"]


def test_outlets_get_a_kind_and_a_country_in_two_steps(desk: Page) -> None:
    listed(desk, "Outlets")
    press(desk, desk.get_by_role("row").filter(has_text="Ostmark Courier").get_by_role("checkbox"), "Space")
    choose(desk, "Estuary Wire", "Set kind")
    expect(desk.get_by_role("listitem").filter(has_text="Ostmark Courier")).to_be_visible()
    reach(desk, desk.get_by_label("Kind"))
    desk.keyboard.type("press")
    reach(desk, desk.get_by_label("Country"))
    desk.keyboard.type("Ostmark")
    follow(desk, desk.get_by_role("button", name="Set"))
    told(desk, "Outlets that now have kind press and country Ostmark: 2.")
    assert Outlet.objects.filter(kind="press", country="Ostmark").count() == 2


def test_exchanges_are_compared_anew_and_decided_of_on_the_site(desk: Page) -> None:
    listed(desk, "Exchanges")
    choose(desk, "call", "Compare anew")
    told(desk, "Exchanges queued to be compared anew: 1.")
    follow(desk, desk.locator("#result_list tbody th a").filter(has_text="6 May 2024"))
    follow(desk, desk.get_by_role("link", name="Correct, split or merge it"))
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Correct:")
