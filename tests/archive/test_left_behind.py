"""No item of a delivery is left where nothing will ever move it on, whoever else was at its text."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive import read
from diplomacy.archive.deleting.bin import delete, restore
from diplomacy.archive.incoming.deliveries import Part, deliver, progress, resume, stop, try_again
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.incoming.unpack import fetch_item, open_item
from diplomacy.archive.jobs import read as read_job
from diplomacy.archive.models import Article, BinnedKind, Item, ItemState, Version
from diplomacy.archive.status import status
from tests.archive.pages import page
from tests.archive.plain_reader import PlainReader, article, text_of
from tests.intake.fetching.web import Server, gives

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://sund.example/readouts/17"
FIRST = text_of("Vik said that the crew must come home.", url=URL)


@pytest.fixture(autouse=True)
def plain(reader: PlainReader, monkeypatch: pytest.MonkeyPatch) -> PlainReader:
    """The jobs read with the plain reader."""
    monkeypatch.setattr(read, "default_reader", lambda: reader)
    return reader


def opened(*texts: str) -> None:
    deliver([Part(f"{number}.txt", text.encode()) for number, text in enumerate(texts)], title="Texts")
    for pk in Item.objects.order_by("pk").values_list("pk", flat=True):
        open_item(pk)


def work() -> None:
    try:
        call_command("worker", "--once")
    finally:
        connection.close()


def read_all() -> None:
    read_job(list(Version.objects.order_by("pk").values_list("pk", flat=True)))


def test_a_text_that_a_run_in_the_foreground_has_read_is_no_longer_left(reader: PlainReader) -> None:
    opened(FIRST)
    ingest([], reader=reader)
    assert not Version.objects.unread().exists()
    read_all()
    delivery = Item.objects.all()[0].delivery
    assert (progress(delivery).done, progress(delivery).left) == (1, 0)


def test_a_text_whose_article_is_deleted_before_it_is_read_failed_and_waits_again_when_it_is_restored() -> None:
    opened(FIRST)
    binned = delete(BinnedKind.ARTICLE, [Article.objects.get().pk], by=User.objects.create(username="mira"))
    delivery = Item.objects.all()[0].delivery
    assert (progress(delivery).failed, progress(delivery).left) == (1, 0)
    assert "deleted" in Item.objects.get(state=ItemState.FAILED).sentence
    restore(binned.pk, by=binned.by)
    assert progress(delivery).left == 1
    read_all()
    assert progress(delivery).done == 1


def test_a_text_that_no_worker_could_read_costs_a_run_in_the_foreground_nothing_else(
    reader: PlainReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(FIRST)
    Item.objects.update(state=ItemState.FAILED)
    keep = read.keep

    def refusing(version: Version, *found: object) -> None:
        if version.article.url == URL:
            raise RecursionError("too deep")
        keep(version, *found)  # type: ignore[arg-type]

    monkeypatch.setattr(read, "keep", refusing)
    outcomes = ingest([article(text_of("Orrell said that ships wait.", day="1 July 2031"))], reader=reader)
    assert not outcomes.failures
    assert outcomes.compared == 1
    assert Version.objects.unread().get().article.url == URL


def test_a_text_that_is_read_counts_in_the_rate_of_now_and_not_of_when_it_was_stored() -> None:
    opened(FIRST)
    delivery = Item.objects.all()[0].delivery
    long_ago = timezone.now() - timedelta(hours=1)
    Item.objects.update(changed_at=long_ago)
    type(delivery).objects.update(handed_in_at=long_ago)
    delivery.refresh_from_db()
    assert progress(delivery).rate == 0
    read_all()
    assert progress(delivery).rate > 0


def test_what_no_job_foresaw_is_said_of_each_text_and_they_can_be_tried_again(
    reader: PlainReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> PlainReader:
        raise OSError("the model's file is cut off")

    monkeypatch.setattr(read, "default_reader", broken)
    delivery = deliver([Part("readout.txt", FIRST.encode())], title="A text")
    with ThreadPoolExecutor(1) as beside:  # a browser's tests leave an event loop running in this thread
        beside.submit(work).result()
    assert (progress(delivery).failed, progress(delivery).left) == (1, 0)
    assert "the model's file is cut off" in Item.objects.get(version__isnull=False).sentence
    assert status().jobs_failed == 0
    monkeypatch.setattr(read, "default_reader", lambda: reader)
    assert try_again(Item.objects.filter(state=ItemState.FAILED)) == 1
    read_all()
    assert progress(delivery).done == 1
    assert status().is_well


def test_handing_in_and_resuming_take_as_many_queries_however_much_it_is_and_nothing_is_queued_twice() -> None:
    queries = set()
    for most in (2, 40):
        parts = [Part(f"https://sund.example/{most}/{number}") for number in range(most)]
        with CaptureQueriesContext(connection) as handing_in:
            delivery = deliver(parts, title="Addresses")
        stop(delivery)
        ProcrastinateJob.objects.all().delete()
        with CaptureQueriesContext(connection) as resuming:
            assert resume(delivery) == most
        assert resume(delivery) == 0
        assert ProcrastinateJob.objects.count() == most
        queries.add((len(handing_in), len(resuming)))
    assert len(queries) == 1, queries


def test_an_address_that_two_lists_give_is_fetched_for_the_first(web: Server) -> None:
    web.routes["/1"] = gives(page("Vik said that the crew must come home."), kind="text/html")
    rows = f"url,title\n{web.at('/1')},A call\n".encode()
    delivery = deliver([Part("one.csv", rows), Part("other.csv", rows)], title="Two lists")
    for pk in delivery.items.values_list("pk", flat=True):
        open_item(pk)
    first, second = Item.objects.filter(kind="address").order_by("pk")
    assert (first.state, second.state) == ("waiting", "waiting")
    for item in (first, second):
        fetch_item(item.pk)
    assert web.paths().count("/1") == 1
    second.refresh_from_db()
    assert second.state == ItemState.KNOWN
