"""The review of speakers: in which order statements come, what each press does and costs, and the second look."""

import re
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.models import Decision, SecondLook, Statement
from diplomacy.archive.roles import Role
from tests.web import queues
from tests.web.corpus import Corpus
from tests.web.crowd import crowd
from tests.web.queues import browser, given
from tests.web.test_methods import told

pytestmark = pytest.mark.django_db
AT = "/review/speakers/"
shown, press = partial(queues.shown, AT), partial(queues.press, AT)
A_PRESS = 50
"""Queries of a decision and of the next statement: none for each that waits, nor for each of its text."""


@pytest.fixture
def mira(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the statements out)
    return browser("mira")


def statement_in(html: str) -> int:
    return int(given(html)["statement"][0])  # type: ignore[index]


def offered(html: str) -> dict[str, str]:
    """Whom the number keys choose: their names, and what is sent."""
    buttons = re.findall(r'name="speakers" value="([^"]*)" data-key="\d"[^>]*><kbd>\d</kbd> ([^<]*)<', html)
    return {name.strip(): value for value, name in buttons}


def speakers(pk: int) -> list[str]:
    return sorted(Statement.objects.get(pk=pk).speakers.values_list("name", flat=True))


def test_strangers_sign_in_and_readers_are_refused(client: Client, corpus: Corpus) -> None:  # noqa: ARG001
    assert client.get(AT).headers["Location"].startswith("/sign-in/?next=/review/")
    client.force_login(User.objects.create_user("reader"))
    assert client.get(AT).status_code == 403
    assert client.post(AT, {"do": "accept"}).status_code == 403


def test_the_least_certain_come_first_each_once_and_current_ones_alone(mira: Client) -> None:
    rules = ["named in full", "“he” after Teodor Brandt", "last named in such an office", ""]
    for place, said in enumerate(Statement.objects.order_by("-pk")):
        said.mention_rule, said.confidence = rules[place % 4], (0.9, 0.6)[place % 3 == 0]
        said.save()
    weight = dict(zip(rules, (1.0, 0.7, 0.8, 0.5), strict=True))
    seen = []
    html = shown(mira)
    while 'name="statement"' in html:
        seen.append(Statement.objects.get(pk=statement_in(html)))
        html = press(mira, html, do="accept")
    sure = [round(said.confidence * weight[said.mention_rule], 9) for said in seen]
    assert sure == sorted(sure)
    assert len({said.pk for said in seen}) == Statement.objects.filter(version__current=True).count() == len(seen)
    assert "The speaker of every statement is decided" in html
    assert set(Decision.objects.values_list("kind", flat=True)) == {"accept"}


def test_the_item_shows_words_cue_and_mention_in_its_paragraph_and_why(mira: Client, corpus: Corpus) -> None:
    said = Statement.objects.get(version=corpus.wire.version, cue_lemma="said")
    start = corpus.wire.text.rindex("he ", 0, said.cue_start) if "he " in corpus.wire.text[: said.cue_start] else None
    start = (said.cue_start or 0) - 3 if start is None else start
    Statement.objects.filter(pk=said.pk).update(
        mention_start=start, mention_end=start + 2, mention_rule="“he” after Teodor Brandt", rule="verb with a clause"
    )
    html = mira.get(f"{AT}?statement={said.pk}").content.decode()
    assert statement_in(html) == said.pk
    assert re.search(r'class="said mixed tint-1">the drivers were', html)
    assert re.search(r'class="[^"]*cue">said<', html)
    assert re.search(r'class="[^"]*mention">' + corpus.wire.text[start : start + 2], html)
    assert "“he” after Teodor Brandt" in html and "verb with a clause" in html
    assert "The machine says: <strong>Teodor Brandt</strong>" in html


def test_who_else_it_is_is_chosen_by_a_key_or_by_name(mira: Client) -> None:
    html = shown(mira)
    pk = statement_in(html)
    both = next(name for name in offered(html) if " and " in name)
    after = press(mira, html, speakers=offered(html)[both])
    assert "Changed: by " in after
    assert len(speakers(pk)) == 2
    second = statement_in(after)
    last = press(mira, after, speakers="nobody", note="<i>Nobody</i> is named.")
    assert speakers(second) == []
    third = statement_in(last)
    wrong = press(mira, last, do="accept", other="Nobody at all", note="She says so.")
    assert "No actor is called “Nobody at all”." in wrong and "She says so." in wrong
    assert statement_in(wrong) == third
    press(mira, wrong, do="accept", other="ostmark")
    assert speakers(third) == ["Ostmark"]
    assert [made.note for made in Decision.objects.order_by("pk")] == ["", "<i>Nobody</i> is named.", ""]
    for broken in ("1 x", "999999999", "9" * 40):
        assert "nothing" in press(mira, shown(mira), speakers=broken) or Decision.objects.count() == 3


