"""What a curator decides of exchanges outlasts readings, is told where it lacks something, and can all be undone."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive import compare
from diplomacy.archive.deciding import correct, decide, regroup
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.regroup import ExchangeGoneError
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.deciding.wanted import Piece
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import (
    Actor,
    Article,
    Aside,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Pair,
)
from diplomacy.archive.reread import outdated, reread
from diplomacy.reading.values import Document, ExchangeKind, Reading, ReportedExchange, Span
from tests.archive.plain_reader import PlainReader, article, text_of

CREW = "Vik said that the crew must come home before the winter storms."
LAWFUL = "Orrell said that the zone is lawful and will stay where it is."
EARLIER = "Vik said that their earlier meeting had been a useful one."
MINISTRY, HERALD, GAZETTE = "Sund Ministry of Foreign Affairs", "Marenne Herald", "Tarn Gazette"
OUTLETS = (MINISTRY, HERALD, GAZETTE)
FIRST, SECOND, THIRD = "10 June 2031", "14 June 2031", "18 June 2031"


class TwiceReader(PlainReader):
    """It takes a text that speaks of an earlier meeting to report that one too, eight days before."""

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        found = super()._read(document, known)
        at = document.text.find("earlier meeting")
        if at < 0 or not found.exchanges:
            return found
        before = document.published - timedelta(days=8)
        passage = Span(at, at + len("earlier meeting"))
        met = ReportedExchange(ExchangeKind.MEETING, before, (0, 1), None, (passage,), ("They met.",))
        claims = tuple(
            replaced(claim, exchange=1) if claim.span.start < at < claim.span.end else claim for claim in found.claims
        )
        both: Reading = replaced(found, exchanges=(*found.exchanges, met), claims=claims)
        return both


def replaced(value: Any, **new: Any) -> Any:
    fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return type(value)(**{**fields, **new})


def bring(outlet: str, *said: str, day: str = FIRST, pipeline: str = "reader 1") -> Article:
    url = f"https://{outlet.replace(' ', '-').lower()}.example/call"
    ingest([article(text_of(*said, outlet=outlet, url=url, day=day))], reader=TwiceReader(pipeline=pipeline))
    return Article.objects.get(url=url)


def silent_herald() -> None:
    """The paper's new text tells of no exchange."""
    url = "https://marenne-herald.example/call"
    ingest([article(f"Silence\n\n{HERALD}\n{FIRST}\nURL: {url}\n\nVik spoke.\n")], reader=TwiceReader())


def read_anew(pipeline: str = "reader 2") -> None:
    """Every text is read anew, as if it said something else."""
    apps.get_model("archive", "Version")._default_manager.update(found="")
    reader = TwiceReader(pipeline=pipeline)
    reread(outdated(everything=True, reader=reader), reader=reader)
    compare.compare_uncompared(reader=reader)


def compared() -> None:
    compare.compare_uncompared(reader=PlainReader())


def standing() -> dict[int, set[str]]:
    """Who tells of which exchange."""
    rows = Coverage.objects.values_list("exchange", "article__outlet__name")
    told: dict[int, set[str]] = {pk: set() for pk in Exchange.objects.values_list("pk", flat=True)}
    for exchange, outlet in rows:
        told[exchange].add(outlet)
    return told


