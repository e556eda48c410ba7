"""What other papers print of an account, on the pages of the exchange, of its sources and of each article."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from diplomacy.archive.models import Version
from tests.web.corpus import Corpus, reprinted
from tests.web.test_permalinks import html_at

ADDED = "Drivers’ families keep a lantern lit in the chapel of Oxter."
LEFT_OUT = "The bridge has been shut since April, when the two countries fell out over timber."


def words(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html))


def test_an_exchange_names_the_copies_of_an_account_and_what_they_add(client: Client, corpus: Corpus) -> None:
    before = words(html_at(client, f"/exchanges/{corpus.exchange.pk}/"))
    plain = reprinted(corpus.wire, "Velden Post")
    reprinted(corpus.wire, "Oxter Packet", added=ADDED, without=LEFT_OUT)
    for page in ("", "sources/"):
        html = html_at(client, f"/exchanges/{corpus.exchange.pk}/{page}")
        assert "and 2 copies" in html
        assert "4 accounts" in words(html), "a copy is no account"
        told = words(html)
        assert re.search(r"Oxter Packet 7 May 2024 · adds 1 sentence, leaves out 1 sentence · original", told)
        assert "Velden Post 7 May 2024 · the same sentences" in told
        assert ADDED in told
        assert f'href="/articles/{plain.version.article_id}/"' in html
        assert 'href="https://oxter.example/bridge"' in html
    assert "cop" not in before.rpartition("The accounts")[2].partition("Why")[0]


def test_no_page_of_an_exchange_has_a_copy_among_its_accounts(client: Client, corpus: Corpus) -> None:
    copy = reprinted(corpus.wire, "Velden Post")
    own = f"/articles/{copy.version.article_id}/"
    for page in ("texts/", "framing/"):
        assert own not in html_at(client, f"/exchanges/{corpus.exchange.pk}/{page}")
    html = html_at(client, "/exchanges/")
    assert "Estuary Wire" in html
    assert "Velden Post</a> <small>" not in html


def test_a_copy_says_whose_words_it_has_and_which_are_its_own(client: Client, corpus: Corpus) -> None:
    copy = reprinted(corpus.wire, "Oxter Packet", added=ADDED, without=LEFT_OUT)
    html = html_at(client, f"/articles/{copy.version.article_id}/")
    head = corpus.wire.version.article
    assert re.search(rf'A machine takes this for a copy of <a href="/articles/{head.pk}/"[^>]*>{head.title}</a>', html)
    told = words(html)
    share = re.search(r"(\d+)% of its words stand there", told)
    assert share
    own, added = len(copy.text.partition("\n\n")[2].split()), len(ADDED.split())
    assert abs(int(share[1]) - 100 * (own - added) / own) <= 2
    assert re.search(f"Sentences that it adds {ADDED} Sentences that it leaves out {LEFT_OUT}", told)
    assert re.search(rf"<ins>\s*{ADDED}", html)
    assert re.search(rf"<del>{LEFT_OUT[:20]}", html)
    assert f"/exchanges/{corpus.exchange.pk}/?base={head.pk}" in html, "it is compared as its head is"


def test_a_head_s_page_names_its_copies_and_another_article_s_none(client: Client, corpus: Corpus) -> None:
    reprinted(corpus.wire, "Velden Post")
    assert "and 1 copy" in html_at(client, f"/articles/{corpus.wire.version.article_id}/")
    other = html_at(client, f"/articles/{corpus.paper.version.article_id}/")
    assert "copy" not in words(other.split("<main")[1].split("</main>")[0])


def test_what_a_copy_says_is_escaped(client: Client, corpus: Corpus) -> None:
    copy = reprinted(
        corpus.wire, "Oxter <b>Packet</b>", added="Families <script>alert(1)</script> keep a lantern lit here."
    )
    for address in (f"/articles/{copy.version.article_id}/", f"/exchanges/{corpus.exchange.pk}/"):
        html = html_at(client, address)
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<b>Packet" not in html


def test_pages_make_as_many_queries_for_twelve_copies_as_for_one(client: Client, corpus: Corpus) -> None:
    first = reprinted(corpus.wire, "Velden Post", added=ADDED)
    addresses = [f"/exchanges/{corpus.exchange.pk}/{page}" for page in ("", "sources/", "texts/", "framing/")]
    addresses += [f"/articles/{one}/" for one in (first.version.article_id, corpus.wire.version.article_id)]
    addresses += ["/", "/exchanges/"]
    few = [queries(client, address) for address in addresses]
    for number in range(11):
        reprinted(corpus.wire, f"Paper{number} of Oxter", added=f"{ADDED} It was night number {number}.")
    assert [queries(client, address) for address in addresses] == few


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_what_a_copy_adds_is_told_of_its_latest_text(client: Client, corpus: Corpus) -> None:
    copy, now = reprinted(corpus.wire, "Oxter Packet", added=ADDED).version, corpus.wire.version
    Version.objects.filter(pk=copy.pk).update(current=False, seen_at=copy.seen_at - timedelta(days=1))
    Version.objects.create(
        article=copy.article, text=now.text, source=now.text, body_start=now.body_start, sha256=now.sha256
    )
    assert "the same sentences" in html_at(client, f"/exchanges/{corpus.exchange.pk}/")
