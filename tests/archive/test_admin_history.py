"""The admin's list of all that changed: in words, of the latest only, and whole for one row."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from benchmarks.admin_rows import make
from diplomacy.archive.admin import history
from diplomacy.archive.models import Alias, Original, Outlet, Version

pytestmark = pytest.mark.django_db
EVENTS = "/admin/pghistory/events/"


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("mira"))
    return client


def listed(client: Client, **asked: str) -> list[str]:
    """What the list says of each event: by whom, of what, and from what to what."""
    answer = client.get(EVENTS, asked)
    assert answer.status_code == 200
    changes = answer.context["cl"]
    of = changes.model_admin
    return [
        f"{of.who(event)} {of.done(event)} {of.row(event)}: {of.difference(event)}" for event in changes.result_list
    ]


def test_who_changed_what_from_what_to_what(curator: Client) -> None:
    outlet = Outlet.objects.create(name="Herald", kind="press", aliases=["The Herald"])
    form = {"name": "Sund Herald", "kind": "press", "aliases": "The Herald", "language": "en"}
    curator.post(reverse("admin:archive_outlet_change", args=[outlet.pk]), form)
    told = listed(curator, obj=f"archive.Outlet:{outlet.pk}", method="tracks")
    assert told[-1] == f"None made outlet {outlet.pk}: "
    assert f"mira changed outlet {outlet.pk}: name: Herald → Sund Herald; origin: machine → curator" in told
    history_page = curator.get(reverse("admin:archive_outlet_history", args=[outlet.pk])).content.decode()
    assert f"{EVENTS}?method=tracks&amp;obj=archive.Outlet:{outlet.pk}" in history_page


def test_of_all_rows_the_latest_and_of_one_row_all(curator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LATEST", 3)
    outlets = [Outlet.objects.create(name=f"Herald {number}") for number in range(5)]
    made = [f"None made outlet {outlet.pk}: " for outlet in reversed(outlets)]
    assert sorted(listed(curator, event_model="archive.outletevent")) == sorted(made[:3])
    assert listed(curator, obj=f"archive.Outlet:{outlets[0].pk}", method="tracks") == made[-1:]


def test_a_text_is_looked_at_and_never_typed_over_nor_chosen_from_all_originals(curator: Client) -> None:
    make(3)
    assert Alias.objects.count() == 3, "every table that the lists are measured on can be filled"
    Version.objects.update(original=Original.objects.create(sha256="0" * 64, size=0, packed=b""))
    page = curator.get(reverse("admin:archive_version_change", args=[Version.objects.earliest("pk").pk]))
    assert b"<option" not in page.content and b'name="current"' not in page.content
