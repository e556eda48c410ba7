"""The whole texts of an exchange's accounts side by side, with the passages that meet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.http import urlencode

from diplomacy.archive.models import Claim, Coverage, Exchange, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import coverage_of
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.article import TINTS, role_of
from diplomacy.web.pages.decided import decided_of
from diplomacy.web.pages.marking import Marked, paragraphs
from diplomacy.web.pages.meetings import Choice, Meetings
from diplomacy.web.pages.passages import Cut, Passage, cuts
from diplomacy.web.pages.people import Speaker, speakers_in, taking_part, title_of
from diplomacy.web.pages.words import ALONE, EXCHANGE_KINDS, RELATIONS, RelationWords, in_a_row

FEWEST, USUAL, MOST = 2, 3, 8
"""How many accounts stand side by side: at least, where the reader has not chosen, at most."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks in these texts; `number` stands before their words, the participants' first."""

    speaker: Speaker
    number: int
    count: int

    @property
    def tint(self) -> int:
        """The ground of their words; 0 for those who come after all tints are given."""
        return self.number if self.number <= TINTS else 0


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with who makes it."""

    statement: Statement
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is heard in one statement: the numbers that stand before it, and the names that they stand for."""

    numbers: str
    names: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `role` is `title`, `standfirst`, or empty for the body."""

    role: str
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One account's whole text."""

    choice: Choice
    language: str
    published: str
    blocks: tuple[Block, ...]
    heard: dict[int, Heard]
    """Who is heard, by the number that the statement has in the runs of the blocks."""
    earlier_url: str
    """The page with this account one place to the left; empty for the first."""
    without_url: str
    """The page without this account; empty where too few would be left."""

    @property
    def url(self) -> str:
        """The article's own page."""
        return address("article", self.choice.article)


@dataclass(frozen=True, slots=True)
class TextsPage:
    """All that the full texts of one exchange show."""

    exchange: Exchange
    title: str
    kind: str
    choices: tuple[Choice, ...]
    sheets: tuple[Sheet, ...]
    voices: tuple[Voice, ...]
    relations: tuple[RelationWords, ...]
    """Those that occur between the texts shown, and `alone` where it does."""
    most: int = MOST

    @property
    def wide(self) -> bool:
        """Whether the texts are too many to be printed side by side."""
        return len(self.sheets) > USUAL

    @classmethod
    def build(cls, exchange: Exchange, *, accounts: Sequence[int] = ()) -> "TextsPage":
        """The texts of the articles `accounts` in their order; unknown ones are passed over, what is beyond eight too.

        Without any that is known the first three accounts of the exchange are shown; one gets the first other beside
        it. In seven queries, whatever is shown.
        """
        coverage = coverage_of(exchange)
        shown = _chosen(coverage, accounts)
        meetings = Meetings.of(exchange, coverage)
        said = _statements([c.version for c in shown])
        people = tuple(one.speaker for one in taking_part(exchange.pk))
        voices = _voices(said, people)
        claims = _claims([c.version for c in shown])
        order = tuple(c.article_id for c in shown)
        choices = meetings.choices(coverage, shown)
        beside = {c.version_id: choices[c.version_id] for c in shown}
        sheets = tuple(
            _sheet(
                c,
                beside[c.version_id],
                passages=meetings.passages(c, claims[c.version_id], beside),
                said=said[c.version_id],
                voices=voices,
                order=order,
            )
            for c in shown
        )
        return cls(
            exchange=exchange,
            title=title_of(people),
            kind=EXCHANGE_KINDS[exchange.kind],
            choices=tuple(choices.values()),
            sheets=sheets,
            voices=tuple(voices.values()),
            relations=_relations(sheets),
        )


def _chosen(coverage: list[Coverage], accounts: Sequence[int]) -> list[Coverage]:
    known = {c.article_id: c for c in coverage}
    asked = [known[article] for article in dict.fromkeys(accounts) if article in known][:MOST]
    if not asked:
        return coverage[:USUAL]
    return asked if len(asked) >= FEWEST else asked + [c for c in coverage if c not in asked][: FEWEST - len(asked)]


_STATEMENTS = Prepared(
    lambda: (
        Statement.objects.filter(version__any_of=given("texts"))
        .defer("search")
        .select_related("decision__by")
        .order_by("position", "id")
    )
)
_CLAIMS = Prepared(
    lambda: (
        Claim.objects.filter(version__any_of=given("texts"))
        .only("version", "coverage", "start", "end", "context")
        .order_by("position", "id")
    )
)


