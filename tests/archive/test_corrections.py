"""What curators decide of statements and claims outlasts readings and new texts, and can all be undone."""

from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive import compare
from diplomacy.archive.deciding import correct, merging
from diplomacy.archive.deciding.correct import GoneError, HeldError
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.deciding.wanted import Piece, Said, UnfitError
from diplomacy.archive.embed import embed
from diplomacy.archive.models import (
    Actor,
    AsRead,
    Claim,
    Decision,
    Exchange,
    Moved,
    Pair,
    Statement,
    Subject,
    Version,
)
from diplomacy.archive.read import document, keep
from diplomacy.archive.roster import Roster
from diplomacy.reading.values import Span
from tests.archive.plain_reader import PlainReader
from tests.archive.test_decisions import CREW, CUT, GRAIN, HELD, LAWFUL, NEW, OUTLETS, HastyReader, bring, read_anew

TALK = "The two ministers will talk again about the crew in the coming week."
SENTENCES = (CREW, LAWFUL, GRAIN, NEW, TALK)


def version(outlet: str = OUTLETS[0]) -> Version:
    return Version.objects.get(article__outlet__name=outlet, current=True)


def place(text: Version, words: str) -> Span:
    start = text.text.index(words)
    return Span(start, start + len(words))


def saying(words: str, outlet: str = OUTLETS[0]) -> Statement:
    """The statement with these words."""
    text = version(outlet)
    span = place(text, words)
    return next(s for s in text.statements.all() if any(a <= span.start and span.end <= b for a, b in s.spans))


def actor(name: str) -> int:
    return int(Actor.objects.get(name=name).pk)


def said(statement: Statement, **other: Any) -> Said:
    """A statement as it is, but for what is named."""
    now = {
        "content": tuple(Span(*edges) for edges in statement.spans),
        "speakers": tuple(statement.speakers.values_list("pk", flat=True)),
        "cue": Span(statement.cue_start or 0, statement.cue_end or 0) if statement.cue_end else None,
        "kind": statement.kind,
        "via": statement.via_id,
        "silence": statement.silence,
    }
    return Said(**{**now, **other})


def rows(*, named: bool = False) -> list[tuple[Any, ...]]:
    """Every statement and claim of current texts, whatever its id where `named`."""
    found: list[tuple[Any, ...]] = []
    for s in Statement.objects.filter(version__current=True).select_related("version__article__outlet"):
        who = tuple(sorted(s.speakers.values_list("name", flat=True)))
        of = (s.version.article.outlet.name, str(s.spans), s.kind, who, s.cue_start, s.cue_lemma, s.mention_start)
        found.append(
            (0 if named else s.pk, *of, s.position, s.origin, s.confidence, s.silence, s.pipeline, s.decision_id)
        )
    claims = Claim.objects.filter(version__current=True)
    for c in claims.select_related("version__article__outlet", "statement", "embedding"):
        at = (c.version.article.outlet.name, c.start, c.end, c.context, c.quoted, c.position, c.coverage_id is None)
        statement = str(c.statement.spans) if c.statement else ""
        vector = tuple(round(float(v), 6) for v in c.embedding.vector) if hasattr(c, "embedding") else None
        found.append((0 if named else c.pk, *at, statement, str(c.words), c.origin, c.pipeline, vector, c.decision_id))
    return sorted(found, key=str)


def pairs() -> set[tuple[Any, ...]]:
    return {
        (p.left.version.text[p.left.start : p.left.end], p.right.version.text[p.right.start : p.right.end], p.relation)
        for p in Pair.objects.select_related("left__version", "right__version")
    }


def compare_what_is_to_be() -> None:
    compare.compare_uncompared(reader=PlainReader())
    embed(list(Version.objects.unembedded().values_list("pk", flat=True)), reader=PlainReader())


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def jon(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="jon")


@pytest.fixture
def stored(db: None) -> list[tuple[Any, ...]]:  # noqa: ARG001 (opens the database)
    """Two accounts of a call, and what the machine reads in them."""
    bring(OUTLETS[0], CREW, LAWFUL, GRAIN, TALK)
    bring(OUTLETS[1], CREW, LAWFUL)
    return rows()


