"""Compare the accounts of exchanges: pairs between every two, in place of those that an earlier comparison made."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from diplomacy import __version__, wordlists
from diplomacy.archive import vocabulary
from diplomacy.archive.accounts import Told, told
from diplomacy.archive.batches import ReadsDocuments
from diplomacy.archive.deciding import over_pairs
from diplomacy.archive.embed import embed_accounts
from diplomacy.archive.incoming.copies import settle_all
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Anchor, Coverage, Decision, Exchange, Origin, Pair, Subject
from diplomacy.archive.querysets import CoverageQuerySet
from diplomacy.archive.queue import Job, defer_each
from diplomacy.comparing import pair, pairing, relation
from diplomacy.comparing.values import FoundPair
from diplomacy.comparing.vocabulary import SHIPPED, load


@cache
def pipeline() -> str:
    """What compares: the version, a digest of the weights and word lists it goes by, and which are the deployment's."""
    lists = (pairing.WEIGHTS, relation.WEIGHTS, *SHIPPED.glob("*.toml"))
    return f"comparing {__version__} {wordlists.digest(lists, vocabulary.folder())}"


def uncompared(*, everything: bool = False) -> list[int]:
    """The ids of exchanges whose accounts have changed since the last time, or that other weights or words compared.

    With `everything` of all; they are then compared as if they never were, also by the run that follows a killed one.
    """
    rows = Exchange.objects.all() if everything else Exchange.objects.exclude(pipeline=pipeline())
    return list(rows.order_by("pk").values_list("pk", flat=True))


def set_back(exchanges: Collection[int]) -> None:
    """Take what was paired in these exchanges for outdated, so that the next comparison pairs all of it anew.

    Which articles are copies, and so stand in none, is settled before: who is a wire may have been corrected.
    """
    settle_all()
    with transaction.atomic():
        _outdate(exchanges)


def anew(exchanges: Collection[int]) -> int:
    """Have workers pair all of these exchanges anew; how many they are. Which articles are copies is left as it is."""
    with transaction.atomic():
        _outdate(exchanges)
        send(exchanges)
    return len(exchanges)


def _outdate(exchanges: Collection[int]) -> None:
    one_writer()
    Coverage.objects.filter(exchange__in=exchanges).update(compared="")
    Exchange.objects.filter(pk__in=exchanges).update(pipeline="")


def send(exchanges: Collection[int]) -> None:
    """Hand exchanges over to the workers, to be compared."""
    defer_each(Job.COMPARE, {f"compare {exchange}": {"exchange": exchange} for exchange in exchanges})


def compare_alone(exchanges: Collection[int]) -> None:
    """Put down as compared those of these exchanges that one account alone tells of: there is nothing to pair.

    Those that have a pair, or of whose pairs somebody decided, are left to `compare`.
    """
    with transaction.atomic():
        one_writer()
        accounts = Coverage.objects.accounts().filter(exchange=OuterRef("pk")).order_by().values("exchange")
        alone = Exchange.objects.filter(
            ~Exists(Pair.objects.filter(exchange=OuterRef("pk"))),
            ~Exists(Decision.objects.on(Subject.PAIR).filter(exchange=OuterRef("pk"))),
            ~Exists(accounts.annotate(n=Count("pk")).filter(n__gt=1)),
            pk__in=exchanges,
        )
        settled = list(alone.values_list("pk", flat=True))
        told = Coverage.objects.filter(exchange__in=settled)
        told.exclude(counts=True).exclude(compared="").update(compared="")
        told.filter(counts=True).update(compared=pipeline())
        Exchange.objects.filter(pk__in=settled).update(pipeline=pipeline())


def compare_uncompared(*, reader: ReadsDocuments | None = None) -> int:
    """Compare every exchange whose accounts have changed since the last time; how many there were."""
    exchanges = list(Exchange.objects.uncompared().order_by("pk").values_list("pk", flat=True))
    for exchange in exchanges:
        compare(exchange, reader=reader)
    return len(exchanges)


