"""A query that is written once gives what its queryset gives, whatever it is asked for and in whichever thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.models import Actor, ActorKind
from diplomacy.archive.prepared import Prepared, asked, given, write_all

pytestmark = pytest.mark.django_db
PEOPLE = ("Brun", "Orrell", "Vik", "Zale")
Shape = Callable[[QuerySet[Actor]], "QuerySet[Actor, Any]"]


@pytest.fixture
def people() -> dict[str, int]:
    """Ids by name, of persons of two countries by turns."""
    countries = [Actor.objects.create(name=name, kind=ActorKind.COUNTRY) for name in ("Sund", "Valdoria")]
    return {
        name: Actor.objects.create(name=name, kind=ActorKind.PERSON, country=countries[nth % 2]).pk
        for nth, name in enumerate(PEOPLE)
    }


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows.values_list("pk", "country__name"),
        lambda rows: rows.values_list("pk", "name", named=True),
        lambda rows: rows.values_list("name", flat=True),
        lambda rows: rows.values("name", home=F("country__name")),
        lambda rows: rows.select_related("country").annotate(home=F("country__name"))[:1],
    ],
)
def test_rows_are_those_of_the_queryset(people: dict[str, int], shape: Shape) -> None:
    """In any shape that a queryset has, at each asking anew."""
    prepared = Prepared(lambda: shape(Actor.objects.filter(pk__any_of=given("ids")).order_by("name")))
    for names in (PEOPLE, PEOPLE[1:3], ()):
        ids = [people[name] for name in names]
        rows = list(shape(Actor.objects.filter(pk__in=ids).order_by("name")))
        assert prepared(ids=ids) == rows
        assert prepared.first(ids=ids) == (rows[0] if rows else None)


def test_what_is_fetched_along_comes_with_the_rows(people: dict[str, int]) -> None:
    """A country in the same query, those of a prefetch in one more."""
    prepared = Prepared(
        lambda: Actor.objects.filter(pk=given("id")).select_related("country").prefetch_related("country__nationals")
    )
    for name, fellows in (("Vik", {"Brun", "Vik"}), ("Zale", {"Orrell", "Zale"})):
        with CaptureQueriesContext(connection) as asked:
            (actor,) = prepared(id=people[name])
            assert actor.country
            assert {one.name for one in actor.country.nationals.all()} == fellows
        assert len(asked) == 2


@pytest.mark.usefixtures("people")
def test_conditions_join_and_combine() -> None:
    """A value may be told of a related row, and an alternative hold one too."""
    prepared = Prepared(
        lambda: Actor.objects.filter(Q(country__any_of=given("countries")) | Q(name=given("name"))).order_by("name")
    )
    sund = Actor.objects.get(name="Sund")
    assert [one.name for one in prepared(countries=[sund.pk], name="Zale")] == ["Brun", "Vik", "Zale"]
    assert [one.name for one in prepared(countries=[], name="nobody’s")] == []


def test_sql_is_written_once(people: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked."""
    written: list[SQLCompiler] = []
    write = SQLCompiler.as_sql

    def counted(self: SQLCompiler, *args: Any, **options: Any) -> Any:
        written.append(self)
        return write(self, *args, **options)

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    prepared = Prepared(lambda: Actor.objects.filter(pk=given("id")))
    with CaptureQueriesContext(connection) as asked:
        assert [prepared(id=people[name])[0].name for name in PEOPLE] == list(PEOPLE)
    assert len(written) == 1
    assert ["archive_actor" in one["sql"] for one in asked] == [True] * len(PEOPLE)


@pytest.mark.django_db(transaction=True)
def test_all_that_is_known_can_be_written_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a server does when it starts; where it finds no database, at the first asking."""
    prepared = Prepared(lambda: Actor.objects.filter(pk=given("id")).select_for_update())
    monkeypatch.setattr(Prepared, "known", [prepared])
    with monkeypatch.context() as unreachable:
        connection.close()
        unreachable.setitem(connection.settings_dict, "HOST", "/nowhere")
        write_all()
        assert "written" not in vars(prepared)
    write_all()
    assert "written" in vars(prepared)


def test_the_database_keeps_how_to_answer(people: dict[str, int]) -> None:
    """One plan for any ids, small or large, one or many; what the queryset says itself is written into it."""
    there = Actor.objects.filter(kind=ActorKind.PERSON, pk__any_of=given("ids")).exclude(name__contains="100%s")
    prepared = Prepared(lambda: there.order_by("name").values_list("name", flat=True))
    for more in ((), (10**6,), (10**6, 10**12)):
        assert prepared(ids=[people["Vik"], *more]) == ["Vik"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%100%%s%"])
        [[sql]] = cursor.fetchall()
    assert "= 'person'" in sql
    assert "$1" in sql
    assert "$2" not in sql


def test_a_value_that_is_not_told_is_an_error(people: dict[str, int]) -> None:
    """And not a query for nothing."""
    prepared = Prepared(lambda: Actor.objects.filter(pk=given("id")))
    with pytest.raises(KeyError):
        prepared(ids=people["Vik"])


def test_sql_by_hand_is_told_its_values_by_name(people: dict[str, int]) -> None:
    """As often as it names them."""
    sql = "SELECT name FROM archive_actor WHERE id = ANY(%(ids)s) AND (name <> %(name)s OR name = %(name)s || '%%')"
    ids = list(people.values())
    assert sorted(asked(connection, sql, {"ids": ids, "name": "Vik"})) == [(name,) for name in PEOPLE if name != "Vik"]
    assert asked(connection, sql, {"ids": [], "name": "Vik"}) == []


def test_a_number_that_no_id_can_have_is_no_rows(people: dict[str, int]) -> None:
    """As an address may name one."""
    one = Prepared(lambda: Actor.objects.filter(pk=given("id")))
    some = Prepared(lambda: Actor.objects.filter(pk__any_of=given("ids")))
    for beyond in (2**63, -(2**70)):
        assert one.first(id=beyond) is None
        assert [row.name for row in some(ids=[beyond, people["Vik"]])] == ["Vik"]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(people: dict[str, int]) -> None:
    """Although all use what the first of them wrote."""
    prepared = Prepared(lambda: Actor.objects.filter(pk=given("id")).values_list("name", flat=True))
    assert prepared(id=people["Vik"]) == ["Vik"]

    def ask(name: str) -> list[str]:
        try:
            return prepared(id=people[name])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, PEOPLE * 5)) == [[name] for name in PEOPLE * 5]