def test_another_speaker_holds_through_readings_and_undoing_gives_back_every_row(
    stored: list[tuple[Any, ...]], mira: User
) -> None:
    crew = saying("the crew must come home")
    claims = list(crew.claims.values_list("pk", flat=True))
    made = correct.say(version().pk, said(crew, speakers=(actor("Pavel Orrell"),)), by=mira, of=crew.pk, note="He did.")
    assert (made.kind, made.subject, made.was["speakers"][0]["name"]) == ("change", "statement", "Ana Vik")
    for again in (lambda: None, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader())):
        again()
        now = saying("the crew must come home")
        assert [one.name for one in now.speakers.all()] == ["Pavel Orrell"]
        assert (now.origin, now.decision, now.mention_start) == ("curator", made, None)
        assert now.claims.count() == 1
        assert Statement.objects.filter(version=version()).count() == 3, "none is doubled"
        assert list(Decision.objects.in_force()) == [made]
    assert correct.undo(made.pk, by=mira)
    assert not correct.undo(made.pk, by=mira), "a second time"
    assert not AsRead.objects.exists()
    compare_what_is_to_be()
    assert {row[1:] for row in rows()} == {row[1:] for row in stored}
    crew = saying("the crew must come home")
    again_made = correct.say(version().pk, said(crew, kind="free"), by=mira, of=crew.pk)
    before = crew.pk
    correct.undo(again_made.pk, by=mira)
    assert saying("the crew must come home").pk == before, "its address holds"
    assert len(claims) == 1


@pytest.mark.usefixtures("stored")
def test_a_change_of_speaker_alone_leaves_the_claim_its_row(mira: User) -> None:
    crew = saying("the crew must come home")
    [claim] = crew.claims.all()
    correct.say(version().pk, said(crew, speakers=(actor("Pavel Orrell"),)), by=mira, of=crew.pk)
    assert Claim.objects.get(pk=claim.pk).statement == Statement.objects.get(decision__isnull=False)
    compare_what_is_to_be()
    [pair] = [p for p in Pair.objects.all() if claim.pk in (p.left_id, p.right_id)]
    assert "speaker" in pair.facets, "the two accounts name different speakers now"


@pytest.mark.usefixtures("stored")
def test_a_cue_that_is_chosen_is_looked_up_and_stays_so_when_another_decision_is_made(mira: User) -> None:
    crew, lawful = saying("the crew must come home"), saying("the zone is lawful")
    cue = place(version(), "said that")
    made = correct.say(version().pk, said(crew, cue=cue), by=mira, of=crew.pk)
    compare_what_is_to_be()
    correct.say(version().pk, said(lawful, kind="free"), by=mira, of=lawful.pk)
    statement = Statement.objects.get(decision=made)
    assert (statement.cue_start, statement.cue_end) == (cue.start, cue.end)
    assert (statement.cue_lemma, statement.cue_class, statement.cue_strength) == ("said that", "neutral", 2)


@pytest.mark.usefixtures("stored")
def test_a_statement_that_was_missed_is_made_and_its_claim_can_be_compared(mira: User) -> None:
    text = version()
    content = place(text, "will talk again about the crew in the coming week")
    made = correct.say(text.pk, Said((content,), (actor("Ana Vik"),)), by=mira)
    statement = made.statement
    assert (made.kind, statement.kind, statement.origin) == ("make", "free", "curator")
    [claim] = statement.claims.all()
    assert (claim.start, claim.end, claim.context, claim.coverage_id is None) == (
        content.start,
        content.end,
        False,
        False,
    )
    assert [s.position for s in text.statements.order_by("spans")] == [0, 1, 2, 3]
    bring(OUTLETS[2], "Vik said that they will talk again about the crew in the coming week.")
    compare_what_is_to_be()
    claim.refresh_from_db()
    assert [word[2] for word in claim.words][:3] == ["will", "talk", "again"]
    assert claim.embedding
    assert Pair.objects.filter(left=claim).exists() or Pair.objects.filter(right=claim).exists()


