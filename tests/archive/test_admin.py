"""Curators can look at everything, and what they change is theirs."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diplomacy.archive.admin.lists import COUNTED
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Actor, Outlet, Statement
from tests.archive.plain_reader import PlainReader, article, text_of

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if model._meta.app_label == "archive"]
SAID = ("Vik said that the crew must come home.", "Orrell said that the zone is lawful.")


@pytest.fixture
def curator() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("curator"))
    return client


def corpus(number: int) -> None:
    texts = [
        text_of(*SAID, outlet=outlet, day=f"{1 + day * 4} June 2031", url=f"https://{outlet[:4].lower()}.example/{day}")
        for day in range(number)
        for outlet in ("Sund Ministry", "Herald")
    ]
    ingest([article(text) for text in texts], reader=PlainReader())


def listed(client: Client, model: Any, **query: str) -> tuple[str, int]:
    url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode(), len(captured)


def test_every_model_is_there() -> None:
    names = {model._meta.object_name for model in MODELS}
    assert {"Outlet", "Article", "Version", "Actor", "Statement", "Claim", "Exchange", "Coverage", "Pair"} <= names


@pytest.mark.parametrize("model", MODELS)
def test_lists_make_as_many_queries_for_many_rows_as_for_few(curator: Client, model: Any) -> None:
    corpus(1)
    _, few = listed(curator, model)
    corpus(6)
    page, many = listed(curator, model)
    assert model.objects.exists()
    assert many == few
    assert page.count('<th class="field-') == min(model.objects.count(), 50)


@pytest.mark.parametrize("model", MODELS)
def test_rows_open_and_are_found(curator: Client, model: Any) -> None:
    corpus(1)
    row = model.objects.first()
    url = reverse(f"admin:archive_{model._meta.model_name}_change", args=[row.pk])
    assert curator.get(url).status_code == 200
    listed(curator, model, q="Vik")


def test_lists_show_words_not_offsets(curator: Client) -> None:
    corpus(1)
    for name in ("statement", "claim", "pair"):
        page = curator.get(reverse(f"admin:archive_{name}_changelist")).content.decode()
        assert "the crew must come home" in page


def test_what_a_curator_changes_is_theirs_with_its_history(curator: Client) -> None:
    corpus(1)
    outlet = Outlet.objects.get(name="Herald")
    url = reverse("admin:archive_outlet_change", args=[outlet.pk])
    form = {
        "name": "The Herald",
        "kind": "press",
        "country": "",
        "domains": "hera.example",
        "aliases": "",
        "language": "en",
    }
    assert curator.post(url, form).status_code == 302
    outlet.refresh_from_db()
    assert (outlet.name, outlet.origin) == ("The Herald", "curator")
    events = reverse("admin:pghistory_events_changelist")
    history = curator.get(events, {"obj": f"archive.Outlet:{outlet.pk}", "method": "tracks"})
    assert history.status_code == 200
    assert "Herald" in history.content.decode()
    assert "pghistory" in curator.get(url).content.decode() or "events" in curator.get(url).content.decode().casefold()


def test_provenance_is_shown_and_cannot_be_typed_in(curator: Client) -> None:
    corpus(1)
    statement = Statement.objects.earliest("pk")
    page = curator.get(reverse("admin:archive_statement_change", args=[statement.pk])).content.decode()
    assert "plain reader 1" in page
    assert 'name="origin"' not in page
    assert 'name="pipeline"' not in page


def test_actors_and_outlets_are_confirmed_in_a_stroke(curator: Client) -> None:
    corpus(1)
    for name, model, done in (("actor", Actor, {"confirmed": True}), ("outlet", Outlet, {"inferred": False})):
        chosen = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
        url = reverse(f"admin:archive_{name}_changelist")
        assert curator.post(url, {"action": "confirm", "_selected_action": chosen}).status_code == 302
        assert model.objects.filter(origin="curator", **done).count() == len(chosen)


@pytest.mark.parametrize("model", MODELS)
def test_lists_count_no_more_rows_than_anyone_pages_through(curator: Client, model: Any) -> None:
    corpus(1)
    url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    with CaptureQueriesContext(connection) as captured:
        curator.get(url)
    counts = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT COUNT(")]
    assert counts
    assert all(f"LIMIT {COUNTED}" in sql for sql in counts)
