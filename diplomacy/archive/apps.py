"""The archive app, and the admin that it is curated in."""

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    """The store: models, the one write path per verb, admin, commands."""

    name = "diplomacy.archive"
    label = "archive"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, and have the roles' permissions given after every `migrate`."""
        from diplomacy.archive import checks, roles  # noqa: F401

        post_migrate.connect(roles.grant, sender=self)


CALLED = {"auth": "Accounts", "axes": "Sign-ins", "pghistory": "History", "procrastinate": "Jobs"}
"""Parts of the admin that go by the names of the programs they come from, and what curators know them as."""


class CurationConfig(admin.AdminConfig):
    """Django's admin, with the doors of `archive/admin_site.py`."""

    default = False
    default_site = "diplomacy.archive.admin_site.Curation"

    def ready(self) -> None:
        """Find what is registered, and name its parts."""
        super().ready()
        for label, name in CALLED.items():
            apps.get_app_config(label).verbose_name = name