@pytest.mark.usefixtures("stored")
def test_a_rejected_statement_is_not_made_again_and_its_words_are_narration(mira: User) -> None:
    lawful = saying("the zone is lawful")
    made = correct.say(version().pk, None, by=mira, of=lawful.pk)
    for again in (lambda: None, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader())):
        again()
        assert Statement.objects.filter(version=version()).count() == 2
        assert Claim.objects.filter(version=version(), statement=None).count() == 1
        assert list(Decision.objects.in_force()) == [made]


@pytest.mark.usefixtures("stored")
def test_edges_that_are_moved_cut_the_claims(mira: User) -> None:
    crew = saying("the crew must come home")
    shorter = place(version(), "the crew must come home")
    made = correct.say(version().pk, said(crew, content=(shorter,)), by=mira, of=crew.pk)
    assert [(c.start, c.end) for c in made.statement.claims.all()] == [(shorter.start, shorter.end)]
    left = Claim.objects.get(version=version(), statement=None)
    assert version().text[left.start : left.end].strip() == "before the winter storms"
    longer = place(version(), "said that the crew must come home before the winter storms")
    second = correct.say(
        version().pk, said(crew, content=(longer,), cue=None), by=mira, of=made.statement.pk, instead_of=made.pk
    )
    assert [(c.start, c.end) for c in second.statement.claims.all()] == [(longer.start, longer.end)]
    assert not Claim.objects.filter(version=version(), statement=None).exists()


@pytest.mark.usefixtures("stored")
def test_words_that_are_gone_leave_an_orphan_that_comes_back_with_them(mira: User) -> None:
    lawful = saying("the zone is lawful", OUTLETS[1])
    made = correct.say(version(OUTLETS[1]).pk, said(lawful, kind="free", cue=None), by=mira, of=lawful.pk)
    bring(OUTLETS[1], CREW)
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.orphans())) == ("words", [made])
    assert not Statement.objects.filter(decision=made).exists()
    bring(OUTLETS[1], NEW, CREW, LAWFUL)
    made.refresh_from_db()
    assert (made.missing, list(Decision.objects.in_force())) == ("", [made])
    assert saying("the zone is lawful", OUTLETS[1]).decision == made
    Actor.objects.filter(name="Pavel Orrell").delete()
    read_anew(PlainReader(pipeline="plain reader 2"))
    made.refresh_from_db()
    assert made.missing == "", "an actor of the same name was found in the text"
    version(OUTLETS[1]).article.delete()
    assert list(Decision.objects.orphans()) == [made]


@pytest.mark.usefixtures("stored")
def test_who_comes_second_is_told_and_decides_instead_only_on_purpose(mira: User, jon: User) -> None:
    crew = saying("the crew must come home")
    first = correct.say(version().pk, None, by=mira, of=crew.pk)
    with pytest.raises(DecidedAlreadyError) as rejected:
        correct.say(version().pk, said(crew), by=jon, of=crew.pk)
    assert rejected.value.decision == first
    correct.undo(first.pk, by=mira)
    first = correct.say(version().pk, said(crew, kind="mixed"), by=mira, of=crew.pk)
    for wanted in (said(crew), None):
        with pytest.raises(DecidedAlreadyError) as told:
            correct.say(version().pk, wanted, by=jon, of=crew.pk)
        assert told.value.decision == first
    with pytest.raises(HeldError) as held:
        correct.say(version().pk, said(crew), by=jon)
    assert held.value.rows == [first.statement.pk]
    second = correct.say(version().pk, said(crew, kind="free"), by=jon, of=crew.pk, instead_of=first.pk)
    first.refresh_from_db()
    assert (first.undone_by, second.was["kind"]) == (jon, "mixed")
    assert saying("the crew must come home").kind == "free"
    old = version().pk
    bring(OUTLETS[0], CREW)
    with pytest.raises(GoneError):
        correct.say(old, said(crew), by=jon)


