"""Exchanges in a list as HTML; functions for the same reason as in `claims`, and escaped by the same rule."""

from html import escape

from django import template
from django.utils.dateformat import format as date_in
from django.utils.safestring import SafeString

from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.listing import Covering, ExchangeCard
from diplomacy.web.pages.tally import Part, Tally
from diplomacy.web.templatetags.claims import html

register = template.Library()


@register.simple_tag
def card(shown: ExchangeCard) -> SafeString:
    """One exchange: when it was, who tells of it, and how far the accounts agree."""
    day = shown.date
    return html(
        f'<li class="card">\n<p class="kicker">{escape(shown.kind)} · ',
        f'<time datetime="{day.isoformat()}">{date_in(day, "j F Y")}</time></p>\n',
        f'<h3><a href="{escape(shown.url)}">{escape(shown.title)}</a></h3>\n',
        f'<ul class="outlets">{"".join(map(_outlet, shown.outlets))}</ul>\n',
        tally(shown.tally, shown.id) or _uncompared(shown),
        "</li>\n",
    )


def _outlet(outlet: Covering) -> str:
    url = escape(address("outlet", outlet.id))
    return f'<li><a href="{url}">{escape(outlet.name)}</a> <small>{escape(outlet.kind)}</small></li>'


def _uncompared(shown: ExchangeCard) -> str:
    if len(shown.outlets) == 1:
        return '<p class="quiet">One account so far: nothing to compare it with.</p>'
    return '<p class="quiet">Not compared yet.</p>'


@register.simple_tag
def tally(counted: Tally, name: object) -> SafeString:
    """How far accounts agree, as a bar and its key; empty where nothing is counted. `name` is its own on the page."""
    parts = counted.parts
    if not parts:
        return html()
    return html(
        '<div class="tally">\n<svg class="bar" height="10" width="100%" aria-hidden="true" focusable="false">',
        f'<defs><pattern id="hatch-{name}" width="5" height="5" patternUnits="userSpaceOnUse" ',
        'patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5" />',
        '<rect class="hatch-line" width="1.25" height="5" /></pattern></defs>',
        *(_part(part, name) for part in parts),
        f'</svg>\n<ul class="key">{"".join(map(_key, parts))}</ul>\n</div>\n',
    )


def _part(part: Part, name: object) -> str:
    fill = f' fill="url(#hatch-{name})"' if part.words.key == "alone" else ""
    return f'<rect class="part {escape(part.words.key)}" x="{part.start}" width="{part.width}" height="10"{fill} />'


def _key(part: Part) -> str:
    symbol = f'<span class="symbol" aria-hidden="true">{escape(part.words.symbol)}</span>'
    return f'<li class="{escape(part.words.key)}">{symbol} <b>{part.count}</b> {escape(part.words.word)}</li>\n'
