"""How long the server takes for each list of the admin, at a hundred thousand rows of each kind.

    DIPLOMACY_DATA=folder python -m benchmarks.admin_speed [--rows 100000] [--times 10]

Median and 95th percentile in milliseconds, of everything between the request and the last byte, in one process; first
how long this process and its server in the database were at work of it, which a busy machine does not make longer (the
median; of the database where Linux tells it). Asked for are the first page and the last, searches for something rare
and for something common, the choices of every filter (of many the first and the last), every sorting, a row's own page
and its history, the list of all that changed, and what the boxes ask for that complete a name. An archive that is empty
gets the rows first, made in the database by `benchmarks.admin_rows`; one that has rows is measured as it is. Give it a
data folder of its own.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.admin_rows import COMMON, RARE, make  # noqa: E402
from diplomacy.archive.models import Article  # noqa: E402

HOST = "127.0.0.1"
SEVERAL = 7
"""From how many choices on the first and the last of a filter stand for all."""


def lists(client: Client) -> Iterator[tuple[str, str]]:
    """What is measured and its address, for every model of the archive."""
    for model, of in admin.site._registry.items():
        if model._meta.app_label != "archive":
            continue
        name = str(model._meta.model_name)
        at = reverse(f"admin:archive_{name}_changelist")
        yield name, at
        shown: Any = client.get(at, secure=True)
        changelist = shown.context_data["cl"]
        if last := changelist.paginator.num_pages - 1:
            yield f"{name}, last page", f"{at}?p={last + 1}"
        for words in (RARE, COMMON):
            yield f"{name}, “{words}”", f"{at}?q={words}"
        for spec in changelist.filter_specs:
            choices = list(spec.choices(changelist))[1:]
            for choice in choices if len(choices) < SEVERAL else (choices[0], choices[-1]):
                yield f"{name}, {spec.title}: {choice['display']}", at + choice["query_string"]
        for column in of.sortable_by or ():
            place = changelist.list_display.index(column)
            yield f"{name}, by {column}", f"{at}?o={place}"
        row = model._default_manager.order_by("-pk").first()
        if row is not None:
            yield f"{name}, a row", reverse(f"admin:archive_{name}_change", args=[row.pk])
            yield f"{name}, its history", reverse(f"admin:archive_{name}_history", args=[row.pk])


def history() -> Iterator[tuple[str, str]]:
    """The list of all that changed, of a kind of row, and of one row."""
    at = reverse("admin:pghistory_events_changelist")
    yield "history", at
    yield "history, of articles", f"{at}?model=archive.Article"
    yield "history, of a row", f"{at}?obj=archive.Article:{Article.objects.latest('pk').pk}&method=tracks"


def completed() -> Iterator[tuple[str, str]]:
    """What the boxes ask for that complete a name."""
    for words in ("", RARE, COMMON):
        asked = f"app_label=archive&model_name=article&field_name=outlet&term={words}"
        yield f"completing an outlet, “{words}”", f"{reverse('admin:autocomplete')}?{asked}"
        asked = f"app_label=archive&model_name=alias&field_name=actor&term={words}"
        yield f"completing an actor, “{words}”", f"{reverse('admin:autocomplete')}?{asked}"


def at_work() -> float:
    """Milliseconds that this process and its server in the database have been at work so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    ran = Path(f"/proc/{server}/schedstat")
    behind = int(ran.read_text().split()[0]) / 1_000_000 if ran.exists() else 0.0
    return 1000 * time.process_time() + behind


def timed(client: Client, address: str, *, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each of `times` answers, and of those at work."""
    took, worked = [], []
    for _ in range(times):
        begun, start = at_work(), time.perf_counter()
        client.get(address, secure=True)
        took.append(1000 * (time.perf_counter() - start))
        worked.append(at_work() - begun)
    return took, worked


def main() -> None:
    """Print a line an address, the slowest last."""
    parser = argparse.ArgumentParser(description="Server time of each list of the admin.")
    parser.add_argument("--rows", type=int, default=100_000, help="how many of each kind an empty archive gets")
    parser.add_argument("--times", type=int, default=10, help="how often each page is asked for (2 at least)")
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        make(asked.rows)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    settings.ALLOWED_HOSTS = [HOST]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": HOST})
    user, _ = get_user_model()._default_manager.get_or_create(
        username="measuring", defaults={"is_superuser": True, "is_staff": True}
    )
    client.force_login(user)
    found = []
    for name, address in (*lists(client), *history(), *completed()):
        if asked.only not in name:
            continue
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, secure=True)
        number = len(queries)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}: nothing to measure there.")
        took, worked = timed(client, address, times=max(2, asked.times))
        late = statistics.quantiles(took, n=20)[-1]
        found.append((statistics.median(worked), statistics.median(took), late, number, name))
    head = f"{'at work':>8}{'median':>8}{'p95':>8}{'queries':>9}"
    print(f"{head}   ms of {asked.times} answers, {Article.objects.count():,} articles")
    for own, middle, late, number, name in sorted(found):
        print(f"{own:>8.1f}{middle:>8.1f}{late:>8.1f}{number:>9}   {name}")


if __name__ == "__main__":
    main()