def state() -> Any:
    """All that pages show of exchanges, accounts, claims and pairs, whatever their rows are."""
    claims = {
        pk: (outlet, sha256, start, end)
        for pk, outlet, sha256, start, end in Claim.objects.values_list(
            "pk", "version__article__outlet__name", "version__sha256", "start", "end"
        )
    }
    told = Coverage.objects.order_by("article__outlet__name")
    accounts = told.values_list("exchange", "pk", "article__outlet__name", "date", "kind", "passages")
    pairs = Pair.objects.values_list("exchange", "left", "right", "relation", "score", "origin")
    return sorted(
        (
            *(row.kind, row.date, str(row.initiator), row.origin, sorted(map(str, row.participants.all()))),
            [
                (
                    *map(str, about),
                    sorted(claims[pk] for pk in Claim.objects.filter(coverage=pk_of).values_list("pk", flat=True)),
                )
                for exchange, pk_of, *about in accounts
                if exchange == row.pk
            ],
            sorted((sorted((claims[a], claims[b])), *more) for exchange, a, b, *more in pairs if exchange == row.pk),
        )
        for row in Exchange.objects.prefetch_related("participants")
    )


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def two(db: None) -> tuple[Exchange, Exchange]:  # noqa: ARG001 (opens the database)
    """Two calls, of which the first has two accounts."""
    for outlet, day in ((MINISTRY, FIRST), (HERALD, FIRST), (GAZETTE, SECOND)):
        bring(outlet, CREW, LAWFUL, day=day)
    first, second = Exchange.objects.order_by("date")
    assert standing() == {first.pk: {MINISTRY, HERALD}, second.pk: {GAZETTE}}
    return first, second


def ids(*outlets: str) -> list[int]:
    return list(Article.objects.filter(outlet__name__in=outlets).values_list("pk", flat=True))


