"""A statement as a list shows it: who says it, with which cue, its words, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from diplomacy.archive.models import Claim, Statement
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import around
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.decided import DECIDED, Decided
from diplomacy.web.pages.people import Speaker, speakers_of
from diplomacy.web.pages.places import DIGITS, Place, TextKey, elsewhere_url
from diplomacy.web.pages.quoting import lacking
from diplomacy.web.pages.words import STATEMENT_KINDS


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a list."""

    id: int
    content: str
    speakers: tuple[Speaker, ...]
    cue: str
    kind_words: str
    opening: str
    """Quotation marks that its own words lack, to be shown before them; `closing`: behind them."""
    closing: str
    silence: bool
    via: str
    """Who relays it, by name; empty where nobody does."""
    article: int
    outlet: str
    language: str
    on: date
    decided: Decided | None
    elsewhere: str
    """Where else its first claim is made; empty where it has none."""

    @property
    def url(self) -> str:
        """The statement where it stands in its article."""
        return f"{address('article', self.article)}?statement={self.id}#claim"


def _shown() -> "Any":
    first = Claim.objects.filter(statement=OuterRef("pk")).order_by("position", "pk")
    return (
        Statement.objects.filter(pk__any_of=given("ids"))
        .annotate(claimed_from=Subquery(first.values("start")[:1]), claimed_to=Subquery(first.values("end")[:1]))
        .values_list(
            "pk",
            "kind",
            "spans",
            "cue_start",
            "cue_end",
            "silence",
            "via__name",
            "claimed_from",
            "claimed_to",
            "version__text",
            "version__sha256",
            "version__article_id",
            "version__article__outlet__name",
            "version__article__language",
            "version__article__published_on",
            *DECIDED,
            "decision__subject",
        )
    )


_SHOWN: Prepared[Any] = Prepared(_shown)


def said(ids: Sequence[int]) -> tuple[Said, ...]:
    """The statements of these ids, in their order, in two queries."""
    speakers = speakers_of(list(ids))
    found = {row[0]: _said(row, speakers[row[0]]) for row in _SHOWN(ids=list(ids))}
    return tuple(found[pk] for pk in ids if pk in found)


def _said(row: Sequence[Any], speakers: tuple[Speaker, ...]) -> Said:
    pk, kind, spans, cue_start, cue_end, silence, via, first, last, text, digest, article, outlet, language, on = row[
        :15
    ]
    content = " … ".join(text[start:end] for start, end in spans)
    before, after = around(text, spans[0][0], spans[-1][1]) if spans else ("", "")
    opening, closing = lacking(content, before=before, after=after, quoted=kind == "direct")
    *told, subject = row[15:]
    return Said(
        id=pk,
        content=content,
        speakers=speakers,
        cue="" if cue_start is None else text[cue_start:cue_end],
        kind_words=STATEMENT_KINDS[kind],
        opening=opening,
        closing=closing,
        silence=silence,
        via=via or "",
        article=article,
        outlet=outlet,
        language=language,
        on=on,
        decided=Decided.told(*told, subject=subject),
        elsewhere="" if first is None else elsewhere_url(Place(TextKey(article, digest[:DIGITS]), first, last)),
    )
