"""Take articles out of the archive, and settle them in it again when they are back."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from diplomacy.archive.compare import send
from diplomacy.archive.deciding import grouping, over_pairs, overlay
from diplomacy.archive.deciding import standing as who
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.deleting import held, lacking
from diplomacy.archive.deleting.reach import reach
from diplomacy.archive.incoming import copies
from diplomacy.archive.models import (
    Article,
    Aside,
    Binned,
    Claim,
    Coverage,
    Decision,
    Exchange,
    Item,
    ItemState,
    Moved,
    MovedKind,
    Original,
    Outlet,
    Statement,
    Subject,
    Version,
)
from diplomacy.archive.queue import Job, defer
from diplomacy.archive.reread import send as send_to_reread

READ = (Statement, Claim, Coverage, Aside, Statement.speakers.through, Claim.askers.through)
"""What reading a text makes."""
UNREAD = "Its article was deleted before it was read."


def take_out(binned: Binned, articles: Collection[int], *, outlets: Collection[int] = ()) -> None:
    """Hold these articles (ids), and outlets that have no other, with all that belongs to them, and delete them.

    Whose copies theirs were is settled among those that stay. The exchanges that they told of wait for them: where
    nobody else tells of one, no page has it. Call it in a transaction, as the one writer.
    """
    overlay.alone_with(articles)
    told, alike = _told(articles), copies.alike_to_any(articles)
    over_pairs.take_off(Q(anchors__article__in=articles))
    decisions = lacking.concerning(articles)
    binned.exchanges(manager="everything").set(told)
    binned.originals.set(Original.objects.filter(versions__article__in=articles).distinct())
    Item.objects.filter(version__article__in=articles, state=ItemState.STORED).update(
        state=ItemState.FAILED, sentence=UNREAD, changed_at=timezone.now()
    )
    held.take_out(binned, reach({Article: articles, Outlet: outlets}))
    lacking.tell(decisions)
    grouping.tidy(told)
    _compare_anew(told, alike)


def settle(binned: Binned, back: Collection[held.Back]) -> None:
    """Let articles that were put back take their places again: decisions hold over them, copies are settled, their
    exchanges are compared. A text whose rows did not all come back is read anew.

    Call it in a transaction, as the one writer.
    """
    articles = held.rows(binned, Article)
    overlay.alone_with(articles)
    lacking.tell(lacking.concerning(articles))
    _stand_in(articles)
    told = _told(articles)
    with overlay.lifted(lacking.decided_texts(articles)):
        told |= grouping.place(articles)
    Coverage.objects.filter(article__in=articles).exclude(compared="").update(compared="")
    grouping.tidy(told | set(binned.exchanges(manager="everything").values_list("pk", flat=True)))
    pairs = Decision.objects.on(Subject.PAIR).kept().filter(anchors__article__in=articles)
    for exchange in sorted(set(pairs.exclude(exchange=None).values_list("exchange", flat=True))):
        over_pairs.apply(exchange)
    _compare_anew(told, articles)
    _read_what_was_left(articles)
    read = Version.objects.current().filter(article__in=articles).exclude(pipeline="")
    if any(one.lacking for one in back if one.model in READ):
        read.update(found="")
    send_to_reread(list(read.filter(found="").order_by("pk").values_list("pk", flat=True)))


def _told(articles: Collection[int]) -> set[int]:
    """The exchanges that these articles tell of, or would if no curator had decided otherwise."""
    rows = Coverage.objects.filter(article__in=articles).values_list("exchange", "joined")
    asides = Aside.objects.filter(article__in=articles).values_list("joined", flat=True)
    return {pk for row in rows for pk in row if pk is not None} | set(asides)


def _compare_anew(told: Collection[int], articles: Collection[int]) -> None:
    """Settle whose copies these articles are, and have the exchanges compared that changed by it or were told of."""
    copies.settle(articles)
    Exchange.everything.filter(pk__in=told).exclude(pipeline="").update(pipeline="")
    concerned = Exchange.objects.filter(Q(pk__in=told) | Q(coverage__article__in=articles)).distinct()
    send(concerned.uncompared().order_by("pk").values_list("pk", flat=True))


def _stand_in(articles: Collection[int]) -> None:
    """Let those stand in the articles for merged actors who do now: merges may have been made or undone since."""
    statements = set(Statement.objects.filter(version__article__in=articles).values_list("pk", flat=True))
    claims = set(Claim.objects.filter(version__article__in=articles).values_list("pk", flat=True))
    owners = {MovedKind.SPEAKERS: statements, MovedKind.VIA: statements, MovedKind.ASKERS: claims}
    stands = standing()
    if stands or Moved.objects.filter(kind__in=owners, owner__in=statements | claims).exists():
        who.stand_in({str(kind): rows for kind, rows in owners.items()}, stands)


def _read_what_was_left(articles: Collection[int]) -> None:
    """Queue texts that were deleted before they were read."""
    texts = list(Version.objects.unread().filter(article__in=articles).order_by("pk").values_list("pk", flat=True))
    if texts:
        waiting = Item.objects.filter(version__in=texts, state=ItemState.FAILED, sentence=UNREAD)
        waiting.update(state=ItemState.STORED, sentence="", changed_at=timezone.now())
        defer(Job.READ, versions=texts)
