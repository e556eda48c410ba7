from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from diplomacy.comparing import omissions, pair
from diplomacy.comparing.pairing import choose
from diplomacy.comparing.values import Account, Relation
from tests.comparing.claims import account, claim

MINISTER, COLLEAGUE, STATE = 1, 2, 3

READOUT = Account(
    1,
    (
        claim(1, "the ceasefire in the valley must be respected", 10, by=MINISTER, state=STATE),
        claim(2, "fourteen engineers will inspect the dam", 20, 21, by=MINISTER, state=STATE),
        claim(3, "thanked the hosts for their hospitality", 30, by=COLLEAGUE),
    ),
)
STORY = Account(
    2,
    (
        claim(101, "Fourteen engineers are to inspect the dam", 21, 20, by=STATE, state=STATE),
        claim(102, "the valley's ceasefire must be respected", 10, by=MINISTER, state=STATE),
        claim(103, "The river froze over in January", 40, context=True),
    ),
)


def ends(pairs):
    return {frozenset((p.left, p.right)): (p.relation, p.facets, p.score) for p in pairs}


def test_claims_that_say_one_thing_meet_whatever_their_order():
    found = pair(READOUT, STORY, names={MINISTER: "Ana Rolle"})
    assert {(p.left, p.right) for p in found} == {(1, 102), (2, 101)}
    reasons = {reason.name: reason.words for reason in found[0].reasons}
    assert reasons["speakers"] == "both said by Ana Rolle"
    assert "“ceasefire”" in reasons["words"]


def test_cues_of_one_class_bring_claims_nearer_and_are_told():
    here = Account(1, (claim(1, "the dam must be inspected", 5, by=MINISTER, cue="demand"),))
    there = Account(2, (claim(2, "the dam should be inspected", 5, by=MINISTER, cue="call for"),))
    (alike,) = pair(here, there)
    assert "“demand” here, “call for” there: cues of one class" in [reason.words for reason in alike.reasons]
    uncued = Account(2, (replace(there.claims[0], cue_lemma=""),))
    (less,) = pair(here, uncued)
    assert "cue" not in [reason.name for reason in less.reasons]
    assert less.score < alike.score


def test_a_shared_topic_of_strangers_is_no_pair():
    here = Account(1, (claim(1, "the dam is dangerous", 5, 6, by=MINISTER),))
    there = Account(2, (claim(2, "the dam brings water to farmers", 5, 7, by=COLLEAGUE),))
    assert pair(here, there) == ()


def test_opposite_positions_of_strangers_are_disputed():
    here = Account(1, (claim(1, "the toll on the canal is lawful", 5, by=MINISTER),))
    there = Account(2, (claim(2, "the toll on the canal is a breach of the treaty", 5, 6, by=COLLEAGUE),))
    (found,) = pair(here, there)
    assert found.relation is Relation.DISPUTED
    assert found.reasons[-1].words == "“lawful” against “breach”"
    assert {o.claim for o in omissions([here, there], [found])} == {1, 2}


def test_headline_and_body_pair_with_the_same_counterpart():
    headline = claim(101, "Engineers to inspect the dam", 20, 21, by=MINISTER, title=True)
    body = claim(102, "fourteen engineers will inspect the dam", 20, 21, by=MINISTER)
    found = pair(READOUT, Account(2, (headline, body)))
    assert {(2, 101), (2, 102)} <= {(p.left, p.right) for p in found}


def test_assignment_leaves_the_second_best_unless_it_is_certain():
    scores = np.array([[0.45, 0.40], [0.35, 0.05]])
    body = [False, False]
    assert choose(scores, body, body, fit=0.3, certain=0.5).tolist() == [[False, True], [True, False]]
    assert choose(scores, body, body, fit=0.3, certain=0.42).tolist() == [[True, True], [True, False]]


def test_one_claim_cannot_stand_in_both_accounts():
    with pytest.raises(ValueError, match="share claims"):
        pair(READOUT, Account(2, READOUT.claims))


def test_an_account_without_claims_has_no_pairs():
    assert pair(READOUT, Account(2, ())) == ()


@given(account(1), account(2))
def test_neither_side_nor_order_matters(left, right):
    found = pair(left, right)
    turned = pair(right, left)
    assert ends(turned) == ends(found)
    assert {(p.right, p.left, *((b, a) for a, b in p.answers)) for p in turned} == {
        (p.left, p.right, *sorted(p.answers, key=lambda both: both[::-1])) for p in found
    }
    assert pair(Account(1, left.claims[::-1]), Account(2, right.claims[::-1])) == found
    assert [(p.left // 100, p.right // 100) for p in found] == [(1, 2)] * len(found)
    assert all(0 <= p.score <= 1 for p in found)


@given(account(1), account(2), account(3))
def test_every_claim_on_the_exchange_is_met_or_missed(one, two, three):
    accounts = [one, two, three]
    pairs = [p for a, b in ((one, two), (one, three), (two, three)) for p in pair(a, b)]
    lacking = {(o.claim, article) for o in omissions(accounts, pairs) for article in o.absent_from}
    met = {
        (a, b // 100)
        for p in pairs
        if p.relation is not Relation.DISPUTED
        for a, b in ((p.left, p.right), (p.right, p.left))
    }
    everywhere = {
        (c.id, other.article)
        for a in accounts
        for c in a.claims
        for other in accounts
        if other is not a and not c.context
    }
    assert lacking == everywhere - met


@given(account(1))
def test_an_article_against_itself_is_all_the_same(told):
    again = Account(2, tuple(replace(c, id=c.id + 100) for c in told.claims))
    found = {(p.left, p.right): p for p in pair(told, again)}
    own = {(c.id, c.id + 100) for c in told.claims}
    assert own <= found.keys()
    assert {found[ends].relation for ends in own} == {Relation.SAME}
    assert {found[ends].facets for ends in own} == {()}
