"""How the accounts of one exchange frame it: rows in, comparing's judgements out, in five queries for any exchange."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diplomacy.archive import vocabulary
from diplomacy.archive.accounts import PAIRED, found_pairs, told
from diplomacy.archive.models import Coverage, Pair
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing import omissions
from diplomacy.comparing.fidelity import Check, Quoted, Telling, check, summary
from diplomacy.comparing.framing.cues import Voice, voices
from diplomacy.comparing.framing.initiator import Asked, initiators
from diplomacy.comparing.framing.names import Referent, name_list, names
from diplomacy.comparing.framing.topics import Topic, no_topics, topics
from diplomacy.comparing.values import Account, AccountClaim, FoundPair, Omission
from diplomacy.comparing.vocabulary import load
from diplomacy.reading.speech.quotes import find_quotations
from diplomacy.reading.values import Span


@dataclass(frozen=True, slots=True)
class QuoteChecked:
    """A quotation of one account, and what it is in each of the others."""

    article: int
    quoted: Quoted
    checks: tuple[Check, ...]
    summary: Check


@dataclass(frozen=True, slots=True)
class Framing:
    """What can be said of how the accounts of an exchange tell it, with the material that it was found in."""

    coverage: tuple[Coverage, ...]
    """With article, outlet and text; each account's article is one of these."""
    accounts: tuple[Account, ...]
    """In the order of the coverage."""
    names: Mapping[int, str]
    """Actor id → name."""
    pairs: Mapping[tuple[int, int], int]
    """Ids of the two claims (the smaller first) → id of their pair."""
    referents: tuple[Referent, ...]
    voices: tuple[Voice, ...]
    topics: tuple[Topic, ...]
    initiators: tuple[Asked[AccountClaim], ...]
    quotes: tuple[QuoteChecked, ...]
    omitted: tuple[Omission, ...]


_PAIRS = Prepared(
    lambda: Pair.objects.filter(exchange=given("exchange")).order_by("pk").values_list("pk", *PAIRED, named=True)
)


def framing(exchange: int, coverage: Iterable[Coverage], *, sides: Collection[int]) -> Framing:
    """The framing of the exchange of this id that is covered so: article, outlet and version loaded, in the order to be
    shown; `sides` are the ids of its participants and of their countries.
    """
    words = load(vocabulary.folder())
    coverage = tuple(coverage)
    held = told([exchange], vectors=False)[exchange]
    by_article = {account.article: account for account in held.accounts}
    accounts = tuple(by_article[row.article_id] for row in coverage)
    rows = _PAIRS(exchange=exchange)
    pairs = found_pairs(rows)
    return Framing(
        coverage,
        accounts,
        held.names,
        {(row.left_id, row.right_id): row.pk for row in rows},
        names(accounts, pairs, vocabulary=words, words=name_list(vocabulary.folder())),
        voices(accounts),
        topics(
            accounts,
            pairs,
            names={part for name in held.names.values() for part in name.split()},
            vocabulary=words,
            general=no_topics(vocabulary.folder()),
        ),
        initiators(accounts, sides=sides),
        _quotes(coverage, accounts, pairs),
        omissions(accounts, pairs),
    )


def _quotes(
    coverage: Sequence[Coverage], accounts: Sequence[Account], pairs: Collection[FoundPair]
) -> tuple[QuoteChecked, ...]:
    words = load(vocabulary.folder())
    tellings = {
        account.article: Telling(
            account.article,
            row.version.text,
            account.claims,
            _quotations(row.version.text),
        )
        for row, account in zip(coverage, accounts, strict=True)
    }
    checked = []
    for account in accounts:
        claims = {claim.id for claim in account.claims}
        own = [pair for pair in pairs if pair.left in claims or pair.right in claims]
        others = [tellings[other.article] for other in accounts if other.article != account.article]
        for quoted in _quoted(tellings[account.article]):
            checks = tuple(check(quoted, other, pairs=own, vocabulary=words) for other in others)
            most = summary(checks)
            if most:
                checked.append(QuoteChecked(account.article, quoted, checks, most))
    return tuple(checked)


@lru_cache(maxsize=256)
def _quotations(text: str) -> tuple[Span, ...]:
    """What stands between quotation marks in a stored text, which never changes."""
    return tuple(found.inner for found in find_quotations(text))


def _quoted(telling: Telling) -> list[Quoted]:
    """Its quotations that belong to claims about the exchange: what others say elsewhere, no account need have."""
    found = []
    for span in telling.quotations:
        claims = tuple(claim for claim in telling.claims if claim.span.overlaps(span) and not claim.context)
        text = span.of(telling.text)
        kept = text.strip(" ,.;:\n")
        if claims and kept:
            start = span.start + text.index(kept)
            found.append(Quoted(Span(start, start + len(kept)), kept, claims))
    return found
