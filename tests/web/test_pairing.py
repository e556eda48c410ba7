"""Pairing by hand: what the machine did not find in an account, a curator does."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from diplomacy.archive.deciding.decide import decide
from diplomacy.archive.models import Claim, Decision, DecisionKind, Pair
from tests.web.corpus import Corpus
from tests.web.every_page import omission
from tests.web.test_permalinks import html_at
from tests.web.test_review import curator

pytestmark = pytest.mark.django_db
SHIFTED = {"relation": "shifted", "facet": ["verb", "detail"], "note": "Its last sentence."}


@pytest.fixture
def mira(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the accounts out)
    client = Client()
    client.force_login(curator("mira"))
    return client


def offered(html: str) -> list[int]:
    return [int(value) for value in re.findall(r'name="claim" value="(\d+)"', html)]


def test_an_omission_leads_curators_alone_to_pairing(client: Client, mira: Client, corpus: Corpus) -> None:
    way = f'href="{omission(corpus)}pair/"'
    assert way not in html_at(client, omission(corpus))
    assert way in html_at(mira, omission(corpus))


def test_a_claim_of_the_account_is_paired_and_the_gap_is_gone(mira: Client, corpus: Corpus) -> None:
    at = f"{omission(corpus)}pair/"
    claims = offered(html_at(mira, at))
    told = list(Claim.objects.filter(version=corpus.wire.version).order_by("position").values_list("pk", flat=True))
    assert claims == told, "each claim of the account that lacks it, in the order of its text"
    answer = mira.post(at, {**SHIFTED, "claim": claims[-1]}, follow=True)
    assert "made by mira" in answer.content.decode()
    made = Decision.objects.get()
    assert (made.kind, made.value, made.note) == (
        DecisionKind.MAKE,
        {"relation": "shifted", "facets": ["verb", "detail"]},
        SHIFTED["note"],
    )
    harms = corpus.readout.claims["harms nobody"].pk
    assert sorted((harms, claims[-1])) == list(Pair.objects.filter(decision=made).values_list("left", "right").get())
    gap = mira.get(omission(corpus))
    assert gap.status_code == 302 and gap.headers["Location"].startswith("/pairs/")


def test_what_is_chosen_stays_where_something_is_missing(mira: Client, corpus: Corpus) -> None:
    at = f"{omission(corpus)}pair/"
    answer = mira.post(at, {**SHIFTED, "claim": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the claim that answers it" in html
    assert "Its last sentence." in html
    assert re.search(r'value="detail" data-key="d" checked', html)
    assert mira.post(at, {"claim": offered(html)[0], "relation": "akin"}).status_code == 422
    assert not Decision.objects.exists()


def test_who_meets_another_curators_word_is_told_and_decides_again_on_purpose(mira: Client, corpus: Corpus) -> None:
    at = f"{omission(corpus)}pair/"
    claim, harms = offered(html_at(mira, at))[0], corpus.readout.claims["harms nobody"].pk
    jon = User.objects.create_user("jon")
    left, right = sorted((claim, harms))
    Pair.objects.create(exchange=corpus.exchange, left_id=left, right_id=right, relation="same", score=0.5)
    rejected = decide(corpus.exchange.pk, (left, right), DecisionKind.REJECT, by=jon)
    answer = mira.post(at, {**SHIFTED, "claim": claim})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "rejected by jon" in html
    [seen] = re.findall(r'name="instead_of" value="(\d+)"', html)
    assert int(seen) == rejected.pk
    assert mira.post(at, {**SHIFTED, "claim": claim, "instead_of": seen}).status_code == 302
    rejected.refresh_from_db()
    assert rejected.undone_by and rejected.undone_by.username == "mira"
    assert Pair.objects.get(exchange=corpus.exchange, left=left, right=right).relation == "shifted"


def test_claims_of_other_texts_are_refused_in_words(mira: Client, corpus: Corpus) -> None:
    own = corpus.readout.claims["harms nobody"]
    answer = mira.post(f"{omission(corpus)}pair/", {**SHIFTED, "claim": own.pk})
    assert answer.status_code == 409
    assert "nothing was put down" in answer.content.decode()
