"""Split actors: what some articles tell of one is another's, now and when they are read anew; undoing gives it back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.deciding import correct, merging, regroup, splitting
from diplomacy.archive.deciding.leading import ActorGoneError
from diplomacy.archive.deciding.splitting import Newcomer
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import Actor, Article, Decision, Exchange, Moved, Statement
from tests.archive.test_corrections import said
from tests.archive.test_merging import actor, pointing
from tests.archive.test_regrouped import CREW, HERALD, LAWFUL, MINISTRY, SECOND, bring, read_anew

ANOTHER = Newcomer("Pavel Orrell", "person")


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def herald(db: None) -> Article:  # noqa: ARG001 (opens the database)
    """The article that means another, of two calls on different days."""
    bring(MINISTRY, CREW, LAWFUL)
    return bring(HERALD, LAWFUL, "Orrell said that it was the idea of Vik.", day=SECOND)


def speakers(article: Article) -> list[list[Actor]]:
    rows = Statement.objects.filter(version__article=article, version__current=True).order_by("position")
    return [list(row.speakers.all()) for row in rows]


def test_what_an_article_tells_of_one_is_anothers_also_when_it_is_read_anew(herald: Article, mira: User) -> None:
    before, orrell = pointing(), actor("Pavel Orrell")
    moved = splitting.extent(orrell.pk, [herald.pk])
    assert (moved.statements, moved.relayed, moved.exchanges, moved.shared) == (2, 0, 1, 0)
    made = splitting.split(orrell.pk, [herald.pk], ANOTHER, by=mira, note="His cousin.")
    cousin = made.to_actor
    assert cousin and (cousin.name, cousin.confirmed, cousin.origin) == ("Pavel Orrell", True, "curator")
    for _ in range(2):
        assert speakers(herald) == [[cousin], [cousin]]
        assert cousin in Exchange.objects.get(coverage__article=herald).participants.all()
        assert Statement.objects.filter(speakers=orrell).count() == 1, "elsewhere it is who it was"
        assert Actor.everything.filter(name="Pavel Orrell").count() == 2, "nobody is enrolled a third time"
        read_anew()
    assert Decision.objects.in_force().get() == made
    bring("Tarn Gazette", LAWFUL)
    assert Statement.objects.filter(speakers=orrell).count() == 2, "names lead to whom they led before"
    Article.objects.get(outlet__name="Tarn Gazette").delete()
    assert undo(made.pk, by=mira)
    assert not undo(made.pk, by=mira), "a second time"
    read_anew("reader 1")
    assert pointing() == before
    assert not Moved.objects.exists()
    assert Actor.everything.filter(name="Pavel Orrell").count() == 1, "who was made for it is gone with it"


def test_an_exchange_has_the_other_where_one_of_its_articles_does(herald: Article, mira: User) -> None:
    orrell, here = actor("Pavel Orrell"), Exchange.objects.get(coverage__article=herald)
    made = splitting.split(orrell.pk, [herald.pk], ANOTHER, by=mira)
    bring("Tarn Gazette", LAWFUL, day=SECOND)
    assert Exchange.objects.get(coverage__article__outlet__name="Tarn Gazette") == here, "joining knows of no split"
    assert made.to_actor in here.participants.all()
    regroup.move(here.pk, [herald.pk], None, by=mira)
    assert orrell in Exchange.objects.get(pk=here.pk).participants.all(), "its other article means him"


def test_who_is_named_by_hand_after_the_split_is_who_speaks(herald: Article, mira: User) -> None:
    orrell = actor("Pavel Orrell")
    earlier, later = Statement.objects.filter(version__article=herald).order_by("position")
    correct.say(earlier.version_id, said(earlier, kind="free"), by=mira, of=earlier.pk)
    made = splitting.split(orrell.pk, [herald.pk], ANOTHER, by=mira)
    cousin = made.to_actor
    correct.say(later.version_id, said(later, speakers=(orrell.pk,)), by=mira, of=later.pk)
    assert speakers(herald) == [[cousin], [orrell]]
    read_anew()
    assert speakers(herald) == [[cousin], [orrell]]
    undo(made.pk, by=mira)
    assert speakers(herald) == [[orrell], [orrell]]


@pytest.mark.parametrize("first", ["the split", "the merge"])
def test_a_split_and_a_merge_are_undone_in_any_order(herald: Article, mira: User, first: str) -> None:
    before, orrell, vik = pointing(), actor("Pavel Orrell"), actor("Ana Vik")
    split = splitting.split(orrell.pk, [herald.pk], ANOTHER, by=mira)
    cousin = split.to_actor
    assert cousin
    merge = merging.merge(cousin.pk, vik.pk, by=mira)
    assert speakers(herald) == [[vik], [vik]]
    read_anew()
    assert speakers(herald) == [[vik], [vik]]
    for made in (split, merge) if first == "the split" else (merge, split):
        undo(made.pk, by=mira)
    read_anew("reader 1")
    assert pointing() == before


def test_what_was_merged_into_one_before_is_split_with_it(herald: Article, mira: User) -> None:
    orrell, vik = actor("Pavel Orrell"), actor("Ana Vik")
    merging.merge(orrell.pk, vik.pk, by=mira)
    split = splitting.split(vik.pk, [herald.pk], Newcomer("Vik Orrell", "person", actor("Sund").pk), by=mira)
    assert speakers(herald) == [[split.to_actor], [split.to_actor]]
    assert str(split.to_actor and split.to_actor.country) == "Sund"


def test_one_is_split_only_as_articles_name_it(herald: Article, mira: User) -> None:
    orrell = actor("Pavel Orrell")
    for articles, to in (((), ANOTHER), ([herald.pk, 0], ANOTHER), ([herald.pk], orrell.pk), ([herald.pk], 0)):
        with pytest.raises(ActorGoneError):
            splitting.split(orrell.pk, articles, to, by=mira)
    assert not Decision.objects.exists()
    assert Actor.everything.filter(split_off=True).count() == 0


def test_a_split_whose_articles_are_gone_is_an_orphan(herald: Article, mira: User) -> None:
    made = splitting.split(actor("Pavel Orrell").pk, [herald.pk], ANOTHER, by=mira)
    herald.delete()
    assert Decision.objects.orphans().get() == made


def test_splitting_takes_as_many_queries_for_many_statements_as_for_few(herald: Article, mira: User) -> None:
    counts: list[Any] = []
    for n in (1, 9):
        bring("Gazette", *(f"Orrell said that port {port} of {n} is closed." for port in range(n)), day=SECOND)
        chosen = [herald.pk, Article.objects.get(outlet__name="Gazette").pk]
        with CaptureQueriesContext(connection) as counted:
            made = splitting.split(actor("Pavel Orrell").pk, chosen, ANOTHER, by=mira)
        counts.append(len(counted))
        undo(made.pk, by=mira)
    assert counts[1] <= counts[0] + 1, "one more for a comparison that is queued already"
