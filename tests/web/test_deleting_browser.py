"""Deleting and restoring by the keyboard alone, at every width and in both schemes."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Article
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions import account
from tests.web.test_decisions_browser import everywhere, sign_in, tab_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_article_is_deleted_and_undone_and_restored_by_keyboard(
    quiet_page: Page, live_server: LiveServer, served: Corpus
) -> None:
    sign_in(quiet_page, account("mira", Role.EDITOR), live_server.url)
    article = served.wire.version.article_id
    quiet_page.goto(f"{live_server.url}/articles/{article}/")
    tab_to(quiet_page, "Delete …")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("heading", level=1)).to_contain_text("Delete")
    everywhere(quiet_page)
    quiet_page.get_by_label("Why").focus()
    quiet_page.keyboard.type("Brought in twice.")
    tab_to(quiet_page, "Yes, delete it")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("status")).to_contain_text("Deleted: ")
    everywhere(quiet_page)
    assert not Article.objects.filter(pk=article).exists()
    quiet_page.get_by_role("button", name="Undo").focus()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("status")).to_contain_text("is restored")
    expect(quiet_page.get_by_text("restored by mira")).to_be_visible()
    assert Article.objects.filter(pk=article).exists()