def _statements(versions: list[Version]) -> dict[int, list[Said]]:
    """The statements of each version in the order of its text, in two queries."""
    found: dict[int, list[Said]] = {version.pk: [] for version in versions}
    texts = list(found)
    speakers = speakers_in(texts)
    for said in _STATEMENTS(texts=texts):
        if said.spans:
            found[said.version_id].append(Said(said, speakers[said.pk]))
    return found


def _claims(versions: list[Version]) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = {version.pk: [] for version in versions}
    for claim in _CLAIMS(texts=list(found)):
        found[claim.version_id].append(claim)
    return found


def _voices(said: dict[int, list[Said]], people: tuple[Speaker, ...]) -> dict[Speaker, Voice]:
    """Who speaks, numbered: the participants first, then who is quoted more often."""
    counts: dict[Speaker, int] = defaultdict(int)
    for one in chain.from_iterable(said.values()):
        for speaker in one.speakers:
            counts[speaker] += 1
    ranked = sorted(counts, key=lambda speaker: (speaker not in people, -counts[speaker], speaker.name))
    return {speaker: Voice(speaker, number, counts[speaker]) for number, speaker in enumerate(ranked, 1)}


def _sheet(
    coverage: Coverage,
    choice: Choice,
    *,
    passages: list[Passage],
    said: list[Said],
    voices: dict[Speaker, Voice],
    order: tuple[int, ...],
) -> Sheet:
    heard = {number: _heard(one, voices) for number, one in enumerate(said, 1)}
    clock = coverage.article.published_clock
    day = f"{coverage.article.published_on:%-d %B %Y}"
    return Sheet(
        choice=choice,
        language=coverage.article.language,
        published=f"{day}, {clock:%H:%M}" if clock else day,
        blocks=_blocks(coverage.version, passages, said, voices),
        heard=heard,
        earlier_url=_earlier(order, coverage, choice),
        without_url=_without(order, coverage),
    )


def _blocks(
    version: Version, passages: list[Passage], said: list[Said], voices: dict[Speaker, Voice]
) -> tuple[Block, ...]:
    marked = [
        Marked(start, end, number, _kind(one.statement), _tint(one, voices), opens=place == 0)
        for number, one in enumerate(said, 1)
        for place, (start, end) in enumerate(one.statement.spans)
    ]
    told = (one.statement for one in said)
    cues = [(s.cue_start, s.cue_end) for s in told if s.cue_start is not None and s.cue_end is not None]
    return tuple(
        Block(role_of(within[0], version), cuts(version.text, within, passages=passages, marked=marked, cues=cues))
        for within in paragraphs(version.text)
    )


def _kind(said: Statement) -> str:
    return "silence" if said.silence else said.kind


def _tint(said: Said, voices: dict[Speaker, Voice]) -> int:
    return voices[said.speakers[0]].tint if said.speakers else 0


def _heard(said: Said, voices: dict[Speaker, Voice]) -> Heard:
    by = f" ({decided.words})" if (decided := decided_of(said.statement)) else ""
    heard = sorted((voices[speaker] for speaker in said.speakers), key=lambda voice: voice.number)
    if not heard:
        return Heard("?", f"speaker not identified{by}")
    return Heard("+".join(str(v.number) for v in heard), in_a_row([v.speaker.name for v in heard]) + by)


def _address(exchange: int, order: Iterable[int]) -> str:
    return f"{address('texts', exchange)}?{urlencode([('account', article) for article in order])}"


def _earlier(order: tuple[int, ...], coverage: Coverage, choice: Choice) -> str:
    place = order.index(choice.article)
    if not place:
        return ""
    return _address(coverage.exchange_id, (*order[: place - 1], order[place], order[place - 1], *order[place + 1 :]))


def _without(order: tuple[int, ...], coverage: Coverage) -> str:
    left = [article for article in order if article != coverage.article_id]
    return _address(coverage.exchange_id, left) if len(left) >= FEWEST else ""


def _relations(sheets: tuple[Sheet, ...]) -> tuple[RelationWords, ...]:
    passages = [cut.passage for sheet in sheets for block in sheet.blocks for cut in block.cuts if cut.passage]
    met = {counterpart.relation.key for passage in passages for counterpart in passage.counterparts}
    found = tuple(words for key, words in RELATIONS.items() if key in met)
    return (*found, ALONE) if any(passage.alone for passage in passages) else found
