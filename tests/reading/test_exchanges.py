from datetime import date

import pytest

from diplomacy.reading.exchanges.recognise import recognise
from diplomacy.reading.values import (
    ActorFound,
    ActorKind,
    Document,
    ExchangeKind,
    Mention,
    ReportedExchange,
    Span,
)
from tests.reading.tagged import tagged

THURSDAY = date(2031, 5, 15)
ACTORS = (
    ActorFound("Mirela Dorn", ActorKind.PERSON, country="Ostrava Republic", office="Foreign Minister"),
    ActorFound("Tomas Quill", ActorKind.PERSON, country="Vale", office="Foreign Minister"),
    ActorFound("Ansa Brook", ActorKind.PERSON, country="Lakeland", office="Secretary of State"),
    ActorFound("Vale", ActorKind.COUNTRY),
    ActorFound("Peter Ash", ActorKind.PERSON, country="Vale", office="Spokesperson"),
    ActorFound("Nils Quay", ActorKind.PERSON, country="Vale", office="Prime Minister"),
    ActorFound("Ida Holm", ActorKind.PERSON),
)
DORN, QUILL, BROOK, VALE, ASH, QUAY, HOLM = range(7)
NAMES = {"Dorn": DORN, "Quill": QUILL, "Brook": BROOK, "Vale": VALE, "Ash": ASH, "Quay": QUAY, "Holm": HOLM}


def read(
    text: str, *, published: date = THURSDAY, relatives: frozenset[str] = frozenset()
) -> tuple[ReportedExchange, ...]:
    """Exchanges of a hand-tagged text whose first paragraph is the title; surnames are resolved."""
    doc = tagged(text, relatives=relatives)
    mentions = [
        Mention(Span(token.idx, token.idx + len(token)), (NAMES[token.text],), "surname")
        for token in doc
        if token.text in NAMES
    ]
    title_end = doc.text.find("\n\n")
    document = Document(doc.text, title_end, title_end + 2, published)
    return recognise(doc, document, ACTORS, mentions)


TITLE = "Harbour/NN row/NN goes/VBZ on/RB\n\n"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Dorn/NNP had/VBD a/DT phone/NN call/NN with/IN Quill/NNP .", ExchangeKind.CALL),
        ("Dorn/NNP spoke/VBD by/IN telephone/NN with/IN Quill/NNP .", ExchangeKind.CALL),
        ("In/IN a/DT phone/NN call/NN with/IN Quill/NNP , Dorn/NNP asked/VBD for/IN calm/NN .", ExchangeKind.CALL),
        ("Dorn/NNP rang/VBD Quill/NNP .", ExchangeKind.CALL),
        ("Dorn/NNP and/CC Quill/NNP met/VBD in/IN Seaford/NNP .", ExchangeKind.MEETING),
        ("Dorn/NNP met/VBD with/IN Minister/NNP Quill/NNP in/IN Seaford/NNP .", ExchangeKind.MEETING),
        ("Dorn/NNP Meets/NNP Quill/NNP on/IN the/DT Margins/NNPS of/IN the/DT Forum/NNP", ExchangeKind.MEETING),
        ("Dorn/NNP held/VBD talks/NNS with/IN Quill/NNP .", ExchangeKind.MEETING),
        ("Video/NN call/NN between/IN Dorn/NNP and/CC Quill/NNP", ExchangeKind.CALL),
        ("Dorn/NNP sent/VBD a/DT letter/NN to/IN Quill/NNP .", ExchangeKind.LETTER),
        ("Dorn/NNP held/VBD a/DT telephone/NN talk/NN with/IN Quill/NNP .", ExchangeKind.CALL),
        ("Dorn/NNP received/VBD today/NN a/DT phone/NN call/NN from/IN Quill/NNP .", ExchangeKind.CALL),
        ("Dorn/NNP summoned/VBD Ambassador/NNP Quill/NNP .", ExchangeKind.MEETING),
        ("Call/VB with/IN Quill/NNP : Dorn/NNP rang/VBD Quill/NNP", ExchangeKind.CALL),
    ],
)
def test_who_met_and_how(sentence: str, kind: ExchangeKind) -> None:
    (exchange,) = read(TITLE + sentence)
    assert exchange.participants == (DORN, QUILL)
    assert exchange.kind is kind
    assert exchange.date == THURSDAY
    assert exchange.passages


