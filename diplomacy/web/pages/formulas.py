"""Formulas as the framing of an exchange shows them: what a ministry always says, and what it says no more."""

from dataclasses import dataclass

from diplomacy.archive.formulas import Readout, Repeated, SaidBefore
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.words import sureness


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier readout that has the claim."""

    title: str
    day: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class FormulaView:
    """A claim that has been made before, or one that is missing now."""

    text: str
    url: str
    word: str
    sureness: str
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class ReadoutView:
    """An official account with its formulas."""

    outlet: str
    claims: int
    earlier: int
    repeated: tuple[FormulaView, ...]
    missing: tuple[FormulaView, ...]

    @classmethod
    def of(cls, readout: Readout, outlet: str) -> "ReadoutView":
        """The view of `readout`, which `outlet` published."""
        return cls(
            outlet,
            readout.claims,
            readout.earlier,
            tuple(_repeated(one) for one in readout.repeated),
            tuple(
                FormulaView(
                    said.text,
                    _url(said),
                    f"in {len(item.articles)} of {item.of} earlier readouts",
                    sureness(len(item.articles) / item.of),
                    (_earlier(said),),
                )
                for item, said in readout.missing
            ),
        )


def _repeated(one: Repeated) -> FormulaView:
    return FormulaView(
        one.text,
        f"{address('article', one.article)}?claim={one.claim}#claim",
        "ritual" if one.ritual else "said once before",
        sureness(max(said.score for said in one.before)),
        tuple(_earlier(said) for said in one.before),
    )


def _earlier(said: SaidBefore) -> Earlier:
    return Earlier(said.title, f"{said.on:%-d %B %Y}", said.text, _url(said))


def _url(said: SaidBefore) -> str:
    return f"{address('article', said.article)}?claim={said.claim}#claim"
