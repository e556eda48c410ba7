"""The archive app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The store: models, the one write path per verb, admin, commands."""

    name = "diplomacy.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from diplomacy.archive import checks  # noqa: F401
