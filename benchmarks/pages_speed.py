"""How long the server takes for each page of the corpus at hand: median and 95th percentile, in milliseconds.

    DIPLOMACY_DATA=folder python -m benchmarks.pages_speed [--times 20]

Everything between the request and the last byte is timed, in one process, on the database that the settings name;
the network and the browser are not. Of exchanges, articles and actors the one with most to show is taken.
"""

import argparse
import os
import statistics
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count, QuerySet  # noqa: E402
from django.test import Client  # noqa: E402

from diplomacy.archive.models import Actor, Article, Exchange, Outlet, Pair  # noqa: E402

HOST = "127.0.0.1"


def fullest(rows: "QuerySet[Any]", relation: str) -> int | None:
    """The id of the row with most rows related to it."""
    row = rows.annotate(related=Count(relation)).order_by("-related", "pk").first()
    return row.pk if row else None


def pages() -> dict[str, str]:
    """The address of one page of each kind that the corpus has."""
    found = {"home": "/", "exchanges": "/exchanges/", "actors": "/actors/", "outlets": "/outlets/"}
    if exchange := fullest(Exchange.objects.all(), "pairs"):
        found |= {"exchange": f"/exchanges/{exchange}/", "framing": f"/exchanges/{exchange}/framing/"}
    if pair := Pair.objects.order_by("-score", "pk").first():
        found["pair"] = f"/exchanges/{pair.exchange_id}/pairs/{pair.pk}/"
    for name, rows, relation in (
        ("article", Article.objects.all(), "versions__statements"),
        ("actor", Actor.objects.all(), "statements"),
        ("outlet", Outlet.objects.all(), "articles"),
    ):
        if row := fullest(rows, relation):
            found[name] = f"/{name}s/{row}/"
    return found | {"methods": "/methods/"}


def timed(client: Client, address: str, *, times: int) -> list[float]:
    """Milliseconds of each of `times` answers, after one that is not counted."""
    took = []
    for _ in range(times + 1):
        start = time.perf_counter()
        answer = client.get(address, secure=True)
        took.append(1000 * (time.perf_counter() - start))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}: nothing to measure there.")
    return took[1:]


def main() -> None:
    """Print a line a page."""
    parser = argparse.ArgumentParser(description="Server time of each page of the corpus at hand.")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for (2 at least)")
    times = max(2, parser.parse_args().times)
    settings.ALLOWED_HOSTS = [HOST]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": HOST})
    print(f"{'page':<12}{'median':>8}{'p95':>8}   ms of {times} answers")
    for name, address in pages().items():
        took = timed(client, address, times=times)
        print(f"{name:<12}{statistics.median(took):>8.1f}{statistics.quantiles(took, n=20)[-1]:>8.1f}   {address}")


if __name__ == "__main__":
    main()
