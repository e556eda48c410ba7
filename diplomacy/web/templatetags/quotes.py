"""Statements and claims in a list as HTML; functions for the same reason as in `claims`, escaped by the same rule."""

from html import escape

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString

from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.elsewhere import Near
from diplomacy.web.pages.statements import Said
from diplomacy.web.templatetags.claims import added, html, sign, who
from diplomacy.web.templatetags.days import day

register = template.Library()


@register.simple_tag
def quote(said: Said, named: bool = True) -> SafeString:
    """Who says it (where that is `named`), with which cue, its words, where they stand, and where else they do."""
    language = escape(said.language)
    return html(
        '<li>\n<p class="who">',
        "<b>silence</b> " if said.silence else "",
        f"{_speakers(said)} " if named else "",
        f'<i lang="{language}">{escape(said.cue)}</i>' if said.cue else escape(said.kind_words),
        f" via {escape(said.via)}" if said.via else "",
        f'</p>\n<p class="words" lang="{language}">',
        added(said.opening),
        escape(said.content),
        added(said.closing),
        "</p>\n",
        f'<p class="meta"><a href="{escape(said.url)}">{escape(said.outlet)}</a> · {day(said.on)}',
        _decided(said),
        _elsewhere(said),
        "</p>\n</li>\n",
    )


def _speakers(said: Said) -> str:
    if not said.speakers:
        return '<span class="unknown">somebody not identified</span>'
    return ", ".join(f'<a href="{escape(address("actor", one.id))}">{escape(one.name)}</a>' for one in said.speakers)


def _decided(said: Said) -> str:
    if not said.decided:
        return ""
    symbol = f'<span aria-hidden="true">{escape(said.decided.symbol)}</span>'
    return f' · <a class="curated" href="{escape(said.decided.url)}">{symbol} {escape(said.decided.words)}</a>'


def _elsewhere(said: Said) -> str:
    if not said.elsewhere:
        return ""
    words = escape(truncatechars(said.content, 60))
    return f' · <a href="{escape(said.elsewhere)}" aria-label="where else is this said: {words}">where else?</a>'


@register.simple_tag
def near_claim(found: Near) -> SafeString:
    """A claim that lies near another: how near, who says it, its words, where they stand, and where else they do."""
    claim = found.claim
    link = f' · <a href="{escape(found.link.url)}">{sign(found.link.relation)}</a>' if found.link else ""
    return html(
        f'<li>\n<p class="meta"><b>{escape(found.closeness)}</b> <small>{found.percent} of 100</small>',
        f"{' · same exchange' if found.same_exchange else ''}{link}</p>\n",
        who(claim),
        f'\n<p class="words" lang="{escape(found.language)}"><a class="to-text" href="{escape(claim.url)}">',
        f"{added(claim.opening)}{escape(claim.text)}{added(claim.closing)}</a></p>\n",
        f'<p class="meta"><a href="{escape(address("outlet", found.outlet))}">{escape(found.outlet_name)}</a> · ',
        f'{day(found.on)} · <a href="{escape(found.url)}" ',
        f'aria-label="where else: {escape(truncatechars(claim.text, 60))}">where else?</a></p>\n</li>\n',
    )
