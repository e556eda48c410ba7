"""The pages on which curators correct exchanges: what each act changes, who may do it, and what is told."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.deciding import regroup
from diplomacy.archive.models import Coverage, Decision, Exchange
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus

pytestmark = pytest.mark.django_db


def member(name: str, role: Role) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=role.value))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def mira(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the exchanges out)
    client = Client()
    client.force_login(member("mira", Role.EDITOR))
    return client


def form_of(html: str, number: int) -> dict[str, list[str]]:
    """The fields of a form of the page that a browser sends without anybody touching them."""
    part = re.findall(r"<form class=\"[^\"]*curate.*?</form>", html, re.S)[number]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", part):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            fields.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', part, re.S):
        fields[name] = re.findall(r'value="([^"]*)" selected', options) or [""]
    return fields


def at(exchange: int) -> str:
    return f"/exchanges/{exchange}/edit/"


def page(client: Client, exchange: int) -> str:
    answer = client.get(at(exchange))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_exchange_is_described_and_the_page_says_who_did(mira: Client, corpus: Corpus) -> None:
    url = at(corpus.lone.pk)
    given = form_of(page(mira, corpus.lone.pk), 0)
    given |= {"exchange-kind": ["visit"], "exchange-date": ["2024-06-03"], "exchange-add": ["ostmark"]}
    given |= {"exchange-note": ["The paper says so."], "do": ["describe"]}
    answer = mira.post(url, given, follow=True)
    assert "Set, and kept" in answer.content.decode()
    lone = Exchange.objects.get(pk=corpus.lone.pk)
    assert (lone.kind, str(lone.date), lone.participants.count()) == ("visit", "2024-06-03", 2)
    assert "The paper says so." in page(mira, lone.pk)
    refused = mira.post(url, {**given, "exchange-add": ["Nobody at all"]})
    assert (refused.status_code, "No actor goes by “Nobody at all”" in refused.content.decode()) == (422, True)
    met = mira.post(url, {**given, "exchange-add": [""], "exchange-kind": ["letter"]})
    assert (met.status_code, "mira decided on this exchange meanwhile" in met.content.decode()) == (409, True)
    assert 'value="The paper says so."' in met.content.decode(), "what was written is there still"
    [made] = Decision.objects.all()
    mira.post(f"/decisions/{made.pk}/")
    lone.refresh_from_db()
    assert (lone.kind, lone.participants.count()) == ("meeting", 1)


def test_a_merge_says_what_it_changes_before_and_the_old_address_leads_on(mira: Client, corpus: Corpus) -> None:
    lone, other = corpus.lone.pk, corpus.exchange.pk
    given = {**form_of(page(mira, lone), 1), "number": [str(other)], "do": ["merge"]}
    sure = mira.post(at(lone), given).content.decode()
    assert "1 account goes to telephone or video call of" in sure
    assert "keeps its date, kind and participants" in sure
    assert not Decision.objects.exists(), "nothing is done yet"
    told = mira.post(at(lone), {**form_of(sure, 0), "do": "merge"}, follow=True)
    assert told.redirect_chain[-1][0] == at(other)
    assert Coverage.objects.filter(exchange=other).count() == 5
    for reading in ("", "texts/", "framing/", "framing/names.csv", "sources/"):
        assert mira.get(f"/exchanges/{lone}/{reading}").headers["Location"] == f"/exchanges/{other}/{reading}"
    assert mira.get(at(lone)).headers["Location"] == at(other)
    mira.post(f"/decisions/{Decision.objects.get().pk}/")
    assert mira.get(f"/exchanges/{lone}/").status_code == 200


def test_who_decides_of_an_exchange_that_was_merged_meanwhile_is_told_and_keeps_their_note(
    mira: Client, corpus: Corpus
) -> None:
    given = form_of(page(mira, corpus.lone.pk), 0)
    regroup.merge(corpus.lone.pk, corpus.exchange.pk, by=member("jon", Role.EDITOR))
    given |= {"exchange-kind": ["visit"], "exchange-note": ["The paper says so."], "do": ["describe"]}
    answer = mira.post(at(corpus.lone.pk), given, follow=True)
    assert answer.redirect_chain[-1][0] == at(corpus.exchange.pk)
    assert "Nothing was changed" in answer.content.decode()
    assert "Your note was: “The paper says so.”" in answer.content.decode()


def test_accounts_are_split_off_moved_and_taken_out(mira: Client, corpus: Corpus) -> None:
    here, wire = corpus.exchange.pk, corpus.wire.version.article_id
    for do in ("split", "move", "out"):
        chosen = {**form_of(page(mira, here), 1), "account": [str(wire)], "into": [str(corpus.lone.pk)], "do": [do]}
        sure = mira.post(at(here), chosen).content.decode()
        assert "What will change" in sure
        mira.post(at(here), {**form_of(sure, 0), "do": do})
        made = Decision.objects.latest("pk")
        held = Coverage.objects.filter(article=wire).values_list("exchange", flat=True).first()
        assert held == {"split": made.to_id, "move": corpus.lone.pk, "out": None}[do]
        assert held != here
        mira.post(f"/decisions/{made.pk}/")
        assert Coverage.objects.get(article=wire).exchange_id == here
    nothing = mira.post(at(here), {"do": "split"})
    assert (nothing.status_code, "Choose the accounts first" in nothing.content.decode()) == (422, True)


def test_a_curator_may_all_but_merge(corpus: Corpus) -> None:
    jon = Client()
    jon.force_login(member("jon", Role.CURATOR))
    html = page(jon, corpus.lone.pk)
    assert "Split them off" in html and "Merge all of it" not in html
    given = {"do": "merge", "into": corpus.exchange.pk, "sure": "yes"}
    assert jon.post(at(corpus.lone.pk), given).status_code == 403
    assert not Decision.objects.exists()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_no_page_asks_more_for_more_rows(mira: Client, corpus: Corpus) -> None:
    one, four = (Coverage.objects.filter(exchange=row) for row in (corpus.lone, corpus.exchange))
    assert (one.count(), four.count()) == (1, 4)
    assert queries(mira, at(corpus.exchange.pk)) <= queries(mira, at(corpus.lone.pk)) + 1, "an initiator's country"
