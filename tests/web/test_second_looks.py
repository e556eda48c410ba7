"""Second looks in the review queue and in the list of decisions: what is shown to whom, and what it does."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.deciding.decide import Judged
from diplomacy.archive.models import Decision, DecisionKind, Pair, SecondLook
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.queues import given
from tests.web.test_decisions import account, browser, decided, listed
from tests.web.test_methods import told
from tests.web.test_review import A_PRESS, shown

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def first(corpus: Corpus, settings: Any) -> Decision:
    """Mira finds that what the machine calls a contradiction is a shift; all is looked at twice."""
    settings.DIPLOMACY_SECOND_LOOK = 1.0
    shifted = Judged("shifted", ["number"])
    return decided(corpus.contradicted, DecisionKind.CHANGE, account("mira"), note="A slip.", judged=shifted)


@pytest.fixture
def jon(first: Decision) -> Client:  # noqa: ARG001 (comes before)
    return browser(account("jon"))


@pytest.fixture
def editor(first: Decision) -> Client:  # noqa: ARG001 (the same)
    return browser(account("ines", Role.EDITOR))


def item(html: str) -> str:
    return html[html.index('id="item"') : html.index('id="rulings"')]


def test_the_second_curator_sees_the_machines_pair_and_nothing_of_the_first(jon: Client) -> None:
    seen = item(shown(jon))
    assert 'name="look"' in seen
    assert "all 11 drivers of the convoy are in good health" in re.sub(r"<[^>]*>", "", seen)
    assert '<input type="hidden" name="seen" value="contradicted">' in seen
    assert "A machine’s judgement" in seen
    for trace in ("mira", "A slip.", "changed", "/decisions/", "/pairs/"):
        assert trace not in seen, trace


def test_it_is_a_press_like_any_other_and_overrules_nothing(jon: Client, first: Decision) -> None:
    html = shown(jon)
    with CaptureQueriesContext(connection) as counted:
        answer = jon.post("/review/", given(html, do="accept"), headers=HTMX).content.decode()
    assert len(counted) <= A_PRESS
    assert "Confirmed: contradicted" in answer
    assert 'name="look"' not in answer and 'name="pair"' in answer
    look = SecondLook.objects.get()
    assert (look.kind, look.value["relation"], look.differs) == ("accept", "contradicted", True)
    assert list(Decision.objects.kept()) == [first]
    assert Pair.objects.get(decision=first).relation == "shifted"


def test_undoing_takes_the_look_back_and_shows_it_again(jon: Client) -> None:
    answer = jon.post("/review/", given(shown(jon), do="reject"), headers=HTMX).content.decode()
    assert 'name="last_look"' in answer
    undone = jon.post("/review/", given(answer, do="undo"), headers=HTMX).content.decode()
    assert "Undone. Here is the pair again." in undone
    assert 'name="look"' in undone
    assert SecondLook.objects.get().kind == ""
    assert Decision.objects.kept().count() == 1, "no decision is undone by it"


def test_a_later_decision_is_what_is_undone_next(jon: Client) -> None:
    answer = jon.post("/review/", given(shown(jon), do="reject"), headers=HTMX).content.decode()
    after = jon.post("/review/", given(answer, do="accept"), headers=HTMX).content.decode()
    assert 'name="last"' in after and 'name="last_look"' not in after
    assert 'name="last"' in shown(jon)


def test_passing_over_brings_the_queue_and_leaves_it_to_others(jon: Client, editor: Client) -> None:
    answer = jon.post("/review/", given(shown(jon), do="skip"), headers=HTMX).content.decode()
    assert 'name="look"' not in answer and 'name="look"' not in shown(jon)
    assert 'name="look"' in shown(editor)


def test_what_is_gone_meanwhile_puts_nothing_down(jon: Client, first: Decision) -> None:
    html = shown(jon)
    browser(User.objects.get(username="mira")).post(f"/decisions/{first.pk}/")
    answer = jon.post("/review/", given(html, do="accept", note="So it says."), headers=HTMX).content.decode()
    assert "nothing was put down" in answer and "So it says." in answer
    assert not SecondLook.objects.given().exists()


def test_a_difference_is_shown_with_both_and_settled_by_an_editor(
    jon: Client, editor: Client, client: Client, first: Decision
) -> None:
    assert listed(editor, "?disagreeing=1") == []
    jon.post("/review/", given(shown(jon), do="reject", note="Other drivers."), headers=HTMX)
    assert listed(editor, "?disagreeing=1") == [first.pk]
    html = editor.get("/decisions/?disagreeing=1").content.decode()
    for words in (
        "jon: not a pair",
        "“Other drivers.”",
        "Keep mira’s: shifted (another number)",
        "Take jon’s: not a pair",
    ):
        assert words in html
    assert "Other drivers." not in client.get(f"/decisions/{first.pk}/").content.decode(), "readers see what holds"
    look = SecondLook.objects.get()
    assert "Take jon’s" not in jon.get(f"/decisions/{first.pk}/").content.decode()
    assert jon.post(f"/decisions/{first.pk}/", {"take": look.pk}).status_code == 403
    assert client.post(f"/decisions/{first.pk}/", {"take": look.pk}).headers["Location"].startswith("/sign-in/")
    answer = editor.post(f"/decisions/{first.pk}/", {"take": look.pk, "back": "/decisions/?disagreeing=1"}, follow=True)
    assert answer.redirect_chain == [("/decisions/?disagreeing=1", 302)]
    assert "Settled: the second look holds now." in answer.content.decode()
    assert Decision.objects.latest("pk").by.get_username() == "ines"
    assert not Pair.objects.filter(relation="contradicted", facets__contains=["number"]).exists()
    again = editor.post(f"/decisions/{first.pk}/", {"keep": look.pk}, follow=True).content.decode()
    assert "There is nothing to settle there any more" in again


def test_how_far_curators_agree_stands_on_the_methods_page(jon: Client, client: Client) -> None:
    assert "100% of what is decided comes to a second one by itself" in told(client)
    jon.post("/review/", given(shown(jon), relation="shifted", facet=["verb"]), headers=HTMX)
    text = told(client)
    assert "a pair at all 100% 1 of 1; 21 to 100% – –" in text
    assert "in what they differ 0% 0 of 1; 0 to 79% 0.00 0.00" in text
