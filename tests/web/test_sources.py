"""Where accounts come from, and what became of them from one text to the next."""

import re
from datetime import date, timedelta

from django.test import Client
from django.utils.html import escape, strip_tags

from diplomacy.archive.models import Article, Coverage, Exchange
from diplomacy.web.pages.places import TextKey, changes_url
from tests.web.corpus import Corpus, edited
from tests.web.test_permalinks import ELEVEN, LAWFUL, html_at


def test_a_version_names_what_it_dropped_added_and_altered(client: Client, corpus: Corpus) -> None:
    old = corpus.readout.version
    later = edited(corpus.readout, "and harms nobody", "and helps the whole valley through the winter")
    later.claim(LAWFUL)
    later.claim("helps the whole valley through the winter")
    later.claim(ELEVEN)
    final = edited(later, "all 11 drivers", "all 12 drivers")
    final.claim("all 12 drivers of the convoy are in good health")
    first = html_at(client, changes_url(TextKey.of(old), TextKey.of(later.version)))
    assert re.search(r'<li class="dropped">.*?Teodor Brandt.*?harms nobody</p></li>', first)
    assert re.search(r'<li class="added-claim">.*?helps the whole valley through the winter', first)
    assert 'class="altered"' not in first
    assert "measure and <del>harms nobody</del><ins>helps the whole valley through the winter</ins>" in first
    second = html_at(client, changes_url(TextKey.of(later.version), TextKey.of(final.version)))
    assert re.search(r'<li class="altered">.*?all 11 drivers.*?all 12 drivers', second)
    assert "<del>11 </del><ins>12 </ins>" in second


def test_sources_say_where_an_account_comes_from(client: Client, corpus: Corpus) -> None:
    Article.objects.filter(pk=corpus.wire.version.article_id).update(
        byline="By Jo Marsh", dateline="MARENNE", url="https://wire.example/1", source_file="in/wire.html",
        attribution="Its address is that of Estuary Wire.", published_clock="17:05", utc_offset=timedelta(hours=-3.5),
    )  # fmt: skip
    edited(corpus.wire, "The account of Ostmark made no mention of a visit to the drivers.\n\n", "")
    html = html_at(client, f"/exchanges/{corpus.exchange.pk}/sources/")
    assert "<code>wire.html</code>" in html and "in/wire" not in html
    told = re.sub(r"\s+", " ", strip_tags(html))
    for words in (
        "By Jo Marsh", "MARENNE", "https://wire.example/1", "6 May 2024, 17:05 UTC−3:30",
        "Its address is that of Estuary Wire. It states its date itself.", "Both ministers are named in it.",
        "Seen in 2 versions", "The account of Ostmark made no mention of a visit to the drivers.", "by hand",
    ):  # fmt: skip
        assert words in told, words


def test_words_that_tell_of_an_exchange_are_quoted_without_the_break_behind_them(
    client: Client, corpus: Corpus
) -> None:
    heading, _, _ = corpus.wire.version.text.partition("\n")
    Coverage.objects.filter(version=corpus.wire.version).update(passages=[[0, len(heading) + 1]])
    assert f"{escape(heading)}</q>" in html_at(client, f"/exchanges/{corpus.exchange.pk}/sources/")


def test_an_exchange_without_accounts_has_no_sources(client: Client, corpus: Corpus) -> None:
    empty = Exchange.objects.create(kind="call", date=date(2024, 1, 1))
    assert corpus.exchange != empty
    assert "No account covers this exchange" in html_at(client, f"/exchanges/{empty.pk}/sources/")


def test_a_sentence_that_ended_a_paragraph_is_shown_as_its_end(client: Client, corpus: Corpus) -> None:
    old = TextKey.of(corpus.readout.version)
    later = edited(corpus.readout, " He informed Savary that all 11 drivers of the convoy are in good health.", "")
    html = html_at(client, changes_url(old, TextKey.of(later.version)))
    assert (
        "harms nobody. <del>He informed Savary that all 11 drivers of the convoy are in good health.</del></p>" in html
    )
