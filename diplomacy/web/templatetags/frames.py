"""Rows of the framing's tables and its quotations as HTML; functions for the same reason as in `claims`, and escaped
by the same rule.
"""

from html import escape

from django import template
from django.contrib.humanize.templatetags.humanize import ordinal
from django.template.defaultfilters import capfirst
from django.utils.safestring import SafeString

from diplomacy.web.pages.formulas import FormulaView
from diplomacy.web.pages.framing import (
    CueView,
    NameRow,
    NameUse,
    TopicCell,
    TopicRow,
    VoiceCell,
    VoiceRow,
    WhyView,
)
from diplomacy.web.pages.ledger import Column, LedgerCell, LedgerRow
from diplomacy.web.pages.quotations import CheckView, QuoteView
from diplomacy.web.templatetags.claims import html, named, sign

register = template.Library()


@register.simple_tag
def name_row(row: NameRow) -> SafeString:
    """What a thing is called by each account, and why it is taken for one thing."""
    kind = "contested names" if row.listed else "found in these texts; may be no more than synonyms"
    return html(
        f'<th scope="row">{escape(row.head)} <small>{kind} · {escape(row.sureness)}</small>',
        '<details class="why"><summary><span class="ask">why?</span></summary><ul>',
        *map(_reason, row.why),
        "</ul></details></th>\n",
        *(_cell(column, _names(column, uses), none="does not name it") for column, uses in row.cells),
    )


def _reason(why: WhyView) -> str:
    words = escape(why.words)
    return f"<li>{_link(why.url, words) if why.url else words} · {escape(why.sureness)}</li>"


def _names(column: Column, uses: tuple[NameUse, ...]) -> str:
    return f'<ul lang="{escape(column.language)}">{"".join(map(_name, uses))}</ul>' if uses else ""


def _name(use: NameUse) -> str:
    own = "in its own words" if use.own else ""
    reported = f"attributed to {escape(use.voices)}" if use.voices else ""
    said = "; ".join(filter(None, (own, reported))) + (" · unsure" if use.unsure else "")
    name = f'<a class="name" href="{escape(use.url)}">{escape(use.text)}</a>'
    return f'<li>{name}{_times(use.count)} <small lang="en">{said}</small></li>'


@register.simple_tag
def voice_row(row: VoiceRow) -> SafeString:
    """With which verbs each account reports a speaker."""
    cells = (_cell(cell.column, _voice(cell), none="does not report them") for cell in row.cells)
    return html(f'<th scope="row">{named(row.speakers)}</th>\n', *cells)


def _voice(cell: VoiceCell) -> str:
    if not (cell.cues or cell.carried):
        return ""
    level = f'<p class="strength">{_level(cell.bar, 6)}<small>{cell.strength} of 5</small></p>' if cell.bar else ""
    carried = f"<li><small>{cell.carried} carried on without a verb</small></li>" if cell.carried else ""
    return f"{level}<ul>{''.join(map(_cue, cell.cues))}{carried}</ul>"


def _cue(cue: CueView) -> str:
    verb = f"{'not ' if cue.negated else ''}<i>{escape(cue.lemma)}</i>"
    return f"<li>{_link(cue.url, verb)}{_times(cue.count)} <small>{escape(cue.stance)}</small></li>"


@register.simple_tag
def topic_row(row: TopicRow) -> SafeString:
    """What each account gives to a topic."""
    cells = (_cell(cell.column, _topic(cell), none="no room for it") for cell in row.cells)
    return html(f'<th scope="row">{escape(capfirst(row.words))} <small>{escape(row.why)}</small></th>\n', *cells)


def _topic(cell: TopicCell) -> str:
    if not cell.claims:
        return ""
    told = (
        ordinal(cell.place) if cell.place else "",
        "in the headline" if cell.headline else "",
        f"{cell.claims} claim{'' if cell.claims == 1 else 's'}",
    )
    share = f"{_link(cell.url, f'{cell.percent}%')} <small>{' · '.join(filter(None, told))}</small>"
    return f'{_level(f"{cell.percent}%", 10)}<p class="share">{share}</p>'


@register.simple_tag
def ledger_row(row: LedgerRow) -> SafeString:
    """How much of an account each other one leaves out."""
    claims = f"{row.told} claim{'' if row.told == 1 else 's'}"
    cells = (_cell(cell.column, _lacking(cell, row.told), none="its own") for cell in row.cells)
    return html(f'<th scope="row">{escape(row.column.outlet)} <small>{claims}</small></th>\n', *cells)


