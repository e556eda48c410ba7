"""How long the server takes for a press in each review queue: to put a decision down and to bring the next item.

    DIPLOMACY_DATA=folder python -m benchmarks.review_speed [--times 40]

Median and 95th percentile in milliseconds, of everything between the request and the last byte, in one process, on the
database that the settings name (`benchmarks.large_archive` makes one of ten thousand articles); of the median how much
this process itself was at work; queries of the last press. A curator of the benchmark's own accepts, changes, rejects,
passes over and undoes in turn. All of it is done in one transaction that is rolled back, so that nothing of it stays;
what the database checks only at the end of a transaction is checked after every press, and what writing the end of one
to the disk takes is timed apart and stands below.
"""

import argparse
import re
import statistics
import time
from html import unescape

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import diplomacy.wsgi  # noqa: F401 (first, as the server sets Python up)
from diplomacy.archive.models import Coverage
from diplomacy.archive.roles import Role

HOST = "127.0.0.1"
QUEUES = {
    "pairs": "/review/",
    "speakers": "/review/speakers/",
    "accounts": "/review/exchanges/",
    "actors": "/review/actors/",
}
PRESSES: dict[str, list[tuple[str, str]]] = {
    "pairs": [("do", "accept"), ("relation", "shifted"), ("do", "reject"), ("do", "skip"), ("do", "undo")],
    "speakers": [("do", "accept"), ("speakers", ""), ("do", "reject"), ("do", "skip"), ("do", "undo")],
    "accounts": [("do", "accept"), ("do", "reject"), ("do", "skip"), ("do", "undo")],
    "actors": [("do", "confirm"), ("do", "skip"), ("do", "undo")],
}
"""What is pressed in turn; a choice without a value is the last that the page offers. What is undone is a rejection, or
of an actor that it was confirmed."""
DOUBTFUL = 200
"""Accounts that are made doubtful where the archive has none, as a made one hasn't."""
Form = dict[str, list[str]]


def form(html: str, name: str, value: str) -> Form:
    """What a browser sends when a button of the item is pressed."""
    fields: Form = {"note": [""]}
    for field, held in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html):
        fields.setdefault(field, []).append(held)
    for field, held in re.findall(r'<input type="text" name="(\w+)"(?:[^>]* value="([^"]*)")?', html):
        fields[field] = [unescape(held)]
    for field, held in re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)', html):
        fields[field] = [unescape(held)]
    for field, chosen in re.findall(r'<select name="(\w+)".*?value="([^"]*)" selected', html, re.DOTALL):
        fields[field] = [chosen]
    for facet in re.findall(r'name="facet" value="(\w+)" data-key="\w" checked', html):
        fields.setdefault("facet", []).append(facet)
    offered = [one for one in re.findall(rf'name="{name}" value="([^"]*)"', html) if one != "nobody"]
    return {**fields, name: [value or offered[-1]]}


def press(client: Client, url: str, fields: Form) -> tuple[str, float, float]:
    """The next item, the milliseconds that it took, and those at work in this process."""
    start, begun = time.perf_counter(), time.process_time()
    answer = client.post(url, fields, secure=True, headers={"HX-Request": "true"})
    connection.check_constraints()
    took, worked = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - begun)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answers {answer.status_code} to {fields}.")
    return answer.content.decode(), took, worked


def measured(client: Client, name: str, *, times: int) -> None:
    """Print a line for each thing that is pressed in a queue."""
    url = QUEUES[name]
    html = client.get(url, secure=True).content.decode()
    first = "confirm" if name == "actors" else "reject"
    for field, value in PRESSES[name]:
        took: list[float] = []
        worked: list[float] = []
        for _ in range(times):
            if value == "undo":
                html, _, _ = press(client, url, form(html, "do", first))
            if 'data-key="a"' not in html:
                raise SystemExit(f"{name}: nothing is left to decide after {len(took)} presses; ask for fewer times.")
            html, one, own = press(client, url, form(html, field, value))
            took.append(one)
            worked.append(own)
        if value == "undo":
            html, _, _ = press(client, url, form(html, "do", first))
        with CaptureQueriesContext(connection) as queries:
            html, _, _ = press(client, url, form(html, field, value))
        middle, late, own = statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(worked)
        what = value or field
        print(f"{name:<10}{what:<10}{middle:>8.1f}{late:>8.1f}{own:>8.1f}{len(queries):>9}", flush=True)


def committed(times: int) -> list[float]:
    """Milliseconds of ending transactions that have something for the disk, which leaves nothing in any table."""
    took = []
    for _ in range(times):
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_logical_emit_message(true, 'review_speed', repeat('x', 8000))")
            start = time.perf_counter()
            cursor.execute("COMMIT")
            took.append(1000 * (time.perf_counter() - start))
    return took


def main() -> None:
    """Print a line for each queue and press."""
    parser = argparse.ArgumentParser(description="Server time of a press in each review queue.")
    parser.add_argument("--times", type=int, default=40, help="how often each is pressed (2 at least)")
    times = max(2, parser.parse_args().times)
    settings.ALLOWED_HOSTS = [HOST]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": HOST})
    print(f"{'queue':<10}{'press':<10}{'median':>8}{'p95':>8}{'own':>8}{'queries':>9}   ms of {times} presses")
    with transaction.atomic():
        curator = get_user_model()._default_manager.create_user("review speed")
        curator.groups.add(curator.groups.model.objects.get(name=Role.CURATOR.value))
        client.force_login(curator)
        if not Coverage.objects.filter(doubts__gt=0).exists():
            some = Coverage.objects.accounts().order_by("pk").values("pk")[: max(DOUBTFUL, 4 * times + 8)]
            Coverage.objects.filter(pk__in=some).update(doubts=1)
        for name in QUEUES:
            measured(client, name, times=times)
        transaction.set_rollback(True)
    ends = committed(times)
    late = statistics.quantiles(ends, n=20)[-1]
    print(f"the end of a transaction on the disk: {statistics.median(ends):.1f}, p95 {late:.1f}")


if __name__ == "__main__":
    main()