@pytest.mark.usefixtures("stored")
def test_what_does_not_fit_the_text_is_refused(mira: User) -> None:
    text = version()
    vik = actor("Ana Vik")
    whole = place(text, "the crew must come home")
    for unfit in (
        Said((), (vik,)),
        Said((Span(3, 3),), (vik,)),
        Said((Span(0, len(text.text) + 1),), (vik,)),
        Said((whole, Span(whole.start + 3, whole.end + 3)), (vik,)),
        Said((whole,), (0,)),
        Said((whole,), (vik,), kind="loud"),
        Said((whole,), (vik,), cue=Span(whole.end - 2, whole.end + 9)),
    ):
        with pytest.raises(UnfitError):
            correct.say(text.pk, unfit, by=mira)
    assert not Decision.objects.exists()


def test_claims_are_joined_divided_dropped_and_taken_for_context(stored: list[tuple[Any, ...]], mira: User) -> None:
    text = version()
    [whole] = saying("the crew must come home").claims.all()
    home, storms = place(text, "the crew must come home"), place(text, "before the winter storms")
    divided = correct.claim(text.pk, [whole.pk], [Piece(home, False), Piece(storms, True)], by=mira)
    for again in (lambda: None, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader())):
        again()
        cut = saying("the crew must come home").claims.order_by("start")
        assert [(c.start, c.end, c.context) for c in cut] == [
            (home.start, home.end, False),
            (storms.start, storms.end, True),
        ]
        compare_what_is_to_be()
        assert all(c.words and c.embedding for c in cut.all())
    with pytest.raises(DecidedAlreadyError):
        correct.claim(text.pk, [cut[1].pk], [], by=mira)
    dropped = correct.claim(text.pk, [cut[1].pk], [], by=mira, instead_of=[divided.pk])
    assert [(c.start, c.end) for c in saying("the crew must come home").claims.all()] == [(home.start, home.end)]
    assert correct.undo(dropped.pk, by=mira)
    read_anew(PlainReader(pipeline="plain reader 3"))
    read_anew(PlainReader())
    assert {row[1:] for row in rows()} == {row[1:] for row in stored}


def test_correcting_a_text_of_many_statements_takes_as_many_queries_as_of_few(mira: User) -> None:
    counts = []
    for n in (2, 12):
        bring(OUTLETS[0], *(f"Vik said that port number {port} is closed to all ships." for port in range(n)))
        bring(OUTLETS[1], *(f"Vik said that all ships find port number {port} closed." for port in range(n)))
        for statement in list(Statement.objects.filter(version=version(), decision=None))[1:n]:
            correct.say(version().pk, said(statement, kind="mixed"), by=mira, of=statement.pk)
        with CaptureQueriesContext(connection) as counted:
            correct.say(
                version().pk, None, by=mira, of=Statement.objects.filter(decision=None, version=version())[0].pk
            )
        counts.append(len(counted))
    assert Decision.objects.in_force().count() >= 12
    assert counts[1] <= counts[0] + 1, "the earlier text is looked up, which decisions quote"


def test_reading_a_text_that_nobody_decided_on_looks_once_for_decisions(mira: User) -> None:
    looks = []
    for outlet in OUTLETS:
        bring(outlet, CREW)
        text = version(outlet)
        found = next(PlainReader().read([document(text)]))
        if outlet == OUTLETS[2]:
            correct.say(text.pk, None, by=mira, of=saying("the crew must come home", outlet).pk)
        Claim.objects.filter(version=text).delete()
        Statement.objects.filter(version=text).delete()
        with CaptureQueriesContext(connection) as counted:
            keep(text, found, Roster.load())
        looks.append(sum("archive_decision" in one["sql"] or "archive_asread" in one["sql"] for one in counted))
    assert looks[:2] == [2, 2], "once of its own, once of whom actors were merged into"
    assert looks[2] > 2, "of a text that somebody decided on they are looked up"
    assert not Statement.objects.filter(version=version(OUTLETS[2])).exists()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("read_between", [False, True])
