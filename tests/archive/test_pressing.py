"""What a decision writes, and what it leaves alone."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive import compare
from diplomacy.archive.deciding import correct, regroup
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.embed import embed_unembedded
from diplomacy.archive.models import Claim, Decision, Exchange, Statement, Version
from diplomacy.archive.queue import Job
from tests.archive.plain_reader import PlainReader
from tests.archive.test_regrouped import CREW, OUTLETS, bring, ids, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    return User.objects.create(username="mira")


@pytest.fixture
def exchange() -> Exchange:
    """A call that three tell of in the same words."""
    for outlet in OUTLETS:
        bring(outlet, CREW)
    embed_unembedded(reader=PlainReader())
    made: Exchange = Exchange.objects.get()
    return made


def rejected(outlet: str, by: User) -> Decision:
    """That what an account attributes to somebody is no statement."""
    statement = Statement.objects.get(version__article__outlet__name=outlet)
    return correct.say(statement.version_id, None, by=by, of=statement.pk)


def test_what_is_corrected_enters_no_vector_into_its_index_anew(exchange: Exchange, mira: User) -> None:  # noqa: ARG001
    def where() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT claim_id, ctid::text FROM archive_embedding ORDER BY claim_id")
            return list(cursor.fetchall())

    before = where()
    made = rejected(OUTLETS[0], mira)
    assert Claim.objects.filter(decision=made, statement=None).exists()
    assert len(before) == Claim.objects.count() and where() == before
    undo(made.pk, by=mira)
    assert not Claim.objects.exclude(decision=None).exists()
    assert where() == before and not Version.objects.unembedded().exists()


def test_splitting_an_account_off_costs_the_same_however_many_of_the_others_are_corrected(
    exchange: Exchange, mira: User
) -> None:
    counts = []
    for corrected in ((), OUTLETS[1:]):
        for outlet in corrected:
            rejected(outlet, mira)
        with CaptureQueriesContext(connection) as counted:
            made = regroup.split(exchange.pk, ids(OUTLETS[0]), by=mira).decision
        counts.append(len(counted))
        undo(made.pk, by=mira)
        assert standing() == {exchange.pk: set(OUTLETS)}
    assert counts[0] == counts[1]


NOWHERE = [10**9 + n for n in range(3)]
"""Exchanges that no other test leaves in the queue."""


def test_an_exchange_waits_in_the_queue_once() -> None:
    with CaptureQueriesContext(connection) as few:
        compare.send(NOWHERE[:1])
    with CaptureQueriesContext(connection) as many:
        compare.send(NOWHERE)
    locks = [f"compare {exchange}" for exchange in NOWHERE]
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name=Job.COMPARE, queueing_lock__in=locks)
    told = list(waiting.order_by("pk").values_list("args", "queueing_lock"))
    assert told == [({"exchange": exchange}, f"compare {exchange}") for exchange in NOWHERE]
    assert len(many) == len(few)
