"""A statement as a list shows it: who says it, with which cue, its words, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from diplomacy.archive.models import Article, Claim, Statement
from diplomacy.web.pages.accounts import around, cue_text
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.decided import Decided, decided_of
from diplomacy.web.pages.people import Speaker, speakers_of
from diplomacy.web.pages.places import Place, TextKey, elsewhere_url
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
    via: Speaker | None
    article: Article
    decided: Decided | None
    elsewhere: str
    """Where else its first claim is made; empty where it has none."""

    @property
    def url(self) -> str:
        """The statement where it stands in its article."""
        return f"{address('article', self.article.pk)}?statement={self.id}#claim"


def said(ids: Sequence[int]) -> tuple[Said, ...]:
    """The statements of these ids, in their order, in two queries."""
    first = Claim.objects.filter(statement=OuterRef("pk")).order_by("position", "pk")
    statements = (
        Statement.objects.filter(pk__in=ids)
        .annotate(claimed_from=Subquery(first.values("start")[:1]), claimed_to=Subquery(first.values("end")[:1]))
        .select_related("version__article__outlet", "via", "decision__by")
        .defer("search", "decision__machine", "version__source", "version__segments", "version__search")
    )
    speakers = speakers_of(ids)
    found = {one.pk: _said(one, speakers[one.pk], elsewhere=_elsewhere(one)) for one in statements}
    return tuple(found[pk] for pk in ids if pk in found)


def _elsewhere(statement: Statement) -> str:
    start, end = (getattr(statement, name) for name in ("claimed_from", "claimed_to"))
    return "" if start is None else elsewhere_url(Place(TextKey.of(statement.version), start, end))


def _said(statement: Statement, speakers: tuple[Speaker, ...], *, elsewhere: str) -> Said:
    text = statement.version.text
    content = " … ".join(text[start:end] for start, end in statement.spans)
    before, after = around(text, statement.spans[0][0], statement.spans[-1][1]) if statement.spans else ("", "")
    opening, closing = lacking(content, before=before, after=after, quoted=statement.kind == "direct")
    return Said(
        id=statement.pk,
        content=content,
        speakers=speakers,
        cue=cue_text(statement, text),
        kind_words=STATEMENT_KINDS[statement.kind],
        opening=opening,
        closing=closing,
        silence=statement.silence,
        via=Speaker.of(statement.via) if statement.via else None,
        article=statement.version.article,
        decided=decided_of(statement),
        elsewhere=elsewhere,
    )
