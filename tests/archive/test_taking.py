"""What is one exchange only since two actors were merged is two again, when that is undone."""

import pytest
from django.contrib.auth.models import User

from diplomacy.archive import compare
from diplomacy.archive.deciding import merging, regroup, taking
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Coverage, Exchange, Pair, TakenFor
from tests.archive.plain_reader import article, text_of
from tests.archive.test_merging import actor
from tests.archive.test_regrouped import ids, standing
from tests.archive.wide_reader import COURIER, CREW, ENVOY, FIRST, GAZETTE, HERALD, LAWFUL, MINISTRY, SECOND, WideReader


def bring(outlet: str, *said: str, day: str = FIRST) -> None:
    url = f"https://{outlet.replace(' ', '-').lower()}.example/call"
    ingest([article(text_of(*said, outlet=outlet, url=url, day=day))], reader=WideReader())
    compare.compare_uncompared(reader=WideReader())


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    """Who has merged an envoy into a minister; each was met in a call of another day."""
    mira = User.objects.create(username="mira")
    bring(MINISTRY, CREW, LAWFUL)
    bring(HERALD, ENVOY, day=SECOND)
    merging.merge(actor("Lia Hane").pk, actor("Pavel Orrell").pk, by=mira)
    return mira


def reasons(outlet: str) -> list[str]:
    return list(Coverage.objects.get(article__in=ids(outlet)).reasons)


def test_texts_that_name_the_merged_actor_tell_of_the_known_exchange_until_that_is_undone(mira: User) -> None:
    first, second = Exchange.objects.order_by("date")
    bring(COURIER, CREW, ENVOY)
    bring(GAZETTE, ENVOY, CREW)
    assert standing() == {first.pk: {MINISTRY, COURIER, GAZETTE}, second.pk: {HERALD}}
    assert [taking.WHY in reasons(outlet) for outlet in (MINISTRY, COURIER, GAZETTE)] == [False, True, False]
    assert Pair.objects.filter(exchange=first).count() == 4, "the crew in three accounts, the envoy in two"
    merge = merging_of_envoy()
    assert undo(merge, by=mira)
    compare.compare_uncompared(reader=WideReader())
    [own] = Exchange.objects.exclude(pk__in=[first.pk, second.pk])
    assert standing() == {first.pk: {MINISTRY}, second.pk: {HERALD}, own.pk: {COURIER, GAZETTE}}
    assert {str(one) for one in own.participants.all()} == {"Ana Vik", "Lia Hane"}
    assert taking.WHY not in reasons(COURIER)
    assert Pair.objects.filter(exchange=own).count() == Pair.objects.count() == 2
    assert not TakenFor.objects.exists()


def merging_of_envoy() -> int:
    return int(actor("Lia Hane").decisions.get().pk)


def test_what_is_decided_of_such_an_account_holds_when_the_merge_is_undone(mira: User) -> None:
    first, second = Exchange.objects.order_by("date")
    bring(COURIER, CREW, ENVOY)
    moved = regroup.move(first.pk, ids(COURIER), second.pk, by=mira).decision
    undo(merging_of_envoy(), by=mira)
    assert standing() == {first.pk: {MINISTRY}, second.pk: {HERALD, COURIER}}
    undo(moved.pk, by=mira)
    [own] = Exchange.objects.exclude(pk__in=[first.pk, second.pk])
    assert standing() == {first.pk: {MINISTRY}, second.pk: {HERALD}, own.pk: {COURIER}}


def test_an_exchange_that_is_restored_has_those_again_that_were_taken_for_it(mira: User) -> None:
    first, second = Exchange.objects.order_by("date")
    bring(COURIER, CREW, ENVOY)
    deleted = regroup.delete(first.pk, by=mira).decision
    assert standing() == {second.pk: {HERALD}}
    undo(deleted.pk, by=mira)
    assert standing() == {first.pk: {MINISTRY, COURIER}, second.pk: {HERALD}}
