"""Every page of the admin in a real browser, acts half done among them: axe at WCAG 2.2 AA, wide, narrow and dark."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Alias, Outlet, Tenure
from tests.web.corpus import Corpus

AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
DARK_AND_NARROW = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
}
"""What colours and width can break."""
DESK: ViewportSize = {"width": 1600, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 900}
AXE = Axe().axe_script
WRONG = """
async ([rules, without]) => {
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
  const options = { runOnly: rules, resultTypes: ["violations"], preload: false, selectors: false };
  const found = await axe.run({ include: ["html"], exclude: without }, options);
  return found.violations.map(one => `${one.id} ${one.nodes[0].html.slice(0, 200)}`);
}
"""
"""What axe finds in a page at rest, a line each with the first place; nothing of what is right comes back."""
SHARED = ["#nav-sidebar", "#header"]
"""The same on every page, and most of a short one: looked at once."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
READS = ("archive", "auth")
"""Whose rows have pages of the archive's look."""


@pytest.fixture
def desk(page: Page, live_server: LiveServer, client: Client, served: Corpus) -> Page:
    """An administrator's browser, and a corpus with a row of everything."""
    Alias.objects.create(actor=served.minister, name="Brandt")
    Tenure.objects.create(actor=served.minister, office="Foreign Minister")
    client.force_login(User.objects.create_superuser("curator"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def pages(client: Client) -> Iterator[str]:
    """Indices, every list, a row of each, every form for a new row, a history: all histories are alike."""
    yield reverse("admin:app_list", args=["archive"])
    yield reverse("admin:index")
    yield reverse("admin:archive_actor_history", args=[Alias.objects.earliest("pk").actor_id])
    yield reverse("admin:archive_alias_delete", args=[Alias.objects.earliest("pk").pk])
    yield from (
        reverse(f"admin:archive_{model}_{way}") for model in ("actor", "outlet") for way in ("import", "export")
    )
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        at = reverse(f"admin:{name}_changelist")
        yield at
        if model._meta.app_label in READS and (row := model._default_manager.order_by("pk").first()):
            yield reverse(f"admin:{name}_change", args=[row.pk])
        if model._meta.app_label in READS and client.get(f"{at}add/").status_code == 200:
            yield f"{at}add/"


def faults(page: Page, of: str, *, without: list[str] = SHARED) -> Iterator[str]:
    """What is wrong with the page that is open."""
    page.evaluate(AXE)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    yield from (f"{of}: {one}" for one in page.evaluate(WRONG, [AA, without]))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    yield from (f"{of}, narrow and dark: {one}" for one in page.evaluate(WRONG, [DARK_AND_NARROW, without]))
    if wide := page.evaluate(WIDER):
        yield f"{of} is wider than a phone by {wide}"


def test_axe_finds_nothing_on_any_page(desk: Page, live_server: LiveServer, client: Client) -> None:
    found: list[str] = []
    for number, at in enumerate(pages(client)):
        desk.goto(f"{live_server.url}{at}")
        found += faults(desk, at, without=[] if number == 0 else SHARED)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("listed", "action"), [("archive/outlet", "describe"), ("auth/user", "delete_selected")])
def test_axe_finds_nothing_where_an_action_is_confirmed(
    desk: Page, live_server: LiveServer, listed: str, action: str
) -> None:
    desk.goto(f"{live_server.url}/admin/{listed}/")
    desk.locator("#action-toggle").check()
    desk.locator("select[name=action]").select_option(action)
    desk.locator("button[name=index]").click()
    desk.wait_for_load_state()
    assert desk.locator("input[name=_selected_action]").count(), "it is asked about first"
    assert not (found := [*faults(desk, action)]), json.dumps(found, indent=1)


def test_axe_finds_nothing_in_what_an_import_would_change_nor_in_its_faults(
    desk: Page, live_server: LiveServer
) -> None:
    one = Outlet.objects.earliest("pk")
    for row, told in ((f"{one.pk},{one.name} of old", "What will change"), ("x,A", "Nothing can be imported")):
        desk.goto(f"{live_server.url}/admin/archive/outlet/import/")
        given = FilePayload(name="rows.csv", mimeType="text/csv", buffer=f"id,name\n{row}\n".encode())
        desk.locator("input[type=file]").set_input_files(given)
        desk.locator("select[name=format]").select_option(label="csv")
        desk.locator("input[type=submit]").click()
        desk.get_by_role("heading", name=told).wait_for()
        assert not (found := [*faults(desk, told)]), json.dumps(found, indent=1)
