"""Claims as HTML: their marked words, who says them, and the way to the reasons of a pair.

A comparison shows these some hundreds of times; written as functions they take a tenth of the time that included
templates take. Everything that comes from a text or a name goes through `format_html`, which escapes it.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from diplomacy.web.pages.accounts import ClaimView, PairLink, Speaker
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.table import Met
from diplomacy.web.pages.wording import CLASH, EQUAL, ONLY, REWORDED, Pieces
from diplomacy.web.pages.words import RelationWords

register = template.Library()

NOTHING = mark_safe("")
_MARKED = {
    ONLY: '<mark class="only">{}</mark>',
    REWORDED: '<u class="otherwise">{}</u>',
    CLASH: '<strong class="clash">{}</strong>',
    EQUAL: "{}",
}


@register.filter
def marked(pieces: Pieces) -> SafeString:
    """The pieces one after the other, each with its mark and nothing between them."""
    return mark_safe("".join(format_html(_MARKED[piece.mark], piece.text) for piece in pieces))  # noqa: S308


@register.simple_tag
def claim_words(claim: ClaimView, pieces: Pieces) -> SafeString:
    """A claim's marked words, with the quotation marks that they lack."""
    return format_html("{}{}{}", _added(claim.opening), marked(pieces), _added(claim.closing))


def _added(marks: str) -> SafeString:
    return format_html('<span class="added">{}</span>', marks) if marks else NOTHING


@register.simple_tag
def claim(said: ClaimView, pieces: Pieces, language: str) -> SafeString:
    """Who says a claim, and its words as the way to where they stand."""
    return format_html(
        '{}<p class="words" lang="{}"><a class="to-text" href="{}">{}</a></p>',
        who(said),
        language,
        said.url,
        claim_words(said, pieces),
    )


@register.simple_tag
def met(answer: Met, language: str, in_background: bool = False) -> SafeString:
    """A claim that answers the one that heads its row, and how it stands to it.

    Background that answers a claim about the exchange is called so, unless all of the row is (`in_background`).
    """
    return format_html(
        '<div class="met {}">{}{}{}</div>',
        answer.link.relation.key,
        mark_safe('<span class="ground">background</span>') if answer.claim.context and not in_background else NOTHING,
        claim(answer.claim, answer.pieces, language),
        why(answer.link),
    )


@register.filter
def who(said: ClaimView) -> SafeString:
    """Who says a claim, with which cue, through whom, and where in the article."""
    place = format_html(' <span class="place">{}</span>', said.place) if said.place else NOTHING
    if not (said.speakers or said.cue):
        return format_html('<span class="who"><span class="narration">the account itself</span>{}</span>', place)
    return format_html('<span class="who">{}{}{}{}</span>', _names(said.speakers), _cue(said), _via(said), place)


def _names(speakers: tuple[Speaker, ...]) -> SafeString:
    if not speakers:
        return mark_safe('<span class="unknown">somebody not identified</span>')
    names = [_name(speaker) for speaker in speakers]
    before = [*([", "] * (len(names) - 2)), " and "] if len(names) > 1 else []
    return format_html_join("", "{}{}", zip(["", *before], names, strict=True))


def _name(speaker: Speaker) -> SafeString:
    return format_html('<a href="{}">{}</a>', address("actor", speaker.id), speaker.name)


def _cue(said: ClaimView) -> SafeString:
    if said.cue:
        return format_html(' <span class="cue">{}</span>', said.cue)
    return mark_safe(' <span class="nocue">(carried on)</span>') if said.kind == "free" else NOTHING


def _via(said: ClaimView) -> SafeString:
    return format_html(' <span class="via">via {}</span>', _name(said.via)) if said.via else NOTHING


@register.filter
def sign(relation: RelationWords) -> SafeString:
    """A relation's symbol and word, in its colour."""
    return format_html(
        '<span class="rel {}"><span class="symbol" aria-hidden="true">{}</span> {}</span>',
        relation.key,
        relation.symbol,
        relation.word,
    )


@register.simple_tag
def why(link: PairLink, against: str = "") -> SafeString:
    """How two claims stand to each other; opens on the reasons, which htmx brings the first time."""
    return format_html(
        '<details class="why" hx-get="{}" hx-trigger="toggle once" hx-target="find .reasons" hx-swap="innerHTML">'
        '<summary>{}{}{}{} <span class="ask">why?</span></summary>'
        '<div class="reasons" aria-live="polite"><p><a href="{}">The reasons, on a page of their own</a></p></div>'
        "</details>",
        link.url,
        sign(link.relation),
        f" against {against}" if against else "",
        format_html_join("", '<span class="facet"> · {}</span>', ((facet.word,) for facet in link.facets)),
        _judge(link),
        link.url,
    )


def _judge(link: PairLink) -> SafeString:
    if link.curated:
        return mark_safe(' <span class="curated">· a curator’s judgement</span>')
    return mark_safe(' <span class="unsure">· unsure</span>') if link.sureness == "unsure" else NOTHING
