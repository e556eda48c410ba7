"""Days as HTML: a list names the same few over and over, and Django takes long to write them."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.dateformat import format as date_in
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
@lru_cache(maxsize=4096)
def day(on: date, written: str = "j F Y") -> SafeString:
    """A day, as `written` in Django's letters."""
    return SafeString(f'<time datetime="{on.isoformat()}">{date_in(on, written)}</time>')
