"""How the accounts of one exchange frame it: names, verbs, topics, who asked, quotations, formulas."""

from dataclasses import dataclass

from diplomacy.archive.formulas import formulas
from diplomacy.archive.framing import Framing, framing
from diplomacy.archive.models import Exchange
from diplomacy.comparing.framing.cues import CueUse, Voice
from diplomacy.comparing.framing.initiator import Asked
from diplomacy.comparing.framing.names import Referent, Use
from diplomacy.comparing.framing.topics import Share, Topic
from diplomacy.comparing.values import AccountClaim
from diplomacy.web.pages.accounts import coverage_of
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.formulas import ReadoutView
from diplomacy.web.pages.ledger import Column, LedgerRow, ledger
from diplomacy.web.pages.people import Speaker, taking_part, title_of
from diplomacy.web.pages.quotations import QuoteView, quote_views
from diplomacy.web.pages.words import CUE_CLASSES, EXCHANGE_KINDS, OUTLET_KINDS, in_a_row, sureness


def claim_url(article: int, claim: int) -> str:
    """A claim where it stands in its article."""
    return f"{address('article', article)}?claim={claim}#claim"


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name that an account uses, in whose words, and where it first does."""

    text: str
    count: int
    own: bool
    """Whether it stands in the account's own words, and not only in what it reports."""
    voices: str
    """Of whom it is reported, as a sentence lists them."""
    unsure: bool
    """Whether nothing but the word list says that it means the same."""
    url: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """One reason, how sure it makes the judgement, and where it can be seen."""

    words: str
    sureness: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A referent with what each account calls it."""

    head: str
    listed: bool
    sureness: str
    cells: tuple[tuple[Column, tuple[NameUse, ...]], ...]
    why: tuple[WhyView, ...]


@dataclass(frozen=True, slots=True)
class CueView:
    """A verb that a speaker is reported with."""

    lemma: str
    stance: str
    count: int
    strength: int
    negated: bool
    url: str


@dataclass(frozen=True, slots=True)
class VoiceCell:
    """How one account reports a speaker; no cues where it does not."""

    column: Column
    cues: tuple[CueView, ...] = ()
    carried: int = 0
    strength: str = ""
    bar: str = ""


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A speaker, or several together, with how each account reports them."""

    speakers: tuple[Speaker, ...]
    cells: tuple[VoiceCell, ...]


