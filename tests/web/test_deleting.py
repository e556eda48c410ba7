"""Deleting in two steps and restoring, by forms alone: what is told before, what stands there after, and who may."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.models import Article, Binned, Exchange, Outlet
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the corpus out)
    client = Client()
    client.force_login(account("mira", Role.EDITOR))
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_page_says_what_goes_and_nothing_goes_before_the_second_step(editor: Client, corpus: Corpus) -> None:
    wire = corpus.wire.version.article_id
    at = f"/bin/delete/article/?row={wire}"
    assert at.replace("&", "&amp;") in text(editor, f"/articles/{wire}/")
    sure = text(editor, at)
    for change in ("1 text<", "3 statements<", "4 claims<", "1 account of an exchange<", "3 pairs with the claims of"):
        assert change in sure
    assert Article.objects.filter(pk=wire).exists()
    done = editor.post("/bin/delete/article/", {"row": wire, "note": "Not\x00 ours."}, follow=True).content.decode()
    binned = Binned.objects.get()
    assert (binned.note, binned.by.get_username()) == ("Not ours.", "mira")
    assert "Undo" in done and "“Not ours.”" in done
    gone = text(editor, f"/articles/{wire}/", 410)
    assert "was deleted</h1>" in gone and f'value="{binned.pk}"' in gone
    assert "Restore" not in text(Client(), f"/articles/{wire}/", 410)
    again = editor.post("/bin/delete/article/", {"row": wire}, follow=True).content.decode()
    assert "somebody deleted it" in again
    back = editor.post("/bin/", {"restore": binned.pk}, follow=True).content.decode()
    assert "is restored" in back and "restored by mira" in back
    assert text(editor, f"/articles/{wire}/")
    twice = editor.post("/bin/", {"restore": binned.pk}, follow=True).content.decode()
    assert "nothing was changed now" in twice


def test_an_exchange_an_actor_and_an_outlet_have_the_same_page_and_an_address_that_says_it(
    editor: Client, corpus: Corpus
) -> None:
    outlet = corpus.wire.version.article.outlet_id
    for kind, pk in (("actor", corpus.minister.pk), ("exchange", corpus.exchange.pk), ("outlet", outlet)):
        assert f"/bin/delete/{kind}/?row={pk}" in text(editor, f"/{kind}s/{pk}/")
        assert "All of it can be restored" in text(editor, f"/bin/delete/{kind}/?row={pk}")
        assert editor.post(f"/bin/delete/{kind}/", {"row": pk}).status_code == 302
        assert "was deleted</h1>" in text(editor, f"/{kind}s/{pk}/", 410)
    assert "was deleted</h1>" in text(editor, f"/exchanges/{corpus.exchange.pk}/framing/", 410)
    for binned in Binned.objects.all():
        editor.post("/bin/", {"restore": binned.pk})
    assert Exchange.objects.get(pk=corpus.exchange.pk).participants.filter(pk=corpus.minister.pk).exists()
    assert Outlet.objects.filter(pk=outlet).exists()


def test_the_admin_leads_there_for_one_and_for_several_and_deletes_nothing(editor: Client, corpus: Corpus) -> None:
    wire, paper = sorted([corpus.wire.version.article_id, corpus.paper.version.article_id])
    one = editor.post(f"/admin/archive/article/{wire}/delete/", {"post": "yes"})
    assert one.headers["Location"] == f"/bin/delete/article/?row={wire}"
    chosen = {"action": "delete_selected", "_selected_action": [wire, paper], "post": "yes"}
    several = editor.post("/admin/archive/article/", chosen)
    assert several.headers["Location"] == f"/bin/delete/article/?row={wire}&row={paper}"
    assert "2 articles" in text(editor, several.headers["Location"])
    assert Article.objects.filter(pk__in=[wire, paper]).count() == 2


def test_curators_see_what_was_deleted_and_neither_delete_nor_restore(editor: Client, corpus: Corpus) -> None:
    wire = corpus.wire.version.article_id
    editor.post("/bin/delete/article/", {"row": wire})
    binned = Binned.objects.get()
    curator = Client()
    curator.force_login(account("jon", Role.CURATOR))
    assert "Restore" not in text(curator, "/bin/")
    assert curator.post("/bin/", {"restore": binned.pk}).status_code == 403
    assert curator.post("/bin/delete/article/", {"row": corpus.paper.version.article_id}).status_code == 403
    assert "/bin/delete/" not in text(curator, f"/articles/{corpus.paper.version.article_id}/")
    for nonsense in ("/bin/delete/version/?row=1", "/bin/delete/article/", "/bin/delete/article/?row=x"):
        text(editor, nonsense, 404)
    assert editor.post("/bin/", {"restore": "9" * 20}).status_code == 404


def test_the_list_makes_as_many_queries_for_many_as_for_few(editor: Client) -> None:
    who = User.objects.get(username="mira")
    counts = []
    for number in (1, 40):
        Binned.objects.bulk_create(Binned(kind="article", name=f"Text {n}", by=who) for n in range(number))
        with CaptureQueriesContext(connection) as counted:
            text(editor, "/bin/?done=1")
        counts.append(len(counted))
    assert counts[0] == counts[1]
