"""The curators' admin: every model with its lists, filters and search."""

from diplomacy.archive.admin import corpus, decided  # noqa: F401 (Django finds what they register by importing this)
