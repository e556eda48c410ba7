"""What is watched is looked at again: new entries come in, changed texts are new versions, failures back off."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive.incoming.fetch import client
from diplomacy.archive.incoming.watching import FAILURES, Saw, defer_due, due, interval, look, unwatch, watch
from diplomacy.archive.models import Article, Outlet, Version, Watched, WatchedKind
from diplomacy.archive.queue import Job
from diplomacy.intake.fetching import FetchError
from tests.archive.pages import CREW, GRAIN, LAWFUL, RSS, feed, page, spaced, tagged
from tests.archive.test_kill import database_url
from tests.intake.fetching.web import Server, gives

pytestmark = pytest.mark.django_db
HTML = "text/html; charset=utf-8"


def looked(row: Watched) -> Any:
    """A look at the row now, and the row as it is afterwards."""
    found = look(row.pk, unasked=False)
    row.refresh_from_db()
    return found


def queued(job: Job) -> list[dict[str, Any]]:
    return list(ProcrastinateJob.objects.filter(task_name=str(job)).order_by("id").values_list("args", flat=True))


def test_a_feeds_entries_are_watched_and_brought_in_once(web: Server) -> None:
    web.routes |= {
        "/feed": tagged(feed(web.at("/1"), web.at("/2#top"), web.at("/1")), '"a"', RSS),
        "/1": gives(page(CREW), kind=HTML),
        "/2": gives(page(LAWFUL, title="A second call", day=""), kind=HTML),
    }
    row = watch(web.at("/feed"), outlet="Harbour Gazette")
    first = looked(row)
    assert (first.saw, first.found, row.kind) == (Saw.NEW, 2, WatchedKind.FEED)
    pages = list(Watched.objects.filter(found_in=row).order_by("url"))
    assert [one.url for one in pages] == [web.at("/1"), web.at("/2")]
    for one in pages:
        assert look(one.pk).stored == 1  # type: ignore[union-attr]
    assert set(Article.objects.values_list("outlet__name", flat=True)) == {"Harbour Gazette"}
    second = Article.objects.get(title="A second call")
    assert str(second.published_on) == "2031-06-10", "the day that the feed gives"
    assert second.versions.get().original.data == page(LAWFUL, title="A second call", day="")  # type: ignore[union-attr]
    texts = Version.objects.order_by("pk").values_list("pk", flat=True)
    assert [args["versions"] for args in queued(Job.READ)] == [[pk] for pk in texts]

    again = looked(row)
    assert (again.saw, again.sentence) == (Saw.SAME, "The server says that nothing changed.")
    web.routes["/feed"] = tagged(feed(web.at("/3"), web.at("/1")), '"b"', RSS)
    assert looked(row).found == 1
    assert Watched.objects.count() == 4
    assert Outlet.objects.get().name == "Harbour Gazette"


def test_only_a_changed_text_is_a_new_version(web: Server) -> None:
    story = page(CREW, LAWFUL)
    web.routes["/1"] = gives(story, kind=HTML)
    row = watch(web.at("/1"))
    assert looked(row).saw is Saw.NEW
    assert row.changed_at is not None
    changed = row.changed_at
    for same in (page(CREW, LAWFUL, around="another"), page(CREW, LAWFUL, around="third"), spaced(story)):
        web.routes["/1"] = gives(same, kind=HTML)
        assert looked(row).saw is Saw.SAME, same
    assert Version.objects.count() == 1
    assert row.changed_at == changed
    web.routes["/1"] = gives(page(CREW, GRAIN, around="another"), kind=HTML)
    assert looked(row).saw is Saw.NEW
    article = Article.objects.get()
    assert [version.current for version in article.versions.order_by("seen_at")] == [False, True]
    assert GRAIN in article.versions.get(current=True).text
    assert len(queued(Job.READ)) == 2


def test_a_feed_with_whole_texts_is_read_itself(web: Server) -> None:
    body = " ".join(["Foreign Minister Ana Vik spoke with Pavel Orrell.", CREW, LAWFUL, GRAIN] * 6)
    entry = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title>
    <entry><title>A call</title><link href="{web.at("/1")}"/><updated>2031-06-10T09:00:00Z</updated>
    <content type="html">&lt;p&gt;{body}&lt;/p&gt;</content></entry></feed>"""
    web.routes["/feed"] = gives(entry.encode(), kind="application/atom+xml")
    row = watch(web.at("/feed"))
    assert (looked(row).stored, row.kind) == (1, WatchedKind.FEED)
    assert Watched.objects.count() == 1, "its page would tell the same in another cut"
    web.routes["/feed"] = gives(entry.replace("winter", "autumn").encode(), kind="application/atom+xml")
    assert looked(row).stored == 1
    assert (Article.objects.count(), Version.objects.count()) == (1, 2)


