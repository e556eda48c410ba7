"""One article: its text with the statements marked, each with its speaker in the margin."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from diplomacy.archive.models import Article, Claim, Coverage, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import cue_text
from diplomacy.web.pages.copies import CopyView, copies_of
from diplomacy.web.pages.copy_of import CopyOf, copy_of
from diplomacy.web.pages.decided import Decided, decided_of
from diplomacy.web.pages.marking import Marked, Paragraph, Stretch, paragraphs, runs
from diplomacy.web.pages.people import Speaker, Speakers, speakers_in, title_of
from diplomacy.web.pages.places import TextKey, changes_url, statement_url
from diplomacy.web.pages.words import EXCHANGE_KINDS, OUTLET_KINDS, STATEMENT_KINDS

TINTS = 6
"""How many speakers of an article have a tint of their own, the most quoted first; the others share a grey."""


@dataclass(frozen=True, slots=True)
class Note:
    """A statement as the margin tells it."""

    number: int
    id: int
    """The statement's, of this reading of the text."""
    speakers: tuple[Speaker, ...]
    cue: str
    kind: str
    kind_words: str
    via: Speaker | None
    rule: str
    tint: int
    silence: bool
    content: str
    curated: bool
    decided: Decided | None
    unsure: bool
    url: str
    """The statement's permanent address."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with the notes on the statements that start in it."""

    paragraph: Paragraph
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ReportedExchange:
    """An exchange that the article reports."""

    title: str
    kind: str
    coverage: Coverage
    accounts: int

    @property
    def url(self) -> str:
        """The exchange in this article's order."""
        base = self.coverage.article.copy_of_id or self.coverage.article_id
        return f"{reverse('web:exchange', args=[self.coverage.exchange_id])}?base={base}"


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page of one article shows."""

    article: Article
    outlet_kind: str
    version: Version | None
    versions: tuple[Version, ...]
    headline: tuple[Line, ...]
    lines: tuple[Line, ...]
    """The text below the headline."""
    speakers: tuple[tuple[Speaker, int, int], ...]
    """Who speaks, with tint and number of statements, the most quoted first."""
    silences: tuple[Note, ...]
    exchanges: tuple[ReportedExchange, ...]
    copy_of: CopyOf | None
    """Whose words it has, if it is a copy."""
    copies: tuple[CopyView, ...]
    """Who else prints it."""

    @property
    def changes(self) -> tuple[tuple[Version, str], ...]:
        """Each later text, with the address of what it changed of the one before it."""
        return tuple((new, changes_url(TextKey.of(old), TextKey.of(new))) for old, new in pairwise(self.versions))

    @classmethod
    def build(
        cls,
        article: Article,
        *,
        claim: int | None = None,
        statement: int | None = None,
        narrated: Sequence[Stretch] = (),
    ) -> "ArticlePage":
        """The page of `article`, which `full_article` loaded; the words of `claim` or `statement` (ids) stand out.

        `narrated` is marked as what the writer tells.
        """
        versions = tuple(article.versions.all())
        version = next((v for v in versions if v.current), None)
        said = _statements(version) if version else []
        speakers = speakers_in([version.pk] if version else [])
        spoken = _spoken(said, speakers)
        notes = [
            _note(number, row, version.text, speakers[row.pk], spoken) for number, row in enumerate(said, 1) if version
        ]
        here = _stretch(version, claim) or _said(said, statement)
        lines = _lines(version, said, notes, here, narrated) if version else ()
        return cls(
            article=article,
            outlet_kind=OUTLET_KINDS[article.outlet.kind],
            version=version,
            versions=versions,
            headline=tuple(line for line in lines if line.paragraph.role == "title"),
            lines=tuple(line for line in lines if line.paragraph.role != "title"),
            speakers=tuple((speaker, tint, count) for speaker, (tint, count) in spoken.items()),
            silences=tuple(note for note in notes if note.silence),
            exchanges=tuple(_reported(coverage) for coverage in article.coverage.all()),
            copy_of=copy_of(version) if version else None,
            copies=copies_of([(article, version)]).get(article.pk, ()) if version and not article.copy_of_id else (),
        )


def _full() -> "QuerySet[Article]":
    versions = Version.objects.defer("source", "segments", "search").order_by("seen_at", "id")
    accounts = Prefetch("exchange__coverage", Coverage.objects.accounts())
    coverage = Coverage.objects.select_related("exchange").prefetch_related("exchange__participants", accounts)
    return (
        Article.objects.filter(pk=given("pk"))
        .select_related("outlet")
        .prefetch_related(
            Prefetch("versions", versions), Prefetch("coverage", coverage.order_by("exchange__date", "exchange"))
        )
    )


_FULL: Prepared[Article] = Prepared(_full)
_STATEMENTS = Prepared(
    lambda: (
        Statement.objects.filter(version=given("text"))
        .select_related("via", "decision__by")
        .defer("search", "decision__machine")
        .order_by("position", "id")
    )
)


def full_article(pk: int) -> Article | None:
    """The article of this id with its versions and exchanges, in a number of queries that does not grow."""
    return _FULL.first(pk=pk)


def _statements(version: Version) -> list[Statement]:
    said = [statement for statement in _STATEMENTS(text=version.pk) if statement.spans]
    for statement in said:
        statement.version = version
    return said


def _stretch(version: Version | None, claim: int | None) -> Stretch | None:
    """Where the claim stands, if it is one of this text."""
    if version is None or claim is None:
        return None
    return Claim.objects.filter(version=version, pk=claim).values_list("start", "end").first()


def _said(said: list[Statement], wanted: int | None) -> Stretch | None:
    """Where the first words of a statement stand, if it is one of these."""
    return next(((s.spans[0][0], s.spans[0][1]) for s in said if s.pk == wanted), None)


def _spoken(said: list[Statement], speakers: Speakers) -> dict[Speaker, tuple[int, int]]:
    """For every speaker a tint and how many statements, the most quoted first."""
    counts: dict[Speaker, int] = {}
    for statement in said:
        for speaker in speakers[statement.pk]:
            counts[speaker] = counts.get(speaker, 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name))
    return {speaker: (rank if rank <= TINTS else 0, n) for rank, (speaker, n) in enumerate(ranked, 1)}


def _note(
    number: int, said: Statement, text: str, speakers: tuple[Speaker, ...], spoken: dict[Speaker, tuple[int, int]]
) -> Note:
    return Note(
        number=number,
        id=said.pk,
        speakers=speakers,
        cue=cue_text(said, text),
        kind=said.kind,
        kind_words=STATEMENT_KINDS[said.kind],
        via=Speaker.of(said.via) if said.via else None,
        rule="; ".join(filter(None, [said.rule, said.mention_rule])),
        tint=spoken[speakers[0]][0] if speakers else 0,
        silence=said.silence,
        content=" … ".join(text[start:end] for start, end in said.spans),
        curated=said.origin == "curator",
        decided=decided_of(said),
        unsure=said.confidence < 0.5,
        url=statement_url(said),
    )


def _lines(
    version: Version, said: list[Statement], notes: list[Note], here: Stretch | None, narrated: Sequence[Stretch]
) -> tuple[Line, ...]:
    marked = [
        Marked(start, end, note.number, "silence" if note.silence else note.kind, note.tint, opens=place == 0)
        for statement, note in zip(said, notes, strict=True)
        for place, (start, end) in enumerate(statement.spans)
    ]
    marked += [Marked(start, end, 0, "narrated", 0) for start, end in narrated]
    cues = [(s.cue_start, s.cue_end) for s in said if s.cue_start is not None and s.cue_end is not None]
    by_number = {note.number: note for note in notes}
    lines = []
    for within in paragraphs(version.text):
        start, end = within
        touching = [mark for mark in marked if mark.start < end and mark.end > start]
        cut = runs(
            version.text, within, marked=touching, cues=[c for c in cues if c[0] < end and c[1] > start], here=here
        )
        opening = tuple(by_number[m.number] for m in touching if m.opens and m.start >= start)
        lines.append(Line(Paragraph(start, cut, role_of(start, version)), opening))
    return tuple(lines)


def role_of(start: int, version: Version) -> str:
    """`title` or `standfirst` for a paragraph that starts there; empty for the body."""
    if start < version.title_end:
        return "title"
    return "standfirst" if start < version.body_start else ""


def _reported(coverage: Coverage) -> ReportedExchange:
    people = tuple(Speaker.of(actor) for actor in coverage.exchange.participants.all())
    kind = EXCHANGE_KINDS[coverage.exchange.kind]
    return ReportedExchange(title_of(people), kind, coverage, len(coverage.exchange.coverage.all()))