@pytest.mark.parametrize("merge_first", [False, True])
@pytest.mark.parametrize("last_first", [False, True])
def test_a_corrected_speaker_and_a_merge_are_undone_in_any_order(
    mira: User, read_between: bool, merge_first: bool, last_first: bool
) -> None:
    crew = saying("the crew must come home")
    other = Actor.objects.create(name="Lia Brandt", kind="person")
    made = []
    for what in ("merge", "say") if merge_first else ("say", "merge"):
        if what == "merge":
            made.append(merging.merge(actor("Ana Vik"), other.pk, by=mira))
        else:
            made.append(correct.say(version().pk, said(crew, speakers=(actor("Pavel Orrell"),)), by=mira, of=crew.pk))
    if read_between:
        read_anew(HastyReader(HELD))
    for one in reversed(made) if last_first else made:
        undo(one.pk, by=mira)
    assert [one.name for one in saying("the crew must come").speakers.all()] == ["Ana Vik"]
    assert not Moved.objects.exists()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("last_first", [False, True])
def test_who_was_merged_is_kept_by_a_decision_that_leaves_the_speaker_as_it_was(mira: User, last_first: bool) -> None:
    crew = saying("the crew must come home")
    vik, orrell = actor("Ana Vik"), actor("Pavel Orrell")
    first = correct.say(version().pk, said(crew, speakers=(orrell,), via=orrell), by=mira, of=crew.pk)
    merged = merging.merge(orrell, vik, by=mira)
    crew = saying("the crew must come home")
    assert [one.pk for one in crew.speakers.all()] == [vik]
    shown = said(crew)
    stale = said(crew, speakers=(orrell,), via=orrell)
    for wanted, kind in ((shown, "accept"), (stale, "accept"), (said(crew, kind="mixed"), "change")):
        second = correct.say(version().pk, wanted, by=mira, of=crew.pk, instead_of=first.pk)
        assert (second.kind, second.value["speakers"], second.value["via"]["id"]) == (
            kind,
            [{"id": orrell, "name": "Pavel Orrell"}],
            orrell,
        )
        assert [one.pk for one in saying("the crew must come home").speakers.all()] == [vik]
        first = second
    for one in (first.pk, merged.pk) if last_first else (merged.pk, first.pk):
        undo(one, by=mira)
        names = {one.name for one in saying("the crew must come home").speakers.all()}
        assert names == ({"Pavel Orrell"} if one == merged.pk and not last_first else {"Ana Vik"})
    assert not Moved.objects.exists()


@pytest.mark.usefixtures("stored")
def test_a_new_statement_on_words_that_are_held_is_one_beside_them_only_on_purpose(mira: User) -> None:
    before = rows()
    crew = saying("the crew must come home")
    orrell = actor("Pavel Orrell")
    for wanted in (said(crew), said(crew, speakers=(orrell,))):
        with pytest.raises(HeldError) as held:
            correct.say(version().pk, wanted, by=mira)
        assert held.value.rows == [crew.pk]
    with pytest.raises(HeldError):
        correct.say(version().pk, said(crew), by=mira, beside=True)
    assert rows() == before
    made = correct.say(version().pk, said(crew, speakers=(orrell,)), by=mira, beside=True)
    for again in (lambda: None, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader())):
        again()
        both = [one for one in version().statements.all() if one.spans == made.statement.spans]
        assert sorted(name for one in both for name in one.speakers.values_list("name", flat=True)) == [
            "Ana Vik",
            "Pavel Orrell",
        ]
        assert [one.claims.count() for one in both] == [1, 1]
    made.refresh_from_db()
    rejected = correct.say(version().pk, None, by=mira, of=made.statement.pk, instead_of=made.pk)
    assert [one.name for one in saying("the crew must come home").speakers.all()] == ["Ana Vik"]
    correct.undo(rejected.pk, by=mira)
    assert {row[1:] for row in rows()} == {row[1:] for row in before}


