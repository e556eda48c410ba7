"""Texts on four exchanges for property tests, and a reader who can be made to read them otherwise."""

from typing import Any

from diplomacy.reading.values import ActorFound, ActorKind, Document, Reading
from tests.archive.test_decisions import CUT, HELD, HastyReader
from tests.archive.test_regrouped import TwiceReader, replaced

CREW = "Vik said that the crew must come home before the winter storms."
AUTUMN = "Vik said that the crew must come home before the autumn storms."
LAWFUL = "Orrell said that the zone is lawful and will stay where it is."
EARLIER = "Vik said that their earlier meeting had been a useful one."
IDEA = "Vik said that these talks were the idea of Orrell."
RELAYED = "Orrell stressed that grain ships may pass by word of Vik."
QUIET = "Orrell said that he would say nothing of the zone."
ENVOY = "Vik said that Hane had spoken for her government."
TALK = "The two ministers will talk again about the crew in the coming week."
SENTENCES = (CREW, AUTUMN, LAWFUL, EARLIER, IDEA, RELAYED, QUIET, ENVOY, TALK)
MINISTRY, HERALD, GAZETTE, COURIER = OUTLETS = (
    *("Sund Ministry of Foreign Affairs", "Marenne Herald", "Tarn Gazette", "Ostmark Courier"),
)
FIRST, NEXT, SECOND, THIRD = DAYS = ("10 June 2031", "11 June 2031", "14 June 2031", "18 June 2031")
FIRST_TEXTS = (
    (MINISTRY, FIRST, (CREW, LAWFUL, RELAYED)),
    (HERALD, FIRST, (LAWFUL, CREW, EARLIER, IDEA, QUIET)),
    (GAZETTE, SECOND, (CREW, LAWFUL, TALK)),
    (COURIER, FIRST, (CREW, ENVOY)),
)


class WideReader(TwiceReader, HastyReader):
    """It knows an envoy too, who speaks for a minister and never beside one; who relays what; and who keeps silent.

    `part` is what it keeps of each claim; it takes statements on the zone for the other's, or overhears them.
    """

    def __init__(self, part: float = 1.0, *, zone: str = "heard") -> None:
        super().__init__(part)
        self.pipeline, self.zone = f"wide reader {part} {zone}", zone

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        found = super()._read(document, known)
        envoy = ActorFound("Lia Hane", ActorKind.PERSON, "Valdoria", "Envoy", ("Hane",), known.get("Lia Hane"))
        sides = (0, 2) if "Hane" in document.text else (0, 1)
        made: Reading = replaced(
            found,
            actors=(*found.actors, envoy),
            statements=tuple(self._heard(document.text, one) for one in found.statements),
            exchanges=tuple(replaced(one, participants=sides) for one in found.exchanges),
        )
        return self._without_zone(document.text, made) if self.zone == "overheard" else made

    def _heard(self, text: str, statement: Any) -> Any:
        words = statement.spans[0].of(text)
        via, silence = (0 if "by word of Vik" in words else None), "say nothing" in words
        speakers = (0,) if self.zone == "swapped" and "zone" in words else statement.speakers
        return replaced(statement, via=via, silence=silence, speakers=speakers)

    @staticmethod
    def _without_zone(text: str, found: Reading) -> Reading:
        """What it overhears stays a claim, of nobody's statement."""
        kept = [n for n, one in enumerate(found.statements) if "zone" not in one.spans[0].of(text)]
        claims = (
            replaced(one, statement=kept.index(one.statement) if one.statement in kept else None)
            for one in found.claims
        )
        made: Reading = replaced(found, statements=tuple(found.statements[n] for n in kept), claims=tuple(claims))
        return made


READERS = {
    "plain": WideReader,
    "held": lambda: WideReader(HELD),
    "cut": lambda: WideReader(CUT),
    "swapped": lambda: WideReader(zone="swapped"),
    "overheard": lambda: WideReader(zone="overheard"),
}
