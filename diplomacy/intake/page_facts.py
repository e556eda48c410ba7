"""What a page's own tags say of the article: JSON-LD, OpenGraph and the like, `<time>`."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from diplomacy.intake.assemble import folded
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.values import Published

_ARTICLE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|PressRelease|WebPage|SpecialAnnouncement)$")
_DECK = re.compile(
    r"(?:^|[\s_-])(?:standfirst|deck|dek|sub-?head(?:line|ing)?|sub-?title|summary|lede?|intro|teaser|excerpt)(?:$|[\s_-])",
    re.I,
)
_SITE_SUFFIX = re.compile(r"\s+[|·•–—-]\s+[^|·•–—]{2,60}$")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Each fact as the page prints it, empty where it does not."""

    title: str
    description: str
    published: Published | None
    outlet: str
    byline: str
    url: str
    language: str


def page_facts(tree: html.HtmlElement) -> PageFacts:
    """Read a page's tags; broken JSON-LD is passed over."""
    meta = _meta(tree)
    linked = _linked_article(tree)
    first = lambda *names: next((meta[name] for name in names if meta.get(name)), "")  # noqa: E731
    outlet = _name(linked.get("publisher")) or first(
        "og:site_name", "application-name", "dc.publisher", "citation_publisher"
    )
    times = [element.get("datetime", "") for element in tree.iter("time")]
    stamps = [
        _text(linked.get("datePublished")),
        first(
            "article:published_time",
            "og:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.created",
            "pubdate",
            "publishdate",
            "citation_publication_date",
            "parsely-pub-date",
            "sailthru.date",
        ),
        *times,
    ]
    return PageFacts(
        title=_headline(tree, _text(linked.get("headline")), first("og:title", "twitter:title", "dc.title"), outlet),
        description=first("og:description", "description", "twitter:description") or _text(linked.get("description")),
        published=next(filter(None, map(parse_stamp, stamps)), None),
        outlet=outlet,
        byline=_name(linked.get("author")) or first("author", "article:author", "dc.creator", "citation_author"),
        url=_address(tree, first("og:url"), linked),
        language=tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or first("og:locale", "content-language"),
    )


def deck(tree: html.HtmlElement, headline: str, description: str) -> str:
    """The visible standfirst: what stands near the headline and is the page's description, or is classed as one."""
    wanted = _letters(description)
    seen_headline = False
    for element in tree.iter("h1", "h2", "h3", "p", "div", "span"):
        words = folded(element.text_content()) if len(element) < 8 else ""
        if not words or len(words) > 600:
            continue
        if _letters(words) == _letters(headline):
            seen_headline = True
        elif (element.tag != "h1" and wanted and _letters(words) == wanted and seen_headline) or (
            seen_headline
            and _DECK.search(f"{element.get('class', '')} {element.get('itemprop', '')}")
            and len(words.split()) > 3
        ):
            return words
    return ""


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """The first content of each meta name, property or http-equiv, by its name in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = folded(element.get("content") or "")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if element.get(key) and content:
                found.setdefault(element.get(key, "").lower(), content)
    return found


def _linked_article(tree: html.HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the article; one with a headline before one of the page."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                found += _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
    articles = [each for each in found if any(_ARTICLE.match(kind) for kind in _strings(each.get("@type")))]
    return next((each for each in articles if each.get("headline")), articles[0] if articles else {})


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document: itself, a list, or a graph."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))


def _strings(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _text(value: Any) -> str:
    return folded(html.fromstring(f"<i>{value}</i>").text_content()) if isinstance(value, str) and value.strip() else ""


def _name(value: Any) -> str:
    """The names of persons or organisations, which may be strings, objects or lists of either."""
    named = (
        each.get("name") if isinstance(each, dict) else each for each in (value if isinstance(value, list) else [value])
    )
    return ", ".join(filter(None, map(_text, named)))


def _address(tree: html.HtmlElement, from_meta: str, linked: dict[str, Any]) -> str:
    canonical = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    candidates = [*canonical, from_meta, *_strings(linked.get("url")), *_strings(linked.get("mainEntityOfPage"))]
    return next((each.strip() for each in candidates if re.match(r"https?://\S+$", each.strip())), "")


def _headline(tree: html.HtmlElement, linked: str, from_meta: str, outlet: str) -> str:
    """The headline as the page shows it; where it shows none, as its tags have it, without the site's name.

    Of several first-level headings the one that the tags repeat; a lone one of a word or two is the site's name.
    """
    shown = [folded(element.text_content()) for element in tree.iter("h1")]
    shown = [words for words in shown if words and _letters(words) != _letters(outlet)]
    tagged = [words for words in (linked, from_meta) if words]
    for words in shown:
        if any(_letters(tag).startswith(_letters(words)) for tag in tagged):
            return words
    if len(shown) == 1 and (len(shown[0].split()) > 2 or not tagged):
        return shown[0]
    in_head = [folded(element.text_content()) for element in tree.iter("title")]
    named = (tagged or in_head or shown or [""])[0]
    suffix = _SITE_SUFFIX.search(named)
    return named[: suffix.start()] if suffix and (not outlet or _letters(suffix[0]) == _letters(outlet)) else named


def _letters(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
