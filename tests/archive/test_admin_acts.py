"""What curators do with many rows at once in the admin, and that nothing they type there is typed over."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import (
    Actor,
    Alias,
    Article,
    Coverage,
    Delivery,
    Exchange,
    Item,
    Outlet,
    Statement,
    Version,
    Watched,
)
from diplomacy.archive.queue import Job
from diplomacy.archive.reread import outdated, reread
from tests.archive.plain_reader import PlainReader, article, text_of

pytestmark = pytest.mark.django_db
SAID = ("Vik said that the crew must come home.", "Orrell said that the zone is lawful.")
BOTH = ("Sund Ministry", "Herald")


@pytest.fixture
def curator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("curator"))
    return client


@pytest.fixture(autouse=True)
def corpus() -> PlainReader:
    """Two accounts of a call."""
    texts = [text_of(*SAID, outlet=outlet, url=f"https://{outlet[:4].lower()}.example/1") for outlet in BOTH]
    reader = PlainReader()
    ingest([article(text) for text in texts], reader=reader)
    return reader


def may(*codenames: str) -> Client:
    """A browser of somebody who may do just this."""
    account = User.objects.create_user("somebody")
    account.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(account)
    return client


def does(client: Client, model: str, action: str, rows: Any, **more: str) -> str:
    """Choose rows of a list and do something with them; the page that is shown then."""
    chosen = [str(row.pk) for row in rows]
    form = {"action": action, "_selected_action": chosen, **more}
    answer = client.post(reverse(f"admin:archive_{model}_changelist"), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def types(client: Client, row: Any, **facts: str) -> None:
    """Change these facts on a row's own page, as its form has the rest."""
    url = reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])
    shown: Any = client.get(url)
    forms = [shown.context_data["adminform"].form]
    for inline in shown.context_data["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    form = {field.html_name: field.value() for one in forms for field in one}
    sent = {name: value for name, value in form.items() if value not in {None, False}} | facts
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()


def queued(job: Job) -> list[dict[str, Any]]:
    return list(ProcrastinateJob.objects.filter(task_name=str(job)).order_by("pk").values_list("args", flat=True))


def test_an_actor_as_a_curator_typed_it_outlasts_readings(curator: Client, corpus: PlainReader) -> None:
    vik = Actor.objects.get(name="Ana Vik")
    short, home = vik.aliases.get(name="Vik"), Actor.objects.get(name="Valdoria")
    types(
        curator,
        vik,
        name="Ana Maria Vik-Sorn",
        country=str(home.pk),
        **{"aliases-0-id": str(short.pk), "aliases-0-DELETE": "on"},
    )
    reread(outdated(everything=True, reader=corpus), reader=corpus)
    vik.refresh_from_db()
    assert (vik.name, vik.country, vik.origin) == ("Ana Maria Vik-Sorn", home, "curator")
    assert [alias.name for alias in vik.aliases.all()] == ["Ana Vik"]


def test_texts_that_use_an_actors_earlier_name_are_still_theirs(curator: Client, corpus: PlainReader) -> None:
    vik = Actor.objects.get(name="Ana Vik")
    said = Statement.objects.filter(speakers=vik).count()
    types(curator, vik, name="Ana Maria Vik-Sorn")
    reread(outdated(everything=True, reader=corpus), reader=corpus)
    assert not Actor.objects.filter(name="Ana Vik").exists()
    assert Statement.objects.filter(speakers=vik).count() == said > 0


@pytest.mark.parametrize("way", ["its own page", "the list"])
def test_an_alias_that_was_taken_away_does_not_come_back(curator: Client, corpus: PlainReader, way: str) -> None:
    wrong = Alias.objects.get(name="Vik")
    if way == "the list":
        does(curator, "alias", "delete_selected", [wrong], post="yes")
    else:
        curator.post(reverse("admin:archive_alias_delete", args=[wrong.pk]), {"post": "yes"})
    assert not Alias.objects.filter(name="Vik").exists()
    reread(outdated(everything=True, reader=corpus), reader=corpus)
    assert not Alias.objects.filter(name="Vik").exists()


def test_an_outlet_goes_by_its_earlier_name_too(curator: Client, corpus: PlainReader) -> None:
    herald = Outlet.objects.get(name="Herald")
    types(curator, herald, name="Marenne Morning")
    text = text_of("Vik said that the bell rings.", outlet="Herald", day="20 June 2031", url="https://x.example/9")
    ingest([article(text)], reader=corpus)
    assert not Outlet.objects.filter(name="Herald").exists()
    assert herald.articles.count() == 2


def test_what_is_typed_of_an_article_outlasts_its_next_text(curator: Client, corpus: PlainReader) -> None:
    told = Article.objects.get(outlet__name="Herald")
    types(curator, told, published_on="2031-06-08", byline="By Our Own")
    longer = text_of(*SAID, "Vik said that more is known.", outlet="Herald", url=told.url, title="A later title")
    ingest([article(longer)], reader=corpus)
    told.refresh_from_db()
    assert told.versions.count() == 2
    assert (f"{told.published_on}", told.byline, told.title) == ("2031-06-08", "By Our Own", "A later title")


def test_an_exchange_is_looked_at_here_and_decided_of_on_the_site(curator: Client) -> None:
    exchange = Exchange.objects.get()
    url = reverse("admin:archive_exchange_change", args=[exchange.pk])
    page = curator.get(url).content.decode()
    assert reverse("web:edit-exchange", args=[exchange.pk]) in page
    assert 'name="_save"' not in page
    assert curator.post(url, {"kind": "letter"}).status_code == 403
    exchange.refresh_from_db()
    assert exchange.kind == "call"


def test_articles_are_read_anew_by_the_workers() -> None:
    chosen = list(Article.objects.all())
    told = does(may("view_article", "change_article"), "article", "read_anew", chosen)
    assert "Texts queued to be read anew: 2." in told
    current = sorted(Version.objects.current().values_list("pk", flat=True))
    assert [sorted(job["versions"]) for job in queued(Job.REREAD)] == [current]


def test_exchanges_of_articles_are_compared_anew_by_the_workers() -> None:
    exchange = Exchange.objects.get()
    assert exchange.pipeline
    chosen = list(Article.objects.all())
    told = does(may("view_article", "change_exchange"), "article", "compare_anew", chosen)
    assert "Exchanges queued to be compared anew: 1." in told
    exchange.refresh_from_db()
    assert exchange.pipeline == ""
    assert set(Coverage.objects.values_list("compared", flat=True)) == {""}
    client = Client()
    client.force_login(User.objects.create_superuser("other"))
    does(client, "exchange", "compare_anew", [exchange])
    assert queued(Job.COMPARE) == [{"exchange": exchange.pk}]


def test_addresses_of_articles_are_watched_and_watched_no_more() -> None:
    client = may("view_article", "add_watched")
    Article.objects.filter(outlet__name="Herald").update(url="ftp://hera.example/1")
    told = does(client, "article", "watch", Article.objects.all())
    assert "Addresses watched from now on: 1. Not watched: 1." in told
    assert Watched.objects.get().url == "https://sund.example/1"
    assert "Addresses watched no more: 1." in does(client, "article", "unwatch", Article.objects.all())
    assert not Watched.objects.exists()


@pytest.mark.parametrize("action", ["read_anew", "compare_anew", "watch", "unwatch"])
def test_who_may_only_look_is_offered_nothing_and_does_nothing(action: str) -> None:
    client = may("view_article", "view_outlet")
    page = does(client, "article", action, Article.objects.all())
    assert 'name="action"' not in page
    assert not ProcrastinateJob.objects.exists()
    assert not Watched.objects.exists()


def test_kind_and_country_of_outlets_are_set_in_two_steps(curator: Client) -> None:
    chosen = list(Outlet.objects.filter(name__in=BOTH))
    kinds = {outlet.kind for outlet in chosen}
    page = does(curator, "outlet", "describe", chosen)
    assert all(f"<li>{name}</li>" in page for name in BOTH)
    nothing = does(curator, "outlet", "describe", chosen, set="Set", kind="", country="")
    assert "Choose a kind, or write a country." in nothing
    assert {outlet.kind for outlet in Outlet.objects.filter(name__in=BOTH)} == kinds
    told = does(curator, "outlet", "describe", chosen, set="Set", kind="", country="Sund")
    assert "Outlets that now have country Sund: 2." in told
    assert {(row.kind in kinds, row.country, row.origin) for row in Outlet.objects.filter(name__in=BOTH)} == {
        (True, "Sund", "curator")
    }


def test_lists_tell_and_narrow_to_how_far_articles_have_come(curator: Client) -> None:
    url = reverse("admin:archive_article_changelist")
    waiting, failed = Article.objects.order_by("pk")
    Version.objects.filter(article=waiting).update(pipeline="")
    item = Delivery.objects.create(title="One").items.create(position=0, kind="article", name="one")
    Item.objects.filter(pk=item.pk).update(
        state="failed", sentence="It could not be read.", version=failed.versions.get()
    )

    def shown(**query: str) -> list[tuple[int, str]]:
        answer: Any = curator.get(url, query)
        changelist = answer.context_data["cl"]
        return [(row.pk, changelist.model_admin.state(row)) for row in changelist.result_list]

    assert shown() == [(failed.pk, "failed"), (waiting.pk, "waiting to be read")]
    assert shown(state="waiting") == [(waiting.pk, "waiting to be read")]
    assert shown(state="failed") == [(failed.pk, "failed")]
    assert shown(state="read") == [(failed.pk, "failed")]
    assert shown(pipeline="plain reader 1") == [(failed.pk, "failed")]
    page = curator.get(reverse("admin:archive_article_change", args=[failed.pk])).content.decode()
    assert "It could not be read." in page


@pytest.mark.parametrize(
    ("model", "words", "number"),
    [
        ("actor", "an vi", 1),
        ("actor", "nobody", 0),
        ("actor", "o'brien & | ! \\ ' :*", 0),
        ("alias", "orr", 1),
        ("tenure", "foreign vik", 0),
        ("tenure", "vik", 1),
        ("outlet", "hera.example", 1),
        ("article", "herald", 1),
        ("article", "https://hera.example/1", 1),
        ("article", "telephone vik", 2),
        ("version", "herald", 1),
        ("exchange", "orrell", 1),
        ("coverage", "herald", 1),
        ("statement", "crew", 2),
        ("statement", "vik", 4),
        ("claim", "zone", 2),
        ("pair", "orrell", 2),
    ],
)
def test_lists_are_searched_by_words(curator: Client, model: str, words: str, number: int) -> None:
    found: Any = curator.get(reverse(f"admin:archive_{model}_changelist"), {"q": words})
    assert found.context_data["cl"].result_count == number


def test_merged_actors_are_found_by_their_names(curator: Client) -> None:
    vik, other = Actor.objects.get(name="Ana Vik"), Actor.objects.create(name="Marisol Quent", kind="person")
    Actor.objects.filter(pk=other.pk).update(merged_into=vik)
    found: Any = curator.get(reverse("admin:archive_actor_changelist"), {"q": "quent"})
    assert [row.pk for row in found.context_data["cl"].result_list] == [vik.pk]


def test_years_narrow_a_list(curator: Client) -> None:
    url = reverse("admin:archive_article_changelist")
    Article.objects.filter(outlet__name="Herald").update(published_on="2029-03-01")
    page: Any = curator.get(url, {"year": "2029"})
    assert page.context_data["cl"].result_count == 1
    years = next(one for one in page.context_data["cl"].filter_specs if one.title == "year")
    assert [value for value, _ in years.lookup_choices] == ["2031", "2030", "2029"]
