from datetime import date

import pytest
from spacy.tokens import Doc

from diplomacy.reading.claims.roles import assign
from diplomacy.reading.claims.split import ClaimSplitter
from diplomacy.reading.values import (
    ActorFound,
    ActorKind,
    Claim,
    ClaimRole,
    Cue,
    CueClass,
    Document,
    ExchangeKind,
    Mention,
    ReportedExchange,
    Span,
    Statement,
    StatementKind,
)
from tests.reading.tagged import tagged

TUESDAY, THURSDAY = date(2031, 5, 13), date(2031, 5, 15)
ACTORS = (
    ActorFound("Mirela Dorn", ActorKind.PERSON, country="Ostrava Republic", office="Foreign Minister"),
    ActorFound("Tomas Quill", ActorKind.PERSON, country="Vale", office="Foreign Minister"),
    ActorFound("Ansa Brook", ActorKind.PERSON, country="Lakeland", office="Secretary of State"),
    ActorFound("Vale", ActorKind.COUNTRY),
    ActorFound("Ida Pell", ActorKind.PERSON, office="analyst"),
)
DORN, QUILL, BROOK, VALE, PELL = range(5)
NAMES = {"Dorn": DORN, "Quill": QUILL, "Brook": BROOK, "Vale": VALE, "Pell": PELL}
CALL = ReportedExchange(ExchangeKind.CALL, THURSDAY, (DORN, QUILL))
TITLE = "Strait/NN stays/VBZ shut/VBN\n\nDorn/NNP rang/VBD Quill/NNP .\n\n"


def said(doc: Doc, speaker: int, cue: str, content: str) -> Statement:
    at, start = doc.text.index(content), doc.text.index(cue)
    found = Cue(Span(start, start + len(cue)), cue, CueClass.NEUTRAL, 2)
    return Statement((Span(at, at + len(content)),), StatementKind.INDIRECT, (speaker,), found, None)


def claims_of(
    doc: Doc, statements: list[Statement], exchanges: tuple[ReportedExchange, ...] = (CALL,), *, official: bool = False
) -> dict[str, Claim]:
    mentions = [
        Mention(Span(token.idx, token.idx + len(token)), (NAMES[token.text],), "surname")
        for token in doc
        if token.text in NAMES
    ]
    title_end = doc.text.find("\n\n")
    found = assign(
        ClaimSplitter().split(doc, statements, exchanges),
        doc=doc,
        document=Document(doc.text, title_end, title_end + 2, THURSDAY, official=official),
        statements=statements,
        actors=ACTORS,
        mentions=mentions,
        exchanges=exchanges,
    )
    return {claim.span.of(doc.text): claim for claim in found}


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue", "content", "role"),
    [
        ("Quill/NNP said/VBD ferries/NNS sail/VBP soon/RB .", QUILL, "said", "ferries sail soon", ClaimRole.EXCHANGE),
        ("Pell/NNP said/VBD ferries/NNS sail/VBP soon/RB .", PELL, "said", "ferries sail soon", ClaimRole.CONTEXT),
        ("Brook/NNP said/VBD ferries/NNS sail/VBP soon/RB .", BROOK, "said", "ferries sail soon", ClaimRole.CONTEXT),
        ("Vale/NNP says/VBZ ferries/NNS sail/VBP soon/RB .", VALE, "says", "ferries sail soon", ClaimRole.CONTEXT),
        (
            "Vale/NNP said/VBD ferries/NNS took/VBD up/RB most/JJ of/IN the/DT call/NN .",
            VALE,
            "said",
            "ferries took up most of the call",
            ClaimRole.EXCHANGE,
        ),
        (
            "At/IN a/DT May/NNP 2/CD rally/NN , Quill/NNP said/VBD ferries/NNS sail/VBP soon/RB .",
            QUILL,
            "said",
            "ferries sail soon",
            ClaimRole.CONTEXT,
        ),
        (
            "Quill/NNP said/VBD ferries/NNS sailed/VBD on/IN May/NNP 2/CD .",
            QUILL,
            "said",
            "ferries sailed on May 2",
            ClaimRole.EXCHANGE,
        ),
    ],
)
def test_who_says_it_when_and_of_what_decides(
    sentence: str, speaker: int, cue: str, content: str, role: ClaimRole
) -> None:
    doc = tagged(TITLE + sentence)
    assert claims_of(doc, [said(doc, speaker, cue, content)])[content].role is role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Quill/NNP handed/VBD her/PRP a/DT letter/NN .", ClaimRole.EXCHANGE),
        ("The/DT call/NN lasted/VBD an/DT hour/NN .", ClaimRole.EXCHANGE),
        ("The/DT navy/NN seized/VBD a/DT trawler/NN .", ClaimRole.CONTEXT),
        ("Quill/NNP visited/VBD the/DT islands/NNS in/IN 2029/CD .", ClaimRole.CONTEXT),
    ],
)
def test_what_participants_did_there_is_of_the_exchange(sentence: str, role: ClaimRole) -> None:
    doc = tagged(TITLE + sentence)
    last = list(claims_of(doc, []).values())[-1]
    assert last.role is role


