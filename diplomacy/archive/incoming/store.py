"""Store an article as it came in: outlet, article and version, or what is there of them already."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diplomacy.archive.deleting.known import deleted
from diplomacy.archive.incoming import copies
from diplomacy.archive.incoming.attribution import UNNAMED
from diplomacy.archive.incoming.publishers import Publisher, fold
from diplomacy.archive.models import Article, Binned, Item, Original, Outlet, Version
from diplomacy.intake.values import BlockRole, IntakeArticle, Published


class Standing(StrEnum):
    """How an article that comes in stands to what is stored."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    DELETED = "deleted"
    """Known, and deleted by an editor: it is refused for as long as it can be restored."""

    @property
    def comes_in(self) -> bool:
        """Whether there is anything to store."""
        return self in (Standing.NEW, Standing.CHANGED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that came in, with who publishes it and when."""

    article: IntakeArticle
    publisher: Publisher
    reason: str
    published: Published
    guessed: bool = False
    """Whether the article does not say who publishes it."""
    credited: bool = False
    """Whether the publisher is the agency that byline or dateline credits, whoever prints the story."""

    @property
    def outlet(self) -> str:
        """The publisher's name, as far as a row holds it."""
        return self.publisher.name[:200]

    @property
    def sha256(self) -> str:
        """Of the text, as UTF-8, in hexadecimal."""
        return sha256_of(self.article.text)


def sha256_of(text: str) -> str:
    """Of a text, as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def standing(candidate: Candidate) -> tuple[Standing, Article | None]:
    """Whether the article is new, changed (a known address, another text), or known.

    Known is a text that was seen at its address before, or, where it or the stored one has no address, that the same
    outlet published on the same day: the same words on another day are another article, for ministries repeat
    themselves, and at another address they are a copy. Who publishes a text that does not say so may be told otherwise
    the next time, as more is known: any outlet's of that day is then the same. What two papers print of an agency is
    two articles. What is new, but for that it was deleted, is told to be so.
    """
    article = candidate.article
    there = Article.objects.select_related("outlet").filter(url=article.url).first() if article.url else None
    same = Version.objects.filter(sha256=candidate.sha256).select_related("article").defer("text", "source", "search")
    anywhere = same.filter(article__published_on=candidate.published.day)
    if not candidate.guessed:
        anywhere = anywhere.filter(article__outlet__name=candidate.outlet)
    if candidate.credited:
        anywhere = anywhere.filter(article__printed_in=_printed_in(_outlet(candidate), candidate))
    if article.url:
        anywhere = anywhere.filter(article__url="")
    if version := (same.filter(article=there) if there else anywhere).first():
        return Standing.KNOWN, version.article
    if there:
        return Standing.CHANGED, there
    return (Standing.DELETED if was_deleted(candidate) else Standing.NEW), None


def was_deleted(candidate: Candidate) -> Binned | None:
    """The deletion of this article, as long as it can be restored."""
    return deleted(url=candidate.article.url, sha256=candidate.sha256, day=candidate.published.day)


def draft(candidate: Candidate, stored: Article | None) -> Version:
    """The version to be, with its article and outlet, none of them saved: for a reader to look at."""
    outlet = stored.outlet if stored else _outlet(candidate)
    article = Article(pk=stored.pk if stored else None, outlet=outlet)
    _describe(article, candidate)
    return _version(article, candidate.article)


def store(candidate: Candidate) -> tuple[Standing, Version | None]:
    """Save outlet, article and version; no version where the text is known by now, or was deleted.

    Whose words it repeats, or who repeats its, is settled with it. Call it in a transaction, as the one writer.
    """
    how, article = standing(candidate)
    if not how.comes_in:
        return how, None
    if article is None:
        outlet = _outlet(candidate)
        if outlet.pk is None:
            outlet.save()
        article = Article(outlet=outlet)
    concerned = copies.alike_to(article)
    _describe(article, candidate)
    article.save()
    article.versions.filter(current=True).update(current=False)
    given = candidate.article
    version = _version(article, given)
    if given.original:
        name = given.url or given.source_file or given.title
        version.original = Original.keep(given.original, name=name, media_type=given.media_type)
    version.bands = copies.bands_of(version)
    version.save()
    copies.settle({article.pk, *concerned})
    return how, version


def recut(version: Version, given: IntakeArticle) -> Version | None:
    """Save what was cut anew from a current version's original as its successor; None where the article had this text
    before. Call it in a transaction.

    Address, outlet and date stay as they are: they may have been told when the article came in, or set by a curator;
    so do a title that is not the text's own, and a byline that was told. Whose words it repeats is settled anew.
    Call it as the one writer, too.
    """
    article = version.article
    if article.versions.filter(sha256=sha256_of(given.text)).exists():
        return None
    concerned = copies.alike_to(article)
    facts = {"dateline": given.dateline[:200]}
    if article.title == version.text[: version.title_end]:
        facts["title"] = given.title
    if not any("byline" in said for said in _said(article)):
        facts["byline"] = given.byline[:500]
    _set(article, facts)
    article.save(update_fields=["title", "byline", "dateline"])
    article.versions.filter(current=True).update(current=False)
    successor = _version(article, given)
    successor.original = version.original
    successor.bands = copies.bands_of(successor)
    successor.save()
    copies.settle({article.pk, *concerned})
    return successor


def _said(article: Article) -> list[dict[str, str]]:
    """What curators said of it when it was handed in."""
    items = Item.objects.filter(version__article=article, within__isnull=False)
    return [said.get(str(position), {}) for said, position in items.values_list("within__said", "position")]


def _outlet(candidate: Candidate) -> Outlet:
    """The row of the publisher, or one to be saved."""
    publisher, host = candidate.publisher, "" if _paper(candidate) else candidate.article.domain
    return Outlet.objects.filter(name=candidate.outlet).first() or Outlet(
        name=candidate.outlet,
        kind=publisher.kind,
        country=publisher.country,
        domains=list(publisher.domains) or ([host] if host else []),
        aliases=list(publisher.aliases),
        inferred=publisher.inferred,
    )


def _describe(article: Article, candidate: Candidate) -> None:
    """Put down what the text as it is now says of itself, but for what a curator typed in."""
    given, published = candidate.article, candidate.published
    facts = {
        "title": given.title,
        "byline": given.byline[:500],
        "dateline": given.dateline[:200],
        "url": given.url,
        "language": given.language,
        "published_on": published.day,
        "published_clock": published.clock,
        "utc_offset": published.offset,
        "source_file": (given.source_file or "")[-1000:],
        "attribution": candidate.reason[:300],
        "printed_in": _printed_in(article.outlet, candidate),
    }
    _set(article, facts)


def _set(article: Article, facts: Mapping[str, object]) -> None:
    for name, fact in facts.items():
        if name not in article.set_by_curator:
            setattr(article, name, fact)


def _paper(candidate: Candidate) -> str:
    """The paper that the article names beside the agency whose story it is."""
    publisher, named = candidate.publisher, candidate.article.outlet
    own = {fold(name) for name in (publisher.name, *publisher.aliases, *publisher.agency)}
    return named[:253] if candidate.credited and fold(named) not in own else ""


def _printed_in(outlet: Outlet, candidate: Candidate) -> str:
    """The paper or site that prints an agency's story; empty where the agency does so itself."""
    host, named = candidate.article.domain, candidate.article.outlet
    if not candidate.credited or any(f".{host}".endswith(f".{domain}") for domain in outlet.domains):
        return ""
    if named:
        return _paper(candidate)
    return (host[:253] if outlet.domains else "") if host else UNNAMED


def _version(article: Article, given: IntakeArticle) -> Version:
    titles = [block.end for block in given.blocks if block.role is BlockRole.TITLE]
    bodies = [block.start for block in given.blocks if block.role is BlockRole.BODY]
    return Version(
        article=article,
        text=given.text,
        sha256=sha256_of(given.text),
        title_end=max(titles, default=0),
        body_start=min(bodies, default=len(given.text)),
        source=given.source,
        segments=[[run.start, run.source_start, run.length] for run in given.segments],
    )
