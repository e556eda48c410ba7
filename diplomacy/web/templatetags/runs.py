"""A text's words as HTML, with what is said in it marked: a function, for a long text has a thousand stretches."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from diplomacy.web.pages.marking import Run

register = template.Library()

_OPENS = '<a class="mark-number" href="#s{0}" id="t{0}"><span class="hidden">statement </span>{0}</a>'


@register.simple_tag
def stretches(runs: Iterable[Run]) -> SafeString:
    """One after the other: statements open with their number, cues and what is looked at stand out."""
    return mark_safe("".join(map(_run, runs)))  # noqa: S308 (what comes from a text is escaped)


def _run(run: Run) -> str:
    opens = "".join(format_html(_OPENS, number) for number in run.opens)
    if not (run.kind or run.cue or run.here):
        return opens + escape(run.text)
    said = f"said {run.kind} tint-{run.tint}{' nested' if run.depth > 1 else ''}" if run.kind else ""
    classes = f"{said}{' cue' if run.cue else ''}{' here' if run.here else ''}"
    at = mark_safe(' id="claim"') if run.first_here else ""
    return opens + format_html('<span{} class="{}">{}</span>', at, classes, run.text)
