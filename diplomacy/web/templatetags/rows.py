"""Rows of the claims table as HTML; functions for the same reason as in `claims`, and escaped by the same rule."""

from collections.abc import Collection
from html import escape

from django import template
from django.utils.safestring import SafeString

from diplomacy.web.pages.accounts import AccountView, ClaimView
from diplomacy.web.pages.places import omission_url
from diplomacy.web.pages.table import Aside, Cell, Row
from diplomacy.web.templatetags.claims import claim, html, met, sign, why

register = template.Library()


@register.simple_tag
def row(shown: Row, apart: Collection[int]) -> SafeString:
    """One claim across all accounts; the articles of `apart` are left out on a narrow screen, and so is a row of
    which only they have anything.
    """
    name = f"row-{shown.head.id}{'-again' if shown.repeats else ''}"
    near = any(cell.claims for cell in shown.cells if cell.account.article not in apart)
    return html(
        f'<tr class="row{"" if near else " apart"}" id="{name}"><th scope="row" class="n">',
        f'<a href="#{name}"><span class="hidden">Claim </span>{shown.number}</a></th>',
        *(_cell(cell, shown, apart=cell.account.article in apart) for cell in shown.cells),
        "</tr>\n",
    )


def _cell(cell: Cell, within: Row, *, apart: bool) -> str:
    language, background = cell.account.language, within.head.context
    if cell.head:
        return _td("head", apart, claim(cell.head, cell.pieces, language))
    if cell.met:
        return _td(
            "",
            apart,
            *(met(answer, language, background) for answer in cell.met),
            _further(cell, background),
            *(met(answer, language, background) for answer in cell.disputes),
            *map(_aside, cell.asides),
        )
    disputes = [met(answer, language, background) for answer in cell.disputes]
    if within.gaps_count:
        absent = f'<a href="{_absence(within.head, cell.account)}">Not in this account</a>'
        if not disputes:
            return _td("gap", apart, absent)
        against = (f'<div class="against">{dispute}</div>' for dispute in disputes)
        return _td("gap", apart, f'<p class="absent">{absent}, which says against it:</p>', *against)
    return _td("", apart, *disputes) if disputes else _td("quiet", apart, '<span aria-hidden="true">–</span>')


def _absence(said: ClaimView, account: AccountView) -> str:
    """The permanent address of the omission; none of a claim or an account of which no text is known."""
    return omission_url(said.stands, account.text) if said.stands and account.text else ""


def _td(kind: str, apart: bool, *inside: str) -> str:
    classes = " ".join(filter(None, (kind, "apart" if apart else "")))
    return f'<td class="{classes}">{"".join(inside)}</td>' if classes else f"<td>{''.join(inside)}</td>"


def _further(cell: Cell, background: bool) -> str:
    if not cell.further:
        return ""
    several = "s" if len(cell.further) > 1 else ""
    answers = "".join(met(answer, cell.account.language, background) for answer in cell.further)
    words = f"also in {len(cell.further)} other passage{several}"
    return f'<details class="further"><summary>{words}</summary>{answers}</details>'


def _aside(aside: Aside) -> str:
    pairs = "".join(why(link, outlet) for link, outlet in aside.links)
    summary = f"<summary>{sign(aside.relation)} against {escape(aside.outlets)}</summary>"
    return f'<details class="aside {escape(aside.relation.key)}">{summary}{pairs}</details>'
