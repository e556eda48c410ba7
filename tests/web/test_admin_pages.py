"""The curators' pages in a real browser: nothing that the content security policy stops, in either scheme."""

from typing import Literal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Coverage
from tests.web.corpus import Corpus


def sign_in(page: Page, server: LiveServer, client: Client) -> None:
    client.force_login(User.objects.create_superuser("curator"))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_coverage_is_looked_at_and_decided_of_where_its_exchange_is_corrected(
    quiet_page: Page, live_server: LiveServer, client: Client, served: Corpus, scheme: Literal["light", "dark"]
) -> None:
    sign_in(quiet_page, live_server, client)
    quiet_page.emulate_media(color_scheme=scheme)
    coverage = Coverage.objects.filter(exchange=served.exchange).earliest("pk")
    quiet_page.goto(f"{live_server.url}/admin/archive/coverage/{coverage.pk}/change/")
    expect(quiet_page.locator("#site-name")).to_contain_text("Diplomacy")
    expect(quiet_page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    quiet_page.get_by_role("link", name="Move it, or take it out").click()
    expect(quiet_page).to_have_url(f"{live_server.url}/exchanges/{served.exchange.pk}/edit/")


def test_a_pair_is_looked_at_and_decided_of_in_the_review(
    quiet_page: Page, live_server: LiveServer, client: Client, served: Corpus
) -> None:
    sign_in(quiet_page, live_server, client)
    quiet_page.goto(f"{live_server.url}/admin/archive/pair/{served.contradicted.pk}/change/")
    expect(quiet_page.locator("input[name=_save], .deletelink, [name=relation]")).to_have_count(0)
    quiet_page.get_by_role("link", name="Accept, change or reject it").press("Enter")
    expect(quiet_page.locator("input[name=pair]")).to_have_value(str(served.contradicted.pk))


@pytest.mark.usefixtures("served")
def test_a_curator_picks_dates_and_actors(quiet_page: Page, live_server: LiveServer, client: Client) -> None:
    sign_in(quiet_page, live_server, client)
    quiet_page.goto(f"{live_server.url}/admin/archive/tenure/add/")
    quiet_page.get_by_role("link", name="Today").first.click()
    expect(quiet_page.locator("#id_start")).not_to_have_value("")
    quiet_page.locator(".field-actor .select2-selection").click()
    expect(quiet_page.locator(".select2-results__option", has_text="Teodor Brandt")).to_be_visible()
