"""Where texts are handed in, and what a worker made of them before any of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.http import QueryDict

from diplomacy.archive.at_work import AtWork, at_work
from diplomacy.archive.incoming.preview import Heard, Matched, Preview, Recognised
from diplomacy.archive.models import Delivery
from diplomacy.intake.formats import FORMATS
from diplomacy.web.forms import ArticleForm, BringInForm, SaidForm
from diplomacy.web.pages.article import TINTS
from diplomacy.web.pages.marking import Marked, Run, paragraphs, runs
from diplomacy.web.pages.words import COLUMNS, OUTLET_KINDS, STANDINGS, STATEMENT_KINDS


@dataclass(frozen=True, slots=True)
class BringInPage:
    """The three ways in."""

    form: BringInForm
    formats: tuple[tuple[str, str], ...]
    """What can be read, each with its endings."""
    endings: str
    """As a browser's file field wants them."""
    largest: int
    """Megabytes that may be handed in at once, and that one text or page may have."""
    each: int
    fault: str

    @classmethod
    def build(cls, form: BringInForm, *, fault: str = "") -> "BringInPage":
        """The page with what was typed in; `fault` says why nothing of it was taken."""
        return cls(
            form=form,
            formats=tuple((known.name, ", ".join(known.suffixes)) for known in FORMATS),
            endings=",".join(suffix for known in FORMATS for suffix in known.suffixes),
            largest=settings.DIPLOMACY_MAX_UPLOAD // 1_000_000,
            each=settings.DIPLOMACY_MAX_BYTES // 1_000_000,
            fault=fault,
        )


@dataclass(frozen=True, slots=True)
class Noted:
    """A statement as the margin tells it."""

    number: int
    speakers: str
    cue: str
    how: str
    tint: int


@dataclass(frozen=True, slots=True)
class Paragraphed:
    """A paragraph, with the statements that start in it."""

    runs: tuple[Run, ...]
    notes: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class ArticlePreview:
    """An article of a draft: what was recognised, a form to correct it, and its words."""

    seen: Recognised
    number: int
    kind: str
    standing: str
    known: bool
    form: ArticleForm
    lines: tuple[Paragraphed, ...]
    statements: int

    @property
    def heading(self) -> str:
        """Its title, or what stands for it."""
        return self.seen["title"] or "Untitled"

    @classmethod
    def of(cls, seen: Recognised, number: int, numbers: "count[int]", data: QueryDict | None) -> "ArticlePreview":
        """The view of what was recognised; its statements are numbered on from the article before it."""
        return cls(
            seen=seen,
            number=number,
            kind=OUTLET_KINDS[seen["outlet_kind"]],
            standing=STANDINGS[seen["standing"]],
            known=seen["standing"] in ("known", "deleted"),
            form=ArticleForm.of(seen, data),
            lines=_lines(seen, numbers),
            statements=len(seen["statements"]),
        )


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft: what a worker found in it, or that none has looked yet."""

    delivery: Delivery
    found: Preview | None
    articles: tuple[ArticlePreview, ...]
    tables: tuple[tuple[Matched, str], ...]
    """How the columns of each table were matched, and as a sentence."""
    said: SaidForm
    work: AtWork | None
    """While a worker is waited for."""
    wrong: bool = False
    """Whether what was said of it can't be taken as it is."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing in it that could be brought in."""
        found = self.found
        return found is not None and not (found["articles"] or found["addresses"] or found["unseen"])

    @property
    def alone(self) -> bool:
        """Whether it is one article, so that what is said of it is said of all."""
        found = self.found
        return found is not None and len(self.articles) == 1 and not (found["addresses"] or found["unseen"])

    @property
    def all_known(self) -> bool:
        """Whether all that it holds is here already."""
        found = self.found
        more = found is None or found["further"] or found["addresses"] or found["unseen"]
        return bool(self.articles) and not more and all(article.known for article in self.articles)

    @classmethod
    def build(cls, delivery: Delivery, data: QueryDict | None = None) -> "DraftPage":
        """The page of a draft, with what was typed in."""
        found: Preview | None = delivery.preview
        numbers = count(1)
        seen = found["articles"] if found else []
        articles = tuple(ArticlePreview.of(one, number, numbers, data) for number, one in enumerate(seen, 1))
        said = SaidForm.of(delivery, data)
        return cls(
            delivery=delivery,
            found=found,
            articles=articles,
            tables=tuple((table, _columns(table)) for table in (found["tables"] if found else ())),
            said=said,
            work=None if found else at_work(),
            wrong=data is not None
            and not all([said.is_valid(), *(one.form.is_valid() for one in articles if not one.known)]),
        )

    def corrections(self) -> Mapping[tuple[int, int], dict[str, str]]:
        """What was said of each article, by the item that holds it and its place there; once nothing is wrong."""
        return {
            (one.seen["item"], one.seen["position"]): one.form.said
            for one in self.articles
            if not one.known and one.form.has_changed()
        }


def _columns(table: Matched) -> str:
    taken = ", ".join(f"{COLUMNS.get(fact, fact)} from “{name}”" for fact, name in table["columns"])
    unused = ", ".join(f"“{name}”" for name in table["unused"])
    return "; ".join(filter(None, [taken or "nothing is taken", f"not used: {unused}" if unused else ""]))


def _lines(seen: Recognised, numbers: "count[int]") -> tuple[Paragraphed, ...]:
    text = seen["text"]
    said = [(next(numbers), statement) for statement in seen["statements"]]
    tints = _tints(seen["statements"])
    marked = [
        Marked(start, end, number, "silence" if heard["silence"] else heard["kind"], _tint(heard, tints), place == 0)
        for number, heard in said
        for place, (start, end) in enumerate(heard["spans"])
    ]
    cues = [(heard["cue"][0], heard["cue"][1]) for _, heard in said if heard["cue"]]
    notes = {number: _noted(number, heard, text, tints) for number, heard in said}
    lines = []
    for within in paragraphs(text):
        start, end = within
        touching = [mark for mark in marked if mark.start < end and mark.end > start]
        cut = runs(text, within, marked=touching, cues=[c for c in cues if c[0] < end and c[1] > start], here=None)
        lines.append(Paragraphed(cut, tuple(notes[m.number] for m in touching if m.opens and m.start >= start)))
    return tuple(lines)


def _tints(statements: list[Heard]) -> dict[str, int]:
    """A tint for each of the first speakers."""
    speakers = dict.fromkeys(name for heard in statements for name in heard["speakers"][:1])
    return {name: rank for rank, name in enumerate(speakers, 1) if rank <= TINTS}


def _tint(heard: Heard, tints: Mapping[str, int]) -> int:
    return tints.get(heard["speakers"][0], 0) if heard["speakers"] else 0


def _noted(number: int, heard: Heard, text: str, tints: Mapping[str, int]) -> Noted:
    how = "silence" if heard["silence"] else STATEMENT_KINDS[heard["kind"]]
    return Noted(
        number=number,
        speakers=", ".join(heard["speakers"]) or "speaker not identified",
        cue=text[slice(*heard["cue"])] if heard["cue"] else "",
        how=f"{how} · via {heard['via']}" if heard["via"] else how,
        tint=_tint(heard, tints),
    )
