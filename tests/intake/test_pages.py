"""Saved pages: headline, standfirst and text in, everything around them out."""

import pytest

from diplomacy.intake import BlockRole
from tests.intake.reading_in import PARAGRAPHS, blocks, only, refused

FIRST, LAST = PARAGRAPHS
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
{"@type": "NewsArticle", "headline": "Sund frees sailors &amp; ships", "datePublished": "2031-06-10T21:15:00+02:00",
"author": [{"name": "Ana Brekke"}], "publisher": {"name": "Harbour Herald"}}]}</script>"""
PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Sund: free at last | Harbour Herald</title>
<meta property="og:title" content="Sund frees sailors &amp; ships | Harbour Herald">
<meta property="og:description" content="A teaser for search engines that the page itself does not show.">
<link rel="canonical" href="https://www.harbour.example/world/sund-frees-sailors">{LINKED}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Sund frees sailors &amp; ships</h1>
<p class="standfirst">Eleven men cross the bridge at Lantern Rock</p>
<p class="byline">By <a href="/ana">Ana Brekke</a></p><time datetime="2031-06-10T21:15:00+02:00">10 June 2031</time>
<figure><img src="x.jpg"><figcaption>Sailors wave from the bridge. Photo: Harbour Pictures</figcaption></figure>
<p>HALVIK, Sund &mdash; {FIRST}</p>
<p>Orrell spoke of a <em>lasting</em> <a href="/c">cease-fire</a>, and of &ldquo;bread&rsquo;s price&rdquo;.</p>
<div class="newsletter"><p>Our correspondents explain the strait, in your inbox every Friday.</p></div>
<blockquote><p>&ldquo;We will speak to anyone, at any hour,&rdquo; Vik told reporters in Halvik.</p></blockquote>
<ol><li>The ministers reaffirmed their commitment to the ceasefire.</li>
<li>They agreed to open the strait to grain ships on 20 June.</li></ol>
<p>{LAST}</p></article>
<section class="related"><h2>Related articles</h2><ul><li><a href="/1">Grain prices rise again</a></li></ul></section>
<aside class="most-read"><h2>Most read</h2><ol><li><a href="/2">Why summits fail</a></li></ol></aside>
<footer><p>&copy; 2031 Harbour Herald. All rights reserved.</p></footer></body></html>"""


def test_a_page_with_all_its_tags() -> None:
    article = only("a.html", PAGE)
    assert article.title == "Sund frees sailors & ships"
    assert article.published is not None
    assert article.published.isoformat() == "2031-06-10T21:15:00+02:00"
    assert (article.outlet, article.byline, article.dateline) == ("Harbour Herald", "Ana Brekke", "HALVIK, Sund")
    assert (article.url, article.domain) == ("https://www.harbour.example/world/sund-frees-sailors", "harbour.example")
    assert article.language == "en"
    assert blocks(article, BlockRole.STANDFIRST) == ["Eleven men cross the bridge at Lantern Rock"]
    assert blocks(article, BlockRole.BODY) == [
        FIRST,
        "Orrell spoke of a lasting cease-fire, and of “bread’s price”.",
        "“We will speak to anyone, at any hour,” Vik told reporters in Halvik.",
        "The ministers reaffirmed their commitment to the ceasefire.",
        "They agreed to open the strait to grain ships on 20 June.",
        LAST,
    ]


def test_a_ministrys_page_without_tags() -> None:
    page = f"""<html><head><title>Orrell speaks with Vik - Ministry of Foreign Affairs of Ruritania</title></head><body>
    <div><ul><li><a href="/">Home</a><li><a href="/n">News</a></ul></div>
    <div class="content"><h1>Orrell speaks with Vik</h1><div class="info">10 June 2031, 14:30</div>
    <p>{FIRST}</p><p>{LAST}</p></div><div>Ministry of Foreign Affairs. All rights reserved.</div></body></html>"""
    article = only("a.htm", page)
    assert article.title == "Orrell speaks with Vik"
    assert article.outlet == "Ministry of Foreign Affairs of Ruritania"
    assert article.published is not None
    assert article.published.isoformat() == "2031-06-10T14:30:00"
    assert blocks(article, BlockRole.BODY) == [FIRST, LAST]


def test_a_headline_that_only_the_tags_have_opens_the_text() -> None:
    page = f"""<html><head><meta property="og:title" content="Vik calls Orrell"></head>
    <body><div><p>{FIRST}</p><p>{LAST}</p></div></body></html>"""
    article = only("a.html", page)
    assert article.text == "\n\n".join(["Vik calls Orrell", FIRST, LAST])


def test_the_sites_name_is_no_headline() -> None:
    page = f"""<html><head><meta property="og:site_name" content="Harbour Herald">
    <title>Vik calls Orrell | Harbour Herald</title>
    </head><body><h1>Harbour Herald</h1><article><p>{FIRST}</p><p>{LAST}</p></article></body></html>"""
    assert only("a.html", page).title == "Vik calls Orrell"


def test_a_truncated_page_gives_what_it_has() -> None:
    article = only("a.html", PAGE[: PAGE.index("Vik told reporters")])
    assert article.title == "Sund frees sailors & ships"
    assert blocks(article, BlockRole.BODY)[0] == FIRST


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "windows-1251"])
def test_the_charset_that_a_page_declares(charset: str) -> None:
    said = "Сейчас" if charset == "windows-1251" else "“Sjøhus”" if charset == "windows-1252" else "Sjøhus"
    page = f"""<html><head><meta charset="{charset}"></head>
    <body><article><h1>Vik calls</h1><p>{said} {FIRST}</p></article></body></html>"""
    assert f"{said} The two ministers" in only("a.html", page.encode(charset)).text


def test_broken_tags_are_passed_over() -> None:
    broken = PAGE.replace('"headline": ', '"headline" ').replace("2031-06-10T21:15:00+02:00", "soon")
    article = only("a.html", broken)
    assert article.title == "Sund frees sailors & ships"
    assert article.published is not None
    assert article.published.isoformat() == "2031-06-10", "the date that the page prints"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html><body>" + "<div>" * 100_000 + FIRST, "nested too deeply"),
        ("<html><body><nav>Home</nav></body></html>", "no article was found"),
        ("<html></html>", "save"),
    ],
)
def test_a_page_that_holds_no_article_is_told_in_a_sentence(page: str, words: str) -> None:
    assert words in refused("a.html", page.encode())
