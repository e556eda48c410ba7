"""What a page's own tags say of the article: JSON-LD, OpenGraph and the like, `<time>`."""

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree, html

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.schema_org import is_article, name, objects, strings, text
from diplomacy.intake.values import Published

_TITLE_TAGS = ("og:title", "twitter:title", "dc.title")
_DESCRIPTION_TAGS = ("og:description", "description", "twitter:description")
_OUTLET_TAGS = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_AUTHOR_TAGS = ("author", "article:author", "dc.creator", "citation_author")
_DATE_TAGS = (
    *("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
    *("dcterms.issued", "dcterms.created", "pubdate", "publishdate", "citation_publication_date"),
    *("parsely-pub-date", "sailthru.date"),
)
MOST_PARTS = 50_000
"""Objects and lists in a page's linked data. In what has more, no article is looked for."""
MOST_TIMES = 50
"""Times that a page marks, and that are read: reading one that is none takes long."""
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
    outlet = name(linked.get("publisher")) or _first(meta, _OUTLET_TAGS)
    headline = _headline(tree, text(linked.get("headline")), _first(meta, _TITLE_TAGS), outlet)
    stamps = [text(linked.get("datePublished")), _first(meta, _DATE_TAGS), *_printed_times(tree)]
    xml_language = tree.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    return PageFacts(
        title=headline,
        description=_first(meta, _DESCRIPTION_TAGS) or text(linked.get("description")),
        published=next(filter(None, map(parse_stamp, stamps)), None),
        outlet=outlet or _site_in_title(tree, headline),
        byline=name(linked.get("author")) or _first(meta, _AUTHOR_TAGS),
        url=_address(tree, _first(meta, ("og:url",)), linked),
        language=tree.get("lang", "") or xml_language or _first(meta, ("og:locale", "content-language")),
    )


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _printed_times(tree: html.HtmlElement) -> list[str]:
    """Dates that the page marks as such, those of publication first."""
    marked = [element for element in tree.iter() if element.get("itemprop") == "datePublished"]
    times = [*marked, *tree.iter("time")]
    printed = ((element.get("content"), element.get("datetime"), _words(element)) for element in times)
    return list(islice((words for each in printed for words in each if words), MOST_TIMES))


def deck(tree: html.HtmlElement, headline: str, description: str) -> str:
    """The visible standfirst: what stands near the headline and is the page's description, or is classed as one."""
    wanted = _letters(description)
    seen_headline = False
    for element in tree.iter("h1", "h2", "h3", "p", "div", "span"):
        words = _words(element) if len(element) < 8 else ""
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
        words = script.text or ""
        if "ld+json" in (script.get("type") or "") and words.count("{") + words.count("[") < MOST_PARTS:
            try:
                found += objects(json.loads(words, strict=False))
            except (ValueError, RecursionError):
                continue
    articles = [each for each in found if is_article(each) or "WebPage" in strings(each.get("@type"))]
    return next((each for each in articles if each.get("headline")), articles[0] if articles else {})


def _address(tree: html.HtmlElement, from_meta: str, linked: dict[str, Any]) -> str:
    canonical = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    candidates = [*canonical, from_meta, *strings(linked.get("url")), *strings(linked.get("mainEntityOfPage"))]
    return next((each.strip() for each in candidates if re.match(r"https?://\S+$", each.strip())), "")


def _headline(tree: html.HtmlElement, linked: str, from_meta: str, outlet: str) -> str:
    """The headline as the page shows it; where it shows none, as its tags have it, without the site's name.

    Of several first-level headings the one that the tags repeat; a lone one of a word or two is the site's name.
    """
    shown = [_words(element) for element in tree.iter("h1")]
    shown = [words for words in shown if words and _letters(words) != _letters(outlet)]
    tagged = [words for words in (linked, from_meta) if words]
    for words in shown:
        if any(_letters(tag).startswith(_letters(words)) for tag in tagged):
            return words
    if len(shown) == 1 and (len(shown[0].split()) > 2 or not tagged):
        return shown[0]
    in_head = [_words(element) for element in tree.iter("title")]
    named = (tagged or in_head or shown or [""])[0]
    suffix = _SITE_SUFFIX.search(named)
    return named[: suffix.start()] if suffix and (not outlet or _letters(suffix[0]) == _letters(outlet)) else named


def _words(element: etree._Element) -> str:
    """The words within an element."""
    shown: Any = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return folded(storable("".join(map(str, shown))))


def _site_in_title(tree: html.HtmlElement, headline: str) -> str:
    """The site's name as the window's title has it behind the headline ("… | The Herald")."""
    for element in tree.iter("title"):
        words = _words(element)
        suffix = _SITE_SUFFIX.search(words)
        if suffix and _letters(words[: suffix.start()]) == _letters(headline):
            return suffix[0].strip(" |·•–—-")
    return ""


def _letters(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
