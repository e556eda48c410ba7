"""A citation of one difference and of the accounts that differ: in plain text, as BibTeX and as CSL-JSON."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from diplomacy.archive.models import Version

SITE = "Diplomacy"
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


@dataclass(frozen=True, slots=True)
class Work:
    """An account that is quoted: who published it, when, where it stands, and the words."""

    id: str
    outlet: str
    official: bool
    title: str
    byline: str
    published: date
    url: str
    language: str
    seen: date
    digest: str
    words: str = ""

    @classmethod
    def of(cls, version: Version, words: str = "") -> "Work":
        """The account in the text of `version`, whose article and outlet are loaded."""
        article = version.article
        return cls(
            id=f"account-{article.pk}-{version.sha256[:12]}",
            outlet=article.outlet.name,
            official=article.outlet.kind == "official",
            title=article.title,
            byline=article.byline,
            published=article.published_on,
            url=article.url,
            language=article.language,
            seen=version.seen_at.date(),
            digest=version.sha256,
            words=" ".join(words.split()),
        )

    @property
    def author(self) -> str:
        """Who answers for it: an institution for its own account, else whom the byline names."""
        return self.outlet if self.official else self.byline

    @property
    def plain(self) -> str:
        """As a sentence."""
        title = f" “{self.title}”," if self.title else ""
        quoted = f": “{self.words}”" if self.words else ""
        where = f" {self.url}." if self.url else ""
        return f"{self.outlet},{title} {_day(self.published)}{quoted}.{where}"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader cites: the page of one difference, and the accounts that it is between."""

    path: str
    """The page's permanent address on this site."""
    url: str
    """The same with the site's name."""
    title: str
    judgement: str
    """What is said of the difference, and who or what says so."""
    works: tuple[Work, ...]
    accessed: date

    @property
    def id(self) -> str:
        """A key for reference managers, the same for the same address."""
        return "diplomacy-" + re.sub(r"[^0-9a-z]+", "-", self.path.casefold()).strip("-")

    @property
    def plain(self) -> str:
        """Sentences that can stand in a note: the accounts with their words, then what is said of them, and where."""
        accounts = " ".join(work.plain for work in self.works)
        return f"{accounts} {SITE}: {self.judgement} {self.url} (accessed {_day(self.accessed)})."

    @property
    def bibtex(self) -> str:
        """An entry for the difference and one for each account."""
        own = {
            "title": self.title,
            "howpublished": SITE,
            "note": self.judgement,
            "url": self.url,
            "urldate": self.accessed.isoformat(),
        }
        entries = [_entry("misc", self.id, own)]
        for work in self.works:
            fields = {
                "author": work.author,
                "title": work.title or work.outlet,
                "howpublished" if work.official else "journal": work.outlet,
                "date": work.published.isoformat(),
                "year": str(work.published.year),
                "url": work.url,
                "note": f"Text as seen on {_day(work.seen)}, sha256 {work.digest[:12]}",
            }
            entries.append(_entry("misc" if work.official else "article", work.id, fields))
        return "\n".join(dict.fromkeys(entries))

    @property
    def csl(self) -> str:
        """A list of items in CSL-JSON, the difference first."""
        own = {
            "id": self.id,
            "type": "webpage",
            "title": self.title,
            "container-title": SITE,
            "note": self.judgement,
            "URL": self.url,
            "accessed": _parts(self.accessed),
        }
        works = {work.id: _item(work) for work in self.works}
        return json.dumps([own, *works.values()], ensure_ascii=False, indent=2)

    @property
    def forms(self) -> tuple[tuple[str, str, str], ...]:
        """Name, ending of the file and text of each form."""
        return ("Plain text", "txt", self.plain), ("BibTeX", "bib", self.bibtex), ("CSL-JSON", "json", self.csl)


def cite_in(form: str, citation: Citation) -> str:
    """The citation as a file with this ending holds it: txt, bib or json."""
    return next(text for _, ending, text in citation.forms if ending == form)


def clipped(words: str, *, length: int = 90) -> str:
    """Words for a title: on one line, cut at a word's end where they are many."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]} …"


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    given = "".join(f"  {name} = {{{_latex(name, value)}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{given}}}\n"


def _latex(name: str, value: str) -> str:
    """A field's value, its signs that mean something to LaTeX escaped; an address stands as it is.

    Authors are institutions, or bylines as they are printed: a second pair of braces keeps them in one piece.
    """
    if name == "url":
        return value.replace("{", "%7B").replace("}", "%7D")
    escaped = _SPECIAL.sub(lambda sign: _LATEX[sign[0]], " ".join(value.split()))
    return f"{{{escaped}}}" if name == "author" else escaped


def _item(work: Work) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.id,
        "type": "document" if work.official else "article-newspaper",
        "title": work.title or work.outlet,
        "publisher" if work.official else "container-title": work.outlet,
        "issued": _parts(work.published),
        "language": work.language,
        "note": f"Text as seen on {_day(work.seen)}, sha256 {work.digest[:12]}",
    }
    if work.author:
        item["author"] = [{"literal": work.author}]
    return item | ({"URL": work.url} if work.url else {}) | ({"abstract": work.words} if work.words else {})


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
