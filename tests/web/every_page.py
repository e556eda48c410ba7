"""Every address that a reader can open, one of each kind: what walks over all pages walks over this table."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver, include, path, resolve, reverse

from diplomacy.archive.models import Article, Exchange, Statement
from diplomacy.web.pages.places import Place, TextKey, changes_url, elsewhere_url, omission_url, pair_url, statement_url
from tests.web.corpus import Corpus

Where = Callable[[Corpus], str]


def broken(request: HttpRequest) -> HttpResponse:
    """A view as no one wants it."""
    raise RuntimeError(f"{request.path} is broken on purpose")


# This module is the tests' table of addresses too: all that the program has, and a page that breaks.
urlpatterns = [path("broken/", broken), path("", include("diplomacy.urls"))]


def statement(corpus: Corpus) -> str:
    return statement_url(Statement.objects.select_related("version").get(version=corpus.wire.version, cue_lemma="said"))


def omission(corpus: Corpus) -> str:
    return omission_url(Place.of_claim(corpus.readout.claims["harms nobody"]), TextKey.of(corpus.wire.version))


def changes(corpus: Corpus) -> str:
    return changes_url(*(TextKey.of(one.version) for one in corpus.met))


def gone(corpus: Corpus) -> str:
    """Two claims that were never paired."""
    ends = corpus.readout.claims["harms nobody"], corpus.other_readout.claims["Nobody will be left behind"]
    return reverse("web:cited-pair", args=[Place.of_claim(claim) for claim in ends])


def crowded(reading: str = "") -> Where:
    return lambda _: f"/exchanges/{Exchange.objects.get(participants__name='Bo Tervik').pk}/{reading}"


def crowded_texts(corpus: Corpus) -> str:
    accounts = Article.objects.filter(outlet__name__startswith="Gazette").values_list("pk", flat=True).order_by("pk")
    return f"{crowded('texts/')(corpus)}?{urlencode({'account': list(accounts)}, doseq=True)}"


def file_of(page: str) -> Where:
    return lambda corpus: f"{PAGES[page](corpus)}cite.txt"


PAGES: dict[str, Where] = {
    "home": lambda _: "/",
    "exchanges": lambda _: "/exchanges/",
    "claims": lambda corpus: f"/exchanges/{corpus.exchange.pk}/",
    "texts": lambda corpus: f"/exchanges/{corpus.exchange.pk}/texts/",
    "framing": lambda corpus: f"/exchanges/{corpus.exchange.pk}/framing/",
    "sources": lambda corpus: f"/exchanges/{corpus.exchange.pk}/sources/",
    "sources-edited": lambda corpus: f"/exchanges/{corpus.lone.pk}/sources/",
    "pair": lambda corpus: pair_url(corpus.contradicted),
    "statement": statement,
    "omission": omission,
    "changes": changes,
    "article": lambda corpus: f"/articles/{corpus.wire.version.article_id}/",
    "actors": lambda _: "/actors/",
    "actor": lambda corpus: f"/actors/{corpus.minister.pk}/",
    "outlets": lambda _: "/outlets/",
    "outlet": lambda corpus: f"/outlets/{corpus.wire.version.article.outlet_id}/",
    "search": lambda _: "/search/?q=drivers",
    "search-unasked": lambda _: "/search/",
    "search-statements": lambda corpus: f"/search/statements/?q=drivers&speaker={quote(corpus.minister.name)}",
    "search-statements-unasked": lambda _: "/search/statements/",
    "search-concordance": lambda _: "/search/concordance/?q=drivers",
    "search-elsewhere": lambda corpus: elsewhere_url(Place.of_claim(corpus.readout.claims["stay in contact"])),
    "search-elsewhere-unasked": lambda _: "/search/elsewhere/",
    "about": lambda _: "/about/",
    "methods": lambda _: "/methods/",
}
"""A page of every kind, each answered with 200, by its name."""

REFUSALS: dict[str, tuple[int, Where]] = {
    "404": (404, lambda _: "/nowhere/"),
    "410": (410, gone),
    "500": (500, lambda _: "/broken/"),
}
"""The pages of what can't be shown, with their status."""

CROWDED: dict[str, Where] = {
    "article-copy": lambda corpus: f"/articles/{corpus.wire.version.article.copies.get().pk}/",
    "claims-of-eight": crowded(),
    "texts-of-eight": crowded_texts,
    "framing-of-eight": crowded("framing/"),
    "sources-of-eight": crowded("sources/"),
}
"""A copy of an account, and the readings of an exchange of eight, as the fixture `site` lays them out."""

FILES: dict[str, Where] = {
    "pair-as-file": file_of("pair"),
    "statement-as-file": file_of("statement"),
    "omission-as-file": file_of("omission"),
    "changes-as-file": file_of("changes"),
    "framing-as-file": lambda corpus: f"/exchanges/{corpus.exchange.pk}/framing/omissions.csv",
    "pair-of-exchange": lambda corpus: f"/exchanges/{corpus.exchange.pk}/pairs/{corpus.contradicted.pk}/",
}
"""What has an address and is no page: files, and an old address that leads elsewhere."""


CURATORS: dict[str, Where] = {
    "bring-in": lambda _: "/bring-in/",
    "draft": lambda _: "/bring-in/1/",
    "deliveries": lambda _: "/deliveries/",
    "delivery": lambda _: "/deliveries/1/",
    "watched": lambda _: "/watched/",
    "review": lambda _: "/review/",
    "edit": lambda corpus: f"/articles/{corpus.wire.version.article_id}/edit/",
    "review-speakers": lambda _: "/review/speakers/",
    "review-exchanges": lambda _: "/review/exchanges/",
    "review-actors": lambda _: "/review/actors/",
    "split-actor": lambda corpus: f"/actors/{corpus.minister.pk}/split/",
    "merge-actor": lambda corpus: f"/actors/{corpus.minister.pk}/merge/",
    "edit-exchange": lambda corpus: f"/exchanges/{corpus.exchange.pk}/edit/",
    "pair-by-hand": lambda corpus: f"{omission(corpus)}pair/",
    "decisions": lambda _: "/decisions/",
    "decision": lambda _: "/decisions/1/",
    "bin": lambda _: "/bin/",
    "delete": lambda corpus: f"/bin/delete/article/?row={corpus.wire.version.article_id}",
}
"""What opens to curators alone, and writes: `test_bringing_in_browser` walks them."""

SIGNING_IN: dict[str, Where] = {
    "sign-in": lambda _: "/sign-in/",
    "sign-out": lambda _: "/sign-out/",
    "password": lambda _: "/password/",
    "password-changed": lambda _: "/password/changed/",
}
"""The doors: `test_signing_in_browser` walks them."""


def pages(corpus: Corpus) -> list[str]:
    """The address of a page of every kind."""
    return [where(corpus) for where in PAGES.values()]


def files(corpus: Corpus) -> list[str]:
    """The addresses that are no pages."""
    return [where(corpus) for where in FILES.values()]


def curators(corpus: Corpus) -> list[str]:
    """The addresses of curators' pages and of the doors to them, whether something is there or not."""
    return [where(corpus) for where in (CURATORS | SIGNING_IN).values()]


def missing(corpus: Corpus) -> set[str]:
    """The routes of the site that no address of the tables leads to."""
    patterns = get_resolver("diplomacy.web.urls").url_patterns
    routes = {str(pattern.pattern) for pattern in patterns if isinstance(pattern, URLPattern)}
    return routes - {
        resolve(url.partition("?")[0]).route for url in (*pages(corpus), *files(corpus), *curators(corpus))
    }