@pytest.mark.parametrize(
    "sentence",
    [
        "Dorn/NNP will/MD meet/VB Quill/NNP .",
        "Dorn/NNP agreed/VBD to/TO a/DT meeting/NN with/IN Quill/NNP .",
        "No/DT call/NN with/IN Quill/NNP took/VBD place/NN , Dorn/NNP said/VBD .",
        "Dorn/NNP calls/VBZ on/IN Quill/NNP to/TO listen/VB .",
        "Dorn/NNP met/VBD Ash/NNP .",
        "Quay/NNP met/VBD Quill/NNP .",
        "Dorn/NNP spoke/VBD .",
    ],
)
def test_what_is_to_come_or_no_diplomacy_is_no_exchange(sentence: str) -> None:
    assert read(TITLE + sentence) == ()


def test_a_day_in_the_text_counts_before_the_day_of_publication() -> None:
    (exchange,) = read(TITLE + "On/IN Tuesday/NNP , Dorn/NNP met/VBD Quill/NNP .")
    assert exchange.date == date(2031, 5, 13)


def test_the_day_of_another_clause_does_not_count() -> None:
    (exchange,) = read(
        TITLE + "The/DT crew/NN goes/VBZ free/JJ on/IN Friday/NNP , Dorn/NNP told/VBD Quill/NNP .",
    )
    assert exchange.date == THURSDAY


def test_one_exchange_however_often_it_is_named() -> None:
    (exchange,) = read(
        "Dorn/NNP meets/VBZ Quill/NNP\n\n"
        "Dorn/NNP met/VBD Quill/NNP on/IN Wednesday/NNP .\nDorn/NNP told/VBD Quill/NNP this/DT .\n\n"
        "The/DT meeting/NN was/VBD short/JJ ."
    )
    assert exchange.date == date(2031, 5, 14)
    assert len(exchange.passages) == 2


def test_two_exchanges_of_one_minister_on_the_same_day() -> None:
    exchanges = read(
        TITLE + "Dorn/NNP met/VBD Quill/NNP on/IN Wednesday/NNP .\n\n"
        "Dorn/NNP also/RB explained/VBD the/DT plan/NN to/IN Secretary/NNP Brook/NNP on/IN the/DT same/JJ day/NN .\n"
        "Brook/NNP said/VBD she/PRP liked/VBD it/PRP ."
    )
    assert [(exchange.participants, exchange.date) for exchange in exchanges] == [
        ((DORN, QUILL), date(2031, 5, 14)),
        ((DORN, BROOK), date(2031, 5, 14)),
    ]


def test_an_exchange_in_passing_is_not_reported() -> None:
    (exchange,) = read(
        TITLE + "Dorn/NNP called/VBD for/IN calm/NN in/IN a/DT call/NN with/IN Quill/NNP .\n\n"
        "“ We/PRP agreed/VBD , ” wrote/VBD Quill/NNP , who/WP spoke/VBD the/DT same/JJ day/NN with/IN Brook/NNP .",
        relatives=frozenset({"spoke"}),
    )
    assert exchange.participants == (DORN, QUILL)


def test_an_older_exchange_is_not_reported() -> None:
    exchanges = read(
        TITLE + "Dorn/NNP met/VBD Quill/NNP on/IN Wednesday/NNP .\n\n"
        "Brook/NNP had/VBD met/VBN Dorn/NNP last/JJ year/NN .\n\nBrook/NNP was/VBD silent/JJ ."
    )
    assert [exchange.participants for exchange in exchanges] == [(DORN, QUILL)]


