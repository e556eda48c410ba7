"""The four roles' groups; who could bring texts in, or do all, before there were roles goes on to."""

from django.conf import settings
from django.db import migrations
from django.db.models import Q

ROLES = ("reader", "curator", "editor", "administrator")


def make(apps, schema_editor):
    """What the groups may do they get after every `migrate`, when all permissions are there (archive/roles.py)."""
    groups = {name: apps.get_model("auth", "Group").objects.get_or_create(name=name)[0] for name in ROLES}
    accounts = apps.get_model(settings.AUTH_USER_MODEL).objects
    for account in accounts.filter(is_superuser=True):
        account.groups.add(groups["administrator"])
    by_account, by_group = (
        Q(**{f"{path}__codename": "add_article", f"{path}__content_type__app_label": "archive"})
        for path in ("user_permissions", "groups__permissions")
    )
    for account in accounts.filter(by_account | by_group, is_superuser=False).distinct():
        account.groups.add(groups["curator"])


def unmake(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0012_counted_coverage"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(make, unmake)]
