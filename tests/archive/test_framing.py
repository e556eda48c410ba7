"""The framing of the demonstration, read as any other texts are; and formulas, found by vectors and words."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.earlier import LATEST
from diplomacy.archive.formulas import Readout, formulas
from diplomacy.archive.framing import Framing, framing
from diplomacy.archive.models import Actor, Article, Claim, Coverage, Embedding, Exchange
from diplomacy.comparing.fidelity import Fidelity
from tests.web.corpus import Telling, actor, telling

pytestmark = pytest.mark.django_db
FORMULA = "peace and stability along the river serve both peoples"
FIRST = date(2031, 3, 1)


def test_the_demonstration_is_framed() -> None:
    call_command("load_demo", verbosity=0)
    exchange = Exchange.objects.earliest("date")
    people = exchange.participants.all()
    call = framing(
        exchange.pk,
        Coverage.objects.filter(exchange=exchange).select_related("article__outlet", "version"),
        sides={side for one in people for side in (one.pk, one.country_id) if side},
    )
    outlets = {row.article_id: row.article.outlet.name for row in call.coverage}
    clipped_quote_is_found(call, outlets)
    called = {frozenset(use.name for use in referent.uses) for referent in call.referents if referent.listed}
    assert any({"blockade", "closure", "security zone"} <= together for together in called)
    asked = {outlets[one.article]: call.names[one.side] for one in call.initiators}
    assert asked["Valdorian Ministry of Foreign Affairs"] == "Sund"
    assert asked["Sund Ministry of Foreign Affairs"] == "Valdoria"
    insinuating = {
        outlets[voice.article] for voice in call.voices for cue in voice.cues if cue.cue_class == "evaluative"
    }
    assert insinuating == {"The Marenne Herald"}


def clipped_quote_is_found(call: Framing, outlets: dict[int, str]) -> None:
    texts = {row.article_id: row.version.text for row in call.coverage}
    clipped = {
        (outlets[quote.article], quote.quoted.text, outlets[quote.summary.article]): " ".join(
            span.of(texts[quote.summary.article]) for span in quote.summary.dropped
        )
        for quote in call.quotes
        if quote.summary.fidelity is Fidelity.CLIPPED
    }
    herald, sund = "The Marenne Herald", "Sund Ministry of Foreign Affairs"
    rest = "to bring our people home. But we will not be starved into silence"
    assert clipped[herald, "will speak to anyone, at any hour", sund] == rest
    assert clipped[herald, "Valdoria has always preferred dialogue", "Valdorian Ministry of Foreign Affairs"] == (
        "to confrontation"
    )


def direction(nth: int) -> list[float]:
    return [1.0 if place == nth else 0.0 for place in range(384)]


def readout(nth: int, claimed: str, *, towards: int, people: list[Actor], outlet: str = "Tarn Ministry") -> Telling:
    """An official readout of a call of its own, with one claim whose meaning points in one direction."""
    on = FIRST + timedelta(days=7 * nth)
    exchange = Exchange.objects.create(kind="call", date=on)
    exchange.participants.set(people)
    made = telling(outlet, "official", f"Call {nth} of {outlet}", f"{claimed}.", on=on, exchange=exchange)
    Embedding.objects.filter(claim=made.claim(claimed)).update(vector=direction(towards))
    return made


@pytest.fixture
def people() -> list[Actor]:
    return [actor("Vik"), actor("Orrell")]


def of(made: Telling) -> Callable[[], tuple[Readout, ...]]:
    assert made.coverage is not None
    exchange = made.coverage.exchange
    return lambda: formulas(exchange.pk, Coverage.objects.filter(exchange=exchange).select_related("article__outlet"))


def test_a_claim_made_before_is_a_ritual(people: list[Actor]) -> None:
    earlier = [readout(n, FORMULA, towards=5, people=people) for n in range(2)]
    readout(2, FORMULA, towards=5, people=people, outlet="Brell Ministry")
    readout(3, "peace and stability are far from this house today", towards=5, people=people)
    (found,) = of(readout(4, FORMULA, towards=5, people=people))()
    (repeated,) = found.repeated
    assert repeated.ritual
    assert [said.article for said in repeated.before] == [one.version.article_id for one in reversed(earlier)]
    assert [said.text for said in repeated.before] == [FORMULA, FORMULA]
    assert found.earlier == 3


def test_what_comes_later_was_not_said_before(people: list[Actor]) -> None:
    first = readout(0, FORMULA, towards=5, people=people)
    readout(1, FORMULA, towards=5, people=people)
    (found,) = of(first)()
    assert found.repeated == () and found.missing == () and found.earlier == 0


def test_a_formula_that_is_gone_is_missing(people: list[Actor]) -> None:
    for n in range(3):
        readout(n, FORMULA, towards=5, people=people)
    readout(3, "nothing but weather with others today", towards=8, people=[actor("Maes"), *people[:1]])
    (found,) = of(readout(4, "the harbour opens again this very week", towards=9, people=people))()
    ((missing, said),) = found.missing
    assert (len(missing.articles), missing.of, said.text) == (3, 3, FORMULA)
    assert found.earlier == 3


def test_formulas_take_as_many_queries_for_many_claims(people: list[Actor]) -> None:
    def queries(made: Telling) -> int:
        with CaptureQueriesContext(connection) as captured:
            of(made)()
        return len(captured)

    before = queries(readout(0, FORMULA, towards=5, people=people))
    for n in range(1, 30):
        last = readout(n, FORMULA, towards=5, people=people)
    for claimed in ("peace", "stability", "both peoples"):
        last.claim(claimed)
    assert queries(last) == before


@pytest.mark.django_db(transaction=True)
def test_what_changes_in_earlier_readouts_is_seen_at_once(people: list[Actor]) -> None:
    """Formulas are kept for as long as every row stays as it is that they were found in; each of these changes one."""
    earlier = [readout(n, FORMULA, towards=5, people=people) for n in range(5)]
    last = readout(5, FORMULA, towards=5, people=people)

    def titles() -> list[str]:
        (found,) = of(last)()
        return [said.title for repeated in found.repeated for said in repeated.before]

    called = [f"Call {n} of Tarn Ministry" for n in reversed(range(1, 5))]
    assert titles() == called  # the four nearest
    with CaptureQueriesContext(connection) as asked:
        assert titles() == called
    assert len(asked) == 2, "the accounts, and whether anything was written since"
    made = [Claim.objects.get(version=one.version) for one in earlier]
    Embedding.objects.filter(claim=made[4]).update(vector=direction(9))
    assert titles() == [*called[1:], "Call 0 of Tarn Ministry"]
    Claim.objects.filter(pk=made[3].pk).update(words=[])
    assert titles() == [*called[2:], "Call 0 of Tarn Ministry"]
    Claim.objects.filter(pk=made[2].pk).delete()
    assert titles() == ["Call 1 of Tarn Ministry", "Call 0 of Tarn Ministry"]
    Article.objects.filter(pk=earlier[1].version.article_id).update(title="Another name")
    assert titles() == ["Another name", "Call 0 of Tarn Ministry"]
    Article.objects.filter(pk=earlier[0].version.article_id).update(published_on=FIRST + timedelta(days=700))
    assert titles() == ["Another name"]
    Embedding.objects.filter(claim__version=last.version).update(vector=direction(8))
    assert titles() == []
    Embedding.objects.filter(claim__version=last.version).update(vector=direction(5))
    assert titles() == ["Another name"]
    Coverage.objects.filter(version=earlier[1].version).delete()
    assert titles() == []


def test_claims_are_looked_for_in_the_latest_texts_alone(people: list[Actor]) -> None:
    """However long a ministry's archive is, a readout is looked up in a bounded part of it."""
    for n in range(2):
        readout(n, FORMULA, towards=5, people=people)
    for n in range(2, LATEST + 1):
        readout(n, f"news number {n} of that day alone", towards=6, people=people)
    (found,) = of(readout(LATEST + 1, FORMULA, towards=5, people=people))()
    (repeated,) = found.repeated
    assert [said.title for said in repeated.before] == ["Call 1 of Tarn Ministry"]
