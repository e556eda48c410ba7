"""All that curators decide and the machine does, as steps for property tests over all of it together.

A step is its name with two values that say on what and how; on what is a number, taken among what there is by then, so
that any sequence of steps can be taken. A step for which there is nothing does nothing.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import strategies as st

from diplomacy.archive import compare
from diplomacy.archive.deciding import correct, decide, describing, merging, regroup, second_looks, splitting
from diplomacy.archive.deciding.correct import HeldError
from diplomacy.archive.deciding.decide import Judged, PairGoneError
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.deciding.wanted import Piece, Said, UnfitError
from diplomacy.archive.deleting import bin
from diplomacy.archive.deleting.bin import InTheWayError, Restored
from diplomacy.archive.embed import embed
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import (
    Actor,
    Article,
    Binned,
    BinnedKind,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Outlet,
    Pair,
    SecondLook,
    Statement,
    Subject,
    Version,
)
from diplomacy.archive.reread import outdated, reread
from diplomacy.reading.values import Span
from tests.archive.plain_reader import article, text_of
from tests.archive.test_corrections import said
from tests.archive.wide_reader import DAYS, FIRST_TEXTS, OUTLETS, READERS, SENTENCES, TALK, WideReader

OF_MACHINE = ("read", "compare", "text")
OF_CORPUS = ("bin", "back")
"""Articles and outlets that are deleted, and restored: no decisions, and so not undone with these."""
OF_EXCHANGES = ("merge", "split", "move", "out", "stay", "describe")

ARTICLE, OUTLET, ACTOR, EXCHANGE = BinnedKind.ARTICLE, BinnedKind.OUTLET, BinnedKind.ACTOR, BinnedKind.EXCHANGE

Step = tuple[str, Any, Any]
_N = st.integers(0, 19)
BY_MACHINE = st.one_of(
    st.tuples(st.just("read"), st.sampled_from(sorted(READERS)), st.none()),
    st.tuples(st.just("compare"), st.none(), st.none()),
    st.tuples(
        st.just("text"),
        st.tuples(st.sampled_from(OUTLETS), st.sampled_from(DAYS)),
        st.lists(st.sampled_from(SENTENCES), unique=True, max_size=5),
    ),
)
BY_CURATORS = st.one_of(
    st.tuples(st.just("pair"), _N, st.sampled_from(["accept", "reject", "change"])),
    st.tuples(st.just("meet"), _N, _N),
    st.tuples(st.just("say"), _N, st.sampled_from(["speaker", "edges", "accept", "reject", "make"])),
    st.tuples(st.just("claim"), _N, st.sampled_from(["context", "divide", "join", "drop"])),
    st.tuples(st.sampled_from(OF_EXCHANGES), _N, _N),
    st.tuples(st.sampled_from(["lead", "part", "rename"]), st.integers(0, 4), st.integers(0, 4)),
    st.tuples(st.just("look"), _N, st.sampled_from(["agrees", "differs", "first", "second"])),
    st.tuples(st.just("drop"), _N, st.sampled_from([ACTOR, EXCHANGE])),
    st.tuples(st.just("undo"), _N, st.none()),
)
BY_EDITORS = st.one_of(
    st.tuples(st.just("bin"), _N, st.sampled_from([ARTICLE, OUTLET])), st.tuples(st.just("back"), _N, st.none())
)
STEPS = st.lists(
    st.one_of(BY_CURATORS, BY_CURATORS, BY_CURATORS, BY_MACHINE, BY_MACHINE, BY_EDITORS), min_size=2, max_size=12
)


class Archive:
    """What steps are taken in: the reader that reads what comes in next, and the curators."""

    def __init__(self) -> None:
        self.reader = WideReader()
        self.mira, self.jon, self.ines = (
            User.objects.get_or_create(username=name)[0] for name in ("mira", "jon", "ines")
        )

    def begin(self) -> None:
        """Bring in five accounts of four exchanges."""
        for outlet, day, sentences in FIRST_TEXTS:
            self._text((outlet, day), sentences)
        self.settle()

    def take(self, step: Step) -> None:
        """Take a step, and have done what workers are to do after it."""
        what, which, how = step
        if what in OF_MACHINE:  # what is read while an actor is away names a new one
            for away in Binned.objects.restorable().filter(kind=ACTOR):
                self.restore(away)
        if what in OF_EXCHANGES:
            self._exchange(what, which, how)
        else:
            getattr(self, f"_{what}")(which, how)
        self.settle()

    def settle(self) -> None:
        """What workers do; texts that came to lack an actor are sent to them when that is restored."""
        if not Binned.objects.restorable().filter(kind=ACTOR).exists():
            for text in Version.objects.current().filter(found="").exclude(pipeline=""):
                reread(
                    [text.pk],
                    reader=next(one for read in READERS.values() if (one := read()).pipeline == text.pipeline),
                )
        compare.compare_uncompared(reader=self.reader)
        embed(list(Version.objects.unembedded().values_list("pk", flat=True)), reader=self.reader)

    def _read(self, which: str, _how: None) -> None:
        self.reader = READERS[which]()
        reread(outdated(everything=True, reader=self.reader), reader=self.reader)

    def _compare(self, _which: None, _how: None) -> None:
        compare.set_back(Exchange.objects.values_list("pk", flat=True))

    def _text(self, which: tuple[str, str], how: Sequence[str]) -> None:
        outlet, day = which
        url = f"https://{outlet.replace(' ', '-').lower()}.example/call"
        outcomes = ingest([article(text_of(*how, outlet=outlet, url=url, day=day))], reader=self.reader)
        assert not outcomes.failures, outcomes.failures

    def _pair(self, which: int, how: str) -> None:
        judged = Judged("shifted", ["naming"])
        pairs = Pair.objects.order_by("pk").values_list("exchange", "left", "right", "decision")
        if wanted := among(pairs, which):
            exchange, left, right, decision = wanted
            decide.decide(exchange, (left, right), DecisionKind(how), by=self.mira, judged=judged, instead_of=decision)

    def _meet(self, which: int, how: int) -> None:
        """A pair that is made by hand, or one that is there and changed."""
        told = Claim.objects.filter(coverage__counts=True, version__current=True)
        one = among(told.order_by("coverage__exchange", "version", "position").select_related("coverage"), which)
        if not one:
            return
        exchange = one.coverage.exchange_id
        if other := among(told.filter(coverage__exchange=exchange).exclude(version=one.version).order_by("pk"), how):
            with suppress(decide.DecidedAlreadyError):
                decide.decide(
                    exchange, (one.pk, other.pk), DecisionKind.MAKE, by=self.jon, judged=Judged("reworded", ["detail"])
                )

    def _say(self, which: int, how: str) -> None:
        if how == "make":
            self._make(which)
            return
        one = among(Statement.objects.filter(version__current=True).order_by("version", "position"), which)
        if not one:
            return
        start, end = one.spans[0]
        new = {
            "speaker": lambda: said(one, speakers=(Actor.objects.order_by("pk")[which % Actor.objects.count()].pk,)),
            "edges": lambda: said(one, content=(Span(start + 4, end),), cue=None),
            "accept": lambda: said(one),
            "reject": lambda: None,
        }[how]()
        try:
            correct.say(one.version_id, new, by=self.mira, of=one.pk, instead_of=one.decision_id)
        except UnfitError:
            return

    def _make(self, which: int) -> None:
        """A statement of what the machine takes for narration."""
        text = among([text for text in Version.objects.current().order_by("pk") if TALK in text.text], which)
        if text:
            start = text.text.index(TALK)
            wanted = Said((Span(start, start + len(TALK) - 1),), (Actor.objects.order_by("pk")[0].pk,))
            try:
                correct.say(text.pk, wanted, by=self.mira)
            except HeldError as error:
                there = Statement.objects.get(pk=error.rows[0])
                correct.say(text.pk, wanted, by=self.mira, of=there.pk, instead_of=there.decision_id)

    def _claim(self, which: int, how: str) -> None:
        every = list(
            Claim.objects.filter(version__current=True)
            .order_by("version", "start")
            .select_related("version", "decision")
        )
        one = among(every, which)
        if not one:
            return
        middle = one.version.text.find(" ", (one.start + one.end) // 2, one.end)
        after = [c for c in every if c.version_id == one.version_id and c.start >= one.end][:1] if how == "join" else []
        if (how == "divide" and not one.start < middle < one.end - 1) or (how == "join" and not after):
            return
        into = {
            "context": lambda: [Piece(Span(one.start, one.end), not one.context)],
            "divide": lambda: [Piece(Span(one.start, middle), False), Piece(Span(middle, one.end), False)],
            "join": lambda: [Piece(Span(one.start, after[0].end), False)],
            "drop": lambda: [],
        }[how]()
        of = [one, *after]
        earlier = [c.decision.pk for c in of if c.decision and c.decision.subject == Subject.CLAIM]
        try:
            correct.claim(one.version_id, [c.pk for c in of], into, by=self.mira, instead_of=earlier)
        except UnfitError:
            return

    def _exchange(self, what: str, which: int, how: int) -> None:
        there = list(Exchange.objects.order_by("pk"))
        one, other = among(there, which), among(there, how)
        told = list(Coverage.objects.filter(exchange=one).order_by("pk").values_list("article", flat=True))
        some = told[how % max(len(told), 1) :]
        if what == "describe":
            day = one.date + timedelta(days=how)
            people = [row.pk for row in Actor.objects.order_by("pk")[: 1 + how % 3]]
            said_of_it = {"kind": "visit", "date": day.isoformat(), "participants": people, "initiator": None}
            some_of_it = dict(list(said_of_it.items())[how % 4 :])
            regroup.describe(one.pk, some_of_it, by=self.mira)
        elif what == "merge" and one != other:
            regroup.merge(one.pk, other.pk, by=self.mira)
        elif what == "split" and some:
            regroup.split(one.pk, some, by=self.mira)
        elif what == "move" and some and one != other:
            regroup.move(one.pk, some, other.pk, by=self.mira)
        elif what == "out" and some:
            regroup.move(one.pk, some, None, by=self.mira)
        elif what == "stay" and some:
            regroup.accept(one.pk, some, by=self.mira)

    def _lead(self, which: int, how: int) -> None:
        there = list(Actor.objects.order_by("pk"))
        one, other = among(there, which), among(there, how)
        if one != other:
            merging.merge(one.pk, other.pk, by=self.mira)

    def _part(self, which: int, how: int) -> None:
        one = among(Actor.objects.order_by("pk"), which)
        articles = list(splitting.naming(one.pk).order_by("pk").values_list("pk", flat=True))
        if some := articles[how % max(len(articles), 1) :]:
            splitting.split(one.pk, some, splitting.Newcomer(f"{one.name} the younger", one.kind), by=self.mira)

    def _rename(self, which: int, how: int) -> None:
        one = among(Actor.objects.order_by("pk"), which)
        describing.describe(one.pk, {"name": f"{one.name} {'I' * how}".strip()}, by=self.mira)

    def _look(self, which: int, how: str) -> None:
        """Another curator's second look; or an editor's word on one that differs."""
        if how in ("first", "second"):
            look = among(SecondLook.objects.differing(), which)
            try:
                if look:
                    second_looks.settle(look.pk, second=how == "second", by=self.ines)
            except (PairGoneError, second_looks.LookGoneError):
                return
        elif look := second_looks.next_look(Subject.PAIR, self.jon):
            kind, judged = DecisionKind(look.decision.kind), Judged(**(look.decision.value or {"relation": "same"}))
            if how == "differs":
                kind, judged = (DecisionKind.CHANGE, Judged("disputed")) if which % 2 else (DecisionKind.REJECT, judged)
            second_looks.give(look.pk, kind, judged.value, by=self.jon)

    def _bin(self, which: int, kind: BinnedKind) -> None:
        """Delete an article, or an outlet with what it has published."""
        if one := among((Article if kind == ARTICLE else Outlet).objects.order_by("pk"), which):
            bin.delete(kind, [one.pk], by=self.ines)

    def _back(self, which: int, _how: None) -> None:
        """Restore one of these."""
        if away := among(Binned.objects.restorable().filter(kind__in=(ARTICLE, OUTLET)).order_by("pk"), which):
            self.restore(away)

    def restore(self, away: Binned) -> bool:
        """Restore what was deleted; False where something that it needs is to be restored before."""
        try:
            with transaction.atomic():
                assert bin.restore(away.pk, by=self.ines) == Restored(())
        except InTheWayError:
            return False
        return True

    def _drop(self, which: int, kind: BinnedKind) -> None:
        """Delete an actor, unless few are left, or an exchange."""
        there = list((Actor if kind == ACTOR else Exchange).objects.order_by("pk"))
        if kind == EXCHANGE or len(there) > 3:
            bin.delete(kind, [among(there, which).pk], by=self.ines)

    def _undo(self, which: int, _how: None) -> None:
        if made := among(Decision.objects.kept().order_by("pk"), which):
            assert undo(made.pk, by=self.jon)


def among(rows: Iterable[Any], which: int) -> Any:
    """One of these, whatever the number; None where there is none."""
    there = list(rows)
    return there[which % len(there)] if there else None