def test_failures_back_off_are_told_and_given_up(web: Server) -> None:
    web.routes["/1"] = gives(b"", status=503, Retry_After="90000")
    row = watch(web.at("/1"))
    assert looked(row).saw is Saw.FAILED
    assert row.next_look - timezone.now() > timedelta(seconds=89_000)
    assert "out of order for now (status 503)" in row.sentence
    web.routes["/1"] = gives(b"", status=500)
    client.cache_clear()  # it would keep away from this host for so long
    waits = []
    for _ in range(FAILURES - 1):
        assert row.active
        looked(row)
        waits.append(row.next_look - timezone.now())
    assert (row.failures, row.active) == (FAILURES, False)
    assert waits == sorted(waits)
    assert timedelta(days=1) < waits[-1] < timedelta(days=3)
    assert look(row.pk) is None
    row = watch(web.at("/1"))
    assert (row.active, row.failures, Watched.objects.count()) == (True, 0, 1)
    web.routes["/1"] = gives(page(CREW), kind=HTML)
    assert looked(row).saw is Saw.NEW
    assert row.failures == 0


def test_a_page_that_was_taken_down_is_left_alone_at_once(web: Server) -> None:
    web.routes["/1"] = gives(b"", status=410)
    row = watch(web.at("/1"))
    looked(row)
    assert not row.active
    assert "taken down" in row.sentence


def test_a_page_without_a_text_or_a_day_is_a_failure(web: Server) -> None:
    web.routes |= {"/1": gives(b"<html><body></body></html>", kind=HTML), "/2": gives(page(CREW, day=""), kind=HTML)}
    for path in ("/1", "/2"):
        row = watch(web.at(path))
        assert looked(row).saw is Saw.FAILED
        assert row.failures == 1
    watch(web.at("/2"), published=timezone.localdate())
    assert looked(row).saw is Saw.NEW


def test_a_host_that_wants_rest_has_not_failed(web: Server) -> None:
    web.routes |= {
        "/robots.txt": gives(b"User-agent: *\nCrawl-delay: 120\n", kind="text/plain"),
        "/1": gives(page(CREW), kind=HTML),
        "/2": gives(page(LAWFUL), kind=HTML),
    }
    first, second = watch(web.at("/1")), watch(web.at("/2"))
    assert looked(first).saw is Saw.NEW
    assert looked(second).saw is Saw.SAME
    assert (second.failures, second.active, second.looked_at) == (0, True, None)
    assert timedelta(seconds=60) < second.next_look - timezone.now() < timedelta(seconds=121)
    assert "/2" not in web.paths()


def test_what_is_due_is_queued_once(web: Server) -> None:
    rows = [watch(web.at(f"/{number}")) for number in range(3)]
    Watched.objects.filter(pk=rows[0].pk).update(next_look=timezone.now() + timedelta(hours=1))
    Watched.objects.filter(pk=rows[1].pk).update(active=False)
    assert defer_due() == 1
    assert defer_due() == 1
    assert queued(Job.LOOK) == [{"watched": rows[2].pk}]
    assert [row.pk for row in due()] == [rows[2].pk]
    assert look(rows[0].pk) is None, "its time has not come"


def test_off_the_list(web: Server) -> None:
    web.routes["/feed"] = gives(feed(web.at("/1"), web.at("/2")), kind=RSS)
    row = watch(web.at("/feed"))
    looked(row)
    assert unwatch(web.at("/1")) == 1
    assert looked(row).found == 0, "a page that was taken off does not come back by its feed"
    assert not Watched.objects.get(url=web.at("/1")).active
    assert unwatch(web.at("/feed")) == 3
    assert unwatch(web.at("/feed")) == 0


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(FetchError, match="only http and https"):
        watch("ftp://example.org/feed")


@given(st.floats(0, 20_000), st.floats(0, 20_000), st.sampled_from(WatchedKind))
def test_the_longer_nothing_is_new_the_rarer_are_the_looks(one: float, other: float, kind: WatchedKind) -> None:
    now = timezone.now()
    shorter, longer = (
        interval(Watched(kind=kind, added_at=now - timedelta(hours=hours)), now) for hours in sorted((one, other))
    )
    assert timedelta(minutes=10) <= shorter <= longer <= timedelta(days=14)


@pytest.mark.django_db(transaction=True)
def test_a_worker_looks_reads_and_compares(web: Server) -> None:
    web.routes |= {
        "/feed": gives(feed(web.at("/1"), web.at("/2")), kind=RSS),
        "/1": gives(page(CREW), kind=HTML),
        "/2": gives(page(CREW, LAWFUL, title="Ministers talk", outlet="Sund Times"), kind=HTML),
    }
    watch(web.at("/feed"))
    environment = {"DATABASE_URL": database_url(), "DIPLOMACY_FETCH_LOOPBACK": "1", "DIPLOMACY_FETCH_PAUSE": "0"}
    for _ in range(2):  # the feed, then what it led to
        defer_due()
        done = subprocess.run(
            [sys.executable, "manage.py", "worker", "--once"],
            cwd=settings.BASE,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert Watched.objects.filter(failures=0).count() == 3
    assert Article.objects.count() == 2
    assert not Version.objects.filter(pipeline="").exists()
