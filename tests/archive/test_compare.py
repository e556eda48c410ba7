"""Accounts are paired once: a new account with the others, and nothing else anew."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import override_settings
from hypothesis import given

from diplomacy import comparing
from diplomacy.archive import compare as archive_compare
from diplomacy.archive import vocabulary
from diplomacy.archive.accounts import Told, told
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Actor, Article, Claim, Coverage, Exchange, Origin, Pair
from diplomacy.comparing.values import Account
from tests.archive.conftest import rows
from tests.archive.plain_reader import PlainReader, article, text_of
from tests.comparing.claims import account

pytestmark = pytest.mark.django_db
CREW = "Vik said that the crew must come home."
LAWFUL = "Orrell said that the zone is lawful."
OUTLETS = ("Sund Ministry of Foreign Affairs", "Marenne Herald", "Tarn Gazette")


def bring(*said: str, outlet: str, url: str = "") -> None:
    ingest([article(text_of(*said, outlet=outlet, url=url))], reader=PlainReader())


def pair_rows() -> dict[str, str]:
    """Row by its text, with the transaction that wrote it: another one if it was so much as touched."""
    return {text: xmin for xmin, text in rows()["archive_pair"]}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The articles of the accounts that are paired from here on, in the order of pairing."""
    seen: list[tuple[int, int]] = []

    def note(left: Any, right: Any, **options: Any) -> Any:
        seen.append((left.article, right.article))
        return comparing.pair(left, right, **options)

    monkeypatch.setattr(archive_compare, "pair", note)
    return seen


def test_a_new_article_is_paired_with_the_others_and_they_not_again(compared: list[tuple[int, int]]) -> None:
    for outlet in OUTLETS:
        bring(CREW, LAWFUL, outlet=outlet)
    before, articles = pair_rows(), sorted(Article.objects.values_list("pk", flat=True))
    compared.clear()
    bring(CREW, outlet="Brell Courier")
    new = Article.objects.latest("pk").pk
    assert sorted(compared) == [(old, new) for old in articles]
    after = pair_rows()
    assert before.items() <= after.items()
    assert len(after) == len(before) + 3
    assert Exchange.objects.get().pipeline == archive_compare.pipeline()


def test_a_changed_text_is_paired_anew_and_only_that(compared: list[tuple[int, int]]) -> None:
    url = "https://um.sund.example/call"
    bring(CREW, LAWFUL, outlet=OUTLETS[0], url=url)
    for outlet in OUTLETS[1:]:
        bring(CREW, LAWFUL, outlet=outlet)
    changed = Article.objects.get(url=url).pk
    others = Pair.objects.exclude(left__version__article=changed).exclude(right__version__article=changed)
    kept = set(others.values_list("pk", flat=True))
    compared.clear()
    bring(CREW, outlet=OUTLETS[0], url=url)
    assert len(compared) == 2
    assert all(changed in both for both in compared)
    assert set(others.values_list("pk", flat=True)) == kept
    assert len(kept) == 2
    of_it = Pair.objects.exclude(pk__in=kept)
    assert of_it.count() == 2
    assert all(changed in (pair.left.version.article_id, pair.right.version.article_id) for pair in of_it)
    assert {pair.left.version.current and pair.right.version.current for pair in of_it} == {True}


def test_an_article_that_leaves_takes_its_pairs_along_and_no_other(compared: list[tuple[int, int]]) -> None:
    for outlet in OUTLETS:
        bring(CREW, outlet=outlet)
    Article.objects.latest("pk").delete()
    before = pair_rows()
    assert len(before) == 1
    Exchange.objects.update(pipeline="")
    compared.clear()
    ingest([], reader=PlainReader())
    assert not compared
    assert pair_rows() == before


def test_comparing_is_no_event_in_the_history_of_a_curators_coverage() -> None:
    bring(CREW, outlet=OUTLETS[0])
    Coverage.objects.update(origin=Origin.CURATOR)
    events = apps.get_model("archive", "CoverageEvent")._default_manager
    before = events.count()
    bring(CREW, outlet=OUTLETS[1])
    Coverage.objects.update(compared="something else")
    assert events.count() == before == 1
    Coverage.objects.filter(origin=Origin.CURATOR).update(reasons=["It says so."])
    assert events.count() == 2


