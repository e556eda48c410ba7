"""What a curator decides outlasts readings, comparisons and new texts, is never guessed, and can all be undone."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive import compare
from diplomacy.archive.deciding import decide
from diplomacy.archive.deciding.decide import DecidedAlreadyError, Judged, PairGoneError
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Anchor, Article, Claim, Decision, DecisionKind, Exchange, Pair
from diplomacy.archive.reread import outdated, reread
from diplomacy.reading.values import Claim as ClaimRead
from diplomacy.reading.values import Document, Reading, Span
from tests.archive.plain_reader import PlainReader, article, text_of

CREW = "Vik said that the crew must come home before the winter storms."
LAWFUL = "Orrell said that the zone is lawful and will stay where it is."
GRAIN = "Vik stressed that grain ships are waiting outside the strait."
NEW = "Orrell said that nothing was promised to anybody."
SENTENCES = (CREW, LAWFUL, GRAIN, NEW)
OUTLETS = ("Sund Ministry of Foreign Affairs", "Marenne Herald", "Tarn Gazette")
HELD = 0.7
"""The part of a claim that a hasty reader keeps: enough to hold its words."""
CUT = 0.3
"""And so little holds them no more."""


class HastyReader(PlainReader):
    """It breaks claims off after a part of them."""

    def __init__(self, part: float) -> None:
        super().__init__(pipeline=f"hasty reader {part}")
        self.part = part

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        found = super()._read(document, known)
        return Reading(**{**_fields(found), "claims": tuple(map(self._broken_off, found.claims))})

    def _broken_off(self, claim: ClaimRead) -> ClaimRead:
        span = claim.span
        end = span.start + max(1, int((span.end - span.start) * self.part))
        words = tuple(word for word in claim.words if word.end <= end)
        return ClaimRead(**{**_fields(claim), "span": Span(span.start, end), "words": words})


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def bring(outlet: str, *said: str, reader: PlainReader | None = None) -> None:
    text = text_of(*said, outlet=outlet, url=f"https://{outlet.split(maxsplit=1)[0].lower()}.example/call")
    ingest([article(text)], reader=reader or PlainReader())


def read_anew(reader: PlainReader) -> None:
    reread(outdated(everything=True, reader=reader), reader=reader)
    compare.compare_uncompared(reader=reader)


def compare_anew() -> None:
    compare.set_back(Exchange.objects.values_list("pk", flat=True))
    compare.compare_uncompared(reader=PlainReader())


def pairs() -> set[tuple[Any, ...]]:
    """Every pair by what it says and the words that it is on, whatever its row."""
    rows = Pair.objects.select_related("left__version", "right__version")
    return {
        (
            frozenset(
                (claim.version.article_id, claim.version.sha256, claim.start, claim.end) for claim in (p.left, p.right)
            ),
            *(p.relation, tuple(p.facets), p.score, str(p.why), p.origin, p.pipeline, p.decision_id),
        )
        for p in rows
    }


def claims() -> list[tuple[int, int, int]]:
    rows = Claim.objects.filter(version__current=True)
    return sorted(rows.values_list("version__article", "start", "end"))


def of_crew() -> Pair:
    """The pair of the claims about the crew."""
    return next(
        p
        for p in Pair.objects.select_related("left__version")
        if "crew" in p.left.version.text[p.left.start : p.left.end]
    )


def decided(pair: Pair, kind: DecisionKind, by: User, **more: Any) -> Decision:
    return decide.decide(pair.exchange_id, (pair.left_id, pair.right_id), kind, by=by, **more)


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def jon(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="jon")


@pytest.fixture
def stored(db: None) -> set[tuple[Any, ...]]:  # noqa: ARG001 (opens the database)
    """Two accounts of a call, and what the machine makes of them."""
    bring(OUTLETS[0], CREW, LAWFUL, GRAIN)
    bring(OUTLETS[1], CREW, LAWFUL)
    return pairs()


@pytest.mark.usefixtures("stored")
def test_a_changed_pair_outlasts_comparing_and_reading_and_is_never_doubled(mira: User) -> None:
    made = decided(
        of_crew(), DecisionKind.CHANGE, mira, judged=Judged("shifted", ["detail"]), note="Before, not after."
    )
    for again in (compare_anew, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader()), compare_anew):
        again()
        pair = Pair.objects.get(decision=made)
        assert (pair.relation, pair.facets, pair.origin) == ("shifted", ["detail"], "curator")
        assert Pair.objects.filter(exchange=pair.exchange_id).count() == 2
        assert list(Decision.objects.in_force()) == [made]


def claim_of(outlet: str, words: str) -> Claim:
    return next(
        claim
        for claim in Claim.objects.filter(version__article__outlet__name=outlet, version__current=True)
        if words in claim.version.text[claim.start : claim.end]
    )


def made_of(one: Claim, other: Claim, by: User, *, judged: Judged = Judged("shifted", ["verb"])) -> Decision:  # noqa: B008 (frozen)
    assert one.coverage
    ends = (one.pk, other.pk)
    return decide.decide(one.coverage.exchange_id, ends, DecisionKind.MAKE, by=by, judged=judged)


def test_a_pair_that_is_made_by_hand_outlasts_comparing_and_reading_until_it_is_undone(
    stored: set[tuple[Any, ...]], mira: User
) -> None:
    made = made_of(claim_of(OUTLETS[0], "grain"), claim_of(OUTLETS[1], "lawful"), mira)
    assert (made.kind, made.was, made.machine) == (DecisionKind.MAKE, {}, None)
    for again in (compare_anew, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader()), compare_anew):
        again()
        pair = Pair.objects.get(decision=made)
        assert (pair.relation, pair.facets, pair.origin) == ("shifted", ["verb"], "curator")
        assert Pair.objects.count() == len(stored) + 1
    bring(OUTLETS[1], CREW)
    made.refresh_from_db()
    assert made.missing == "words"
    bring(OUTLETS[1], NEW, LAWFUL, CREW)
    assert Pair.objects.filter(decision=made).exists()
    decide.undo(made.pk, by=mira)
    assert len(pairs()) == len(stored)
    assert not Pair.objects.exclude(decision=None).exists()


@pytest.mark.usefixtures("stored")
def test_only_claims_of_two_accounts_of_the_exchange_are_made_a_pair(mira: User) -> None:
    one, same = claim_of(OUTLETS[0], "grain"), claim_of(OUTLETS[0], "crew")
    ingest(
        [article(text_of(NEW, outlet=OUTLETS[2], day="2 March 2024", url="https://tarn.example/other"))],
        reader=PlainReader(),
    )
    elsewhere = claim_of(OUTLETS[2], "promised")
    assert elsewhere.coverage and one.coverage and elsewhere.coverage.exchange_id != one.coverage.exchange_id
    for other in (one, same, elsewhere):
        with pytest.raises(PairGoneError):
            made_of(one, other, mira)
    assert not Decision.objects.exists()


@pytest.mark.usefixtures("stored")
def test_what_the_machine_has_paired_by_now_is_changed_and_not_made(mira: User, jon: User) -> None:
    pair = of_crew()
    made = made_of(pair.left, pair.right, mira)
    assert (made.kind, made.was) == (DecisionKind.CHANGE, {"relation": pair.relation, "facets": pair.facets})
    with pytest.raises(DecidedAlreadyError):
        made_of(pair.left, pair.right, jon)


@pytest.mark.usefixtures("stored")
def test_a_rejected_pair_is_not_made_again(mira: User) -> None:
    made = decided(of_crew(), DecisionKind.REJECT, mira)
    for again in (compare_anew, lambda: read_anew(HastyReader(HELD)), compare_anew):
        again()
        assert Pair.objects.count() == 1
        assert not Decision.objects.orphans().exists()
    assert Pair.objects.get().decision is None
    decide.undo(made.pk, by=mira)
    assert Pair.objects.count() == 2


def test_undoing_gives_back_the_machines_pairs(stored: set[tuple[Any, ...]], mira: User) -> None:
    one, other = Pair.objects.all()
    made = [decided(one, DecisionKind.REJECT, mira), decided(other, DecisionKind.ACCEPT, mira)]
    assert not pairs() & stored
    for decision in made:
        assert decide.undo(decision.pk, by=mira)
        assert not decide.undo(decision.pk, by=mira), "a second time"
    assert pairs() == stored
    read_anew(HastyReader(CUT))
    read_anew(PlainReader())
    assert pairs() == stored


@pytest.mark.usefixtures("stored")
def test_words_that_are_gone_leave_an_orphan_that_comes_back_with_them(mira: User) -> None:
    made = decided(of_crew(), DecisionKind.ACCEPT, mira)
    bring(OUTLETS[1], LAWFUL)
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.orphans())) == ("words", [made])
    bring(OUTLETS[1], NEW, LAWFUL, CREW)
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.in_force())) == ("", [made])
    assert Pair.objects.get(decision=made).left.version.current
    read_anew(HastyReader(CUT))
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.orphans())) == ("claim", [made])
    Article.objects.get(outlet__name=OUTLETS[1]).delete()
    compare_anew()
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.orphans())) == ("deleted", [made])
    assert [anchor.exact for anchor in made.anchors.all()] == [CREW.removeprefix("Vik said that ")[:-1]] * 2


@pytest.mark.usefixtures("stored")
def test_who_comes_second_is_told_and_decides_instead_only_on_purpose(mira: User, jon: User) -> None:
    pair = of_crew()
    first = decided(pair, DecisionKind.REJECT, mira)
    with pytest.raises(DecidedAlreadyError) as told:
        decided(pair, DecisionKind.ACCEPT, jon)
    assert told.value.decision == first
    assert list(Decision.objects.all()) == [first]
    second = decided(pair, DecisionKind.CHANGE, jon, judged=Judged("reworded"), instead_of=first.pk)
    first.refresh_from_db()
    assert (first.undone_by, second.was) == (jon, {"relation": pair.relation, "facets": pair.facets})
    assert Pair.objects.get(decision=second).relation == "reworded"
    read_anew(HastyReader(HELD))
    with pytest.raises(PairGoneError):
        decided(pair, DecisionKind.ACCEPT, jon)


@pytest.mark.usefixtures("stored")
def test_the_history_says_what_happened(mira: User) -> None:
    made = decided(of_crew(), DecisionKind.ACCEPT, mira)
    bring(OUTLETS[1], LAWFUL)
    decide.undo(made.pk, by=mira)
    events = apps.get_model("archive", "DecisionEvent")._default_manager.order_by("pgh_id")
    told = events.values_list("missing", "undone_by").distinct()
    assert [row for n, row in enumerate(told) if not n or row != told[n - 1]] == [
        ("", None),
        ("words", None),
        ("words", mira.pk),
    ]


def test_applying_twelve_takes_as_many_queries_as_applying_two(mira: User) -> None:
    counts = []
    for n in (2, 12):
        ports = range(n)
        bring(OUTLETS[0], *(f"Vik said that port number {port} is closed to all ships." for port in ports))
        bring(OUTLETS[1], *(f"Vik said that all ships find port number {port} closed." for port in ports))
        for place, pair in enumerate(Pair.objects.filter(decision=None)[:n]):
            decided(pair, DecisionKind.REJECT if place % 2 else DecisionKind.ACCEPT, mira)
        compare.set_back(Exchange.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as counted:
            compare.compare(Exchange.objects.get().pk, reader=PlainReader())
        counts.append(len(counted))
    assert Decision.objects.in_force().count() >= 6

    assert counts[1] <= counts[0]


OF_PAIRS = [DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CHANGE]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 9), st.sampled_from(OF_PAIRS)),
        st.tuples(st.just("read"), st.sampled_from([1.0, HELD, CUT]), st.none()),
        st.tuples(st.just("compare"), st.none(), st.none()),
        st.tuples(st.just("text"), st.sampled_from(OUTLETS), st.lists(st.sampled_from(SENTENCES), unique=True)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
    ),
    min_size=2,
    max_size=9,
)


class Sequences(TestCase):
    """Any sequence of decisions, readings, comparisons, new texts and undos; each example in its own transaction."""

    @given(STEPS)
    @settings(max_examples=4)
    def test_each_decision_is_in_force_or_an_orphan_and_undoing_all_gives_the_first_state(
        self, steps: list[Any]
    ) -> None:
        mira = User.objects.create(username="mira")
        point = transaction.savepoint()
        run([step for step in steps if step[0] not in ("decide", "undo")], mira)
        by_machine = {self._named(pair) for pair in pairs()}, sorted(self._words())
        transaction.savepoint_rollback(point)
        run(steps, mira)
        for decision in Decision.objects.kept():
            pair = Pair.objects.filter(decision=decision).first()
            if decision in Decision.objects.orphans():
                assert pair is None
                assert decision.missing
            elif decision.kind == DecisionKind.REJECT:
                ends = sorted(decision.anchors.values_list("claim", flat=True))
                assert not Pair.objects.filter(left=ends[0], right=ends[1]).exists()
            else:
                assert pair
                assert {"relation": pair.relation, "facets": pair.facets} == decision.value
                assert {anchor.claim_id for anchor in decision.anchors.all()} == {pair.left_id, pair.right_id}
        for decision in Decision.objects.kept():
            decide.undo(decision.pk, by=mira)
        assert ({self._named(pair) for pair in pairs()}, sorted(self._words())) == by_machine
        compare_anew()
        assert {self._named(pair) for pair in pairs()} == by_machine[0]
        assert not Anchor.objects.exclude(claim=None).exists()

    @staticmethod
    def _named(pair: tuple[Any, ...]) -> tuple[Any, ...]:
        """With outlets for the numbers of articles, which differ from run to run."""
        outlets = dict(Article.objects.values_list("pk", "outlet__name"))
        return (frozenset((outlets[place[0]], *place[1:]) for place in pair[0]), *pair[1:])

    @staticmethod
    def _words() -> list[tuple[str, int, int]]:
        outlets = dict(Article.objects.values_list("pk", "outlet__name"))
        return [(outlets[number], start, end) for number, start, end in claims()]


def run(steps: list[Any], mira: User) -> None:
    """Bring three accounts in, then take the steps."""
    for outlet in OUTLETS:
        bring(outlet, CREW, LAWFUL, GRAIN)
    reader = PlainReader()
    for what, which, how in steps:
        if what == "decide":
            rows = list(Pair.objects.filter(decision=None).order_by("pk"))
            if rows:
                decided(rows[which % len(rows)], how, mira, judged=Judged("shifted", ["naming"]))
        elif what == "read":
            reader = PlainReader(pipeline="plain reader 2") if which == 1.0 else HastyReader(which)
            read_anew(reader)
        elif what == "compare":
            compare_anew()
        elif what == "text":
            bring(which, *how, reader=reader)
        elif kept := list(Decision.objects.kept().order_by("pk")):
            decide.undo(kept[which % len(kept)].pk, by=mira)
