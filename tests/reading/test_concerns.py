"""Whom a reading hangs on: to know anybody else, or to know them otherwise, changes nothing in it."""

from datetime import date
from pathlib import Path

from diplomacy.reading import Document, KnownActor, Reader
from diplomacy.reading.values import ActorKind, Tenure

TEXTS = Path(__file__).parents[2] / "fixtures" / "valdoria-sund"
STRANGERS = (
    KnownActor("s1", "Mara Quist", ActorKind.PERSON, "Norrland", ("Quist",), (Tenure("Foreign Minister"),)),
    KnownActor("s2", "Norrland", ActorKind.COUNTRY),
    KnownActor("s3", "Ministry of Foreign Affairs of Sund", ActorKind.ORGANISATION, "Sund"),
    KnownActor("s4", "Otto Falk", ActorKind.PERSON, "Sund", (), (Tenure("Foreign Minister"),)),
    KnownActor("s5", "Bo Lund", ActorKind.PERSON, "Chile", (), (Tenure("President"),)),
    KnownActor("s6", "Harbour Council", ActorKind.ORGANISATION),
)


def document(name: str) -> Document:
    return Document((TEXTS / name).read_text(), 0, 0, date(2031, 6, 10), outlet_country="Sund")


def test_who_does_not_concern_a_text_may_be_known_or_not(reader: Reader) -> None:
    cast = [actor for name in ("03-call-meridian.txt", "11-video-herald.txt") for actor in _met(reader, name)]
    pool = list({actor.name: actor for actor in (*STRANGERS, *cast)}.values())
    asked = {"concerned": 0, "not": 0}
    for name in ("03-call-meridian.txt", "02-call-sund-mfa.txt"):
        text = document(name)
        for one in pool:
            others = [actor for actor in pool if actor != one]
            without = next(reader.read([text], others))
            concerned = reader.concerns(text, [one])
            asked["concerned" if concerned else "not"] += 1
            assert concerned or next(reader.read([text], pool)) == without, (name, one)
    assert min(asked.values()) > 5
    assert reader.concerns(document("04-call-herald.txt"), []), "of a text that was not read last nothing is known"


def test_who_is_named_or_may_be_meant_concerns_a_text(reader: Reader) -> None:
    text = Document("The Sund foreign minister met Pavel Orrell in Brell.", 0, 0, date(2031, 6, 10))
    sund = KnownActor("1", "Sund", ActorKind.COUNTRY)
    next(reader.read([text], [sund]))
    orrell = KnownActor("2", "Orrell Pavel", ActorKind.PERSON, "Valdoria")
    concerned = [actor.key for actor in (orrell, *STRANGERS) if reader.concerns(text, [actor])]
    assert concerned == ["2", "s2", "s3", "s4"], "any new country may be what an adjective means"


def _met(reader: Reader, name: str) -> list[KnownActor]:
    found = next(reader.read([document(name)])).actors
    return [
        KnownActor(f"{name} {place}", one.name, one.kind, one.country, one.aliases, (Tenure(one.office),))
        for place, one in enumerate(found)
        if one.kind is not ActorKind.UNNAMED
    ]
