"""Pages and feeds for tests that fetch: a story among all that stands around one in the web."""

from html import escape
from itertools import chain

from tests.intake.fetching.web import Request, Route

CREW = "Vik said that the crew must come home before the winter storms close the strait to ships."
LAWFUL = "Orrell said that the inspection zone is lawful and that it will stay where it is."
GRAIN = "Vik stressed that grain ships are waiting outside the strait with their crews on board."
OPENING = "Foreign Minister Ana Vik of Sund spoke with her colleague Pavel Orrell of Valdoria by telephone on Tuesday."


def page(
    *said: str,
    title: str = "Vik and Orrell speak by telephone",
    day: str = "2031-06-10",
    outlet: str = "Marenne Herald",
    around: str = "one",
) -> bytes:
    """A page of a paper; `around` changes advertisements, counters, dates and links, but not the story."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in chain([OPENING], said))
    stamp = f'<meta property="article:published_time" content="{day}T09:00:00+00:00">' if day else ""
    links = "".join(f'<li><a href="/{around}/{n}">Related: {around} story number {n}</a></li>' for n in range(4))
    return f"""<!doctype html><html lang="en"><head><title>{escape(title)} - {outlet}</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{outlet}">
<meta property="og:type" content="article">{stamp}<script>var visitor = "{around}";</script></head><body>
<header><nav><a href="/">Home</a> <a href="/world">World</a></nav><p>It is {around} o'clock, {len(around)} degrees</p>
</header><main><article><h1>{escape(title)}</h1>{paragraphs}
<aside class="advertisement"><p>Buy {around} boats today</p></aside></article>
<section class="related"><h2>Related stories</h2><ul>{links}</ul></section></main>
<footer><p>Page made on {around} for you. Most read: {around}, {around}</p></footer></body></html>""".encode()


def spaced(data: bytes) -> bytes:
    """The same page with white space where none counts."""
    return (
        data.replace(b"<p>", b"\n\n  <p>\n   ")
        .replace(b"</p>", b"  \n</p>\n")
        .replace(b"by telephone", b"by  telephone")
    )


def feed(*links: str, title: str = "Marenne Herald") -> bytes:
    items = "".join(
        f"<item><title>Call {n}</title><link>{escape(link)}</link><pubDate>{DAY}</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


DAY = "Tue, 10 Jun 2031 09:00:00 GMT"
RSS = "application/rss+xml"


def tagged(body: bytes, etag: str, kind: str = "text/html; charset=utf-8") -> Route:
    """A page that says 304 to who has it."""

    def answer(request: Request) -> None:
        if request.headers.get("If-None-Match") == etag:
            request.page(status=304, ETag=etag)
        else:
            request.page(body, kind=kind, ETag=etag)

    return answer
