"""Who is known, and who becomes a row when a text names them."""

from datetime import date

import pytest

from diplomacy.archive.latest import Latest, revision
from diplomacy.archive.models import Actor, Alias, Outlet, Tenure
from diplomacy.archive.roster import Roster
from diplomacy.reading.values import ActorFound, ActorKind

pytestmark = pytest.mark.django_db
PERSON = ActorKind.PERSON


def enrol(*found: ActorFound) -> list[Actor]:
    return list(Roster.load().enrol(dict(enumerate(found))).values())


def test_office_holders_are_known_in_an_empty_database_and_stored_on_first_use() -> None:
    known = {actor.name: actor for actor in Roster.load().known()}
    qin = known["Qin Gang"]
    assert qin.country == "China"
    assert ("Foreign Minister", date(2022, 12, 30), date(2023, 7, 25)) in [
        (held.office, held.start, held.end) for held in qin.tenures
    ]
    assert not Actor.objects.exists()
    [row] = enrol(ActorFound("Qin Gang", PERSON, "China", known=qin.key))
    assert row.country == Actor.objects.get(name="China", kind="country")
    assert Tenure.objects.filter(actor=row, office="Foreign Minister", end=date(2023, 7, 25)).exists()
    again = {actor.name: actor for actor in Roster.load().known()}["Qin Gang"]
    assert again.key == str(row.pk)
    assert again.tenures == tuple(sorted(qin.tenures, key=lambda held: held.start or date.min))
    assert enrol(ActorFound("Qin Gang", PERSON, "China", known=qin.key)) == [row]
    assert Actor.objects.count() == 2


def test_each_tenure_of_the_list_is_in_order_and_no_name_is_twice() -> None:
    known = Roster.load().known()
    assert len(known) > 100
    assert len({actor.name for actor in known}) == len(known)
    for actor in known:
        assert actor.country
        for held in actor.tenures:
            assert held.start
            assert held.end is None or held.start < held.end, actor.name


def test_a_minister_of_a_body_that_is_no_country_acts_for_an_organisation() -> None:
    [row] = enrol(ActorFound("Kaja Kallas", PERSON, "European Union"))
    assert row.country
    assert row.country.kind == "organisation"


def test_whom_a_text_introduces_is_one_row_for_all_texts() -> None:
    vik = ActorFound("Ana Vik", PERSON, "Sund", "Foreign Minister", ("Vik",))
    [row] = enrol(vik)
    assert not row.confirmed
    assert enrol(vik, ActorFound("Ana  VIK", PERSON)) == [row, row]
    assert [alias.name for alias in row.aliases.all()] == ["Vik"]
    assert row.tenures.get().office == "Foreign Minister"


def test_people_of_one_name_and_two_countries_are_two() -> None:
    one, other = enrol(ActorFound("Ana Vik", PERSON, "Sund"), ActorFound("Ana Vik", PERSON, "Valdoria"))
    assert one != other
    assert Roster.load().country_of("Ana Vik") == ""


def test_a_fuller_name_takes_the_place_of_a_surname() -> None:
    [row] = enrol(ActorFound("Vik", PERSON, "Sund"))
    assert enrol(ActorFound("Ana Vik", PERSON, "", aliases=("Vik",))) == [row]
    row.refresh_from_db()
    assert row.name == "Ana Vik"


def test_what_a_curator_confirmed_stays_as_it_is() -> None:
    row = Actor.objects.create(name="A. Vik", kind="person", confirmed=True)
    Alias.objects.create(actor=row, name="Vik")
    assert enrol(ActorFound("A. Vik", PERSON, "Sund", aliases=("Minister Vik", "the minister"))) == [row]
    row.refresh_from_db()
    assert (row.name, row.country, row.aliases.count()) == ("A. Vik", None, 1)


def test_descriptions_are_no_names() -> None:
    [row] = enrol(ActorFound("Sund Ministry", ActorKind.ORGANISATION, "Sund", aliases=("ministry", "Sund’s Ministry")))
    assert [alias.name for alias in row.aliases.all()] == ["Sund’s Ministry"]


def test_unnamed_sources_are_stored_and_not_offered_for_other_texts() -> None:
    [row] = enrol(ActorFound("senior official", ActorKind.UNNAMED, "Sund", aliases=("A senior official",)))
    assert row.country
    assert not row.aliases.exists()
    assert "senior official" not in {actor.name for actor in Roster.load().known()}


def test_whatever_another_run_tells_of_actors_is_seen() -> None:
    seen = [revision()]
    assert revision() == seen[0]
    vik = Actor.objects.create(name="Ana Vik", kind="person")
    seen.append(revision())
    Alias.objects.create(actor=vik, name="Vik")
    seen.append(revision())
    Tenure.objects.create(actor=vik, office="Foreign Minister")
    seen.append(revision())
    vik.name = "Ana Maria Vik"
    vik.save()
    seen.append(revision())
    Outlet.objects.create(name="Marenne Herald", kind="press")
    seen.append(revision())
    assert seen == sorted(set(seen))


def test_the_roster_is_the_same_whether_loaded_or_enrolled_into() -> None:
    roster = Roster.load()
    known = {actor.name: actor.key for actor in roster.known()}
    found = (
        ActorFound("Zed Arro", PERSON, "Sund", "Foreign Minister", ("Arro",)),
        ActorFound("Qin Gang", PERSON, "China", "", ("Qin", "Minister Qin"), known["Qin Gang"]),
        ActorFound("Ada Brell", PERSON, "Valdoria", "", ("Brell", "Ada B. Brell")),
    )
    for index, one in enumerate(found):
        roster.enrol({index: one})
        assert [actor.name for actor in roster.known()] == [actor.name for actor in Roster.load().known()]
    assert roster.known() == Roster.load().known()


def test_what_others_change_is_renewed_as_if_all_were_loaded_anew() -> None:
    latest = Latest()
    sund = Actor.objects.create(name="Sund", kind="country")
    vik = Actor.objects.create(name="Ana Vik", kind="person", country=sund)
    assert {actor.name for actor in latest.refresh()} == {"Sund", "Ana Vik"}
    assert latest.refresh() == set()
    Alias.objects.create(actor=vik, name="Vik")
    assert {actor.aliases for actor in latest.refresh()} == {(), ("Vik",)}, "as they were known, and as they are"
    sund.name = "Kingdom of Sund"
    sund.save()
    latest.refresh()
    enrolled = latest.roster.enrol({0: ActorFound("Pavel Orrell", ActorKind.PERSON, "Valdoria", "President")})
    latest.learned()
    Actor.everything.create(name="Ana Vik", kind="person", split_off=True)
    Actor.objects.filter(pk=enrolled[0].pk).delete()
    latest.refresh()
    assert latest.known() == Roster.load().known()
    assert {actor.country for actor in latest.known() if actor.name == "Ana Vik"} == {"Kingdom of Sund"}
    assert "Pavel Orrell" not in {actor.name for actor in latest.known()}