def compare(exchange: int, *, reader: ReadsDocuments | None = None) -> None:
    """Pair the accounts of one exchange that are new, or read anew, with all others, in one transaction.

    Pairs between other accounts stay as they are, unless other weights or words made them; copies have none. Curated
    pairs stay, and are not made a second time; what was decided is applied over what is made. `reader` makes the
    vectors of those whose claims have none.
    """
    _embed_accounts(exchange, reader)
    ahead = _find(exchange)  # before the lock is held: most of the time goes here, and others write meanwhile
    with transaction.atomic():
        one_writer()
        over_pairs.alone_in([exchange])
        _embed_accounts(exchange, reader)  # of what was read since: seldom any, and never many
        found = ahead if ahead.holds(exchange) else _find(exchange)
        stay = [article for article in found.accounts if article not in found.outdated]
        over_pairs.take_off(Q(_of_others(stay), exchange=exchange))
        as_before = Q(left__version__article__in=stay, right__version__article__in=stay)
        Pair.objects.filter(~as_before, exchange=exchange, origin=Origin.MACHINE).delete()
        curated = {frozenset(ids) for ids in Pair.objects.filter(exchange=exchange).values_list("left_id", "right_id")}
        new = (item for item in found.pairs if {item.left, item.right} not in curated)
        Pair.objects.bulk_create(_row(exchange, item) for item in new)
        over_pairs.apply(exchange)
        coverage = Coverage.objects.filter(exchange=exchange)
        coverage.filter(article__in=found.outdated).update(compared=pipeline())
        coverage.exclude(article__in=found.accounts).update(compared="")
        Exchange.objects.filter(pk=exchange).update(pipeline=pipeline())


@dataclass(frozen=True, slots=True)
class _Found:
    """The pairs that were found in an exchange, and what they were found in."""

    accounts: Mapping[int, str]
    """By article, what compared them last."""
    told: str
    """All that its accounts tell, but for the vectors, which follow from the words; empty where none is paired."""
    pairs: tuple[FoundPair, ...]

    @property
    def outdated(self) -> set[int]:
        """The articles whose accounts are to be paired anew."""
        return {article for article, compared in self.accounts.items() if compared != pipeline()}

    def holds(self, exchange: int) -> bool:
        """Whether the exchange is still told as it was."""
        if self.accounts != _compared(exchange):
            return False
        return not self.told or self.told == repr(told([exchange], vectors=False)[exchange])


def _find(exchange: int) -> _Found:
    found = _Found(_compared(exchange), "", ())
    if not found.outdated or len(found.accounts) < 2:
        return found
    whole = told([exchange])[exchange]
    return replace(found, told=repr(whole), pairs=tuple(pairs(whole, of=found.outdated)))


def _compared(exchange: int) -> dict[int, str]:
    return dict(_accounts(exchange).values_list("article_id", "compared"))


def _of_others(articles: Collection[int]) -> Exists:
    """Decisions on the words of an article that is none of these."""
    return Exists(Anchor.objects.filter(decision=OuterRef("pk")).exclude(article__in=articles))


def _embed_accounts(exchange: int, reader: ReadsDocuments | None) -> None:
    """Make the vectors that the accounts lack, where there are two at least."""
    accounts = _accounts(exchange)
    if accounts.count() > 1:
        embed_accounts(accounts, reader=reader)


def _accounts(exchange: int) -> CoverageQuerySet:
    return Coverage.objects.accounts().filter(exchange=exchange)


def pairs(exchange: Told, *, of: Collection[int]) -> Iterator[FoundPair]:
    """The pairs between every two of its accounts, one of which at least is of these articles."""
    words = load(vocabulary.folder())
    for left, right in combinations(exchange.accounts, 2):
        if left.article in of or right.article in of:
            yield from pair(left, right, names=exchange.names, vocabulary=words)


def _row(exchange: int, found: FoundPair) -> Pair:
    """The smaller id is left, whichever account that is."""
    left, right = sorted((found.left, found.right))
    answers = [[a, b] if left == found.left else [b, a] for a, b in found.answers]
    return Pair(
        exchange_id=exchange,
        left_id=left,
        right_id=right,
        relation=found.relation,
        facets=[str(facet) for facet in found.facets],
        score=min(max(found.score, 0.0), 1.0),
        why=[{"name": reason.name, "value": reason.value, "words": reason.words} for reason in found.reasons],
        answers=sorted(answers),
        pipeline=pipeline()[:200],
    )