def test_a_merge_outlasts_readings_and_new_texts_and_undoing_gives_two_again(
    two: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = two
    before = state()
    made = regroup.merge(second.pk, first.pk, by=mira, note="One call, dated late.")
    compared()
    assert standing() == {first.pk: set(OUTLETS)}
    assert made.exchanges == {first.pk, second.pk}
    assert Pair.objects.filter(exchange=first).count() == 6, "two claims, paired between every two of three"
    assert not Exchange.objects.filter(pk=second.pk).exists()
    read_anew()
    assert standing() == {first.pk: set(OUTLETS)}
    bring("Ostmark Courier", CREW, day=SECOND)
    assert standing() == {first.pk: {*OUTLETS, "Ostmark Courier"}}, "what joining finds of the other is led on"
    Article.objects.get(outlet__name="Ostmark Courier").delete()
    read_anew("reader 1")
    assert regroup.undo(made.decision.pk, by=mira)
    assert not regroup.undo(made.decision.pk, by=mira), "a second time"
    compared()
    assert state() == before


def test_accounts_that_were_split_off_are_not_joined_again(two: tuple[Exchange, Exchange], mira: User) -> None:
    first, second = two
    before = state()
    made = regroup.split(first.pk, ids(HERALD), by=mira).decision
    compared()
    assert made.to
    assert standing() == {first.pk: {MINISTRY}, second.pk: {GAZETTE}, made.to.pk: {HERALD}}
    assert (made.to.kind, made.to.date, made.to.participants.count()) == (first.kind, first.date, 2)
    assert not Pair.objects.exists()
    read_anew()
    assert standing() == {first.pk: {MINISTRY}, second.pk: {GAZETTE}, made.to.pk: {HERALD}}
    read_anew("reader 1")
    regroup.undo(made.pk, by=mira)
    compared()
    assert state() == before
    assert not Exchange.everything.filter(split_off=True).exists()


def test_an_article_stays_where_it_was_moved_wherever_joining_finds_it_later(
    two: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = two
    made = regroup.move(first.pk, ids(HERALD), second.pk, by=mira).decision
    compared()
    assert standing() == {first.pk: {MINISTRY}, second.pk: {HERALD, GAZETTE}}
    assert Pair.objects.filter(exchange=second).count() == 2
    bring(HERALD, LAWFUL, day=THIRD)
    assert standing() == {first.pk: {MINISTRY}, second.pk: {HERALD, GAZETTE}}
    regroup.undo(made.pk, by=mira)
    [third] = Exchange.objects.filter(date=date(2031, 6, 18))
    assert standing() == {first.pk: {MINISTRY}, second.pk: {GAZETTE}, third.pk: {HERALD}}


def test_an_article_that_was_taken_out_stands_nowhere_until_that_is_undone(
    two: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = two
    before = state()
    made = regroup.move(first.pk, ids(HERALD), None, by=mira).decision
    compared()
    assert standing() == {first.pk: {MINISTRY}, second.pk: {GAZETTE}}
    assert not Claim.objects.filter(version__article__in=ids(HERALD)).exclude(coverage=None).exists()
    read_anew()
    assert standing() == {first.pk: {MINISTRY}, second.pk: {GAZETTE}}
    read_anew("reader 1")
    regroup.undo(made.pk, by=mira)
    compared()
    assert state() == before


def test_two_accounts_of_an_article_that_come_into_one_exchange_are_told_in_one(db: None, mira: User) -> None:  # noqa: ARG001
    bring(MINISTRY, CREW, LAWFUL)
    bring(HERALD, CREW, LAWFUL, EARLIER)
    met, call = Exchange.objects.order_by("date")
    assert standing() == {met.pk: {HERALD}, call.pk: {MINISTRY, HERALD}}
    before = state()
    made = regroup.merge(met.pk, call.pk, by=mira).decision
    compared()
    told = Claim.objects.filter(coverage__exchange=call, version__article__in=ids(HERALD))
    assert (standing(), told.count()) == ({call.pk: {MINISTRY, HERALD}}, 3)
    read_anew()
    assert (standing(), told.count()) == ({call.pk: {MINISTRY, HERALD}}, 3)
    read_anew("reader 1")
    regroup.undo(made.pk, by=mira)
    compared()
    assert state() == before
    assert not Aside.objects.exists()


def test_what_was_set_is_not_overwritten_and_joining_goes_by_what_it_found(
    two: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = two
    before = state()
    sund = Actor.objects.get(name="Sund")
    told = {"kind": "visit", "date": "2031-06-12", "participants": [sund.pk], "initiator": sund.pk}
    made = regroup.describe(first.pk, told, by=mira)
    assert made
    assert made.decision.was["date"] == "2031-06-10"
    assert regroup.describe(first.pk, told, by=mira) is None, "it is so described already"
    for again in (read_anew, lambda: bring("Ostmark Courier", CREW, day=FIRST)):
        again()
        first = Exchange.objects.get(pk=first.pk)
        assert (first.kind, first.date, list(first.participants.all())) == ("visit", date(2031, 6, 12), [sund])
        assert first.initiator == sund
    assert standing() == {first.pk: {MINISTRY, HERALD, "Ostmark Courier"}, second.pk: {GAZETTE}}
    Article.objects.get(outlet__name="Ostmark Courier").delete()
    read_anew("reader 1")
    regroup.undo(made.decision.pk, by=mira)
    compared()
    assert state() == before


def test_what_is_decided_of_pairs_comes_along(two: tuple[Exchange, Exchange], mira: User) -> None:
    first, second = two
    pair = Pair.objects.filter(exchange=first).first()
    assert pair
    judged = decide.decide(first.pk, (pair.left_id, pair.right_id), DecisionKind.ACCEPT, by=mira)
    made = regroup.merge(first.pk, second.pk, by=mira).decision
    compared()
    assert Pair.objects.get(decision=judged).exchange == second
    regroup.undo(made.pk, by=mira)
    compared()
    assert Pair.objects.get(decision=judged).exchange == first


def test_a_claim_that_was_divided_is_whole_again_though_its_pair_was_decided_and_its_account_moved(
    two: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = two
    before = state()
    whole, other = Claim.objects.filter(coverage__exchange=first, position=0).order_by("version__article")
    if whole.version.article_id not in ids(MINISTRY):
        whole, other = other, whole
    home = Piece(Span(whole.start, whole.start + len("the crew must come home")), False)
    storms = Piece(Span(home.span.end, whole.end), False)
    divided = correct.claim(whole.version_id, [whole.pk], [home, storms], by=mira)
    compared()
    part = Claim.objects.get(version=whole.version_id, start=storms.span.start + 1)
    judged = decide.decide(first.pk, (part.pk, other.pk), DecisionKind.MAKE, by=mira, judged=decide.Judged("reworded"))
    moved = regroup.move(first.pk, ids(MINISTRY), second.pk, by=mira).decision
    compared()
    regroup.undo(moved.pk, by=mira)
    compared()
    assert Pair.objects.get(decision=judged).exchange == first
    for made in (judged, divided):
        undo(made.pk, by=mira)
    compared()
    assert state() == before


def test_who_has_not_seen_the_latest_decision_is_told(two: tuple[Exchange, Exchange], mira: User) -> None:
    first, second = two
    jon = User.objects.create(username="jon")
    seen = regroup.latest(first.pk)
    regroup.describe(first.pk, {"kind": "visit"}, by=jon, seen=seen)
    with pytest.raises(DecidedAlreadyError, match="jon has decided it already"):
        regroup.describe(first.pk, {"kind": "letter"}, by=mira, seen=seen)
    regroup.merge(second.pk, first.pk, by=jon)
    with pytest.raises(ExchangeGoneError):
        regroup.split(second.pk, ids(GAZETTE), by=mira)
    with pytest.raises(ExchangeGoneError):
        regroup.move(first.pk, [0], None, by=mira)
    assert Exchange.everything.filter(split_off=True).count() == 0, "nothing is left of what was refused"
    assert set(Decision.objects.values_list("by__username", flat=True)) == {"jon"}


def test_a_decision_whose_article_tells_of_nothing_any_more_is_an_orphan(
    two: tuple[Exchange, Exchange], mira: User
) -> None:
    first, second = two
    made = regroup.move(first.pk, ids(HERALD), second.pk, by=mira).decision
    silent_herald()
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.orphans())) == ("account", [made])
    bring(HERALD, CREW, day=FIRST)
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.in_force())) == ("", [made])
    assert standing() == {first.pk: {MINISTRY}, second.pk: {HERALD, GAZETTE}}


def test_the_history_says_what_happened(two: tuple[Exchange, Exchange], mira: User) -> None:
    first, second = two
    made = regroup.merge(second.pk, first.pk, by=mira, note="One call.").decision
    regroup.undo(made.pk, by=mira)
    events = apps.get_model("archive", "DecisionEvent")._default_manager.order_by("pgh_id")
    told = events.values_list("subject", "kind", "exchange", "to", "note", "by", "undone_by")
    row = ("exchange", "merge", second.pk, first.pk, "One call.", mira.pk)
    assert list(told) == [(*row, None), (*row, mira.pk)]


def test_an_orphan_that_is_undone_was_not_in_force_again_before(two: tuple[Exchange, Exchange], mira: User) -> None:
    first, second = two
    made = regroup.move(first.pk, ids(HERALD), second.pk, by=mira).decision
    silent_herald()
    regroup.undo(made.pk, by=mira)
    events = apps.get_model("archive", "DecisionEvent")._default_manager.order_by("pgh_id")
    assert list(events.values_list("missing", "undone_by")) == [("", None), ("account", None), ("account", mira.pk)]


def test_merging_twelve_takes_as_many_queries_as_merging_two(mira: User) -> None:
    counts = []
    for n, days in ((2, (FIRST, SECOND)), (12, ("10 July 2031", "14 July 2031"))):
        for outlet in range(n):
            bring(f"Gazette Number {outlet} of {n}", CREW, day=days[0])
        bring(f"Journal of {n}", LAWFUL, day=days[1])
        late, early = Exchange.objects.order_by("-pk")[:2]
        with CaptureQueriesContext(connection) as counted:
            regroup.merge(early.pk, late.pk, by=mira)
        counts.append(len(counted))
        assert len(standing()[late.pk]) == n + 1
    assert counts[1] <= counts[0]


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["merge", "split", "move", "out", "accept", "set"]), st.integers(0, 9), st.integers(0, 9)
        ),
        st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
        st.tuples(st.just("read"), st.none(), st.none()),
        st.tuples(st.just("text"), st.sampled_from(OUTLETS), st.sampled_from([FIRST, SECOND, THIRD])),
    ),
    min_size=2,
    max_size=9,
)
BY_CURATORS = ("merge", "split", "move", "out", "accept", "set", "undo")


