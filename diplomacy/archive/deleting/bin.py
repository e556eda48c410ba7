"""Delete and restore: articles, outlets with their articles, actors, exchanges; and empty the bin of what is too old.

What is deleted together is restored together. Articles, outlets and actors are taken out of every table, so that no
query has to think of them, and held; an exchange is deleted by a decision, which leads its accounts out of it whatever
is read later. Each verb works alone, as the one writer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from diplomacy.archive.deciding import grouping, regroup
from diplomacy.archive.deleting import actors, articles
from diplomacy.archive.deleting.held import Back, put_back
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Actor, Article, Binned, BinnedKind, Exchange, Held, Moved, Original, Outlet, Pair

MODELS: dict[str, type[Model]] = {
    BinnedKind.ARTICLE: Article,
    BinnedKind.OUTLET: Outlet,
    BinnedKind.ACTOR: Actor,
    BinnedKind.EXCHANGE: Exchange,
}
MADE_ANEW = (Pair, Moved, Exchange.participants.through)
"""What follows from the rest once it is back; nobody misses who took part in what is no exchange any more."""


class DeletedAlreadyError(Exception):
    """One of those that were to be deleted is not there any more; nothing was changed."""


class InTheWayError(Exception):
    """What something needs, or an address or a name that it had, is not free; says what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of restoring."""

    lacking: tuple[str, ...]
    """What did not come back, or not with all that it pointed at, as in "3 statements"; empty where all did."""


def delete(kind: BinnedKind, ids: Collection[int], *, by: AbstractBaseUser, note: str = "") -> Binned:
    """Delete those of a kind (ids), all or none; an outlet goes with its articles. Raises DeletedAlreadyError."""
    with transaction.atomic():
        one_writer()
        rows = list(MODELS[kind]._default_manager.filter(pk__in=ids).order_by("pk"))
        if not rows or len(rows) != len(set(ids)):
            raise DeletedAlreadyError
        binned = Binned(kind=kind, name=called(rows[0]), number=len(rows), by_id=by.pk, note=note)
        binned.save()
        gone = {row.pk for row in rows}
        match kind:
            case BinnedKind.ARTICLE:
                articles.take_out(binned, gone)
            case BinnedKind.OUTLET:
                published = Article.objects.filter(outlet__in=gone).values_list("pk", flat=True)
                articles.take_out(binned, set(published), outlets=gone)
            case BinnedKind.ACTOR:
                actors.take_out(binned, gone)
            case BinnedKind.EXCHANGE:
                binned.decisions.set([regroup.delete(pk, by=by, note=note).decision for pk in sorted(gone)])
        return binned


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def called(row: Model) -> str:
    """What a row is called where it is told by itself."""
    if isinstance(row, Article):
        return f"{row.heading} ({row.publisher}, {_day(row.published_on)})"
    if isinstance(row, Exchange):
        names = ", ".join(sorted(actor.name for actor in row.participants.all()))
        return f"{row.get_kind_display()} of {names or 'nobody'}, {_day(row.date)}"
    return str(row)


def restore(binned: int, *, by: AbstractBaseUser) -> Restored | None:
    """Put back what was deleted, as it was, as far as what it points at is there still; None where that is done or
    can't be any more. Its exchanges are compared anew, and what was decided of it holds again.

    Raises InTheWayError where another has its address or name by now, or what it belongs to is deleted.
    """
    with transaction.atomic():
        one_writer()
        row = Binned.objects.restorable().filter(pk=binned).select_for_update().first()
        if row is None:
            return None
        row.restored_by_id, row.restored_at = by.pk, timezone.now()
        row.save(update_fields=["restored_by", "restored_at"])
        if row.kind == BinnedKind.EXCHANGE:
            for decision in row.decisions.kept().order_by("-pk"):
                regroup.undo(decision.pk, by=by)
            return Restored(())
        if row.kind == BinnedKind.ACTOR:
            back = actors.put_back_into_texts(row)
        else:
            back = put_back(row)
            _refuse_without_roots(row, back)
            articles.settle(row, back)
        _forget(row)
        return Restored(tuple(_counted(one) for one in back if one.lacking and one.model not in MADE_ANEW))


def empty(*, dry_run: bool = False) -> list[Binned]:
    """Let what was deleted too long ago (`DIPLOMACY_BIN_DAYS`) go for good; which that are.

    Exchanges leave the list alone: the decision by which they were deleted still holds, and can be undone.
    """
    oldest = timezone.now() - timedelta(days=settings.DIPLOMACY_BIN_DAYS)
    with transaction.atomic():
        one_writer()
        old = list(
            Binned.objects.restorable().filter(at__lt=oldest).select_related("by").select_for_update(of=("self",))
        )
        for row in () if dry_run else old:
            row.emptied_at = timezone.now()
            row.save(update_fields=["emptied_at"])
            _forget(row)
        return old


def _forget(binned: Binned) -> None:
    """Hold nothing for it any more: what else waited for it goes where nothing stands for it."""
    exchanges = set(binned.exchanges(manager="everything").values_list("pk", flat=True))
    originals = list(binned.originals.values_list("pk", flat=True))
    Held.objects.filter(binned=binned).delete()
    binned.exchanges(manager="everything").clear()
    binned.originals.clear()
    grouping.tidy(exchanges)
    list(Original.objects.select_for_update().filter(pk__in=originals).order_by("pk").values_list("pk"))
    Original.objects.filter(pk__in=originals, items=None, versions=None, binned=None).delete()


def _refuse_without_roots(binned: Binned, back: Collection[Back]) -> None:
    """Nothing of it is restored where an outlet or an article can't be."""
    for one in back:
        if one.inserted < one.held and one.model is Outlet:
            message = "another outlet has the name by now; rename or delete that one first"
            raise InTheWayError(message)
        if one.inserted < one.held and one.model is Article:
            gone = "its outlet was deleted since, which is restored first, or another article has its address by now"
            raise InTheWayError(gone if binned.number == 1 else gone.replace("its", "an article’s", 1))


def _counted(one: Back) -> str:
    options = one.model._meta
    name = options.verbose_name if one.lacking == 1 else options.verbose_name_plural
    if options.auto_created:
        name = "link" if one.lacking == 1 else "links"
    return f"{one.lacking} {name}"
