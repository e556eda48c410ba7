"""The methods page tells how right the program is by what curators decided, and how to read that."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from diplomacy.archive.deciding.decide import Judged, decide
from diplomacy.archive.models import DecisionKind, Pair
from tests.web.corpus import Corpus

pytestmark = pytest.mark.django_db


def told(client: Client) -> str:
    html = client.get("/methods/").content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.usefixtures("corpus")
def test_without_decisions_it_says_that_there_are_none(client: Client) -> None:
    assert "Nobody has decided a pair of this corpus yet." in told(client)


def test_shares_counts_and_intervals_stand_beside_what_they_are_worth(client: Client, corpus: Corpus) -> None:
    mira = User.objects.create(username="mira")
    pairs = {pair.relation: pair for pair in Pair.objects.filter(origin="machine").order_by("-pk")}
    for relation, kind in (("shifted", DecisionKind.ACCEPT), ("reworded", DecisionKind.CHANGE)):
        pair = pairs[relation]
        decide(pair.exchange_id, (pair.left_id, pair.right_id), kind, by=mira, judged=Judged("shifted"))
    pair = corpus.contradicted
    decide(pair.exchange_id, (pair.left_id, pair.right_id), DecisionKind.REJECT, by=mira)
    text = told(client)
    assert "Curators have decided 3 pairs, 0 statements and 0 accounts of exchanges of this corpus." in text
    assert "a pair at all 67% 2 of 3; 21 to 94% 100% 2 of 2; 34 to 100%" in text
    assert "shifted 100% 1 of 1; 21 to 100% 50% 1 of 2; 9 to 91%" in text
    assert "reworded 0% 0 of 1; 0 to 79% none" in text
    assert "read precision as a lower bound" in text
