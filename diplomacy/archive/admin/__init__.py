"""The curators' admin: every model with its lists, filters and search; Django finds them by importing this."""

from diplomacy.archive.admin import articles, corpus, decided, others  # noqa: F401
