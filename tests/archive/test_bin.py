"""What is deleted is out of every table, comes back as it was, and does not come in again unasked."""

from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive.deciding import correct, decide, merging, regroup
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.deleting.bin import DeletedAlreadyError, InTheWayError, delete, empty, restore
from diplomacy.archive.incoming.ingest import Happened, ingest
from diplomacy.archive.models import (
    Actor,
    Article,
    Binned,
    BinnedKind,
    Decision,
    DecisionKind,
    Exchange,
    Held,
    Original,
    Outlet,
    Pair,
    Statement,
    Version,
)
from tests.archive.plain_reader import PlainReader, article, text_of
from tests.archive.test_corrections import said, saying
from tests.archive.test_merging import actor
from tests.archive.test_regrouped import (
    CREW,
    EARLIER,
    FIRST,
    GAZETTE,
    HERALD,
    LAWFUL,
    MINISTRY,
    SECOND,
    bring,
    compared,
    curate,
    ids,
    read_anew,
    standing,
    state,
)

ARTICLE, OUTLET, ACTOR, EXCHANGE = BinnedKind.ARTICLE, BinnedKind.OUTLET, BinnedKind.ACTOR, BinnedKind.EXCHANGE
MARKED_FOR_COMPARING = {("archive_coverage", "compared"), ("archive_exchange", "pipeline")}


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def three(db: None) -> tuple[Exchange, Exchange]:  # noqa: ARG001 (opens the database)
    """Two calls: of the first three accounts tell, of the second one."""
    for outlet in (MINISTRY, HERALD, GAZETTE):
        bring(outlet, CREW, LAWFUL)
    bring("Ostmark Courier", CREW, LAWFUL, day=SECOND)
    first, second = Exchange.objects.order_by("date")
    return first, second


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the archive but its history and the bin, without what says that it is to be compared."""
    kept = [
        model
        for model in apps.get_app_config("archive").get_models(include_auto_created=True)
        if not model.__name__.endswith("Event") and not model.__name__.startswith(("Binned", "Held"))
    ]
    with connection.cursor() as cursor:
        return {model._meta.db_table: _rows(cursor, model._meta.db_table) for model in kept}


def _rows(cursor: Any, table: str) -> list[dict[str, Any]]:
    left_out = [column for where, column in MARKED_FOR_COMPARING if where == table]
    cursor.execute(f"SELECT (to_jsonb(t) - %s::text[])::text FROM {table} t ORDER BY t.id", [left_out])  # noqa: S608
    return [row for (row,) in cursor.fetchall()]


def test_an_article_goes_with_all_that_is_its_own_and_comes_back_row_by_row(
    three: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = three
    before = everything()
    [herald] = ids(HERALD)
    binned = delete(ARTICLE, [herald], by=mira, note="A test page.")
    assert not Article.objects.filter(pk=herald).exists()
    assert not Version.objects.filter(article=herald).exists()
    assert standing() == {first.pk: {MINISTRY, GAZETTE}, second.pk: {"Ostmark Courier"}}
    compared()
    assert Pair.objects.filter(exchange=first).count() == 2
    assert restore(binned.pk, by=mira) is not None
    assert not Held.objects.exists()
    gone = {"archive_pair"}
    now = everything()
    assert {table: rows for table, rows in now.items() if table not in gone} == {
        table: rows for table, rows in before.items() if table not in gone
    }
    assert [row for row in before["archive_pair"] if row not in now["archive_pair"]] == []
    assert restore(binned.pk, by=mira) is None, "a second time"


def decisions() -> dict[int, tuple[str, bool]]:
    """What each kept decision lacks, and whether it is in force."""
    holding = set(Decision.objects.in_force().values_list("pk", flat=True))
    return {row.pk: (row.missing, row.pk in holding) for row in Decision.objects.kept()}


def test_decisions_on_it_say_that_it_was_deleted_and_hold_again(three: tuple[Exchange, Exchange], mira: User) -> None:
    first, second = three
    pairs = list(Pair.objects.filter(exchange=first, left__version__article__in=ids(HERALD, MINISTRY)).order_by("pk"))
    kinds = (DecisionKind.ACCEPT, DecisionKind.REJECT)
    on_pairs = [
        decide.decide(first.pk, (p.left_id, p.right_id), k, by=mira) for p, k in zip(pairs, kinds, strict=False)
    ]
    statement = saying("the zone is lawful", HERALD)
    on_words = correct.say(statement.version_id, said(statement, kind="free"), by=mira, of=statement.pk)
    moved = regroup.move(first.pk, ids(HERALD), second.pk, by=mira).decision
    compared()
    before, held = state(), decisions()
    of_herald = {*(row.pk for row in on_pairs if HERALD in names_of(row)), on_words.pk, moved.pk}
    binned = delete(ARTICLE, ids(HERALD), by=mira)
    compared()
    assert {pk for pk, (missing, _) in decisions().items() if missing == "deleted"} == of_herald
    assert set(Decision.objects.orphans().values_list("pk", flat=True)) >= of_herald
    read_anew("reader 1")
    assert restore(binned.pk, by=mira)
    compared()
    assert decisions() == held
    assert state() == before


def names_of(decision: Decision) -> set[str]:
    return {anchor.article.outlet.name for anchor in decision.anchors.all() if anchor.article}


def test_what_is_undone_while_its_article_is_away_is_not_in_force_when_that_is_back(
    three: tuple[Exchange, Exchange], mira: User
) -> None:
    first, _ = three
    before = state()
    statement = saying("the zone is lawful", HERALD)
    made = [correct.say(statement.version_id, said(statement, kind="free"), by=mira, of=statement.pk)]
    made.append(regroup.split(first.pk, ids(HERALD), by=mira).decision)
    made.append(merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira))
    compared()
    binned = delete(ARTICLE, ids(HERALD), by=mira)
    for decision in made:
        assert undo(decision.pk, by=mira)
    assert restore(binned.pk, by=mira)
    compared()
    assert state() == before
    assert saying("the zone is lawful", HERALD).speakers.get() == actor("Pavel Orrell")


def test_the_only_account_takes_its_exchange_along_which_waits_and_may_be_told_of_by_others(
    three: tuple[Exchange, Exchange], mira: User
) -> None:
    _, second = three
    before = state()
    binned = delete(ARTICLE, ids("Ostmark Courier"), by=mira)
    assert not Exchange.objects.filter(pk=second.pk).exists()
    bring("Tarn Evening Post", CREW, day=SECOND)
    assert standing()[second.pk] == {"Tarn Evening Post"}, "it is the same exchange"
    restore(binned.pk, by=mira)
    compared()
    assert standing()[second.pk] == {"Ostmark Courier", "Tarn Evening Post"}
    assert Pair.objects.filter(exchange=second).count() == 1, "it is compared with what came meanwhile"
    delete(ARTICLE, ids("Tarn Evening Post"), by=mira)
    compared()
    assert state() == before


def again(outlet: str, *said: str, url: str = "", day: str = FIRST) -> tuple[Happened, str]:
    [came] = ingest([article(text_of(*said, outlet=outlet, url=url, day=day))], reader=PlainReader()).each
    return came.happened, came.sentence


def test_it_does_not_come_in_again_by_its_address_nor_by_its_text(mira: User, settings: Any) -> None:
    url = "https://marenne-herald.example/call"
    bring(HERALD, CREW)
    again(MINISTRY, LAWFUL)
    [binned] = [delete(ARTICLE, list(Article.objects.values_list("pk", flat=True)), by=mira, note="Not a readout.")]
    for happened, sentence in (
        again(HERALD, CREW, url=url),
        again(HERALD, CREW, LAWFUL, url=url),
        again(HERALD, CREW),
        again(MINISTRY, LAWFUL, url="https://mfa.example/call"),
    ):
        assert happened is Happened.DELETED
        assert "by mira (“Not a readout.”); an editor can restore it" in sentence
    assert again(MINISTRY, LAWFUL, day=SECOND)[0] is Happened.STORED, "the same words of another day"
    assert again(HERALD, CREW, url=f"{url}/2")[0] is Happened.STORED, "the same words at another address"
    settings.DIPLOMACY_BIN_DAYS = 0
    assert empty() == [binned]
    assert again(HERALD, CREW, url=url)[0] is Happened.STORED


def test_what_is_too_old_goes_for_good_with_what_waited_for_it(mira: User) -> None:
    bring(HERALD, CREW)
    other = Original.keep(b"<p>Another.</p>", name="call.html")
    assert Original.objects.count() == 2
    binned = delete(ARTICLE, ids(HERALD), by=mira)
    assert empty() == []
    Binned.objects.update(at=timezone.now() - timedelta(days=31))
    told = StringIO()
    call_command("empty_bin", "--dry-run", stdout=told)
    assert "deleted on" in told.getvalue()
    assert Held.objects.exists()
    call_command("empty_bin", stdout=told)
    assert told.getvalue().endswith("1 went for good.\n")
    assert not Held.objects.exists() and not Exchange.everything.exists()
    assert list(Original.objects.all()) == [other], "what another may be cut from stays"
    assert restore(binned.pk, by=mira) is None
    assert Binned.objects.get().emptied_at


def test_an_exchange_stays_deleted_whatever_is_read_later_and_comes_back_as_it_would_be(
    three: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = three
    before = state()
    binned = delete(EXCHANGE, [first.pk], by=mira)
    read_anew("reader 1")
    assert standing() == {second.pk: {"Ostmark Courier"}}
    bring("Tarn Evening Post", CREW)
    assert standing() == {second.pk: {"Ostmark Courier"}}, "what joins it later goes out too"
    with pytest.raises(DeletedAlreadyError):
        delete(EXCHANGE, [first.pk, second.pk], by=mira)
    delete(ARTICLE, ids("Tarn Evening Post"), by=mira)
    assert restore(binned.pk, by=mira)
    compared()
    assert state() == before
    by_decision = delete(EXCHANGE, [first.pk, second.pk], by=mira)
    for decision in by_decision.decisions.all():
        undo(decision.pk, by=mira)
    assert restore(by_decision.pk, by=mira) is None, "its decisions were undone by themselves"
    compared()
    assert state() == before


@pytest.mark.usefixtures("three")
def test_an_outlet_goes_with_its_articles_and_waits_for_its_name(mira: User) -> None:
    before = state()
    herald = Outlet.objects.get(name=HERALD)
    of_article = delete(ARTICLE, ids(HERALD), by=mira)
    bring(HERALD.replace("Marenne", "New"), CREW)
    binned = delete(OUTLET, [herald.pk], by=mira)
    with pytest.raises(InTheWayError, match="its outlet was deleted"):
        restore(of_article.pk, by=mira)
    assert not Article.objects.filter(outlet__name=HERALD).exists()
    taken = Outlet.objects.create(name=HERALD)
    with pytest.raises(InTheWayError, match="another outlet has the name"):
        restore(binned.pk, by=mira)
    taken.delete()
    assert restore(binned.pk, by=mira)
    assert restore(of_article.pk, by=mira)
    delete(OUTLET, [Outlet.objects.get(name="New Herald").pk], by=mira)
    compared()
    assert state() == before


@pytest.mark.usefixtures("three")
def test_an_actor_goes_with_whom_it_stands_for_and_all_points_at_it_again(mira: User) -> None:
    vik, orrell = actor("Ana Vik"), actor("Pavel Orrell")
    merged = merging.merge(orrell.pk, vik.pk, by=mira)
    statement = saying("the zone is lawful", HERALD)
    named = correct.say(statement.version_id, said(statement, kind="free"), by=mira, of=statement.pk)
    compared()
    before, held, pointing = state(), decisions(), everything()
    binned = delete(ACTOR, [vik.pk], by=mira)
    compared()
    assert not Actor.everything.filter(pk__in=[vik.pk, orrell.pk]).exists()
    assert not Statement.speakers.through._default_manager.exists()
    assert decisions()[merged.pk] == ("deleted", False)
    assert decisions()[named.pk] == ("actor", False)
    assert restore(binned.pk, by=mira)
    compared()
    assert (state(), decisions()) == (before, held)
    same = ("archive_actor", "archive_alias", "archive_tenure", "archive_anchor")
    now = everything()
    assert {table: now[table] for table in same} == {table: pointing[table] for table in same}
    for made in (named, merged):
        undo(made.pk, by=mira)
    assert saying("the zone is lawful", HERALD).speakers.get() == orrell


def test_a_text_that_comes_in_after_its_actor_was_deleted_names_a_new_one(mira: User) -> None:
    bring(MINISTRY, CREW)
    binned = delete(ACTOR, [actor("Ana Vik").pk], by=mira)
    bring(HERALD, CREW)
    assert saying("the crew must", HERALD).speakers.get() == actor("Ana Vik")
    restored = restore(binned.pk, by=mira)
    assert restored and restored.lacking == ()
    assert Actor.objects.filter(name="Ana Vik").count() == 2, "an editor merges them"


@pytest.mark.usefixtures("three")
def test_what_a_restored_row_points_at_may_be_gone_and_new_columns_have_their_default(mira: User) -> None:
    binned = delete(ARTICLE, ids(HERALD), by=mira)
    for held in Held.objects.filter(table="archive_statement", column=""):
        del held.data["confidence"]
        held.data["via_id"] = actor("Sund").pk
        held.save()
    gone = delete(ACTOR, [actor("Sund").pk, actor("Pavel Orrell").pk], by=mira)
    Held.objects.filter(binned=gone).delete()
    restored = restore(binned.pk, by=mira)
    assert restored and set(restored.lacking) == {"2 statements", "1 link"}
    found: Any = Statement.objects.filter(version__article__in=ids(HERALD))
    assert {tuple(row) for row in found.values_list("confidence", "via")} == {(1.0, None)}
    assert Version.objects.get(article__in=ids(HERALD)).found == "", "it is read anew"
    connection.check_constraints()


def test_deleting_and_restoring_six_takes_as_many_queries_as_one(mira: User) -> None:
    counts: list[Any] = []
    for outlet in (MINISTRY, HERALD):
        bring(outlet, CREW, LAWFUL)
    for number in (1, 6):
        for place in range(number):
            bring(f"Gazette Number {place} of {number}", CREW, LAWFUL)
        articles = list(Article.objects.filter(url__contains=f"-of-{number}.example").values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as deleting:
            binned = delete(ARTICLE, articles, by=mira)
        with CaptureQueriesContext(connection) as restoring:
            restore(binned.pk, by=mira)
        compared()
        counts.append((len(deleting), len(restoring)))
    more = [many - few for few, many in zip(*counts, strict=True)]
    assert max(more) <= 1, "one more for a comparison that is queued already"


CURATED = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "move", "out", "accept", "set"]), st.integers(0, 9), st.integers(0, 9)
    ),
    max_size=4,
)
DELETED = st.lists(
    st.tuples(st.sampled_from([ARTICLE, ARTICLE, EXCHANGE, OUTLET, ACTOR]), st.integers(0, 9)), min_size=1, max_size=3
)
MEANWHILE = st.lists(st.tuples(st.sampled_from(["undo", "read", "compare"]), st.integers(0, 9)), max_size=3)


class Sequences(TestCase):
    """Whatever was decided before: what is deleted and restored, in any order, stands as it stood."""

    @given(CURATED, DELETED, st.booleans())
    @example([("set", 4, 0), ("merge", 6, 7), ("split", 8, 9)], [(EXCHANGE, 6), (EXCHANGE, 8), (EXCHANGE, 6)], True)
    @example([], [(ARTICLE, 2), (ACTOR, 1)], False)
    @example([], [(ACTOR, 1), (ARTICLE, 2)], False)
    @settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def test_all_is_as_it_was_when_all_is_restored(self, steps: Any, deleted: Any, latest_first: bool) -> None:
        mira = User.objects.create(username="mira")
        decided(steps, mira)
        before, held = state(), decisions()
        away = list(deletions(deleted, mira))
        while away:
            assert restore(away.pop(-1 if latest_first else 0).pk, by=mira) is not None
        compared()
        assert state() == before
        assert decisions() == held
        assert not Held.objects.exists() and not Binned.exchanges.through._default_manager.exists()

    @given(CURATED, DELETED, MEANWHILE)
    @settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def test_each_decision_is_in_force_or_an_orphan_and_undoing_all_gives_what_the_machine_makes(
        self, steps: Any, deleted: Any, meanwhile: Any
    ) -> None:
        mira = User.objects.create(username="mira")
        decided((), mira)
        by_machine = state()
        decided(steps, mira)
        away = list(deletions([one for one in deleted if one[0] != ACTOR], mira))
        for what, which in meanwhile:
            kept = list(Decision.objects.kept().order_by("pk"))
            if what == "undo" and kept:
                undo(kept[which % len(kept)].pk, by=mira)
            elif what == "read":
                read_anew("reader 1")
            else:
                compared()
        there = set(decisions())
        for binned in reversed(away):
            restore(binned.pk, by=mira)
        assert set(decisions()) >= there - {pk for one in away for pk in one.decisions.values_list("pk", flat=True)}
        for made in Decision.objects.kept().order_by("-pk"):
            undo(made.pk, by=mira)
        read_anew("reader 1")
        assert state() == by_machine


def decided(steps: Iterable[Any], mira: User) -> None:
    """Four accounts of three exchanges, and what was decided of them."""
    if not Article.objects.exists():
        for outlet, day in ((MINISTRY, FIRST), (HERALD, FIRST), (GAZETTE, SECOND)):
            bring(outlet, CREW, LAWFUL, *([EARLIER] if outlet == HERALD else []), day=day)
    for what, which, how in steps:
        curate(what, which, how, mira)
        compared()
    if steps and (pair := Pair.objects.filter(decision=None).order_by("pk").first()):
        decide.decide(pair.exchange_id, (pair.left_id, pair.right_id), DecisionKind.ACCEPT, by=mira)


def deletions(deleted: Iterable[tuple[BinnedKind, int]], mira: User) -> Iterable[Binned]:
    models: dict[BinnedKind, Any] = {ARTICLE: Article, OUTLET: Outlet, ACTOR: Actor, EXCHANGE: Exchange}
    for kind, which in deleted:
        if there := list(models[kind].objects.order_by("pk").values_list("pk", flat=True)):
            yield delete(kind, [there[which % len(there)]], by=mira)
            compared()
