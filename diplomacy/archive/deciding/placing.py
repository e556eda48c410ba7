"""Where decisions stand today: for each that waits, the two claims that hold its words now, or why there are none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet

from diplomacy.archive.deciding.anchors import HALF, Quote, found, share
from diplomacy.archive.models import Anchor, Claim, Coverage, Decision, Missing, Subject, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing import edits
from diplomacy.comparing.editions import Stretch
from diplomacy.reading.values import Span

Ends = tuple[int, int]
"""The claims of a pair, the smaller id first."""
Texts = dict[tuple[int | None, str], Version]
"""By article and digest; the current ones also under an empty one."""
Held = tuple[int, Span]
"""A claim's id, and where its words stand."""
GRAVEST = (Missing.DELETED, Missing.ACCOUNT, Missing.WORDS, Missing.CLAIM)
"""What is told where the two sides lack different things."""


def _orphans() -> QuerySet[Decision]:
    """On words of an exchange's accounts, or that stood there."""
    told = Coverage.objects.accounts().filter(exchange=given("exchange")).order_by()
    here = Q(exchange=given("exchange")) | Q(anchors__article__in=told.values("article"))
    return Decision.objects.orphans(Subject.PAIR).filter(here).distinct().prefetch_related("anchors")


_ORPHANS = Prepared(_orphans)


def waiting(exchange: int) -> list[Decision]:
    """The orphans that stood in this exchange, and those of its accounts that stand in no other; the latest first."""
    orphans = _ORPHANS(exchange=exchange)
    if not orphans:
        return []
    accounts = _accounts([exchange])[exchange]
    elsewhere = _accounts([one.exchange_id for one in orphans if one.exchange_id not in (exchange, None)])
    return [one for one in orphans if one.exchange_id == exchange or _articles(one) <= accounts - _both(one, elsewhere)]


def placed(exchange: int, decisions: Sequence[Decision]) -> Iterator[tuple[Decision, Ends | Missing]]:
    """Each decision with the claims of this exchange that hold its words, or with what it lacks; in five queries."""
    anchors = [anchor for one in decisions for anchor in one.anchors.all()]
    accounts = _accounts([exchange])[exchange]
    texts = texts_of(anchors, accounts)
    claims = _claims(exchange, texts.values())
    for one in decisions:
        sides = [_side(anchor, texts, claims) for anchor in one.anchors.all()]
        lacking = [side for side in sides if isinstance(side, Missing)]
        ends = [side for side in sides if not isinstance(side, Missing)]
        yield one, min(lacking, key=GRAVEST.index) if lacking else (min(ends), max(ends))


def _side(anchor: Anchor, texts: Texts, claims: Mapping[int, Sequence[Held]]) -> int | Missing:
    """The claim that holds an anchor's words, or what is missing."""
    if anchor.article_id is None:
        return Missing.DELETED
    now = texts.get((anchor.article_id, ""))
    if now is None:
        return Missing.ACCOUNT
    span = span_now(anchor, now, texts.get((anchor.article_id, anchor.sha256)))
    if span is None:
        return Missing.WORDS
    return _holding(claims[now.pk], span) or Missing.CLAIM


def _articles(decision: Decision) -> set[int | None]:
    return {anchor.article_id for anchor in decision.anchors.all()}


def _both(decision: Decision, elsewhere: dict[int | None, set[int | None]]) -> set[int | None]:
    """The decision's articles where another exchange holds both, which it belongs to; else none."""
    articles = _articles(decision)
    return articles if articles <= elsewhere[decision.exchange_id] else set()


def _accounts(exchanges: Sequence[int | None]) -> defaultdict[int | None, set[int | None]]:
    accounts: defaultdict[int | None, set[int | None]] = defaultdict(set)
    for exchange, article in (
        Coverage.objects.accounts().filter(exchange__in=exchanges).order_by().values_list("exchange_id", "article_id")
    ):
        accounts[exchange].add(article)
    return accounts


def texts_of(anchors: Sequence[Anchor], accounts: set[int | None]) -> Texts:
    """The accounts' current texts, and those that the anchors were taken from."""
    articles = {anchor.article_id for anchor in anchors} & accounts
    wanted = Q(current=True) | Q(sha256__in={anchor.sha256 for anchor in anchors})
    rows = Version.objects.filter(wanted, article__in=articles).only("article_id", "text", "sha256", "current")
    texts: Texts = {}
    for row in rows:
        texts[(row.article_id, row.sha256)] = row
        if row.current:
            texts[(row.article_id, "")] = row
    return texts


def span_now(anchor: Anchor, now: Version, cited: Version | None) -> Span | None:
    """Where an anchor's words stand in a text; `cited` is the one that they were taken from."""

    def edit() -> tuple[Stretch, ...] | None:
        return edits(cited.text, now.text) if cited else None

    quote = Quote(anchor.exact, anchor.prefix, anchor.suffix, anchor.sha256, anchor.start, anchor.end)
    return found(quote, now.text, now.sha256, edit=edit)


def _claims(exchange: int, texts: Iterable[Version]) -> defaultdict[int, list[Held]]:
    """The claims that tell of the exchange or of none, by text."""
    versions = {text.pk for text in texts if text.current}
    rows = Claim.objects.filter(Q(coverage__exchange=exchange) | Q(coverage=None), version__in=versions)
    claims: defaultdict[int, list[Held]] = defaultdict(list)
    for version, pk, start, end in rows.order_by().values_list("version_id", "pk", "start", "end"):
        claims[version].append((pk, Span(start, end)))
    return claims


def _holding(claims: Sequence[Held], span: Span) -> int | None:
    """The claim that shares most with the words, and at least half; None where none does, or two as much."""
    shares = sorted(((share([words], [span]), pk) for pk, words in claims), reverse=True)[:2]
    if not shares or shares[0][0] < HALF or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return None
    return shares[0][1]