@dataclass(frozen=True, slots=True)
class TopicCell:
    """What an account gives to a topic; nothing where it has no room for it."""

    column: Column
    percent: int = 0
    place: int | None = None
    headline: bool = False
    claims: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with what each account gives to it."""

    words: str
    why: str
    cells: tuple[TopicCell, ...]


@dataclass(frozen=True, slots=True)
class AskedView:
    """Who asked for the exchange, by one account."""

    column: Column
    side: Speaker | None
    said_by: str
    claim: str
    url: str


@dataclass(frozen=True, slots=True)
class FramingPage:
    """All that the framing of an exchange shows."""

    exchange: Exchange
    title: str
    kind: str
    columns: tuple[Column, ...]
    names: tuple[NameRow, ...]
    asked: tuple[AskedView, ...]
    silent: tuple[Column, ...]
    """The accounts that do not say who asked."""
    voices: tuple[VoiceRow, ...]
    topics: tuple[TopicRow, ...]
    lacking: tuple[LedgerRow, ...]
    """What the accounts leave out of each other; nothing where there is but one."""
    quotes: tuple[QuoteView, ...]
    readouts: tuple[ReadoutView, ...]

    @property
    def wide(self) -> bool:
        """Whether the columns are too many for any screen."""
        return len(self.columns) > 4

    @classmethod
    def build(cls, exchange: Exchange) -> "FramingPage":
        """The framing of `exchange`, in twelve queries at most."""
        present = taking_part(exchange.pk)
        sides = {side for one in present for side in (one.id, one.country) if side}
        found = framing(exchange.pk, coverage_of(exchange), sides=sides)
        columns = {
            row.article_id: Column(
                row.article_id,
                row.article.outlet.name,
                OUTLET_KINDS[row.article.outlet.kind],
                row.article.language,
            )
            for row in found.coverage
        }
        people = tuple(one.speaker for one in present)
        telling = {item.article for item in found.initiators}
        return cls(
            exchange=exchange,
            title=title_of(people),
            kind=EXCHANGE_KINDS[exchange.kind],
            columns=tuple(columns.values()),
            names=tuple(_name_row(referent, columns, found, exchange.pk) for referent in found.referents),
            asked=tuple(_asked(item, columns, found) for item in found.initiators),
            silent=tuple(column for article, column in columns.items() if article not in telling),
            voices=_voice_rows(found, columns, first={person.id for person in people}),
            topics=tuple(_topic_row(topic, columns) for topic in found.topics),
            lacking=ledger(found, columns, exchange.pk),
            quotes=quote_views(found),
            readouts=tuple(
                ReadoutView.of(one, columns[one.article].outlet) for one in formulas(exchange.pk, found.coverage)
            ),
        )


Columns = dict[int, Column]


def _name_row(referent: Referent, columns: Columns, found: Framing, exchange: int) -> NameRow:
    return NameRow(
        referent.head,
        referent.listed,
        sureness(referent.score),
        tuple((column, _uses(referent, article, found)) for article, column in columns.items()),
        tuple(
            WhyView(item.words, sureness(item.score), _pair_url(item.claims, found, exchange))
            for item in referent.evidence
        ),
    )


def _pair_url(claims: tuple[int, int] | None, found: Framing, exchange: int) -> str:
    pair = found.pairs.get((min(claims), max(claims))) if claims else None
    return address("pair", exchange, pair) if pair else ""


def _uses(referent: Referent, article: int, found: Framing) -> tuple[NameUse, ...]:
    """Each name of an account once, in the order of the text."""
    held: dict[str, list[Use]] = {}
    for use in referent.uses:
        if use.article == article:
            held.setdefault(use.name, []).append(use)
    return tuple(_name_use(same, found, unsure=name in referent.loose) for name, same in held.items())


def _name_use(same: list[Use], found: Framing, *, unsure: bool) -> NameUse:
    own = any(not use.claim.speakers for use in same)
    voices = dict.fromkeys(found.names[one] for use in same for one in sorted(use.claim.speakers))
    url = claim_url(same[0].article, same[0].claim.id)
    return NameUse(same[0].text, len(same), own, in_a_row(list(voices)) if voices else "", unsure, url)


def _asked(item: Asked[AccountClaim], columns: Columns, found: Framing) -> AskedView:
    return AskedView(
        columns[item.article],
        Speaker(item.side, found.names[item.side]) if item.side in found.names else None,
        in_a_row(sorted(found.names[one] for one in item.claim.speakers)) if item.claim.speakers else "",
        item.claim.text,
        claim_url(item.article, item.claim.id),
    )


def _voice_rows(found: Framing, columns: Columns, *, first: set[int]) -> tuple[VoiceRow, ...]:
    """The participants first, then who more accounts report, then who is reported more often."""
    held: dict[frozenset[int], dict[int, Voice]] = {}
    for voice in found.voices:
        held.setdefault(voice.speakers, {})[voice.article] = voice

    def rank(speakers: frozenset[int]) -> tuple[bool, int, int, list[str]]:
        told = sum(voice.told for voice in held[speakers].values())
        return not speakers <= first, -len(held[speakers]), -told, sorted(found.names[one] for one in speakers)

    return tuple(
        VoiceRow(
            tuple(sorted((Speaker(one, found.names[one]) for one in speakers), key=lambda s: s.name)),
            tuple(_voice_cell(column, held[speakers].get(article)) for article, column in columns.items()),
        )
        for speakers in sorted(held, key=rank)
    )


def _voice_cell(column: Column, voice: Voice | None) -> VoiceCell:
    if voice is None:
        return VoiceCell(column)
    cues = tuple(_cue(voice.article, cue) for cue in voice.cues)
    strength = f"{voice.strength:.1f}" if voice.strength else ""
    return VoiceCell(column, cues, voice.carried, strength, f"{20 * voice.strength:.0f}%" if strength else "")


def _cue(article: int, cue: CueUse) -> CueView:
    url = claim_url(article, cue.claims[0])
    return CueView(cue.lemma, CUE_CLASSES[cue.cue_class], cue.count, cue.strength, cue.negated, url)


def _topic_row(topic: Topic, columns: Columns) -> TopicRow:
    given = {share.article: share for share in topic.shares}
    claims = "1 claim" if topic.holding == 1 else f"{topic.holding} claims"
    held = f"{claims} with {'this word' if len(topic.words) == 1 else 'one of these words'}"
    met = f", and {topic.paired} more that meet{'s' if topic.paired == 1 else ''} one of them" if topic.paired else ""
    return TopicRow(
        in_a_row(list(topic.words)),
        held + met,
        tuple(_topic_cell(column, given.get(article)) for article, column in columns.items()),
    )


def _topic_cell(column: Column, share: Share | None) -> TopicCell:
    if share is None:
        return TopicCell(column)
    url = claim_url(share.article, share.claims[0])
    return TopicCell(column, round(100 * share.share), share.place, share.headline, len(share.claims), url)