def test_a_call_that_names_nobody_is_between_the_two_principals() -> None:
    (exchange,) = read(
        TITLE + "The/DT call/NN was/VBD short/JJ .\n\n"
        "Dorn/NNP asked/VBD for/IN a/DT truce/NN .\nQuill/NNP listened/VBD .\nAsh/NNP said/VBD so/RB .\n"
        "Dorn/NNP insisted/VBD .\nQuill/NNP wavered/VBD ."
    )
    assert exchange.participants == (DORN, QUILL)
    assert exchange.kind is ExchangeKind.CALL


def test_a_text_without_people_or_words_has_no_exchange() -> None:
    assert read(TITLE + "Bread/NN is/VBZ dear/JJ .") == ()


def test_the_day_of_what_is_said_is_not_the_day_of_the_call() -> None:
    (exchange,) = read(
        TITLE + "In/IN a/DT call/NN Dorn/NNP told/VBD Quill/NNP that/IN the/DT 3/CD May/NNP raid/NN was/VBD rash/JJ ."
    )
    assert exchange.date == THURSDAY


def test_the_conversation_of_a_day_took_place_on_it() -> None:
    told = "The/DT call/NN of/IN 12/CD May/NNP between/IN Dorn/NNP and/CC Quill/NNP was/VBD short/JJ ."
    (exchange,) = read(TITLE + told)
    assert exchange.date == date(2031, 5, 12)


def test_what_some_of_a_company_say_to_each_other_is_no_exchange_of_its_own() -> None:
    (exchange,) = read(
        TITLE + "Dorn/NNP met/VBD with/IN Quill/NNP and/CC Brook/NNP .\nDorn/NNP thanked/VBD Brook/NNP ."
    )
    assert exchange.participants == (DORN, QUILL, BROOK)


EARLIER = "The/DT ministers/NNS had/VBD begun/VBN in/IN a/DT phone/NN call/NN on/IN {} May/NNP ."


def test_a_call_before_the_meeting_is_an_exchange_too() -> None:
    meeting, call = read(TITLE + "Dorn/NNP met/VBD with/IN Quill/NNP on/IN Thursday/NNP .\n" + EARLIER.format("10/CD"))
    assert (meeting.kind, meeting.date) == (ExchangeKind.MEETING, THURSDAY)
    assert (call.kind, call.date) == (ExchangeKind.CALL, date(2031, 5, 10))
    assert meeting.participants == call.participants == (DORN, QUILL)


def test_a_call_of_long_ago_is_background() -> None:
    (meeting,) = read(TITLE + "Dorn/NNP met/VBD with/IN Quill/NNP on/IN Thursday/NNP .\n" + EARLIER.format("1/CD"))
    assert meeting.kind is ExchangeKind.MEETING


def test_a_kind_that_no_words_tell_is_presumed() -> None:
    (exchange,) = read(TITLE + "Dorn/NNP spoke/VBD with/IN Quill/NNP .")
    assert exchange.presumed
    assert exchange.kind is ExchangeKind.CALL
    (exchange,) = read(TITLE + "Dorn/NNP spoke/VBD by/IN telephone/NN with/IN Quill/NNP .")
    assert not exchange.presumed


def test_whom_the_talks_were_about_did_not_take_part() -> None:
    about = "In/IN talks/NNS on/IN Holm/NNP , Dorn/NNP asked/VBD for/IN calm/NN ."
    (exchange,) = read(TITLE + "Dorn/NNP met/VBD with/IN Quill/NNP .\n" + about)
    assert exchange.participants == (DORN, QUILL)


def test_what_others_who_are_not_named_do_is_no_kind_of_this_exchange() -> None:
    (exchange,) = read(TITLE + "Dorn/NNP spoke/VBD with/IN Quill/NNP .\nOfficials/NNS visited/VBD them/PRP .")
    assert exchange.kind is ExchangeKind.CALL
    assert exchange.presumed
