"""How long the server takes for each page of the corpus at hand, in how many queries, and how large the page is.

    DIPLOMACY_DATA=folder python -m benchmarks.pages_speed [--times 20 | --each 60]

Median and 95th percentile in milliseconds, of everything between the request and the last byte, in one process, on the
database that the settings name; of the median how much this process itself was at work, which a busy machine does not
make longer; bytes before compression. The network and the browser are not timed: see
`benchmarks.pages_in_browser`. Of exchanges, articles and actors the one with most to show is taken, again and again, or
with `--each` so many with most to show, each once: then nothing helps that is kept between answers.
`benchmarks.large_archive` makes ten thousand articles to try it on.
"""

import argparse
import statistics
import time
from collections.abc import Iterable
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
FEWEST = 3
"""So many pages of a kind are worth a line, where each is asked for once."""


def fullest(rows: "QuerySet[Any]", relation: str, most: int) -> list[int]:
    """The ids of the rows with most rows related to them."""
    ordered = rows.annotate(related=Count(relation)).order_by("-related", "pk")
    return list(ordered.values_list("pk", flat=True)[:most])


def pages(most: int = 1) -> dict[str, list[str]]:
    """By kind of page the addresses of those that the corpus has, `most` of them at most."""
    found = {"home": ["/"], "exchanges": ["/exchanges/"], "actors": ["/actors/"], "outlets": ["/outlets/"]}
    exchanges = fullest(Exchange.objects.all(), "pairs", most)
    for name in ("", "texts/", "framing/", "sources/"):
        found[name.rstrip("/") or "exchange"] = [f"/exchanges/{pk}/{name}" for pk in exchanges]
    pairs = Pair.objects.select_related("left__version", "right__version").order_by("-score", "pk")
    found["pair"] = [pair_url(pair) for pair in pairs[:most]]
    said = Statement.objects.filter(version__current=True).select_related("version").order_by("pk")
    found["statement"] = [statement_url(one) for one in said[:most]]
    found["changes"] = [
        changes_url(TextKey.of(old), TextKey.of(Version.objects.current().get(article=old.article_id)))
        for old in Version.objects.filter(current=False).order_by("pk")[:most]
    ]
    for name, rows, relation in (
        ("article", Article.objects.all(), "versions__statements"),
        ("actor", Actor.objects.all(), "statements"),
        ("outlet", Outlet.objects.all(), "articles"),
    ):
        found[name] = [f"/{name}s/{pk}/" for pk in fullest(rows, relation, most)]
    for name in ("", "statements/", "concordance/"):
        found[f"search {name.rstrip('/')}".strip()] = [f"/search/{name}?{urlencode({'q': WORDS})}"]
    claims = Claim.objects.select_related("version").order_by("pk")
    found["search elsewhere"] = [elsewhere_url(Place.of_claim(claim)) for claim in claims[:most]]
    return {name: addresses for name, addresses in found.items() if addresses} | {
        "about": ["/about/"],
        "methods": ["/methods/"],
    }


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


def timed(client: Client, addresses: Iterable[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer that is a page, and of those at work in this process."""
    took, worked = [], []
    for address in addresses:
        start, begun = time.perf_counter(), time.process_time()
        answer = client.get(address, secure=True)
        ended, left = time.perf_counter(), time.process_time()
        if answer.status_code == 200:
            took.append(1000 * (ended - start))
            worked.append(1000 * (left - begun))
    return took, worked


def main() -> None:
    """Print a line a page."""
    parser = argparse.ArgumentParser(description="Server time of each page of the corpus at hand.")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for (2 at least)")
    parser.add_argument("--each", type=int, default=0, help="ask for so many pages of a kind, each once (4 at least)")
    asked = parser.parse_args()
    settings.ALLOWED_HOSTS = [HOST]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": HOST})
    print(f"{'page':<20}{'median':>8}{'p95':>8}{'own':>8}{'queries':>9}{'kB':>7}{'answers':>9}")
    for name, found in pages(asked.each or 1).items():
        first, *others = [settled(client, found[0]), *found[1:]]
        if asked.each and len(others) < FEWEST:
            continue
        queries, size = measured(client, first)
        took, worked = timed(client, others if asked.each else [first] * max(2, asked.times))
        middle, late, own = statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(worked)
        line = f"{name:<20}{middle:>8.1f}{late:>8.1f}{own:>8.1f}{queries:>9}{size / 1000:>7.0f}{len(took):>9}   {first}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
