"""Take actors out of the archive, with those that were merged into them, and put them back into what names them."""

from collections.abc import Collection

from django.db.models import Q

from diplomacy.archive.compare import send
from diplomacy.archive.deciding import describing, overlay
from diplomacy.archive.deciding.leading import follow
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.deciding.standing import pointing_at, stand_in
from diplomacy.archive.deleting import held, lacking
from diplomacy.archive.deleting.reach import Table, reach
from diplomacy.archive.models import Actor, Binned, Claim, Decision, MovedKind, Statement, Version
from diplomacy.archive.reread import send as send_to_reread


def take_out(binned: Binned, actors: Collection[int]) -> None:
    """Hold these actors (ids) with their names and offices and all that points at them, and delete them.

    Statements that were theirs are nobody's then; decisions that name them are orphans. What is compared with these
    statements is compared anew. Call it in a transaction, as the one writer.
    """
    everyone = set(Actor.everything.filter(Q(pk__in=actors) | Q(merged_into__in=actors)).values_list("pk", flat=True))
    owners = pointing_at(everyone)
    statements = {*owners[MovedKind.SPEAKERS], *owners[MovedKind.VIA]}
    articles = _telling(statements, owners[MovedKind.ASKERS])
    overlay.alone_with(articles)
    merges = _merges(everyone)
    with overlay.lifted(lacking.decided_texts(articles)):
        held.take_out(binned, reach({Actor: everyone}))
    lacking.tell(merges)
    send(overlay.outdate(articles))


def put_back_into_texts(binned: Binned) -> list[held.Back]:
    """Put actors back, and let all that pointed at them and is there still do so again; merges among them hold as they
    were decided by now.

    Texts whose rows came to lack them meanwhile are read anew, those in the bin when they are back. Call it in a
    transaction, as the one writer.
    """
    statements = _held_of(binned, Statement.speakers.through, "statement_id") | _emptied(binned, Statement)
    claims = _held_of(binned, Claim.askers.through, "claim_id")
    articles = _telling(statements, claims)
    overlay.alone_with(articles)
    lacking.to_be_read_anew({Statement: statements, Claim: claims})
    everyone = held.rows(binned, Actor)
    with overlay.lifted(lacking.decided_texts(articles)):
        back = held.put_back(binned)
    lacking.tell(_merges(everyone))
    describing.catch_up(everyone, binned.at)
    stand_in({MovedKind.COUNTRY: everyone}, standing())
    follow(everyone)
    send(overlay.outdate(articles))
    send_to_reread(list(Version.objects.current().filter(found="").exclude(pipeline="").values_list("pk", flat=True)))
    return back


def _telling(statements: Collection[int], claims: Collection[int]) -> set[int]:
    """The articles (ids) of these statements and claims."""
    told = Version.objects.filter(Q(statements__in=statements) | Q(claims__in=claims))
    return set(told.values_list("article", flat=True))


def _merges(actors: Collection[int]) -> set[int]:
    """The decisions (ids) by which one of these actors is merged, or another into it."""
    kept = Decision.objects.kept().filter(Q(actor__in=actors) | Q(to_actor__in=actors))
    return set(kept.values_list("pk", flat=True))


def _held_of(binned: Binned, through: Table, column: str) -> set[int]:
    rows = binned.held.filter(table=through._meta.db_table, column="")
    return set(rows.values_list(f"data__{column}", flat=True))


def _emptied(binned: Binned, model: Table) -> set[int]:
    rows = binned.held.filter(table=model._meta.db_table).exclude(column="")
    return set(rows.values_list("row", flat=True))
