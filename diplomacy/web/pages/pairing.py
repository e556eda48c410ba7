"""Pairing by hand: a claim that an account is said to lack, and the account's claims, one of which may answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.models import Claim
from diplomacy.web.pages.accounts import ClaimView
from diplomacy.web.pages.omission import OmissionPage
from diplomacy.web.pages.review import KEYS, Choice
from diplomacy.web.pages.reviewing import Met
from diplomacy.web.pages.words import FACETS, RELATIONS


@dataclass(frozen=True, slots=True)
class Given:
    """What a curator has chosen so far."""

    claim: int | None = None
    facets: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PairingPage:
    """All that the page shows."""

    omission: OmissionPage
    offered: tuple[ClaimView, ...]
    """The claims of the account that lacks it, in the order of the text."""
    relations: tuple[Choice, ...]
    facets: tuple[Choice, ...]
    given: Given
    fault: str
    met: Met | None
    """What somebody has decided of these two."""

    @classmethod
    def build(
        cls, omission: OmissionPage, given: Given, *, fault: str = "", met: DecidedAlreadyError | None = None
    ) -> "PairingPage":
        """The page of an omission, in two queries more than its own."""
        text = omission.lacking
        of_it = Q(coverage=None) | Q(coverage__exchange=omission.exchange)
        claims = Claim.objects.filter(of_it, version=text).select_related("statement__via", "statement__decision__by")
        claims = claims.prefetch_related("statement__speakers")
        return cls(
            omission=omission,
            offered=tuple(ClaimView.of(claim, text) for claim in claims.order_by("position", "pk")),
            relations=tuple(Choice(str(key), words, False) for key, words in enumerate(RELATIONS.values(), start=1)),
            facets=tuple(Choice(KEYS[key], words, key in given.facets) for key, words in FACETS.items()),
            given=given,
            fault=fault,
            met=Met.of(met.decision) if met else None,
        )
