"""The review of accounts: the most doubtful first, what each press does and costs, and the second look."""

import re
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.models import Coverage, Decision, DecisionKind, Exchange, SecondLook
from diplomacy.archive.roles import Role
from tests.web import queues
from tests.web.corpus import Corpus, telling
from tests.web.queues import browser
from tests.web.test_methods import told

pytestmark = pytest.mark.django_db
AT = "/review/exchanges/"
shown, press = partial(queues.shown, AT), partial(queues.press, AT)
A_PRESS = 57
"""Queries of a decision and of the next account: none for each that waits, nor for each of its exchange."""


@pytest.fixture
def doubtful(corpus: Corpus) -> Corpus:
    """Two accounts in doubt, and another exchange of those days with one of the ministers."""
    wire, paper = (Coverage.objects.filter(article=one.version.article_id) for one in (corpus.wire, corpus.paper))
    wire.update(doubts=2, reasons=["It is a known exchange.", "Other accounts date it 3 May 2024."])
    paper.update(doubts=1)
    Exchange.objects.filter(pk=corpus.lone.pk).update(date=corpus.exchange.date)
    return corpus


@pytest.fixture
def mira(doubtful: Corpus) -> Client:  # noqa: ARG001 (comes before)
    return browser("mira")


def test_who_may_not_regroup_is_refused(client: Client, doubtful: Corpus) -> None:  # noqa: ARG001
    reader = User.objects.create_user("reader")
    reader.user_permissions.add(Permission.objects.get(codename="add_decision"))
    client.force_login(reader)
    assert client.get(AT).status_code == 403


def test_the_most_doubtful_come_first_with_why_and_are_gone_once_accepted(mira: Client, doubtful: Corpus) -> None:
    html = shown(mira)
    assert "Estuary Wire" in html and "Other accounts date it 3 May 2024." in html
    assert doubtful.wire.text.split("\n")[0] in html, "the passage that tells of it"
    after = press(mira, html, do="accept", note="So they all say.")
    assert "Confirmed: it tells of this exchange." in after and "Ostmark Courier" in after
    made = Decision.objects.get()
    assert (made.kind, made.note, made.articles.get()) == ("accept", "So they all say.", doubtful.wire.version.article)
    assert Exchange.objects.get(pk=doubtful.exchange.pk).pipeline, "what was only confirmed is not compared again"
    assert "Nothing is in doubt" in press(mira, after, do="accept")


@pytest.mark.parametrize("how", ["reject", "into"])
def test_what_tells_of_another_is_split_off_or_moved_and_undone_by_a_key(
    mira: Client, doubtful: Corpus, how: str
) -> None:
    html = shown(mira)
    into = re.findall(r'name="into" value="(\d+)" data-key="1"', html)
    assert into == [str(doubtful.lone.pk)]
    after = press(mira, html, **({"into": into[0]} if how == "into" else {"do": "reject"}))
    account_now = Coverage.objects.get(article=doubtful.wire.version.article_id)
    made = Decision.objects.get()
    assert made.kind == (DecisionKind.MOVE if how == "into" else DecisionKind.SPLIT)
    assert account_now.exchange_id == made.to_id != doubtful.exchange.pk
    undone = press(mira, after, do="undo")
    assert "Undone. Here is the account again." in undone and "Estuary Wire" in undone
    assert Coverage.objects.get(article=doubtful.wire.version.article_id).exchange_id == doubtful.exchange.pk
    assert not Decision.objects.kept().exists()


def test_two_curators_and_what_is_told_to_who_comes_second(mira: Client) -> None:
    jon = browser("jon")
    first, second = shown(mira), shown(jon)
    assert ("Estuary Wire" in first, "Ostmark Courier" in second) == (True, True)
    press(mira, first, do="accept")
    answer = press(jon, first, do="reject", note="Another day.")
    assert "mira decided it meanwhile" in answer and "Another day." in answer
    assert Decision.objects.get().by.get_username() == "mira"
    press(jon, answer, do="reject")
    assert Decision.objects.latest("pk").kind == "split"
    assert "nothing was put down" in press(jon, first, do="reject")
    assert "nothing was put down" in press(jon, second, do="fly")


def test_a_press_costs_as_much_with_fifty_accounts_as_with_one(mira: Client, doubtful: Corpus) -> None:
    counts: dict[str, list[int]] = {"accept": [], "reject": []}
    for place in range(8):
        on = doubtful.exchange
        telling(f"Early Paper {place}", "press", f"Number {place} on it", "Talks.", on=on.date, exchange=on)
    for _ in range(3):
        Coverage.objects.filter(exchange=doubtful.exchange).update(doubts=3)
        for do, found in counts.items():
            html = shown(mira)
            with CaptureQueriesContext(connection) as counted:
                press(mira, html, do=do)
            found.append(len(counted))
        for place in range(50 if len(counts["reject"]) == 2 else 0):
            telling(f"Late Paper {place}", "press", f"Number {place} on it", "Talks.", on=on.date, exchange=on)
    for found in counts.values():
        assert found[2] <= found[1] <= A_PRESS, "the first is the only decision"


def test_a_second_look_is_given_settled_and_counted(
    mira: Client, client: Client, doubtful: Corpus, settings: Any
) -> None:
    settings.DIPLOMACY_SECOND_LOOK = 1.0
    jon, ines = browser("jon"), browser("ines", Role.EDITOR)
    press(mira, shown(mira), do="reject", note="Another day.")
    first = Decision.objects.get()
    seen = shown(jon)
    assert 'name="look"' in seen and "Estuary Wire" in seen
    for trace in ("mira", "Another day.", f"/exchanges/{doubtful.exchange.pk}/"):
        assert trace not in seen, trace
    assert "Nothing is in doubt" in press(jon, seen, do="accept"), "the other is in mira's hands"
    look = SecondLook.objects.get()
    assert look.differs
    text = told(client)
    assert "tells of this exchange 0% 0 of 1; 0 to 79% none" in text
    assert "tells of this exchange 0% 0 of 1; 0 to 79% 0.00 0.00" in text
    page = ines.get("/decisions/?disagreeing=1").content.decode()
    assert "Take jon’s: it tells of this exchange" in page
    ines.post(f"/decisions/{first.pk}/", {"take": look.pk})
    assert Coverage.objects.get(article=doubtful.wire.version.article_id).exchange_id == doubtful.exchange.pk
    assert [(made.kind, made.by.get_username()) for made in Decision.objects.kept()] == [("accept", "ines")]
    assert "tells of this exchange 100% 1 of 1" in told(client)
