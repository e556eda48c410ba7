"""How long the server takes for each page of the corpus at hand, in how many queries, and how large the page is.

    DIPLOMACY_DATA=folder python -m benchmarks.pages_speed [--times 20]

Median and 95th percentile in milliseconds, of everything between the request and the last byte, in one process, on the
database that the settings name; of the median how much this process itself was at work, which a busy machine does not
make longer; bytes before compression. The network and the browser are not timed: see
`benchmarks.pages_in_browser`. Of exchanges, articles and actors the one with most to show is taken;
`benchmarks.large_archive` makes ten thousand articles to try it on.
"""

import argparse
import statistics
import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

import diplomacy.wsgi  # noqa: F401 (first, as the server sets Python up)
from diplomacy.archive.models import Actor, Article, Claim, Exchange, Outlet, Pair, Statement, Version
from diplomacy.web.pages.places import Place, TextKey, changes_url, elsewhere_url, pair_url, statement_url

HOST = "127.0.0.1"
WORDS = "crew members"
"""What is searched for."""


def fullest(rows: "QuerySet[Any]", relation: str) -> int | None:
    """The id of the row with most rows related to it."""
    row = rows.annotate(related=Count(relation)).order_by("-related", "pk").first()
    return row.pk if row else None


def pages() -> dict[str, str]:
    """The address of one page of each kind that the corpus has."""
    found = {"home": "/", "exchanges": "/exchanges/", "actors": "/actors/", "outlets": "/outlets/"}
    if exchange := fullest(Exchange.objects.all(), "pairs"):
        here = f"/exchanges/{exchange}/"
        found |= {"exchange": here} | {name: f"{here}{name}/" for name in ("texts", "framing", "sources")}
    if pair := Pair.objects.select_related("left__version", "right__version").order_by("-score", "pk").first():
        found["pair"] = pair_url(pair)
    if said := Statement.objects.filter(version__current=True).select_related("version").order_by("pk").first():
        found["statement"] = statement_url(said)
    if old := Version.objects.filter(current=False).order_by("pk").first():
        new = Version.objects.current().get(article=old.article_id)
        found["changes"] = changes_url(TextKey.of(old), TextKey.of(new))
    for name, rows, relation in (
        ("article", Article.objects.all(), "versions__statements"),
        ("actor", Actor.objects.all(), "statements"),
        ("outlet", Outlet.objects.all(), "articles"),
    ):
        if row := fullest(rows, relation):
            found[name] = f"/{name}s/{row}/"
    for name in ("", "statements/", "concordance/"):
        found[f"search {name.rstrip('/')}".strip()] = f"/search/{name}?{urlencode({'q': WORDS})}"
    if claim := Claim.objects.select_related("version").order_by("pk").first():
        found["search elsewhere"] = elsewhere_url(Place.of_claim(claim))
    return found | {"about": "/about/", "methods": "/methods/"}


def measured(client: Client, address: str) -> tuple[int, int]:
    """How many queries a page takes, and how many bytes it has."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}: nothing to measure there.")
    return len(queries), len(answer.content)


def settled(client: Client, address: str) -> str:
    """Where the page is after it has sent its reader on."""
    ways = client.get(address, secure=True, follow=True).redirect_chain
    return ways[-1][0] if ways else address


def timed(client: Client, address: str, *, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each of `times` answers, and of those at work in this process."""
    took, worked = [], []
    for _ in range(times):
        start, begun = time.perf_counter(), time.process_time()
        client.get(address, secure=True)
        took.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - begun))
    return took, worked


def main() -> None:
    """Print a line a page."""
    parser = argparse.ArgumentParser(description="Server time of each page of the corpus at hand.")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for (2 at least)")
    times = max(2, parser.parse_args().times)
    settings.ALLOWED_HOSTS = [HOST]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": HOST})
    print(f"{'page':<20}{'median':>8}{'p95':>8}{'own':>8}{'queries':>9}{'kB':>7}   ms of {times} answers")
    for name, at in pages().items():
        address = settled(client, at)
        queries, size = measured(client, address)
        took, worked = timed(client, address, times=times)
        middle, late, own = statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(worked)
        line = f"{name:<20}{middle:>8.1f}{late:>8.1f}{own:>8.1f}{queries:>9}{size / 1000:>7.0f}   {address}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
