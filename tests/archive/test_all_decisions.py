"""Any sequence of all that curators decide and all that the machine does: nothing that was decided is ever lost, the
history says what happened, and undoing all of it gives what the machine alone would have made.
"""

import os
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from django.test import override_settings
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive.deciding import describing
from diplomacy.archive.deciding.describing_exchanges import described
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import (
    Actor,
    Anchor,
    Aside,
    AsRead,
    Binned,
    BinnedKind,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Held,
    Moved,
    Pair,
    Statement,
    Subject,
    TakenFor,
)
from diplomacy.archive.models.decisions import LEADS as DECISION_LEADS
from tests.archive.acts import OF_CORPUS, OF_MACHINE, STEPS, Archive, Step
from tests.archive.test_corrections import rows
from tests.archive.test_merging import pointing
from tests.archive.wide_reader import AUTUMN, COURIER, CREW, ENVOY, FIRST, MINISTRY, SECOND

EXAMPLES = int(os.environ.get("DIPLOMACY_EXAMPLES", "5"))
"""Sequences that are tried; where more are asked for, what fails is made as short as it can be."""
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if EXAMPLES > 5 else []))


def state() -> Any:
    """All that is shown of texts and actors, and of how accounts are joined and paired, whatever the ids of rows."""
    of_text = Claim.objects.values_list("pk", "version__article__outlet__name", "version__sha256", "start", "end")
    claims = {pk: tuple(about) for pk, *about in of_text}
    exchanges = []
    for row in Exchange.objects.prefetch_related("participants"):
        who = sorted(map(str, row.participants.all()))
        accounts = [
            (
                *(one.article.outlet.name, one.date, one.kind, one.passages, one.counts),
                sorted(claims[claim.pk] for claim in one.claims.all()),
            )
            for one in row.coverage.select_related("article__outlet").order_by("article__outlet__name")
        ]
        pairs = sorted(
            (
                *sorted((claims[pair.left_id], claims[pair.right_id])),
                *(
                    pair.relation,
                    pair.facets,
                    pair.score,
                    pair.origin,
                    pair.pipeline,
                ),  # its reasons name actors as of then
            )
            for pair in row.pairs.all()
        )
        exchanges.append((row.kind, row.date, str(row.initiator), row.origin, who, accounts, pairs))
    told = [tuple("" if str(value).startswith(READER) else value for value in row) for row in rows(named=True)]
    statements, people, *others = pointing()
    return sorted(told, key=str), statements, others, sorted(exchanges, key=str), people


READER = "wide reader"
"""What read a row, if another would have read the same, is what read it last: it is no part of the state."""


class History:
    """What is known of each decision after each step, against what the history says."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[Any, ...]] = {}
        self.events: dict[int, int] = {}

    def check(self) -> None:
        """Nothing is lost; the history's last word on each decision is how it stands, and has one for each change."""
        every = {row.pk: row for row in Decision.objects.all()}
        assert self.known.keys() <= every.keys(), "a decision is lost"
        in_force = set(Decision.objects.in_force().values_list("pk", flat=True))
        orphans = set(Decision.objects.orphans().values_list("pk", flat=True))
        undone = set(Decision.objects.undone().values_list("pk", flat=True))
        assert not in_force & orphans
        assert {*in_force, *orphans, *undone} == every.keys()
        assert not (in_force | orphans) & undone
        told: dict[int, list[tuple[Any, ...]]] = {}
        events = apps.get_model("archive", "DecisionEvent")._default_manager.order_by("pgh_id")
        for pk, *about in events.values_list("pgh_obj", *HISTORY):
            told.setdefault(pk, []).append(tuple(about))
        for pk, row in every.items():
            now = tuple(getattr(row, name) for name in HISTORY)
            assert told[pk][-1] == now, "the history ends otherwise"
            assert told[pk][0][-2:] == (None, None), "it begins with an undone decision"
            if pk not in undone:
                assert bool(row.missing) == (pk in orphans), (row.subject, row.kind, row.missing)
            if pk in self.known and self.known[pk] != now:
                assert len(told[pk]) > self.events[pk]
            self.known[pk], self.events[pk] = now, len(told[pk])


HISTORY = (
    *("subject", "kind", "exchange_id", "to_id", "value", "was", "note", "by_id", "missing"),
    *("undone_by_id", "undone_at"),
)


def shown() -> None:
    """What is in force is what the rows say."""
    for made in Decision.objects.in_force():
        VISIBLE[Subject(made.subject)](made)
    for hidden in (Decision.objects.orphans(), Decision.objects.undone()):
        assert not Pair.objects.filter(decision__in=hidden).exists()
        assert not Statement.objects.filter(decision__in=hidden, version__current=True).exists()
        assert not Claim.objects.filter(decision__in=hidden, version__current=True).exists()
    assert not Exchange.objects.filter(coverage=None).exists(), "an empty exchange is shown"
    assert not Coverage.objects.filter(exchange__set_aside=True).exists(), "what is set aside has accounts"
    merged = Actor.everything.exclude(merged_into=None)
    assert not Statement.objects.filter(speakers__in=merged).exists()
    assert not Statement.objects.filter(via__in=merged).exists()
    assert not Claim.objects.filter(askers__in=merged).exists()
    assert not Exchange.everything.filter(participants__in=merged).exists()
    assert not Exchange.everything.filter(initiator__in=merged).exists()
    assert not Actor.everything.filter(country__in=merged).exists()
    connection.check_constraints()


