"""What the database itself holds, tried in SQL, past Django's own checks."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Alias, Article, Claim, Coverage, Exchange, Pair, Statement, Version
from tests.archive.plain_reader import PlainReader, article, text_of

pytestmark = pytest.mark.django_db

CREW = "Vik said that the crew must come home."
BLOCKADE = "Orrell said that the zone saves lives."


@pytest.fixture
def told(reader: PlainReader) -> Exchange:
    """An exchange that two articles tell, with one pair."""
    ingest(
        [article(text_of(CREW, BLOCKADE)), article(text_of(CREW, outlet="Marenne Herald", title="A call"))],
        reader=reader,
    )
    exchange: Exchange = Exchange.objects.get()
    assert Pair.objects.filter(exchange=exchange).exists()
    return exchange


def refused(sql: str, *values: Any) -> str:
    """What the database says to a statement that it must refuse."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(error.value)


@pytest.mark.parametrize(
    "spans", ["{{0,100000}}", "{{5,5}}", "{{9,3}}", "{{4,8},{6,9}}", "{{20,30},{4,8}}", "{}", "{{4,NULL}}"]
)
@pytest.mark.usefixtures("told")
def test_spans_of_a_statement_lie_in_its_text_in_order(spans: str) -> None:
    statement = Statement.objects.first()
    assert statement
    assert refused("UPDATE archive_statement SET spans = %s::int[] WHERE id = %s", spans, statement.pk)


@pytest.mark.parametrize("part", ["mention", "cue"])
@pytest.mark.parametrize(("start", "end"), [(0, 100_000), (7, 7), (9, 3), (None, 5), (5, None)])
@pytest.mark.usefixtures("told")
def test_mention_and_cue_lie_in_the_text(part: str, start: int | None, end: int | None) -> None:
    statement = Statement.objects.first()
    assert statement
    sql = "UPDATE archive_statement SET PART_start = %s, PART_end = %s WHERE id = %s".replace("PART", part)
    assert refused(sql, start, end, statement.pk)


@pytest.mark.parametrize(("start", "end"), [(0, 100_000), (7, 7), (9, 3)])
@pytest.mark.usefixtures("told")
def test_claims_lie_in_their_text(start: int, end: int) -> None:
    claim = Claim.objects.first()
    assert claim
    assert refused('UPDATE archive_claim SET start = %s, "end" = %s WHERE id = %s', start, end, claim.pk)


@pytest.mark.usefixtures("told")
def test_a_claim_may_end_where_its_text_ends() -> None:
    claim = Claim.objects.select_related("version").first()
    assert claim
    size = len(claim.version.text)
    Claim.objects.filter(pk=claim.pk).update(start=0, end=size)
    assert "outside its text" in refused('UPDATE archive_claim SET "end" = %s WHERE id = %s', size + 1, claim.pk)


def test_offsets_count_characters_not_bytes(reader: PlainReader) -> None:
    ingest([article(text_of("Vik said that Håvørn’s crew “must” come home 🛟."))], reader=reader)
    claim = Claim.objects.select_related("version").get()
    text = claim.version.text
    assert text[claim.start : claim.end] == "Håvørn’s crew “must” come home 🛟"
    assert "outside its text" in refused('UPDATE archive_claim SET "end" = %s WHERE id = %s', len(text) + 1, claim.pk)


@pytest.mark.usefixtures("told")
def test_a_claim_belongs_to_its_own_article() -> None:
    one, other = Version.objects.order_by("pk")[:2]
    claim = Claim.objects.filter(version=one).first()
    elsewhere = Statement.objects.filter(version=other).first()
    covered = Coverage.objects.get(version=other)
    assert claim
    assert elsewhere
    assert "of its version" in refused(
        "UPDATE archive_claim SET statement_id = %s WHERE id = %s", elsewhere.pk, claim.pk
    )
    assert "of its article" in refused("UPDATE archive_claim SET coverage_id = %s WHERE id = %s", covered.pk, claim.pk)


