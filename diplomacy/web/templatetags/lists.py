"""What lists and figures repeat, as HTML; functions for the same reason as in `claims`, escaped by the same rule."""

from html import escape

from django import template
from django.utils.safestring import SafeString

from diplomacy.archive.models import Article
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.timeline import Bar, Timeline
from diplomacy.web.templatetags.claims import html
from diplomacy.web.templatetags.days import day

register = template.Library()


@register.simple_tag
def printed(article: Article) -> SafeString:
    """An article of an outlet, one of `OutletPage.articles`: when it appeared, and how much there is of it."""
    link = f'<a href="{escape(address("article", article.pk))}" lang="{escape(article.language)}">'
    counts = (f"{n} {word}{'' if n == 1 else 's'}" for word, n in _counts(article))
    told = " · ".join([day(article.published_on), *counts])
    return html(f"<li>{link}{escape(article.heading)}</a> <small>{told}</small></li>\n")


def _counts(article: Article) -> tuple[tuple[str, int], ...]:
    return ("statement", article.statement_count), ("exchange", article.exchange_count)  # type: ignore[attr-defined]


@register.simple_tag
def bars(timeline: Timeline, marked: str = "") -> SafeString:
    """The bars of a timeline; `marked` says what is told apart in each."""
    return html(*(_bar(bar) + (_marked(bar, marked) if bar.marked else "") for bar in timeline.rows))


def _bar(bar: Bar) -> str:
    lengths = f'x="{bar.x}" width="{bar.width}" y="{bar.y}" height="{bar.height}"'
    return f'<rect class="all" {lengths}><title>{escape(bar.label)}: {bar.count}</title></rect>\n'


def _marked(bar: Bar, marked: str) -> str:
    lengths = f'x="{bar.x}" width="{bar.width}" y="{bar.marked_y}" height="{bar.marked_height}"'
    says = f"{escape(bar.label)}: {bar.marked} of {bar.count} {escape(marked)}"
    return f'<rect class="marked" {lengths}><title>{says}</title></rect>\n'