@pytest.mark.usefixtures("stored")
def test_who_passes_it_on_and_that_it_is_a_silence_are_decided_and_hold(mira: User) -> None:
    before = rows()
    crew = saying("the crew must come home")
    orrell = actor("Pavel Orrell")
    made = correct.say(version().pk, said(crew, via=orrell, silence=True), by=mira, of=crew.pk)
    assert made.kind == "change"
    for again in (lambda: None, lambda: read_anew(HastyReader(HELD)), lambda: read_anew(PlainReader())):
        again()
        crew = saying("the crew must come home")
        assert (crew.via_id, crew.silence) == (orrell, True)
    plain = correct.say(version().pk, said(crew, via=None, silence=False), by=mira, of=crew.pk, instead_of=made.pk)
    crew = saying("the crew must come home")
    assert (crew.via_id, crew.silence) == (None, False)
    correct.undo(plain.pk, by=mira)
    assert {row[1:] for row in rows()} == {row[1:] for row in before}


@pytest.mark.usefixtures("stored")
def test_claims_that_nobody_says_are_made_joined_and_taken_out(mira: User) -> None:
    grain = saying("grain")
    correct.say(version().pk, None, by=mira, of=grain.pk)
    compare_what_is_to_be()
    before = rows()
    [told] = Claim.objects.filter(version=version(), statement=None)
    talk = place(version(), "The two ministers will talk again about the crew")
    made = correct.claim(version().pk, [], [Piece(talk, True)], by=mira)
    assert (made.kind, made.was) == ("make", {})
    fresh = Claim.objects.get(decision=made)
    assert (fresh.statement, fresh.context, fresh.coverage_id is None) == (None, True, False)
    with pytest.raises(HeldError) as held:
        correct.claim(version().pk, [], [Piece(talk, False)], by=mira)
    assert held.value.rows == [fresh.pk]
    with pytest.raises(GoneError):
        correct.claim(version().pk, [], [], by=mira)
    longer = place(version(), "The two ministers will talk again about the crew in the coming week")
    assert told.end < longer.start
    joined = Span(told.start, longer.end)
    with pytest.raises(DecidedAlreadyError):
        correct.claim(version().pk, [told.pk], [Piece(joined, False)], by=mira, instead_of=[told.decision_id or 0])
    both = correct.claim(
        version().pk, [told.pk], [Piece(joined, False)], by=mira, instead_of=[told.decision_id or 0, made.pk]
    )
    [one] = Claim.objects.filter(version=version(), statement=None)
    assert (one.start, one.end, one.decision) == (joined.start, joined.end, both)
    correct.undo(both.pk, by=mira)
    compare_what_is_to_be()
    assert {row[1:] for row in rows()} == {row[1:] for row in before}


SAYINGS = ("speaker", "edges", "reject", "accept", "make", "beside")
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("say"),
            st.integers(0, 9),
            st.sampled_from(["speaker", "edges", "reject", "accept", "make", "beside"]),
        ),
        st.tuples(st.just("claim"), st.integers(0, 9), st.sampled_from(["context", "divide", "drop", "join"])),
        st.tuples(st.just("read"), st.sampled_from([1.0, HELD, CUT]), st.none()),
        st.tuples(st.just("text"), st.sampled_from(OUTLETS), st.lists(st.sampled_from(SENTENCES), unique=True)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
    ),
    min_size=2,
    max_size=9,
)


