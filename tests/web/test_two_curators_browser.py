"""Two curators who decide the same thing at once, each in a session of their own: one wins, the other is told."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import Decision, Exchange, Lease, Pair, Statement
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions import account
from tests.web.test_decisions_browser import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("mira", "jon")
NOTES = {name: f"So says {name[::-1]}." for name in NAMES}


@pytest.fixture
def sessions(browser: Browser, live_server: LiveServer, served: Corpus) -> Iterator[dict[str, Page]]:  # noqa: ARG001
    """Each curator's page, in a context of its own."""
    contexts = [browser.new_context() for _ in NAMES]
    pages = {name: context.new_page() for name, context in zip(NAMES, contexts, strict=True)}
    for name, page in pages.items():
        sign_in(page, account(name, Role.EDITOR), live_server.url)
    yield pages
    for context in contexts:
        context.close()


def opened(sessions: dict[str, Page], url: str, note: str) -> None:
    """The page in both sessions, and in its field for it what each has to say."""
    for name, page in sessions.items():
        Lease.objects.all().delete()  # ten minutes pass
        page.goto(url)
        page.locator(note).fill(NOTES[name])


def one_of(sessions: dict[str, Page], note: str) -> Decision:
    """The one decision that was made: who lost is told by whom, and has their note in the form still."""
    answered = re.compile("meanwhile|by (mira|jon)|Confirmed|Changed|Set, and kept")
    for page in sessions.values():
        expect(page.locator(".told, .fault").filter(has_text=answered).first).to_be_visible()
    [made] = Decision.objects.kept()
    winner = made.by.get_username()
    [loser] = set(NAMES) - {winner}
    assert made.note == NOTES[winner]
    told = re.compile(rf"{winner} decided|It is (confirmed|changed) by {winner}")
    expect(sessions[loser].locator(".told, .fault").filter(has_text=told)).to_have_count(1)
    expect(sessions[loser].locator(note)).to_have_value(NOTES[loser])
    expect(sessions[winner].locator(".told, .fault").filter(has_text=re.compile(winner))).to_have_count(0)
    return made


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    sessions: dict[str, Page], live_server: LiveServer, served: Corpus
) -> None:
    ines, pages = account("ines"), list(sessions.values())
    opened(sessions, f"{live_server.url}/review/?pair={served.contradicted.pk}", "#note")
    for page, key in zip(pages, "21", strict=True):
        page.locator("#note").press("Escape")
        page.keyboard.press(key)
    made = one_of(sessions, "#note")
    assert Pair.objects.get(decision=made).relation == made.value["relation"]
    assert undo(made.pk, by=ines)

    said = next(row for row in Statement.objects.filter(version=served.wire.version) if row.kind == "mixed")
    opened(sessions, f"{live_server.url}/articles/{served.wire.version.article_id}/edit/?statement={said.pk}", "#note")
    for page, kind in zip(pages, ("indirect", "free"), strict=True):
        page.locator("#kind").select_option(kind)
        page.locator("#note").press("Escape")
    for page in pages:
        page.keyboard.press("a")
    made = one_of(sessions, "#note")
    assert Statement.objects.get(decision=made).kind == made.value["kind"]
    assert undo(made.pk, by=ines)

    opened(sessions, f"{live_server.url}/exchanges/{served.exchange.pk}/edit/", "#id_exchange-note")
    for page, kind in zip(pages, ("visit", "letter"), strict=True):
        page.locator("select[name=exchange-kind]").select_option(kind)
    for page in pages:
        page.locator("button[value=describe]").focus()
        page.keyboard.press("Enter")
    made = one_of(sessions, "#id_exchange-note")
    assert Exchange.objects.get(pk=served.exchange.pk).kind == made.value["kind"]
