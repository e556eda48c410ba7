"""What was fetched, as articles: read by the format that the server names, and given the address they are known by."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from diplomacy.intake.addresses import host
from diplomacy.intake.fetching.values import Fetched
from diplomacy.intake.read import DEFAULT_LIMIT, read_bytes
from diplomacy.intake.values import Incoming, IntakeArticle


def read_fetched(
    fetched: Fetched, *, limit: int = DEFAULT_LIMIT, vocabulary_folder: Path | None = None
) -> Iterator[Incoming]:
    """Yield each article, address or error of what was fetched, as `read_bytes` does; never raise one.

    An article that is the whole page is known by the address that the page gives itself, if that is of the same site
    and names a page of it; else by the address that answered. Records of a fetched file keep the addresses they give.
    """
    found = read_bytes(
        fetched.final_url,
        fetched.body,
        limit=limit,
        vocabulary_folder=vocabulary_folder,
        media_type=fetched.media_type,
        url=fetched.final_url,
    )
    for incoming in found:
        if isinstance(incoming, IntakeArticle) and incoming.original == fetched.body:
            yield _addressed(incoming, fetched.final_url)
        else:
            yield incoming


def _addressed(article: IntakeArticle, final_url: str) -> IntakeArticle:
    if _may_call_itself(article.url, final_url):
        return article
    return replace(article, url=final_url, domain=host(final_url))


def _may_call_itself(claimed: str, final_url: str) -> bool:
    """Whether a page may be known by an address it claims: not by another site's, nor, with its fellows, by the front
    page's, which some sites put into every page."""
    ours, theirs = host(final_url), host(claimed)
    is_same_site = ours == theirs or ours.endswith(f".{theirs}") or theirs.endswith(f".{ours}")
    is_front = not urlsplit(claimed).path.strip("/") and not urlsplit(claimed).query
    is_on_front = not urlsplit(final_url).path.strip("/")
    return bool(theirs) and "." in theirs and is_same_site and (not is_front or is_on_front)
