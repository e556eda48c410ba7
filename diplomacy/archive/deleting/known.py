"""What was deleted is known still: by its address or its text, so that it does not come in again unasked."""

from datetime import date

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT

from diplomacy.archive.models import Article, Binned, Held, Version


def deleted(*, url: str = "", sha256: str = "", day: date | None = None) -> Binned | None:
    """The deletion, as long as it can be restored, of the article of this address, or of the one that had this text
    that day, where it or the one that comes in has no address."""
    if not Binned.objects.restorable().exists():
        return None  # as for most that comes in
    if url and (by_address := _held(Article).alias(url=KT("data__url")).filter(url=url).first()):
        return by_address.binned
    if not sha256 or day is None:
        return None
    texts = _held(Version).alias(sha256=KT("data__sha256")).filter(sha256=sha256)
    for binned, article in texts.values_list("binned", "data__article_id"):
        same = _held(Article).alias(day=KT("data__published_on"), url=KT("data__url"))
        same = same.filter(binned=binned, row=article, day=day.isoformat())
        if found := (same.filter(url="") if url else same).first():
            return found.binned
    return None


def sentence(binned: Binned) -> str:
    """Why it does not come in, and what to do."""
    why = f" (“{binned.note}”)" if binned.note else ""
    return (
        f"It was deleted on {binned.at:%Y-%m-%d} by {binned.by}{why}; an editor can restore it from the bin"
        f" until {binned.until:%Y-%m-%d}, and it can be brought in anew after that."
    )


def _held(model: type[Article] | type[Version]) -> "QuerySet[Held]":
    rows = Held.objects.filter(table=model._meta.db_table, column="", binned__in=Binned.objects.restorable())
    return rows.select_related("binned__by").order_by(F("binned").desc())
