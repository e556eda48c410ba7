"""The framing of an exchange as a reader gets it: every part says what it found, why, and how sure."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Exchange, Outlet
from diplomacy.comparing.fidelity import Fidelity
from diplomacy.reading.values import Span
from diplomacy.web.pages.framing_tables import TABLES
from diplomacy.web.pages.quotations import FIDELITY, PassagePiece, passage
from tests.web.corpus import Corpus, actor, pair, telling

OSTMARK = "Ostmark Foreign Ministry"


def framing_of(client: Client, exchange: Exchange) -> str:
    answer = client.get(f"/exchanges/{exchange.pk}/framing/")
    assert answer.status_code == 200
    return answer.content.decode()


def part(html: str, key: str) -> str:
    """The words of one part of the page, blanks made one."""
    found = re.search(rf'<section aria-labelledby="{key}">.*?</section>', html, re.S)
    assert found, key
    return re.sub(r"\s+", " ", strip_tags(found[0]))


def test_names_that_meet_are_shown_with_their_pair(client: Client, corpus: Corpus) -> None:
    shut = corpus.wire.claims["the closure of the bridge as a “lawful measure,”"]
    breach = corpus.other_readout.claims["the blockade of the bridge is a breach of the treaty"]
    met = pair(shut, breach, "contradicted", "naming", score=0.9)
    html = framing_of(client, corpus.exchange)
    names = part(html, "names")
    assert "closure attributed to Teodor Brandt" in names
    assert "blockade attributed to Maud Savary" in names
    assert "contested names · sure" in names
    assert f'href="/exchanges/{corpus.exchange.pk}/pairs/{met.pk}/"' in html


def test_verbs_are_told_by_speaker_and_account(client: Client, corpus: Corpus) -> None:
    verbs = part(framing_of(client, corpus.exchange), "verbs")
    assert re.search(r"Teodor Brandt .*stressed.*assured.*defended.*explained", verbs)
    assert "does not report them" in verbs


def test_quotations_are_named_by_what_became_of_them(client: Client, corpus: Corpus) -> None:
    html = framing_of(client, corpus.exchange)
    quotations = part(html, "quotations")
    assert re.search(r"“lawful measure” = verbatim · Estuary Wire, quoting Teodor Brandt", quotations)
    assert "compared with Ostmark Foreign Ministry · fairly sure" in quotations
    assert "Not found in" in quotations
    assert "in good health" in quotations


def test_what_each_account_leaves_out_of_the_others_is_counted_and_named(client: Client, corpus: Corpus) -> None:
    html = framing_of(client, corpus.exchange)
    told = part(html, "omissions")
    readout = corpus.readout.version.article_id
    assert "Ostmark Foreign Ministry 6 claims" in told
    # Of the six the wire answers two: that the regime is lawful, and that the drivers are well.
    assert re.search(r"Ostmark Foreign Ministry 6 claims .*Estuary Wire ?4 of 6 not in it", told)
    beside = f'href="/exchanges/{corpus.exchange.pk}/?base={readout}&amp;beside={corpus.wire.version.article_id}"'
    assert beside in html
    left = downloaded(client, corpus.exchange, "omissions")
    lacks = [row["claim"] for row in left if (row["account"], row["not in"]) == (OSTMARK, "Estuary Wire")]
    assert len(lacks) == 4 and "harms nobody" in lacks
    assert all(client.get(row["address"].removeprefix("http://testserver")).status_code == 200 for row in left[:8])


def downloaded(client: Client, exchange: Exchange, name: str) -> list[dict[str, str]]:
    answer = client.get(f"/exchanges/{exchange.pk}/framing/{name}.csv")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_part_leads_to_its_table_with_what_the_page_shows(client: Client, corpus: Corpus) -> None:
    html = framing_of(client, corpus.exchange)
    found = re.findall(rf'href="/exchanges/{corpus.exchange.pk}/framing/(\w+)\.csv"', html)
    assert set(found) >= {"verbs", "quotations"} and set(found) <= set(TABLES)
    verbs = downloaded(client, corpus.exchange, "verbs")
    assert {(row["speaker"], row["account"], row["verb"]) for row in verbs} >= {
        ("Teodor Brandt", "Ostmark Foreign Ministry", "stressed"),
        ("Teodor Brandt", "Lirien Foreign Ministry", "assured"),
    }
    assert all(client.get(row["address"].removeprefix("http://testserver")).status_code == 200 for row in verbs)
    quoted = {(row["quotation"], row["verdict"]) for row in downloaded(client, corpus.exchange, "quotations")}
    assert ("lawful measure", "verbatim") in quoted
    for name in TABLES:
        downloaded(client, corpus.exchange, name)
    assert client.get(f"/exchanges/{corpus.exchange.pk}/framing/nothing.csv").status_code == 404
    assert client.get("/exchanges/99999/framing/verbs.csv").status_code == 404


def test_a_spreadsheet_reckons_with_nothing_that_a_text_says(client: Client, corpus: Corpus) -> None:
    Outlet.objects.filter(name="Estuary Wire").update(name="=HYPERLINK(1)")
    accounts = {row["account"] for row in downloaded(client, corpus.exchange, "quotations")}
    assert "'=HYPERLINK(1)" in accounts and "=HYPERLINK(1)" not in accounts


def test_what_is_dropped_is_marked() -> None:
    text = "She said that talks go on at any hour, but not here, and left."
    words, rest = (text.index("at any hour"), text.index("but not here"))
    pieces = passage(text, (Span(words, words + 11),), (Span(rest, rest + 12),))
    assert pieces == (
        PassagePiece("at any hour"),
        PassagePiece(", "),
        PassagePiece("but not here", dropped=True),
    )


def test_every_verdict_has_words() -> None:
    assert set(FIDELITY) == set(Fidelity)


def test_an_exchange_of_one_account_says_so(client: Client, corpus: Corpus) -> None:
    html = framing_of(client, corpus.lone)
    for words in (
        "It takes two accounts",
        "No two accounts",
        "No account has been found to say",
        "One account so far",
        "No ministry’s own",
    ):
        assert words in html


@pytest.mark.django_db
def test_an_exchange_without_accounts_says_so(client: Client) -> None:
    lone = Exchange.objects.create(kind="call", date=date(2024, 1, 1))
    assert "No account covers this exchange" in framing_of(client, lone)
    assert client.get("/exchanges/0/framing/").status_code == 404


def test_formulas_of_a_ministry_are_shown(client: Client, corpus: Corpus) -> None:
    on = date(2024, 2, 1)
    exchange = Exchange.objects.create(kind="call", date=on)
    exchange.participants.set([corpus.minister, actor("Guest")])
    before = telling(
        "Ostmark Foreign Ministry",
        "official",
        "Call with Guest",
        "The temporary customs regime at the bridge is a lawful measure.",
        on=on,
        exchange=exchange,
    )
    before.claim("The temporary customs regime at the bridge is a lawful measure")
    formulas = part(framing_of(client, corpus.exchange), "formulas")
    assert "said once before the temporary customs regime at the bridge is a lawful measure" in formulas
    assert "1 February 2024, Call with Guest" in formulas


def test_the_readings_lead_to_each_other_without_script(
    browser: Browser, live_server: LiveServer, served: Corpus
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    page.get_by_role("navigation", name="Readings of this exchange").get_by_role("link", name="Framing").click()
    expect(page.get_by_role("heading", name="With which verbs")).to_be_visible()
    page.locator("details.why", has_text="why?").first.locator("summary").click()
    expect(page.locator("details.why[open]").first).to_contain_text("stand")
    page.get_by_role("link", name="Claims", exact=True).click()
    expect(page.get_by_role("heading", name="Claim by claim")).to_be_visible()
    context.close()


def test_eight_accounts_scroll_inside_their_own_frame(
    quiet_page: Page, live_server: LiveServer, served: Corpus
) -> None:
    for n in range(4):
        more = telling(
            f"Paper {n}",
            "press",
            f"Call {n}",
            "Brandt said all is well.",
            on=served.exchange.date,
            exchange=served.exchange,
        )
        more.claim("all is well", said=more.says("all is well", by=[served.minister], cue="said"))
    quiet_page.set_viewport_size({"width": 1024, "height": 900})
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/framing/")
    frame = quiet_page.get_by_role("region", name="Verbs, scrolls sideways")
    assert frame.evaluate("it => it.scrollWidth > it.clientWidth")
    assert quiet_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
