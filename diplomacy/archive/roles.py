"""Who may do what: four groups of accounts, each with what the one before it may do, and more.

The groups are the program's own: every `migrate` gives them these permissions again, those of new models among them. An
instance that wants another mix makes a group of another name.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Model

OF_AN_ACTOR = ("alias", "tenure")
"""What is told of an actor: to take away a wrong one is to correct the actor, not to delete a row of the corpus."""
AUDIT = ("accesslog", "accessfailurelog")
"""Who signed in when, and who failed to: to be read, by nobody to be changed."""


class Role(StrEnum):
    """From what everyone may do to all; the values are the groups' names."""

    READER = "reader"
    CURATOR = "curator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


Codenames = frozenset[str]
"""Permissions as `has_perm` takes them: `archive.change_actor`."""


def permissions(role: Role) -> Codenames:
    """What a role may do.

    A reader may what all may, which is to read; a curator adds and changes every kind of row; an editor deletes and
    merges as well, for which `delete` is asked; an administrator does all, accounts among it, but to change the audit.
    """
    match role:
        case Role.READER:
            return frozenset()
        case Role.CURATOR:
            read = {"pghistory.view_events", *_named(("view",), _models(history=True))}
            return frozenset(read | _named(("add", "change"), _models()) | _named(("delete",), OF_AN_ACTOR))
        case Role.EDITOR:
            return permissions(Role.CURATOR) | _named(("delete",), _models())
        case Role.ADMINISTRATOR:
            kept = {f"axes.{verb}_{log}" for verb in ("add", "change", "delete") for log in AUDIT}
            return frozenset(_every() - kept)


def grant(*, using: str = "default", **_: Any) -> None:
    """Make the groups where they are missing, and give each what its role may do; called after every `migrate`."""
    rows = Permission.objects.using(using).select_related("content_type")
    ids = {f"{row.content_type.app_label}.{row.codename}": row.pk for row in rows}
    for role in Role:
        group, _made = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set([ids[name] for name in permissions(role) if name in ids])


def _models(*, history: bool = False) -> list[str]:
    """The names of the archive's models, those that keep its history only where they are asked for."""
    return [
        str(model._meta.model_name)
        for model in apps.get_app_config("archive").get_models()
        if history or not issubclass(model, pghistory.models.Event)
    ]


def _named(verbs: Iterable[str], models: Iterable[str]) -> Codenames:
    models = list(models)
    return frozenset(f"archive.{verb}_{model}" for verb in verbs for model in models)


def _every() -> set[str]:
    return {name for model in apps.get_models() for name in _of_model(model)}


def _of_model(model: type[Model]) -> set[str]:
    options = model._meta
    verbs = {f"{options.app_label}.{verb}_{options.model_name}" for verb in options.default_permissions}
    return verbs | {f"{options.app_label}.{codename}" for codename, _ in options.permissions}