class Sequences(TestCase):
    """Any sequence of decisions, readings, new texts and undos; each example in its own transaction."""

    @given(STEPS, st.integers(0, 99))
    @example([("out", 3, 4), ("move", 2, 4), ("text", HERALD, THIRD)], 1)
    @example([("merge", 0, 4), ("text", HERALD, FIRST)], 1)
    @example([("merge", 0, 1), ("merge", 0, 1)], 1)
    @example([("merge", 0, 1), ("merge", 0, 1)], 2)
    @example([("set", 2, 0), ("text", GAZETTE, THIRD)], 1)
    @example([("split", 6, 7), ("text", HERALD, SECOND)], 1)
    @example([("merge", 2, 6), ("out", 2, 4), ("text", MINISTRY, THIRD), ("text", GAZETTE, THIRD)], 1)
    @settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def test_each_decision_is_in_force_or_an_orphan_and_undoing_all_gives_the_first_state(
        self, steps: Any, order: int
    ) -> None:
        mira = User.objects.create(username="mira")
        point = transaction.savepoint()
        run([step for step in steps if step[0] not in BY_CURATORS], mira)
        by_machine = state()
        transaction.savepoint_rollback(point)
        run(steps, mira)
        there = standing()
        for made in Decision.objects.in_force():
            if made.kind == DecisionKind.MERGE:
                assert made.exchange_id not in there
        assert not {pk for pk, told in there.items() if not told}, "no empty exchange is shown"
        kept = list(Decision.objects.kept().order_by("pk"))
        while kept:
            regroup.undo(kept.pop(order % len(kept)).pk, by=mira)
        compared()
        assert state() == by_machine
        assert not Aside.objects.exists() and not Coverage.objects.exclude(joined=None).exists()
        assert not Exchange.everything.filter(set_aside=True).exists()
        assert not Exchange.everything.exclude(joined_as__isnull=True).exists()