def test_no_statement_and_undoing_bring_it_back_to_be_decided_anew(mira: Client) -> None:
    html = shown(mira)
    pk = statement_in(html)
    before = speakers(pk)
    for how in ({"do": "reject"}, {"speakers": "nobody"}, {"do": "accept"}):
        after = press(mira, html, **how)
        html = press(mira, after, do="undo")
        assert "Undone. Here is the statement again." in html
        assert (statement_in(html), speakers(pk)) == (pk, before)
    assert not Decision.objects.kept().exists()


def test_a_press_costs_as_much_with_forty_statements_as_with_four(mira: Client, corpus: Corpus) -> None:
    _, tellings = crowd(2, sentences=200)
    counts = []
    for text in (corpus.readout, tellings[0]):
        rows = Statement.objects.filter(version=text.version).order_by("pk")
        for said in rows[:2]:  # the first keeps what was read
            html = mira.get(f"{AT}?statement={said.pk}").content.decode()
            with CaptureQueriesContext(connection) as counted:
                press(mira, html, speakers=next(value for name, value in offered(html).items() if " and " in name))
        counts.append(len(counted))
    assert (corpus.readout.version.statements.count(), tellings[0].version.statements.count()) == (4, 40)
    assert counts[1] <= counts[0] <= A_PRESS


def test_two_curators_never_have_the_same_and_who_comes_second_is_told(mira: Client) -> None:
    jon = browser("jon")
    first, second = shown(mira), shown(jon)
    assert statement_in(first) != statement_in(second)
    assert statement_in(shown(mira)) == statement_in(first), "loading the page anew"
    press(mira, first, speakers="nobody")
    answer = press(jon, first, do="accept", note="So it says.")
    assert "mira decided it meanwhile" in answer and "So it says." in answer
    assert [made.by.get_username() for made in Decision.objects.all()] == ["mira"]
    press(jon, answer, do="reject")
    assert [made.by.get_username() for made in Decision.objects.kept()] == ["jon"]
    gone = press(jon, first, do="accept", note="Once more.")
    assert "nothing of yours was put down" in gone and "Once more." in gone, "it is no statement any more"


def test_passing_over_goes_on_and_names_are_found_as_they_are_typed(mira: Client) -> None:
    html, seen = shown(mira), set[int]()
    while 'name="statement"' in html:
        seen.add(statement_in(html))
        html = press(mira, html, do="skip")
    assert len(seen) == Statement.objects.filter(version__current=True).count()
    assert "Begin again" in html
    assert "Teodor Brandt" in mira.get(f"{AT}?other=brand").content.decode()


def test_a_second_look_is_given_settled_and_counted(mira: Client, client: Client, settings: Any) -> None:
    settings.DIPLOMACY_SECOND_LOOK = 1.0
    jon, ines = browser("jon"), browser("ines", Role.EDITOR)
    html = shown(mira)
    pk, machine = statement_in(html), speakers(statement_in(html))
    press(mira, html, speakers="nobody", note="A slip.")
    first = Decision.objects.get()
    seen = shown(jon)
    assert 'name="look"' in seen and f"<strong>{machine[0]}" in seen
    for trace in ("mira", "A slip.", "/decisions/", "/edit/"):
        assert trace not in seen, trace
    with CaptureQueriesContext(connection) as counted:
        after = press(jon, seen, do="accept")
    assert len(counted) <= A_PRESS
    assert 'name="look"' not in after and 'name="statement"' in after
    look = SecondLook.objects.get()
    assert (look.differs, [one["name"] for one in look.value["speakers"]], speakers(pk)) == (True, machine, [])
    again = press(jon, after, do="undo")
    assert 'name="look"' in again
    press(jon, again, do="accept", note="It is he.")
    text = told(client)
    assert "a statement at all 100% 1 of 1; 21 to 100% 100% 1 of 1; 21 to 100%" in text
    assert "said by just these 0% 0 of 1; 0 to 79% 0% 0 of 1; 0 to 79%" in text
    assert "a statement at all 100% 1 of 1; 21 to 100% – –" in text
    assert "who says it 0% 0 of 1; 0 to 79% 0.00 0.00" in text
    assert "Nobody has decided a pair of this corpus yet." in text
    page = ines.get("/decisions/?disagreeing=1").content.decode()
    assert f"Take jon’s: by {machine[0]}" in page
    ines.post(f"/decisions/{first.pk}/", {"take": look.pk})
    assert speakers(pk) == machine
    assert [made.by.get_username() for made in Decision.objects.kept()] == ["ines"]
    assert "who says it 0% 0 of 1" in told(client), "what is settled is counted still"


def test_a_rejected_statement_is_looked_at_as_the_machine_read_it(mira: Client, settings: Any) -> None:
    settings.DIPLOMACY_SECOND_LOOK = 1.0
    jon, ines = browser("jon"), browser("ines", Role.EDITOR)
    html = shown(mira)
    pk, machine = statement_in(html), speakers(statement_in(html))
    press(mira, html, do="reject")
    assert not Statement.objects.filter(pk=pk).exists()
    press(jon, shown(jon), do="accept")
    look = SecondLook.objects.get()
    assert look.differs
    ines.post(f"/decisions/{look.decision_id}/", {"take": look.pk})
    assert speakers(pk) == machine