@pytest.mark.usefixtures("told")
def test_passages_lie_in_the_text_of_a_version_of_the_article() -> None:
    covered, elsewhere = Coverage.objects.order_by("pk")[:2]
    assert refused("UPDATE archive_coverage SET passages = '{{0,100000}}' WHERE id = %s", covered.pk)
    assert "one of its article" in refused(
        "UPDATE archive_coverage SET version_id = %s WHERE id = %s", elsewhere.version_id, covered.pk
    )


def test_a_coverage_may_have_no_passage(told: Exchange) -> None:
    Coverage.objects.filter(exchange=told).update(passages=[])


INSERT_PAIR = """
    INSERT INTO archive_pair (exchange_id, left_id, right_id, relation, facets, score, why, origin, pipeline)
    VALUES (%s, %s, %s, 'same', '{}', 0.5, '[]', 'machine', '')"""


def test_a_pair_has_two_articles(told: Exchange) -> None:
    one, other = Claim.objects.filter(version=Version.objects.earliest("pk")).order_by("pk")[:2]
    assert "two articles" in refused(INSERT_PAIR, told.pk, one.pk, other.pk)


def test_both_articles_of_a_pair_cover_its_exchange(told: Exchange, reader: PlainReader) -> None:
    ingest([article(text_of(CREW, day="20 June 2031", title="Another call"))], reader=reader)
    one = Claim.objects.earliest("pk")
    other = Claim.objects.latest("pk")
    later = Exchange.objects.exclude(pk=told.pk).get()
    assert "two articles" in refused(INSERT_PAIR, told.pk, one.pk, other.pk)
    assert "two articles" in refused(INSERT_PAIR, later.pk, one.pk, other.pk)
    pair = Pair.objects.earliest("pk")
    assert "two articles" in refused("UPDATE archive_pair SET exchange_id = %s WHERE id = %s", later.pk, pair.pk)


def test_a_pair_is_once_in_order_and_scored(told: Exchange) -> None:
    pair = Pair.objects.earliest("pk")
    assert "pair_once_in_exchange" in refused(INSERT_PAIR, told.pk, pair.left_id, pair.right_id)
    assert "pair_in_order" in refused(INSERT_PAIR, told.pk, pair.right_id, pair.left_id)
    assert "pair_score" in refused("UPDATE archive_pair SET score = 1.01 WHERE id = %s", pair.pk)


def test_pairs_go_when_an_article_is_taken_out_of_the_exchange(told: Exchange) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_claim SET coverage_id = NULL")
        cursor.execute("DELETE FROM archive_coverage WHERE id = %s", [told.coverage.latest("pk").pk])
    assert not Pair.objects.exists()
    assert Claim.objects.exists()


@pytest.mark.usefixtures("told")
def test_aliases_are_unique_per_actor_whatever_their_case() -> None:
    alias = Alias.objects.filter(name="Vik").get()
    sql = "INSERT INTO archive_alias (actor_id, name) VALUES (%s, %s)"
    assert "unique_alias_per_actor" in refused(sql, alias.actor_id, "VIK")
    other = Alias.objects.exclude(actor=alias.actor_id).first()
    assert other
    Alias.objects.create(actor=other.actor, name="Vik")


@pytest.mark.usefixtures("told")
def test_an_article_has_one_current_version_and_an_address_one_article() -> None:
    version = Version.objects.earliest("pk")
    insert = """INSERT INTO archive_version (article_id, current, seen_at, text, sha256, title_end, body_start, source,
        segments, bands, pipeline, embedded, found)
        VALUES (%s, %s, now(), %s, %s, %s, 0, '', '[]', '{}', '', '', '')"""
    assert "one_current_version" in refused(insert, version.article_id, True, "Other text", "f" * 64, 0)
    assert "one_version_per_text" in refused(insert, version.article_id, False, version.text, version.sha256, 0)
    assert "offsets_within_text" in refused(insert, version.article_id, False, "Other text", "f" * 64, 11)
    Article.objects.filter(pk=version.article_id).update(url="https://sund.example/1")
    assert "one_article_per_url" in refused("UPDATE archive_article SET url = 'https://sund.example/1'")


@pytest.mark.usefixtures("told")
def test_the_text_of_a_version_never_changes() -> None:
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Version.objects.update(text="Something else")
    Version.objects.update(pipeline="another reader")