class Sequences(TestCase):
    """Any sequence of decisions, readings, new texts and undos; each example in its own transaction."""

    @given(STEPS)
    @settings(max_examples=5)
    def test_each_decision_is_in_force_or_an_orphan_and_undoing_all_gives_the_machines_rows(
        self, steps: list[Any]
    ) -> None:
        mira = User.objects.create(username="mira")
        point = transaction.savepoint()
        run([step for step in steps if step[0] not in ("say", "claim", "undo")], mira)
        compare_what_is_to_be()
        by_machine = rows(named=True), pairs()
        transaction.savepoint_rollback(point)
        run(steps, mira)
        for decision in Decision.objects.kept():
            if decision in Decision.objects.orphans():
                assert decision.missing
                assert not Statement.objects.filter(decision=decision, version__current=True).exists()
                continue
            assert not decision.missing
            anchors = list(decision.anchors.order_by("start"))
            assert all(anchor.version and anchor.version.current for anchor in anchors)
            if decision.subject == Subject.STATEMENT and decision.kind != "reject":
                text = decision.statement.version.text
                words = [text[start:end] for start, end in decision.statement.spans]
                assert words == [anchor.exact for anchor in anchors if anchor.part == "content"]
                names = [one["name"] for one in decision.value["speakers"]]
                assert sorted(decision.statement.speakers.values_list("name", flat=True)) == sorted(names)
        for decision in Decision.objects.kept():
            correct.undo(decision.pk, by=mira)
        assert not AsRead.objects.exists()
        compare_what_is_to_be()
        assert (rows(named=True), pairs()) == by_machine


def run(steps: list[Any], mira: User) -> None:
    """Bring three accounts in, then take the steps."""
    for outlet in OUTLETS:
        bring(outlet, CREW, LAWFUL, GRAIN, TALK)
    reader = PlainReader()
    for what, which, how in steps:
        if what == "say":
            _say(which, how, mira)
        elif what == "claim":
            _claim(which, how, mira)
        elif what == "read":
            reader = PlainReader(pipeline="plain reader 2") if which == 1.0 else HastyReader(which)
            read_anew(reader)
        elif what == "text":
            bring(which, *how, reader=reader)
        elif kept := list(Decision.objects.kept().order_by("pk")):
            correct.undo(kept[which % len(kept)].pk, by=mira)
    assert Exchange.objects.exists()


def _say(which: int, how: str, mira: User) -> None:
    found = list(Statement.objects.filter(version__current=True).order_by("version", "position"))
    if how == "make":
        texts = [text for text in Version.objects.current().order_by("pk") if TALK in text.text]
        if texts:
            text = texts[which % len(texts)]
            start = text.text.index(TALK)
            wanted = Said((Span(start, start + len(TALK) - 1),), (actor("Ana Vik"),))
            try:
                correct.say(text.pk, wanted, by=mira)
            except HeldError as error:
                there = Statement.objects.get(pk=error.rows[0])
                correct.say(text.pk, wanted, by=mira, of=there.pk, instead_of=there.decision_id)
        return
    if not found:
        return
    one = found[which % len(found)]
    start, end = one.spans[0]
    new = {
        "speaker": said(one, speakers=(actor("Pavel Orrell"),)),
        "edges": said(one, content=(Span(start + 4, end),), cue=None),
        "accept": said(one),
        "reject": None,
        "beside": said(one, speakers=(actor("Ana Vik"), actor("Pavel Orrell"))),
    }[how]
    if how == "beside":
        with suppress(HeldError):
            correct.say(one.version_id, new, by=mira, beside=True)
        return
    correct.say(one.version_id, new, by=mira, of=one.pk, instead_of=one.decision_id)


def _claim(which: int, how: str, mira: User) -> None:
    found = list(Claim.objects.filter(version__current=True).order_by("version", "position"))
    if not found:
        return
    one = found[which % len(found)]
    middle = one.version.text.find(" ", (one.start + one.end) // 2, one.end)
    into = {
        "context": [Piece(Span(one.start, one.end), not one.context)],
        "divide": [Piece(Span(one.start, middle), False), Piece(Span(middle, one.end), False)],
        "drop": [],
        "join": [Piece(Span(one.start, one.version.text.find("\n", one.end)), one.context)],
    }[how]
    if how == "join" and one.version.text.find("\n", one.end) < 0:
        return
    if how == "divide" and not one.start < middle < one.end - 1:
        return
    earlier = [one.decision.pk] if one.decision and one.decision.subject == Subject.CLAIM else []
    correct.claim(one.version_id, [one.pk], into, by=mira, instead_of=earlier)