def test_a_deployments_words_are_what_claims_are_paired_by(tmp_path: Path) -> None:
    said = ("Vik said that the vessel is impounded.", "Vik said that the vessel is confiscated.")
    bring(said[0], outlet=OUTLETS[0])
    bring(said[1], outlet=OUTLETS[1])
    shipped = Exchange.objects.get().pipeline
    assert "kindred.toml" not in shipped
    (tmp_path / "kindred.toml").write_text('[taking]\nloaded = true\nwords = ["impounded", "confiscated"]\n', "utf-8")
    clear = (archive_compare.pipeline.cache_clear, vocabulary.load.cache_clear)
    try:
        with override_settings(DIPLOMACY_VOCABULARY=str(tmp_path)):
            archive_compare.pipeline.cache_clear()
            Exchange.objects.update(pipeline="")
            ingest([], reader=PlainReader())
    finally:
        for forget in clear:
            forget()
    own = Exchange.objects.get().pipeline
    assert own != shipped
    assert own.endswith("own kindred.toml")
    assert set(Coverage.objects.values_list("compared", flat=True)) == {own}
    assert Pair.objects.get().facets == ["naming"]


def test_accounts_that_name_different_sides_as_the_one_who_asked_contradict() -> None:
    bring("Vik said that the call was the idea of Orrell.", outlet=OUTLETS[0])
    bring("Vik said that the call was the idea of Vik.", outlet=OUTLETS[1])
    claims = Claim.objects.order_by("pk")
    assert [[actor.name for actor in claim.askers.all()] for claim in claims] == [["Pavel Orrell"], ["Ana Vik"]]
    home = dict(Actor.objects.filter(kind="country").values_list("name", "pk"))
    accounts = told([Exchange.objects.get().pk])[Exchange.objects.get().pk].accounts
    assert [claim.askers for account in accounts for claim in account.claims] == [{home["Valdoria"]}, {home["Sund"]}]
    pair = Pair.objects.get()
    assert pair.relation == "contradicted"
    [why] = [reason["words"] for reason in pair.why if reason["name"] == "contradicted"]
    assert "Sund" in why
    assert "Valdoria" in why


def test_a_pair_keeps_which_of_its_words_answer_each_other() -> None:
    url = "https://example.org/crew"
    bring(LAWFUL, CREW, outlet=OUTLETS[0], url=url)
    bring(CREW, LAWFUL, outlet=OUTLETS[1])
    bring(
        "Vik said that winter is long.", LAWFUL, CREW, outlet=OUTLETS[0], url=url
    )  # its claims are the later ones now
    found = Pair.objects.select_related("left__version", "right__version")
    assert {row.left.version.article_id < row.right.version.article_id for row in found} == {False}
    for row in found:
        assert row.answers
        for left, right in row.answers:
            here, there = (
                side.version.text[start : side.end].split()[0] for side, start in ((row.left, left), (row.right, right))
            )
            assert here == there


@given(account(1), account(2), account(3))
def test_an_article_that_joins_changes_no_pair_of_the_others(one: Account, two: Account, other: Account) -> None:
    without, among = (
        {(p.left, p.right): p for p in archive_compare.pairs(Told(accounts), of={1, 2, 3})}
        for accounts in ((one, two), (one, two, other))
    )
    assert {ends: p for ends, p in among.items() if max(ends) < 300} == without


def test_what_one_account_tells_of_is_put_down_as_compared_without_a_job() -> None:
    bring(CREW, LAWFUL, outlet=OUTLETS[0])
    alone = Exchange.objects.get()
    archive_compare.set_back([alone.pk])
    archive_compare.compare_alone([alone.pk])
    alone.refresh_from_db()
    assert alone.pipeline == alone.coverage.get().compared == archive_compare.pipeline()
    bring(CREW, outlet=OUTLETS[1])
    archive_compare.set_back([alone.pk])
    archive_compare.compare_alone([alone.pk])
    alone.refresh_from_db()
    assert alone.pipeline == "", "two accounts are to be paired"


def test_what_has_pairs_of_an_account_that_became_a_copy_is_left_to_comparing() -> None:
    for outlet in OUTLETS[:2]:
        bring(CREW, LAWFUL, outlet=outlet)
    exchange = Exchange.objects.get()
    head, other = Article.objects.order_by("pk")
    Article.objects.filter(pk=other.pk).update(copy_of=head)
    Exchange.objects.update(pipeline="")
    archive_compare.compare_alone([exchange.pk])
    exchange.refresh_from_db()
    assert exchange.pipeline == "", "its pairs are to be removed first"
    archive_compare.compare(exchange.pk, reader=PlainReader())
    assert not Pair.objects.exists()
