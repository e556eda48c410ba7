"""From what a format found to the article that intake hands on: the steps that all formats share."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from diplomacy.intake.addresses import host, web_address
from diplomacy.intake.assemble import Passage, assemble, folded
from diplomacy.intake.bylines import split_byline
from diplomacy.intake.dateline import Dateline, find_dateline
from diplomacy.intake.dates import date_in_address, date_of_event, day_without_year, find_date
from diplomacy.intake.foot import read_foot
from diplomacy.intake.furniture import without_furniture
from diplomacy.intake.header import Header, add_foot, publisher, read_header
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.values import BlockRole, IntakeArticle, IntakeError, Published
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_TEXT = 200_000
"""Characters of an article. Reading takes 2 to 3 kB of memory for each."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
_TURN = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .’'-]+: ")
"""How a dateline may open ("ISLAMABAD: "), and each turn of a transcript ("MINISTER VIK: ")."""


@dataclass(slots=True)
class Draft:
    """An article as its format gives it.

    `source` is storable text, `paragraphs` all that may be title, header or body, in order. What the format says
    outright (tags of a page, fields of a record) outdoes what the header lines say; empty where it says nothing.
    """

    source: str
    paragraphs: list[Paragraph]
    title: Paragraph | None = None
    standfirst: Paragraph | None = None
    published: Published | None = None
    outlet: str = ""
    byline: str = ""
    url: str = ""
    domain: str = ""
    language: str = ""
    signatures: list[str] = field(default_factory=list)
    """Lines known to name writers or a signing office, to be left out of the text. Where they are known apart from
    the text, an institution above it is where a speech was given and not the publisher."""
    where: str = ""
    """The words that say where it stands ("list.csv: row 3"), for the sentence of an error; empty for a whole file."""
    original: bytes = b""
    """The bytes of its page or document; empty for a record, of which `source` holds all that is kept."""
    media_type: str = ""
    """What the bytes are ("text/html; charset=utf-8")."""
    seen: datetime | None = None
    """When an archive fetched it, with its zone."""


def article(draft: Draft, *, name: str, source_file: str | None, vocabulary: Vocabulary) -> IntakeArticle:
    """Finish a draft. Raises IntakeError where no text is left."""
    foot = read_foot(_unsigned(draft), vocabulary)
    header = read_header(draft.source, foot.body, vocabulary, title=draft.title)
    add_foot(header, foot.lines)
    title = header.title
    standfirst = [draft.standfirst] if draft.standfirst else header.standfirst
    known = {_plain(p.text) for p in [title, *standfirst] if p}
    opening, rest = header.body[:3], header.body[3:]
    body = [p for p in opening if _plain(p.text) not in known] + rest
    body = without_furniture(draft.source, body, vocabulary)
    body, dateline = _without_dateline(draft.source, body)
    if not body and not title:
        raise IntakeError(f"{name}: it holds no text of an article; check the file, or save the article's text again.")
    passages = [
        *([Passage(BlockRole.TITLE, title.start, title.end)] if title else []),
        *(Passage(BlockRole.STANDFIRST, p.start, p.end) for p in standfirst),
        *(Passage(BlockRole.BODY, p.start, p.end) for p in body),
    ]
    text, blocks, segments = assemble(draft.source, passages)
    if len(text) > LONGEST_TEXT:
        raise IntakeError(
            f"{name}: its text has {len(text):,} characters, more than an article ({LONGEST_TEXT:,}); cut it in parts."
        )
    byline = split_byline(draft.byline or header.byline, vocabulary)
    url = web_address(draft.url) or web_address(header.url)
    published, dated_by = draft.published or header.published, ""
    if published is None:
        published, dated_by = _published_elsewhere(
            dateline,
            url,
            title.text if title else "",
            date_of_event(body[0].text if body else "", officers=vocabulary.officers),
        )
    return IntakeArticle(
        source_file=source_file,
        text=text,
        blocks=blocks,
        source=draft.source,
        segments=segments,
        title=title.text if title else "",
        published=published,
        dated_by=dated_by,
        outlet=draft.outlet or ("" if draft.signatures else publisher(header, vocabulary)),
        agency=(dateline.agency if dateline else "") or byline.agency,
        byline=_author(header) or byline.writers,
        dateline=(dateline.place if dateline else "") or header.place or byline.place,
        url=url,
        domain=host(f"//{draft.domain.strip()}") or host(draft.url) or host(url),
        language=language[0].lower() if (language := _LANGUAGE.match(draft.language.strip())) else "en",
        original=draft.original,
        media_type=draft.media_type,
        seen=draft.seen,
    )


def _author(header: Header) -> str:
    """The person of an official head, with the office that the head gives: "The Hon Ana Vik MP, Foreign Minister"."""
    return ", ".join(part for part in (header.person, header.office) if part) if header.person else ""


def _unsigned(draft: Draft) -> list[Paragraph]:
    """The paragraphs, without signatures that open them."""
    signatures = {_plain(signature) for signature in draft.signatures}
    found = draft.paragraphs
    return [p for i, p in enumerate(found) if not (i < 3 and _plain(p.text) in signatures)]


def _plain(text: str) -> str:
    """A text's letters and digits, to compare two printings of it."""
    return re.sub(r"\W+", "", folded(text)).casefold()


def _without_dateline(source: str, body: list[Paragraph]) -> tuple[list[Paragraph], Dateline | None]:
    """Cut the dateline off the first paragraph that has one, if it is among the first three."""
    turns = sum(_TURN.match(paragraph.text) is not None for paragraph in body)
    for i, paragraph in enumerate(body[:3]):
        dateline = find_dateline(source[paragraph.start : paragraph.end], colon=turns == 1)
        if dateline:
            cut = Paragraph.of(source, paragraph.start + dateline.end, paragraph.end)
            return [*body[:i], *([cut] if cut.text else []), *body[i + 1 :]], dateline
    return body, None


def _published_elsewhere(
    dateline: Dateline | None, url: str, title: str, event: date | None
) -> tuple[Published | None, str]:
    """A date that stands outside the header, and where: dateline (its year from the address if need be), address,
    title, first sentence."""
    year = re.search(r"(?<!\d)20\d\d(?!\d)", url)
    in_dateline = day_without_year(dateline.day, year=int(year[0]) if year else None) if dateline else None
    in_title = find_date(title)
    found = (
        (dateline.published if dateline else None, "dateline"),
        (in_dateline, "dateline"),
        (date_in_address(url), "address"),
        (in_title.published if in_title else None, "title"),
        (event, "first sentence"),
    )
    for day, where in found:
        if day:
            return day if isinstance(day, Published) else Published(day), where
    return None, ""