def run(steps: Iterable[Any], mira: User) -> None:
    """Bring four accounts of three exchanges in, then take the steps."""
    for outlet, day in ((MINISTRY, FIRST), (HERALD, FIRST), (GAZETTE, SECOND)):
        bring(outlet, CREW, LAWFUL, *([EARLIER] if outlet == HERALD else []), day=day)
    for what, which, how in steps:
        if what == "read":
            read_anew("reader 1")
        elif what == "text":
            bring(which, LAWFUL, CREW, EARLIER, day=how)
        elif what == "undo":
            kept = list(Decision.objects.kept().order_by("pk"))
            if kept:
                regroup.undo(kept[which % len(kept)].pk, by=mira)
        else:
            curate(what, which, how, mira)
        compared()


def curate(what: str, which: int, how: int, mira: User) -> None:
    there = list(Exchange.objects.order_by("pk"))
    if not there:  # all accounts are out
        return
    one, other = there[which % len(there)], there[how % len(there)]
    told = list(Coverage.objects.filter(exchange=one).order_by("pk").values_list("article", flat=True))
    some = told[how % max(len(told), 1) :]
    if what == "merge" and one != other:
        regroup.merge(one.pk, other.pk, by=mira)
    elif what == "set":
        day = one.date + timedelta(days=how)
        regroup.describe(one.pk, {"kind": "visit", "date": day.isoformat(), "initiator": None}, by=mira)
    elif what == "split" and some:
        regroup.split(one.pk, some, by=mira)
    elif what == "move" and some and one != other:
        regroup.move(one.pk, some, other.pk, by=mira)
    elif what == "out" and some:
        regroup.move(one.pk, some, None, by=mira)
    elif what == "accept" and some:
        regroup.accept(one.pk, some, by=mira)
