"""What an account lacks that another has."""

from collections.abc import Iterable, Sequence

from diplomacy.comparing.values import Account, FoundPair, Omission, Relation


def omissions(accounts: Sequence[Account], pairs: Iterable[FoundPair]) -> tuple[Omission, ...]:
    """The claims about the exchange that have no pair in one or more of the other accounts.

    Context is never omitted. A disputed pair is no counterpart: it links positions, not reports of one claim.
    The order is that of the accounts and of the claims in them.
    """
    article_of = {claim.id: account.article for account in accounts for claim in account.claims}
    met: dict[int, set[int]] = {claim: set() for claim in article_of}
    for pair in pairs:
        if pair.relation is Relation.DISPUTED or pair.left not in met or pair.right not in met:
            continue
        met[pair.left].add(article_of[pair.right])
        met[pair.right].add(article_of[pair.left])
    found = []
    for account in accounts:
        for claim in account.claims:
            others = (other.article for other in accounts if other.article != account.article)
            absent = tuple(article for article in others if article not in met[claim.id])
            if absent and not claim.context:
                found.append(Omission(claim.id, absent))
    return tuple(found)
