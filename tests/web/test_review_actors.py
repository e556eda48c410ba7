"""Reviewing and splitting actors on the site: what comes next, what is put down, and what is told where it can't be."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.deciding.reviewing_actors import alike
from diplomacy.archive.models import Actor, Alias, Decision, Lease, Statement, Tenure
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_regroup import member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
URL = "/review/actors/"


def client_of(name: str) -> Client:
    client = Client(headers=HTMX)
    client.force_login(member(name, Role.EDITOR))
    return client


@pytest.fixture
def mira(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the actors out)
    Actor.objects.update(confirmed=False)
    return client_of("mira")


def form(html: str, **more: Any) -> dict[str, Any]:
    """The form of the actor that is shown, as a browser sends it."""
    part = re.search(r"<form.*?</form>", html, re.S)
    assert part, html
    fields = {}
    for tag in re.findall(r"<input[^>]*>", part[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', part[0], re.S):
        fields[name] = text.lstrip("\n")
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', part[0], re.S):
        fields[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    return {**fields, **more}


def shown(client: Client, query: str = "") -> str:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(client: Client, html: str, **more: Any) -> str:
    return client.post(URL, form(html, **more)).content.decode()


def named(html: str) -> str:
    return str(form(html)["name"])


def test_those_with_the_most_statements_come_first_and_a_press_confirms(mira: Client) -> None:
    html = shown(mira)
    first = Actor.objects.get(name=named(html))
    most = max(Statement.objects.filter(speakers=row).count() for row in Actor.objects.exclude(kind="unnamed"))
    assert Statement.objects.filter(speakers=first).count() == most > 0
    assert "as the machine found it" in html
    after = asked(mira, html, do="confirm", note="By the ministry’s list.")
    first.refresh_from_db()
    made = Decision.objects.get()
    assert (first.confirmed, made.kind, made.note, made.actor) == (True, "accept", "By the ministry’s list.", first)
    assert named(after) != first.name
    assert f"{first.name}: confirmed." in after
    assert "✓</span> confirmed by mira" in Client().get(f"/actors/{first.pk}/").content.decode()
    back = asked(mira, after, do="undo")
    first.refresh_from_db()
    assert (named(back), first.confirmed, first.origin) == (first.name, False, "machine")


def test_what_a_curator_describes_lasts_and_is_undone_part_by_part(mira: Client, corpus: Corpus) -> None:
    one, home = corpus.minister, corpus.minister.country
    assert home
    Alias.objects.create(actor=one, name="T. B.")
    html = shown(mira, f"?actor={one.pk}")
    told = {"name": "Teodor  Brandt-Lys", "wikidata_id": "Q77", "country": "", "aliases": "T. B.\r\nTeo\r\nteo"}
    asked(mira, html, do="confirm", **told, tenures="Foreign Minister; 2023-07-25\nEnvoy; ; 2020-01-31")
    one.refresh_from_db()
    assert (one.name, one.wikidata_id, one.country, one.origin) == ("Teodor Brandt-Lys", "Q77", None, "curator")
    assert [alias.name for alias in one.aliases.all()] == ["T. B.", "Teodor Brandt", "teo"], (
        "texts have the earlier name"
    )
    assert [str(held.end or held.start) for held in one.tenures.order_by("office")] == ["2020-01-31", "2023-07-25"]
    first = Decision.objects.get()
    page = mira.get(f"/decisions/{first.pk}/", headers={"HX-Request": ""}).content.decode()
    assert f"acts for: {home.name}" in page
    assert "offices: Envoy 2020-01-31, Foreign Minister 2023-07-25" in page
    asked(mira, shown(mira, f"?actor={one.pk}"), do="confirm", name="Theodor Brandt")
    mira.post(f"/decisions/{first.pk}/")
    one.refresh_from_db()
    assert (one.name, one.wikidata_id, one.country, one.confirmed) == ("Theodor Brandt", "", home, True)
    names = ["T. B.", "Teodor Brandt", "Teodor Brandt-Lys", "teo"]
    assert [alias.name for alias in one.aliases.all()] == names, "which the second decision has too"
    assert not Tenure.objects.filter(actor=one).exists()
    mira.post(f"/decisions/{Decision.objects.latest('pk').pk}/")
    one.refresh_from_db()
    assert (one.name, one.confirmed, one.as_found) == ("Teodor Brandt", False, None)
    assert [alias.name for alias in one.aliases.all()] == ["T. B."]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("name", "", "This field is required"),
        ("country", "Nowhere at all", "No country goes by “Nowhere at all”"),
        ("wikidata_id", "42", "A Wikidata id is a Q with a number"),
        ("tenures", "Envoy; soon", "a day is not written as 2023-07-25"),
        ("tenures", "Envoy; 2024-01-02; 2024-01-01", "the last day is before the first"),
        ("tenures", "; 2024-01-02", "is not an office and at most two days"),
        ("aliases", "\n".join(f"Name {n}" for n in range(51)), "at most 50 are kept"),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_changed(mira: Client, field: str, value: str, why: str) -> None:
    assert why in asked(mira, shown(mira), do="confirm", **{field: value})
    assert not Decision.objects.exists()


def test_two_curators_never_get_the_same_and_who_comes_second_is_told(mira: Client) -> None:
    jon = client_of("jon")
    html = shown(mira)
    assert named(shown(jon)) != named(html)
    taken = Actor.objects.get(name=named(html))
    assert "Somebody else has the actor" in shown(jon, f"?actor={taken.pk}")
    Lease.objects.all().delete()
    theirs = shown(jon, f"?actor={taken.pk}")
    asked(jon, theirs, do="confirm", name="Another name")
    met = asked(mira, html, do="confirm", note="I was first.")
    assert "jon decided meanwhile" in met
    assert ("I was first." in met, named(met)) == (True, "Another name")
    assert Decision.objects.count() == 1
    asked(mira, met, do="confirm", name="A third")
    assert Decision.objects.latest("pk").was["name"] == "Another name"


def test_passing_over_brings_the_one_behind_and_at_the_end_says_so(mira: Client) -> None:
    html, seen = shown(mira), []
    for _ in range(Actor.objects.count()):
        seen.append(named(html))
        html = asked(mira, html, do="skip")
    assert sorted(seen) == sorted(Actor.objects.values_list("name", flat=True))
    assert "Nobody is left behind those" in html
    Actor.objects.update(confirmed=True)
    assert "Every actor is confirmed" in shown(mira)


def test_those_of_a_like_name_are_suggested_and_the_merge_leads_back(mira: Client, corpus: Corpus) -> None:
    one = corpus.minister
    twin = Actor.objects.create(name=f"{one.name.split()[-1].upper()} {one.name.split()[0]}", kind="person")
    Actor.objects.create(name="Somebody Else", kind="person")
    Actor.objects.create(name=one.name, kind="organisation")
    assert alike(twin) == [one]
    html = shown(mira, f"?actor={twin.pk}")
    to = f"/actors/{twin.pk}/merge/?into={one.pk}"
    assert f'{to}&amp;back=review" data-key="1"' in html
    sure = mira.get(f"{to}&back=review").content.decode()
    assert 'name="back" value="review"' in sure
    done = mira.post(f"/actors/{twin.pk}/merge/", {"into": one.pk, "back": "review"})
    assert done["Location"] == URL


def test_a_press_costs_as_many_queries_for_many_actors_as_for_few(mira: Client, corpus: Corpus) -> None:
    counts = []
    for n in range(2):
        for place in range(30 * n):
            other = Actor.objects.create(name=f"{corpus.minister.name} {place}", kind="person")
            Alias.objects.create(actor=other, name=f"Alias {place}")
        shown(mira)  # the order is made anew
        with CaptureQueriesContext(connection) as counted:
            asked(mira, shown(mira, f"?actor={corpus.minister.pk}"), do="confirm", wikidata_id=f"Q{n + 1}")
        counts.append(len(counted))
    assert counts[1] <= counts[0] + 2, "of the alike ones their aliases and statements"


def test_an_actor_is_split_in_three_steps(mira: Client, corpus: Corpus) -> None:
    one, article = corpus.minister, corpus.wire.version.article
    at, htmx = f"/actors/{one.pk}/split/", {"HX-Request": ""}
    first = mira.get(at, headers=htmx).content.decode()
    assert f'value="{article.pk}"' in first
    assert "Choose the articles first." in mira.get(f"{at}?step=who", headers=htmx).content.decode()
    assert "No article with these words" in mira.get(f"{at}?q=zzz&article={article.pk}", headers=htmx).content.decode()
    every = mira.get(f"{at}?all=1", headers=htmx).content.decode()
    assert every.count(" checked") == every.count('type="checkbox"') - 1, "but for the one of the keys"
    who = mira.get(f"{at}?article={article.pk}&step=who&who=ost", headers=htmx).content.decode()
    assert "1 article" in who
    wrong = mira.get(f"{at}?article={article.pk}&step=sure&name=&kind=person", headers=htmx)
    assert (wrong.status_code, "This field is required" in wrong.content.decode()) == (422, True)
    fields: dict[str, Any] = {"article": [article.pk], "name": one.name, "kind": "person", "country": ""}
    sure = mira.get(at, {**fields, "step": "sure"}, headers=htmx).content.decode()
    assert f"A new actor is made: {one.name}." in sure
    assert "told by other articles too" in sure
    assert not Decision.objects.exists(), "nothing is done yet"
    done = mira.post(at, {**fields, "note": "Two men."}, headers=htmx)
    made = Decision.objects.get()
    assert done["Location"] == f"/decisions/{made.pk}/"
    page = Client().get(f"/decisions/{made.pk}/").content.decode()
    assert f'<a href="/actors/{one.pk}/">{one.name}</a> → <a href="/actors/{made.to_actor_id}/">' in page
    assert not Statement.objects.filter(speakers=one, version__article=article).exists()
    gone = mira.post(at, {**fields, "note": "Again."}, headers=htmx)
    assert (gone.status_code, "Nothing was changed" in gone.content.decode()) == (409, True)
    mira.post(f"/decisions/{made.pk}/")
    assert Statement.objects.filter(speakers=one, version__article=article).exists()


def test_readers_are_not_let_in(corpus: Corpus) -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    for url in (URL, f"/actors/{corpus.minister.pk}/split/"):
        assert client.get(url).status_code == 403
        assert Client().get(url)["Location"].startswith("/sign-in/")