def _lacking(cell: LedgerCell, told: int) -> str:
    if not cell.url:
        return ""
    words = _link(cell.url, f"{cell.lacking} of {told}")
    return f'{_level(f"{round(100 * cell.lacking / told)}%", 10)}<p class="share">{words} <small>not in it</small></p>'


@register.simple_tag
def quotation(quote: QuoteView) -> SafeString:
    """A quotation, and what the other accounts have of it."""
    speaker = f", quoting {escape(quote.speaker)}" if quote.speaker else ""
    checks = f'<ul class="checks">{"".join(map(_check, quote.checks))}</ul>\n' if quote.checks else ""
    absent = f'<p class="quiet">Not found in {escape(quote.absent)}.</p>' if quote.absent else ""
    return html(
        f'<li class="{escape(quote.words.key)}"><blockquote lang="{escape(quote.language)}">',
        f'<p><a class="to-text" href="{escape(quote.url)}">“{escape(quote.text)}”</a></p></blockquote>\n',
        f'<p class="meta">{sign(quote.words)} · {escape(quote.outlet)}{speaker}</p>\n{checks}{absent}</li>\n',
    )


def _check(check: CheckView) -> str:
    pieces = (
        f'<mark class="only">{escape(piece.text)}</mark>' if piece.dropped else escape(piece.text)
        for piece in check.passage
    )
    where = f"{sign(check.words)} · compared with {escape(check.outlet)} · {escape(check.sureness)}"
    why = f"<p>{escape(check.words.means)} Here {escape(check.why)}.</p>"
    return (
        f'<li class="{escape(check.words.key)}"><p class="where">{where}</p>\n'
        f'<p class="passage" lang="{escape(check.language)}">'
        f'<a class="to-text" href="{escape(check.url)}">{"".join(pieces)}</a></p>\n'
        f'<details class="why"><summary><span class="ask">why?</span></summary>{why}</details></li>\n'
    )


@register.simple_tag
def repeated(formula: FormulaView) -> SafeString:
    """A claim that the ministry has made before, and where."""
    text = f'<a class="to-text" href="{escape(formula.url)}">{escape(formula.text)}</a>'
    several = "" if len(formula.earlier) == 1 else "s"
    return html(
        f'<li><p><b class="kind">{escape(formula.word)}</b> {text} <small>{escape(formula.sureness)}</small></p>\n',
        f'<details class="why"><summary>{len(formula.earlier)} earlier readout{several} ',
        '<span class="ask">which?</span></summary><ul>',
        *(
            f"<li>{_link(said.url, said.day)}, {escape(said.title)}: “{escape(said.text)}”</li>"
            for said in formula.earlier
        ),
        "</ul></details></li>\n",
    )


@register.simple_tag
def missing(formula: FormulaView) -> SafeString:
    """A claim that the ministry always made, and makes no more."""
    last = (f"Last in {_link(said.url, escape(said.title))}, {said.day}" for said in formula.earlier)
    sure = f"{escape(formula.word)} · {escape(formula.sureness)}"
    return html(
        f'<li><p><b class="kind gone">missing</b> {escape(formula.text)} <small>{sure}</small></p>\n',
        f'<p class="meta">{"".join(last)}</p></li>\n',
    )


def _cell(column: Column, inside: str, *, none: str) -> str:
    """A cell under an account's name, which a narrow screen shows; `none` is said where nothing is inside."""
    account = f'<p class="account">{escape(column.outlet)}</p>'
    if inside:
        return f"<td>{account}{inside}</td>\n"
    return f'<td class="none">{account}<span aria-hidden="true">–</span><span class="hidden">{none}</span></td>\n'


def _level(width: str, height: int) -> str:
    """A bar of `width` on a ground as wide as the cell."""
    return (
        f'<svg class="level" width="100%" height="{height}" aria-hidden="true" focusable="false">'
        f'<rect class="ground" width="100%" height="{height}" />'
        f'<rect class="fill" width="{width}" height="{height}" /></svg>'
    )


def _times(count: int) -> str:
    return f' <span class="times">×{count}</span>' if count > 1 else ""


def _link(url: str, inside: str) -> str:
    """A link around what is HTML already."""
    return f'<a href="{escape(url)}">{inside}</a>'
