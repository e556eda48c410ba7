"""Quotations as the framing of an exchange shows them: the words, and what became of them in the other accounts."""

from dataclasses import dataclass

from diplomacy.archive.framing import Framing, QuoteChecked
from diplomacy.comparing.fidelity import Check, Fidelity
from diplomacy.reading.values import Span
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.words import RelationWords, in_a_row, sureness

FIDELITY = {
    Fidelity.CLIPPED: RelationWords("shifted", "✂", "clipped", "The words stand there, and go on or are qualified."),
    Fidelity.SPLICED: RelationWords(
        "disputed", "⋯", "spliced", "The words stand there in pieces, with others between."
    ),
    Fidelity.VERBATIM: RelationWords("same", "=", "verbatim", "The words stand there, one behind the other."),
    Fidelity.PARTLY: RelationWords("shifted", "⊃", "quoted in part", "A part of the words is quoted there."),
    Fidelity.TRANSLATED: RelationWords(
        "reworded", "≈", "in other words", "Another translation, or the claim without the quotation."
    ),
    Fidelity.ABSENT: RelationWords("alone", "∅", "not found", "Neither the words nor a claim that answers them."),
}


@dataclass(frozen=True, slots=True)
class PassagePiece:
    """A run of the other account's text; `dropped` where the quotation leaves it out."""

    text: str
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class CheckView:
    """What a quotation is in one other account that has it."""

    words: RelationWords
    outlet: str
    language: str
    url: str
    passage: tuple[PassagePiece, ...]
    why: str
    sureness: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation, who prints it, whose words they are, and what the other accounts make of it."""

    words: RelationWords
    text: str
    outlet: str
    language: str
    url: str
    speaker: str
    checks: tuple[CheckView, ...]
    """Of the accounts that have it in some form."""
    absent: str
    """The outlets that have it in none, as a sentence lists them."""


def quote_views(found: Framing) -> tuple[QuoteView, ...]:
    """The quotations, those that lack something first, then in the order of the accounts."""
    order = list(FIDELITY)
    ranked = sorted(found.quotes, key=lambda quote: order.index(quote.summary.fidelity))
    return tuple(_view(quote, found) for quote in ranked)


def _view(quote: QuoteChecked, found: Framing) -> QuoteView:
    rows = {row.article_id: row for row in found.coverage}
    article = rows[quote.article].article
    speakers = {found.names[one] for claim in quote.quoted.claims for one in claim.speakers}
    absent = [rows[one.article].article.outlet.name for one in quote.checks if one.fidelity is Fidelity.ABSENT]
    return QuoteView(
        FIDELITY[quote.summary.fidelity],
        quote.quoted.text,
        article.outlet.name,
        article.language,
        f"{address('article', quote.article)}?claim={quote.quoted.claims[0].id}#claim",
        in_a_row(sorted(speakers)) if speakers else "",
        tuple(_check(one, found) for one in quote.checks if one.fidelity is not Fidelity.ABSENT),
        in_a_row(absent) if absent else "",
    )


def _check(one: Check, found: Framing) -> CheckView:
    row = next(row for row in found.coverage if row.article_id == one.article)
    account = next(account for account in found.accounts if account.article == one.article)
    claim = next((claim for claim in account.claims if claim.span.overlaps(one.found[0])), None)
    return CheckView(
        FIDELITY[one.fidelity],
        row.article.outlet.name,
        row.article.language,
        address("article", one.article) + (f"?claim={claim.id}#claim" if claim else ""),
        passage(row.version.text, one.found, one.dropped),
        one.why,
        sureness(one.score),
    )


def passage(text: str, found: tuple[Span, ...], dropped: tuple[Span, ...]) -> tuple[PassagePiece, ...]:
    """The other account's words from the first to the last of them, those that are dropped marked."""
    spans = sorted((*found, *dropped))
    pieces: list[PassagePiece] = []
    at = spans[0].start
    for span in spans:
        if span.start > at:
            pieces.append(PassagePiece(text[at : span.start]))
        pieces.append(PassagePiece(span.of(text), dropped=span in dropped))
        at = span.end
    return tuple(pieces)
