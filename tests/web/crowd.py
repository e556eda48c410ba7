"""An exchange that many report at length, laid out by hand: invented words, a claim in every sentence."""

from datetime import date

from diplomacy.archive.models import Exchange
from tests.web.corpus import Telling, actor, pair, telling

RELATIONS = ("same", "reworded", "shifted", "contradicted", "disputed")
SENTENCES = 100
"""Of about twenty words each: 2,000 words for an account."""


def crowd(accounts: int, *, sentences: int = SENTENCES) -> tuple[Exchange, list[Telling]]:
    """An exchange of so many accounts, each with so many sentences.

    Every fifth claim of an account meets one of each other account, somewhat further down the later the account is;
    the longer accounts of every other outlet say more between them, so that the texts are of unequal length.
    """
    land = actor("Uferland", kind="country")
    speakers = [actor(name, country=land) for name in ("Ines Halloran", "Bo Tervik")]
    exchange = Exchange.objects.create(kind="call", date=date(2024, 9, 9), pipeline="by hand")
    exchange.participants.set(speakers)
    tellings = [_account(exchange, place, sentences) for place in range(accounts)]
    for made in tellings:
        for place in range(0, sentences, 5):
            cue = ("said", "stressed")[place % 2]
            said = made.says(_claim(place), by=[speakers[place // 5 % 2]], cue=cue)
            made.claim(_claim(place), said=said, context=place % 25 == 20)
    for place in range(0, sentences, 5):
        for number, one in enumerate(tellings):
            for other in tellings[number + 1 :]:
                relation = RELATIONS[(place // 5 + number) % len(RELATIONS)]
                pair(one.claims[_claim(place)], other.claims[_claim(place)], relation)
    return exchange, tellings


def _account(exchange: Exchange, place: int, sentences: int) -> Telling:
    body = [" ".join(_sentence(n, place) for n in range(at, at + 4)) for at in range(0, sentences, 4)]
    return telling(
        f"Gazette {place + 1}", "press", f"Number {place + 1} on the call", *body, on=exchange.date, exchange=exchange
    )


def _claim(place: int) -> str:
    return f"the harbour master of berth {place} keeps its gates open to every ship that asks for shelter"


def _sentence(place: int, account: int) -> str:
    more = ", which the pilots of the estuary had long been asking for in vain" if account % 2 else ""
    return f"Halloran {('said', 'stressed')[place % 2]} that {_claim(place)} at any hour{more}."
