"""What was handed in and what is watched, as curators follow it: progress, failures, stopping, trying again."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive.incoming.deliveries import Part, deliver
from diplomacy.archive.incoming.unpack import open_item
from diplomacy.archive.models import Article, Delivery, Item, ItemState, Watched
from diplomacy.archive.queue import Job
from diplomacy.web.pages.deliveries import PER_PAGE
from tests.archive.plain_reader import text_of
from tests.web.test_bringing_in import HTMX, SAID, WITH_SCRIPT, curators

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(curators())
    return client


def followed(count: int) -> Delivery:
    """A delivery of so many texts, of which the first failed and the last waits."""
    parts = [Part(f"{n}.txt", text_of(SAID, title=f"Call {n}").encode()) for n in range(count)]
    delivery = deliver(parts, title=f"{count} texts")
    items = list(delivery.items.order_by("pk"))
    Item.objects.filter(pk=items[0].pk).update(state=ItemState.FAILED, sentence=f"0.txt: broken {WITH_SCRIPT}.")
    for item in items[1:-1]:
        open_item(item.pk)
    return delivery


def test_progress_and_failures_are_shown(curator: Client) -> None:
    delivery = followed(4)
    Item.objects.filter(state=ItemState.STORED, name="1.txt").update(state=ItemState.READ)
    html = curator.get(f"/deliveries/{delivery.pk}/").content.decode()
    assert "Waiting for a worker: 1 done, 1 failed, 2 left." in html
    assert re.search(r'<progress max="4" value="2"[^>]*>2 of 4</progress>', html)
    assert "0.txt: broken &lt;script&gt;" in html
    assert f'href="/articles/{Article.objects.get(title="Call 1").pk}/"' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    failed = curator.get(f"/deliveries/{delivery.pk}/?show=failed").content.decode()
    assert "0.txt" in failed and "Call 1" not in failed


def test_the_list_comes_with_progress_only_where_there_is_news(curator: Client) -> None:
    delivery = followed(4)
    headers = {**HTMX, "HX-Target": "progress"}
    first = curator.get(f"/deliveries/{delivery.pk}/", headers=headers).content.decode()
    step = re.search(r'"X-Told": "([^"]+)"', first)
    assert step and 'id="list"' in first and 'hx-swap-oob="innerHTML:#told"' in first
    second = curator.get(f"/deliveries/{delivery.pk}/", headers={**headers, "X-Told": step[1]}).content.decode()
    assert 'id="progress"' in second and 'id="list"' not in second and '#told"' not in second
    Item.objects.filter(delivery=delivery, state__in=(ItemState.STORED, ItemState.WAITING)).update(state=ItemState.READ)
    last = curator.get(f"/deliveries/{delivery.pk}/", headers={**headers, "X-Told": step[1]}).content.decode()
    assert "hx-trigger" not in last.partition('id="list"')[0] and "Finished: 3 done, 1 failed." in last


def test_stop_resume_and_try_again(curator: Client) -> None:
    delivery = followed(4)
    here = f"/deliveries/{delivery.pk}/"
    assert curator.post(here, {"do": "stop"}).headers["Location"] == here
    assert "Stopped: 0 done, 1 failed, 3 left." in curator.get(here).content.decode()
    part = curator.post(here, {"do": "resume"}, headers={**HTMX, "HX-Target": "progress"}).content.decode()
    assert "Waiting for a worker" in part and 'value="stop"' in part
    failed = Item.objects.get(state=ItemState.FAILED)
    other = deliver([Part("other.txt", b"A")], title="Another").items.get()
    Item.objects.filter(pk=other.pk).update(state=ItemState.FAILED)
    for wrong in ("999999", "²", f"{2**70}", f"{other.pk}"):
        curator.post(here, {"do": "try again", "item": wrong})
    assert Item.objects.filter(state=ItemState.FAILED).count() == 2
    curator.post(here, {"do": "try again", "item": failed.pk})
    assert list(Item.objects.filter(state=ItemState.FAILED)) == [other]
    curator.post(f"/deliveries/{other.delivery_id}/", {"do": "try again"})
    assert not Item.objects.filter(state=ItemState.FAILED).exists()


def test_the_day_of_those_that_give_none_can_be_said_later(curator: Client) -> None:
    delivery = deliver([Part("undated.txt", b"A headline\n\nAna Vik said that ships wait.\n")], title="Undated")
    open_item(Item.objects.get().pk)
    here = f"/deliveries/{delivery.pk}/"
    assert "does not say when it was published" in curator.get(here).content.decode()
    curator.post(here, {"do": "try again", "published": "2031-06-11"})
    open_item(Item.objects.get(within=None).pk)
    assert f"{Article.objects.get().published_on}" == "2031-06-11"


def test_as_many_queries_for_many_as_for_one(curator: Client) -> None:
    few, many = followed(3), followed(PER_PAGE + 8)

    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert curator.get(path).status_code == 200
        return len(made)

    assert queries(f"/deliveries/{few.pk}/") == queries(f"/deliveries/{many.pk}/") <= 12
    assert "Page 1 of 2" in curator.get(f"/deliveries/{many.pk}/").content.decode()
    before = queries("/deliveries/")
    for n in range(5):
        deliver([Part("a.txt", b"A")], title=f"More {n}")
    assert queries("/deliveries/") == before <= 10


def test_what_is_not_there_is_not_found(curator: Client) -> None:
    for number in (0, 2**31, 2**63, 10**40):
        assert (
            curator.get(f"/bring-in/{number}/").status_code == curator.get(f"/deliveries/{number}/").status_code == 404
        )


def test_addresses_are_watched_looked_at_and_removed(curator: Client) -> None:
    assert "Nothing is watched yet" in curator.get("/watched/").content.decode()
    given = {"do": "watch", "url": "https://mfa.example/feed.xml", "outlet": "The Sund Gazette", "outlet_kind": "press"}
    assert curator.post("/watched/", given).headers["Location"] == "/watched/"
    row = Watched.objects.select_related("outlet").get()
    assert row.outlet and (row.outlet.name, row.outlet.kind) == ("The Sund Gazette", "press")
    assert ProcrastinateJob.objects.filter(task_name=str(Job.LOOK)).count() == 1
    Watched.objects.update(active=False, failures=3, sentence=f"It can’t be reached {WITH_SCRIPT}.")
    html = curator.get("/watched/").content.decode()
    assert "left alone" in html and "can’t be reached &lt;script&gt;" in html and "(3 times, one after another)" in html
    curator.post("/watched/", {"do": "look now", "address": row.pk})
    assert Watched.objects.get().active
    assert ProcrastinateJob.objects.filter(task_name=str(Job.LOOK)).count() == 1, "one look waits, not two"
    curator.post("/watched/", {"do": "remove", "address": row.pk})
    assert not Watched.objects.exists()
    assert curator.post("/watched/", {"do": "remove", "address": row.pk}).status_code == 404


@pytest.mark.parametrize("url", ["", "ftp://mfa.example/feed", "https://user:secret@mfa.example/", "mfa", "http://"])
def test_what_is_no_address_is_not_watched(curator: Client, url: str) -> None:
    answer = curator.post("/watched/", {"do": "watch", "url": url})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
    assert not Watched.objects.exists()


def test_watched_addresses_take_as_many_queries_for_many_as_for_one(curator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert curator.get("/watched/").status_code == 200
        return len(made)

    curator.post("/watched/", {"do": "watch", "url": "https://mfa.example/feed.xml", "outlet": "The Sund Gazette"})
    feed, before = Watched.objects.get(), queries()
    for n in range(PER_PAGE + 5):
        url = f"https://mfa.example/{n}"
        Watched.objects.create(url=url, kind="page", outlet=feed.outlet, found_in=feed, next_look=feed.next_look)
    assert queries() == before <= 10
    assert f"led to {PER_PAGE + 5} pages" in curator.get("/watched/").content.decode()
