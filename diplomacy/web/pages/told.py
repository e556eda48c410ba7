"""A stored claim with what is shown of its statement, as one row of columns."""

from typing import Any, NamedTuple

from diplomacy.archive.models import Claim


class ToldClaim(NamedTuple):
    """What is shown of a stored claim; its fields come from the columns `TOLD`, in their order.

    An exchange is made of some hundreds: to make models of them takes longer than to read them.
    """

    id: int
    version: int
    start: int
    end: int
    words: list[list[Any]]
    context: bool
    quoted: bool
    statement: int | None
    kind: str | None
    cue_start: int | None
    cue_end: int | None
    via: int | None
    via_name: str | None
    by: str | None
    """The curator whose decision its statement is as it is."""

    @classmethod
    def of(cls, claim: Claim) -> "ToldClaim":
        """Of a claim whose statement, relayer and decision are loaded."""
        said = claim.statement
        via, decision = (said.via, said.decision) if said else (None, None)
        return cls._make(
            [
                *(claim.pk, claim.version_id, claim.start, claim.end, claim.words, claim.context, claim.quoted),
                claim.statement_id,
                *((said.kind, said.cue_start, said.cue_end) if said else (None, None, None)),
                *((via.pk, via.name) if via else (None, None)),
                decision.by.get_username() if decision else None,
            ]
        )


TOLD = (
    *("pk", "version_id", "start", "end", "words", "context", "quoted", "statement_id"),
    *("statement__kind", "statement__cue_start", "statement__cue_end", "statement__via_id", "statement__via__name"),
    "statement__decision__by__username",
)