def _pair_is_shown(made: Decision) -> None:
    ends = sorted(made.anchors.values_list("claim", flat=True))
    pair = Pair.objects.filter(exchange=made.exchange_id, left=ends[0], right=ends[1]).first()
    if made.kind == DecisionKind.REJECT:
        assert pair is None
        return
    assert pair
    assert pair.decision == made
    assert {"relation": pair.relation, "facets": pair.facets} == made.value


def _statement_is_shown(made: Decision) -> None:
    anchors = list(made.anchors.order_by("start"))
    assert all(anchor.version and anchor.version.current for anchor in anchors)
    words = [anchor.exact for anchor in anchors if anchor.part == "content"]
    if made.kind == DecisionKind.REJECT:
        machine = Statement.objects.filter(version=anchors[0].version, decision=None)
        spoke = [pk for one in made.was["speakers"] if (pk := stands(one["id"]))]
        for one in machine:
            same = [one.version.text[start:end] for start, end in one.spans] == words
            assert not same or list(one.speakers.values_list("pk", flat=True)) != spoke
        return
    row = Statement.objects.get(decision=made)
    assert [row.version.text[start:end] for start, end in row.spans] == words
    said_by = {stands(parted(one["id"], made, row.version.article_id)) for one in made.value["speakers"]}
    assert list(row.speakers.order_by("pk").values_list("pk", flat=True)) == sorted(said_by)
    assert (row.kind, row.silence) == (made.value["kind"], made.value["silence"])
    via = made.value["via"]
    assert row.via_id == (via and stands(parted(via["id"], made, row.version.article_id)))
    cue = None if row.cue_start is None else row.version.text[row.cue_start : row.cue_end]
    assert cue == made.value["cue"]


def stands(actor: int | None) -> int:
    """Who stands for an actor now; 0 for nobody, where it was deleted."""
    row = Actor.everything.filter(pk=actor or 0).first()
    return (row.merged_into_id or row.pk) if row else 0


def parted(actor: int, made: Decision, *articles: int) -> int:
    """Whom a decision on these articles means by an actor, of whom splits made after it may have taken one of them."""
    leads = Decision.objects.on(Subject.ACTOR).kept().filter(kind__in=DECISION_LEADS).order_by("pk")
    of_it = leads.filter(Q(kind=DecisionKind.MERGE) | Q(pk__gt=made.pk, articles__in=articles)).distinct()
    for source, to in of_it.values_list("actor", "to_actor"):
        actor = to if source == actor and to is not None else actor
    return actor


def _claim_is_shown(made: Decision) -> None:
    anchors = list(made.anchors.order_by("start"))
    assert all(anchor.version and anchor.version.current for anchor in anchors)
    there = {
        (claim.version.text[claim.start : claim.end], claim.context)
        for claim in Claim.objects.filter(version=anchors[0].version)
    }
    if made.kind == DecisionKind.REJECT:
        for anchor in anchors:
            words, text = anchor.exact, anchor.version.text if anchor.version else ""
            once = text.count(words) == 1  # where they stand again they are another claim
            assert not once or not {(words, context) for context in (True, False)} & there
    else:
        assert set(zip((anchor.exact for anchor in anchors), made.value["contexts"], strict=True)) <= there


def _exchange_is_shown(made: Decision) -> None:
    later = Decision.objects.on(Subject.EXCHANGE).kept().filter(pk__gt=made.pk)
    if made.kind == DecisionKind.CHANGE:
        now = described(Exchange.everything.get(pk=made.exchange_id or 0))
        wanted = dict(made.value)
        if "participants" in wanted:
            told = Coverage.objects.filter(exchange=made.exchange_id).values_list("article", flat=True)
            wanted["participants"] = sorted({stands(parted(pk, made, *told)) for pk in wanted["participants"]} - {0})
        after = later.filter(exchange=made.exchange_id, kind=DecisionKind.CHANGE)
        for name in wanted.keys() - {key for one in after for key in one.value}:
            assert now[name] == wanted[name], name
    elif later.exclude(kind=DecisionKind.CHANGE).exists():
        return  # which may lead on what this one leads
    elif made.kind == DecisionKind.MERGE:
        assert made.to_id
        assert not Exchange.objects.filter(pk=made.exchange_id).exists()
    else:
        there = Coverage.objects.filter(exchange=made.to_id or made.exchange_id, article__in=made.articles.all())
        assert there.exists() == (made.to_id is not None)


