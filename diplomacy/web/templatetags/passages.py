"""The words of an account as HTML: passages with the ways to what answers them, statements by speaker.

Eight texts have thousands of stretches; written as functions they take a tenth of the time that included templates
take. Everything that comes from a text or a name goes through `format_html`, which escapes it.
"""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from diplomacy.web.pages.marking import Run
from diplomacy.web.pages.passages import Counterpart, Cut, Passage
from diplomacy.web.pages.texts import Heard
from diplomacy.web.pages.words import ALONE, RelationWords

register = template.Library()

NOTHING = mark_safe("")
_CLAIMED = {
    True: '<span id="c{}" class="claimed{}">{}{}</span>',
    False: '<span data-of="c{}" class="claimed{}">{}{}</span>',
}
"""A passage where it starts, and where it goes on behind another."""


@register.simple_tag
def passages(cuts: tuple[Cut, ...], heard: dict[int, Heard]) -> SafeString:
    """The cuts one after the other; a passage that meets another, or none, is one to point at (`#c` and its claim)."""
    return mark_safe("".join(_cut(cut, heard) for cut in cuts))  # noqa: S308


def _cut(cut: Cut, heard: dict[int, Heard]) -> SafeString:
    words = mark_safe("".join(_run(run, heard) for run in cut.runs))  # noqa: S308
    if cut.passage is None:
        return format_html('<span class="dim">{}</span>', words) if cut.background else words
    return format_html(
        _CLAIMED[cut.opens],
        cut.passage.claim,
        " dim" if cut.passage.background else "",
        words,
        _ways(cut.passage) if cut.closes else NOTHING,
    )


def _ways(passage: Passage) -> SafeString:
    """The ways to the passages that answer it, or that none does."""
    if passage.alone:
        return format_html('<span class="to alone" title="{}">{}</span>', ALONE.word, ALONE.symbol)
    return mark_safe("".join(map(_way, passage.counterparts)))  # noqa: S308


def _way(counterpart: Counterpart) -> str:
    before, after = _sign(counterpart.relation, counterpart.letter, counterpart.outlet)
    return before + format(counterpart.claim, "d") + after


@lru_cache(maxsize=1024)
def _sign(relation: RelationWords, letter: str, outlet: str) -> tuple[SafeString, SafeString]:
    """What stands before and behind the number of the claim in the way to it: the same hundreds of times on a page."""
    before = format_html('<a class="to {}" href="#c', relation.key)
    after = format_html('" title="{} in {}">{}{}</a>', relation.word, outlet, relation.symbol, letter)
    return before, after


def _run(run: Run, heard: dict[int, Heard]) -> SafeString:
    opening = format_html_join("", '<abbr class="voice" title="{}">{}</abbr>', (_voice(heard[n]) for n in run.opens))
    if not (run.kind or run.cue):
        return format_html("{}{}", opening, run.text)
    said = f"said {run.kind} tint-{run.tint}{' nested' if run.depth > 1 else ''}" if run.kind else ""
    classes = " ".join(filter(None, [said, "cue" if run.cue else ""]))
    return format_html('{}<span class="{}">{}</span>', opening, classes, run.text)


def _voice(heard: Heard) -> tuple[str, str]:
    return heard.names, heard.numbers
