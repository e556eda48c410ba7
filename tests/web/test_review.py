"""The review queue: who gets which pair, what a decision does and costs, and what is told where two decide at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.deciding.reviewing import HELD_FOR, next_item
from diplomacy.archive.models import Coverage, Decision, Exchange, Lease, Pair, Subject
from diplomacy.archive.models.exchanges import FAIRLY_SURE
from diplomacy.archive.roles import Role
from tests.web import queues
from tests.web.corpus import Corpus
from tests.web.every_page import CURATORS
from tests.web.queues import HTMX, given
from tests.web.test_decisions import account

pytestmark = pytest.mark.django_db
AT = "/review/"
shown, press = partial(queues.shown, AT), partial(queues.press, AT)
A_PRESS = 26
"""Queries of a decision and of the next pair: none for each pair in the queue, nor for each decision before."""


def curator(name: str) -> User:
    user = User.objects.create_user(name)
    user.user_permissions.add(Permission.objects.get(codename="add_decision"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def mira(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the pairs out)
    client = Client(headers=HTMX)
    client.force_login(curator("mira"))
    return client


@pytest.fixture
def jon(corpus: Corpus) -> Client:  # noqa: ARG001 (the same)
    client = Client(headers=HTMX)
    client.force_login(curator("jon"))
    return client


def pair_in(html: str) -> int:
    return int(given(html)["pair"][0])  # type: ignore[index]


def test_strangers_sign_in_and_readers_are_refused(client: Client, corpus: Corpus) -> None:  # noqa: ARG001
    assert client.get(AT).headers["Location"].startswith("/sign-in/?next=/review/")
    client.force_login(User.objects.create_user("reader"))
    assert client.get(AT).status_code == 403
    assert client.post(AT, {"do": "accept"}).status_code == 403


def test_every_page_with_keys_tells_those_that_it_has(corpus: Corpus) -> None:
    Coverage.objects.filter(article=corpus.wire.version.article_id).update(doubts=2)
    Exchange.objects.filter(pk=corpus.lone.pk).update(date=corpus.exchange.date)
    client = Client()
    client.force_login(account("ines", Role.EDITOR))
    for name in ("review", "review-speakers", "review-exchanges", "review-actors", "pair-by-hand"):
        page, _, dialog = client.get(CURATORS[name](corpus)).content.decode().partition('<dialog id="keys"')
        there = {key for key in re.findall(r'data-key="(.)"', page) if not key.isdigit()}
        assert there, name
        told = {key for key in re.findall("<kbd>(.)</kbd>", dialog) if not key.isdigit()}
        assert told - {"u", "g", "?"} == there, f"{name}: u is there once something was decided, g and ? on all"


def test_the_least_certain_come_first_and_none_that_is_decided(mira: Client) -> None:
    scores = []
    while 'name="pair"' in (html := shown(mira)):
        scores.append(Pair.objects.get(pk=pair_in(html)).score)
        press(mira, html, do="accept")
    far = [abs(score - FAIRLY_SURE) for score in scores]
    assert far == sorted(far)
    assert len(scores) == 8, "all but the one that a curator made"
    assert "Every pair is decided" in shown(mira)


def test_a_press_decides_and_brings_the_next_in_a_bounded_number_of_queries(mira: Client) -> None:
    counts = []
    for do in ("accept", "reject", "accept"):
        html = shown(mira)
        with CaptureQueriesContext(connection) as counted:
            answer = press(mira, html, do=do)
        assert pair_in(answer) != pair_in(html)
        assert "<html" not in answer
        counts.append(len(counted))
    assert max(counts) <= A_PRESS
    assert list(Decision.objects.order_by("pk").values_list("kind", flat=True)) == ["accept", "reject", "accept"]


def test_a_relation_and_facets_are_chosen_and_told_by_name_on_the_pairs_page(mira: Client) -> None:
    html = shown(mira)
    pair = Pair.objects.get(pk=pair_in(html))
    press(mira, html, relation="shifted", facet=["verb", "detail"], note="<b>It binds less.</b>")
    pair.refresh_from_db()
    assert (pair.relation, pair.facets, pair.origin) == ("shifted", ["verb", "detail"], "curator")
    page = Client().get(f"/exchanges/{pair.exchange_id}/pairs/{pair.pk}/", follow=True).content.decode()
    assert "Changed by mira: was reworded (another name, quoted by one only)</a>." in page
    assert "&lt;b&gt;It binds less." in page
    assert "changed by mira" in Client().get(f"/exchanges/{pair.exchange_id}/").content.decode()


def test_undoing_brings_the_pair_back_as_it_was(mira: Client) -> None:
    html = shown(mira)
    before = Pair.objects.get(pk=pair_in(html))
    after = press(mira, html, do="reject")
    assert not Pair.objects.filter(left=before.left_id, right=before.right_id).exists()
    undone = press(mira, after, do="undo")
    again = Pair.objects.get(pk=pair_in(undone))
    assert (again.left_id, again.right_id, again.relation, again.origin) == (
        *(before.left_id, before.right_id, before.relation),
        "machine",
    )


def test_what_stands_on_one_claim_alone_is_undone_all_the_same(mira: Client) -> None:
    html = shown(mira)
    after = press(mira, html, do="reject")
    made = Decision.objects.get()
    made.anchors.filter(pk=made.anchors.earliest("pk").pk).update(claim=None)
    assert "Undone." in press(mira, after, do="undo")
    assert not Decision.objects.kept().exists()


def test_passing_over_goes_on_and_does_not_come_back(mira: Client) -> None:
    html, seen = shown(mira), []
    while 'name="pair"' in html:
        seen.append(pair_in(html))
        html = press(mira, html, do="skip")
    assert len(seen) == len(set(seen)) == 8
    assert "Begin again" in html
    assert not Decision.objects.exists()


def test_two_curators_never_have_the_same_pair_until_a_lease_ends(mira: Client, jon: Client) -> None:
    first, second = pair_in(shown(mira)), pair_in(shown(jon))
    assert first != second
    assert (pair_in(shown(mira)), pair_in(shown(jon))) == (first, second), "loading the page anew"
    lease = Lease.objects.get(item=first)
    lease.until -= 2 * HELD_FOR
    lease.save()
    assert next_item(Subject.PAIR, User.objects.get(username="jon")) == first


@pytest.mark.parametrize(("do", "told"), [("accept", "confirmed by mira"), ("reject", "mira rejected it meanwhile")])
def test_who_decides_second_is_told_and_keeps_their_note(mira: Client, jon: Client, do: str, told: str) -> None:
    html = shown(mira)
    press(mira, html, do=do)
    answer = press(jon, html, relation="same", note="I see no difference.")
    assert told in answer
    assert "I see no difference." in answer
    assert [decision.by.get_username() for decision in Decision.objects.all()] == ["mira"]
    if do == "accept":
        press(jon, answer, relation="same", note="I see no difference.")
        assert [decision.by.get_username() for decision in Decision.objects.kept()] == ["jon"]
        assert Pair.objects.get(decision__by__username="jon").relation == "same"


def test_what_was_read_anew_meanwhile_or_comes_in_broken_puts_nothing_down(mira: Client) -> None:
    html = shown(mira)
    for wrong in ({"claim": ["1"]}, {"claim": ["999999", "999998"]}, {"relation": "friendly"}, {"exchange": "x"}):
        answer = press(mira, html, **{"do": "accept", **wrong})
        assert "nothing was put down" in answer
    assert not Decision.objects.exists()


def test_a_note_is_kept_without_what_the_database_refuses(mira: Client) -> None:
    press(mira, shown(mira), do="accept", note=f" Both\x00 say so.\nTwice. {'x' * 3000}")
    assert Decision.objects.get().note == f"Both say so.\nTwice. {'x' * 3000}"[:2000]


def test_without_script_the_buttons_lead_back_to_the_queue(mira: Client) -> None:
    html = shown(mira)
    answer = mira.post(AT, given(html, do="accept"), headers={"HX-Request": ""}, follow=True)
    assert answer.redirect_chain == [(AT, 302)]
    assert "Confirmed: " in answer.content.decode()


def test_any_pair_is_decided_from_its_own_page(mira: Client, jon: Client, corpus: Corpus) -> None:
    pair = corpus.contradicted
    where, way = f"/exchanges/{pair.exchange_id}/pairs/{pair.pk}/", f'href="/review/?pair={pair.pk}"'
    assert way in mira.get(where).content.decode()
    assert way not in Client(headers=HTMX).get(where).content.decode()
    html = mira.get(f"/review/?pair={pair.pk}").content.decode()
    assert pair_in(html) == pair.pk
    other = jon.get(f"/review/?pair={pair.pk}").content.decode()
    assert "Somebody else has the pair" in other
    assert pair_in(other) != pair.pk
    press(mira, html, do="accept", note="Both say so.")
    again = jon.get(f"/review/?pair={pair.pk}").content.decode()
    assert "confirmed by mira</a>, “Both say so.”, and stands as contradicted" in again
    press(jon, again, do="reject")
    assert not Pair.objects.filter(left=pair.left_id, right=pair.right_id).exists()
    assert "is there no more" in mira.get(f"/review/?pair={pair.pk}").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acts", [("accept", "reject"), ("accept", "accept")])
def test_of_two_sessions_that_decide_at_one_moment_one_wins_and_the_other_is_told(
    served: Corpus, acts: tuple[str, str]
) -> None:
    names, at_once = ("mira", "jon"), Barrier(2)
    clients = [Client(headers=HTMX) for _ in names]
    for client, name in zip(clients, names, strict=True):
        client.force_login(curator(name))
    html = clients[0].get(f"/review/?pair={served.contradicted.pk}").content.decode()

    def decides(client: Client, do: str) -> str:
        try:
            at_once.wait(timeout=30)
            return press(client, html, do=do, note=f"{do}, said I")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(decides, clients, acts))
    (made,) = Decision.objects.all()
    loser = 1 - names.index(made.by.get_username())
    assert made.kind == acts[1 - loser]
    assert ["othing of yours was put down" in answer for answer in answers] == [loser == 0, loser == 1]
    assert f"{acts[loser]}, said I" in answers[loser], "what they had written"