def _actor_is_shown(made: Decision) -> None:
    actor = made.actor
    assert actor
    if made.kind == DecisionKind.MERGE:
        assert actor.merged_into_id == stands(made.to_actor_id)
    elif made.kind == DecisionKind.CHANGE:
        later = describing.concerning(actor.pk).filter(pk__gt=made.pk)
        assert "name" in {key for one in later for key in one.value} or actor.name == made.value["name"]
    elif made.kind == DecisionKind.SPLIT:
        alone = Statement.objects.current().filter(version__article__in=made.articles.all(), decision=None)
        later = Decision.objects.on(Subject.ACTOR).kept().filter(pk__gt=made.pk, kind__in=DECISION_LEADS)
        assert later.exists() or not alone.filter(speakers=actor).exists()


VISIBLE = {
    Subject.PAIR: _pair_is_shown,
    Subject.STATEMENT: _statement_is_shown,
    Subject.CLAIM: _claim_is_shown,
    Subject.EXCHANGE: _exchange_is_shown,
    Subject.ACTOR: _actor_is_shown,
}


def hold(steps: list[Step], order: int) -> None:
    """Take the steps, then undo all in an order; after each, all that must hold."""
    point = transaction.savepoint()
    machine = Archive()
    for step in steps:
        if step[0] in (*OF_MACHINE, *OF_CORPUS):
            machine.take(step)
    for _ in undo_all(machine, order):
        shown()
    by_machine = state()
    transaction.savepoint_rollback(point)
    archive, history = Archive(), History()
    for step in steps:
        archive.take(step)
        history.check()
        shown()
    for _ in undo_all(archive, order):
        history.check()
        shown()
    assert state() == by_machine
    for left in (AsRead, Aside, Held, Moved, TakenFor):
        assert not left.objects.exists()
    assert not Coverage.objects.exclude(joined=None).exists()
    assert not Anchor.objects.exclude(claim=None, version=None).exists()
    odd = Exchange.everything
    assert not (odd.filter(set_aside=True) | odd.filter(split_off=True) | odd.exclude(joined_as=None)).exists()


def undo_all(archive: Archive, order: int) -> Iterator[None]:
    """Undo every decision and restore what is deleted, in an order; a step each."""
    away = list(Binned.objects.restorable().exclude(kind=BinnedKind.EXCHANGE).order_by("pk"))
    left: list[Decision | Binned] = [*Decision.objects.kept().order_by("pk"), *away]
    waiting: list[Decision | Binned] = []  # for what is to be restored before
    while left:
        one = left.pop(order % len(left))
        if isinstance(one, Decision):
            assert undo(one.pk, by=archive.ines)
        elif not archive.restore(one):
            waiting.append(one)
            continue
        left, waiting = [*left, *waiting], []
        archive.settle()
        yield
    assert not waiting, "what is in the bin waits for what is not"


@override_settings(DIPLOMACY_SECOND_LOOK=1.0)
class Sequences(TestCase):
    """Each example in its own transaction, over the same first texts."""

    @classmethod
    def setUpTestData(cls) -> None:
        Archive().begin()

    @given(STEPS, st.integers(0, 99))
    @example([("lead", 1, 0), ("drop", 7, BinnedKind.ACTOR)], 0)
    @example([("describe", 0, 0), ("part", 0, 0)], 0)
    @example([("say", 14, "speaker"), ("drop", 2, BinnedKind.ACTOR), ("bin", 0, BinnedKind.ARTICLE)], 0)
    @example([("rename", 0, 1), ("drop", 0, BinnedKind.ACTOR)], 0)
    @example([("lead", 4, 3), ("text", (COURIER, SECOND), (CREW, ENVOY)), ("merge", 0, 1)], 0)
    @example([("say", 4, "speaker"), ("part", 3, 0), ("split", 0, 0), ("read", "swapped", None)], 7)
    @example([("pair", 18, "accept"), ("claim", 2, "divide"), ("read", "overheard", None)], 25)
    @example([("say", 13, "reject"), ("drop", 8, BinnedKind.ACTOR)], 78)
    @example([("pair", 19, "reject"), ("drop", 0, BinnedKind.EXCHANGE)], 9)
    @example([("say", 15, "reject"), ("say", 17, "accept"), ("part", 2, 1)], 21)
    @example([("say", 5, "edges"), ("bin", 1, BinnedKind.ARTICLE)], 0)
    @example([("split", 0, 0), ("pair", 0, "accept"), ("text", (MINISTRY, FIRST), (CREW, AUTUMN, ENVOY))], 0)
    @example([("split", 0, 0), ("drop", 2, BinnedKind.ACTOR)], 0)
    @example([("describe", 0, 0), ("drop", 0, BinnedKind.ACTOR)], 0)
    @example([("drop", 0, BinnedKind.ACTOR), ("describe", 0, 0)], 1)
    @settings(max_examples=EXAMPLES, phases=PHASES)
    def test_nothing_decided_is_lost_and_undoing_all_gives_what_the_machine_makes(
        self, steps: list[Step], order: int
    ) -> None:
        hold(steps, order)
