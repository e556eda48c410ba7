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
def test_a_curator_looks_up_which_article_tells(
    quiet_page: Page, live_server: LiveServer, client: Client, served: Corpus, scheme: Literal["light", "dark"]
) -> None:
    sign_in(quiet_page, live_server, client)
    quiet_page.emulate_media(color_scheme=scheme)
    quiet_page.goto(f"{live_server.url}/admin/archive/coverage/{Coverage.objects.earliest('pk').pk}/change/")
    expect(quiet_page.locator("#site-name")).to_contain_text("Diplomacy")
    with quiet_page.expect_popup() as opened:
        quiet_page.locator("#lookup_id_article").click()
    article = served.wire.version.article_id
    opened.value.goto(f"{live_server.url}/admin/archive/article/?_to_field=id&_popup=1&id__exact={article}")
    # The choice closes the window it is made in, so it is made a moment later: no click is waited for there.
    with opened.value.expect_event("close"):
        opened.value.locator("#result_list tbody th a").first.evaluate(
            "link => void setTimeout(() => link.click(), 50)"
        )
    expect(quiet_page.locator("#id_article")).to_have_value(str(article))


def test_a_pair_is_looked_at_and_decided_of_in_the_review(
    quiet_page: Page, live_server: LiveServer, client: Client, served: Corpus
) -> None:
    sign_in(quiet_page, live_server, client)
    quiet_page.goto(f"{live_server.url}/admin/archive/pair/{served.contradicted.pk}/change/")
    expect(quiet_page.locator("input[name=_save], .deletelink, [name=relation]")).to_have_count(0)
    quiet_page.get_by_role("link", name="Accept, change or reject it").press("Enter")
    expect(quiet_page.locator("input[name=pair]")).to_have_value(str(served.contradicted.pk))


def test_a_curator_picks_dates_and_actors(
    quiet_page: Page, live_server: LiveServer, client: Client, served: Corpus
) -> None:
    sign_in(quiet_page, live_server, client)
    quiet_page.goto(f"{live_server.url}/admin/archive/exchange/{served.exchange.pk}/change/")
    quiet_page.get_by_role("link", name="Today").first.click()
    expect(quiet_page.locator("#id_date")).not_to_have_value(f"{served.exchange.date}")
    quiet_page.locator(".field-initiator .select2-selection").click()
    expect(quiet_page.locator(".select2-results__option", has_text="Teodor Brandt")).to_be_visible()
