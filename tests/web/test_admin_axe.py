"""Every page of the admin in a real browser: axe at WCAG 2.2 AA, wide and narrow, light and dark."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Alias, Tenure
from tests.web.corpus import Corpus

AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
DARK_AND_NARROW = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
}
"""What colours and width can break."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT_REST = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
READS = ("archive", "auth")
"""Whose rows have pages of the archive's look."""


def pages(client: Client) -> Iterator[str]:
    """Index, every list, a row of each, every form for a new row, a history: all histories are alike."""
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["archive"])
    yield reverse("admin:archive_actor_history", args=[Alias.objects.earliest("pk").actor_id])
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        at = reverse(f"admin:{name}_changelist")
        yield at
        if model._meta.app_label in READS and (row := model._default_manager.order_by("pk").first()):
            yield reverse(f"admin:{name}_change", args=[row.pk])
        if model._meta.app_label in READS and client.get(f"{at}add/").status_code == 200:
            yield f"{at}add/"


def wrong(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds, a line each with the first place."""
    page.evaluate(AT_REST)
    found: Any = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [f"{page.url} {one['id']} {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]


def test_axe_finds_nothing_on_any_page(page: Page, live_server: LiveServer, client: Client, served: Corpus) -> None:
    client.force_login(User.objects.create_superuser("curator"))
    Alias.objects.create(actor=served.minister, name="Brandt")
    Tenure.objects.create(actor=served.minister, office="Foreign Minister")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    faults: list[str] = []
    for at in pages(client):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1600, "height": 900})
        page.goto(f"{live_server.url}{at}")
        faults += wrong(page, AA)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 390, "height": 900})
        faults += wrong(page, DARK_AND_NARROW)
        if wide := page.evaluate(WIDER):
            faults.append(f"{at} is wider than a phone by {wide}")
    assert not faults, "\n".join(faults)