def test_a_readout_speaks_of_the_exchange_throughout() -> None:
    doc = tagged(TITLE + "The/DT navy/NN will/MD leave/VB the/DT strait/NN .")
    assert claims_of(doc, [], official=True)["The navy will leave the strait"].role is ClaimRole.EXCHANGE


def test_with_several_exchanges_the_people_named_decide() -> None:
    meeting = ReportedExchange(ExchangeKind.MEETING, THURSDAY, (DORN, BROOK))
    doc = tagged(
        TITLE + "Quill/NNP said/VBD ferries/NNS sail/VBP soon/RB .\n\n"
        "Dorn/NNP told/VBD Brook/NNP prices/NNS rise/VBP fast/RB .\nDorn/NNP added/VBD grain/NN is/VBZ scarce/JJ ."
    )
    statements = [
        said(doc, QUILL, "said", "ferries sail soon"),
        said(doc, DORN, "told", "prices rise fast"),
        said(doc, DORN, "added", "grain is scarce"),
    ]
    found = claims_of(doc, statements, (CALL, meeting))
    assert found["ferries sail soon"].exchange == 0
    assert found["prices rise fast"].exchange == 1
    assert found["grain is scarce"].exchange == 1


def test_without_an_exchange_all_is_context() -> None:
    doc = tagged(TITLE + "Quill/NNP said/VBD ferries/NNS sail/VBP soon/RB .")
    found = claims_of(doc, [said(doc, QUILL, "said", "ferries sail soon")], ())
    assert {(claim.role, claim.exchange) for claim in found.values()} == {(ClaimRole.CONTEXT, None)}


def test_what_is_told_behind_an_earlier_call_belongs_to_it_up_to_the_paragraphs_end() -> None:
    doc = tagged(
        TITLE
        + "Dorn/NNP said/VBD ferries/NNS sail/VBP .\n\n"
        + "They/PRP had/VBD met/VBN before/RB .\nQuill/NNP said/VBD fish/NNS swim/VBP .\n\n"
        + "Quill/NNP said/VBD bells/NNS ring/VBP ."
    )
    spans = [Span(at, at + 12) for at in (doc.text.index("Dorn rang"), doc.text.index("They had met"))]
    call = ReportedExchange(ExchangeKind.CALL, THURSDAY, (DORN, QUILL), passages=(spans[0],))
    meeting = ReportedExchange(ExchangeKind.MEETING, TUESDAY, (DORN, QUILL), passages=(spans[1],))
    statements = [
        said(doc, DORN, "said", "ferries sail"),
        said(doc, QUILL, "said", "fish swim"),
        said(doc, QUILL, "said", "bells ring"),
    ]
    found = claims_of(doc, statements, (call, meeting))
    assert [found[words].exchange for words in ("ferries sail", "fish swim", "bells ring")] == [0, 1, 0]
