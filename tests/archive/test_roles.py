"""The four groups: made where they are missing, and with what each may do."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from diplomacy.archive.roles import Role, permissions

BEFORE, AFTER = [("archive", "0011_incoming")], [("archive", "0013_roles")]


def held(role: Role) -> set[str]:
    account = User.objects.create_user(f"one {role}")
    account.groups.add(Group.objects.get(name=role.value))
    return account.get_all_permissions()


@pytest.mark.django_db
def test_a_fresh_database_has_the_groups_with_all_that_is_theirs() -> None:
    for role in Role:
        assert held(role) == permissions(role), role


@pytest.mark.django_db
def test_each_role_may_what_the_one_before_may_and_no_more_than_it_should() -> None:
    reader, curator, editor, administrator = (held(role) for role in Role)
    assert reader == set()
    assert {"archive.add_delivery", "archive.add_decision", "archive.delete_alias", "pghistory.view_events"} <= curator
    assert not curator & {"archive.delete_actor", "archive.delete_article", "archive.change_actorevent"}
    assert editor - curator == {name for name in editor if name.startswith("archive.delete_")} - curator
    assert {"archive.delete_actor", "archive.delete_exchange"} <= editor < administrator
    assert not any(name.startswith(("auth.", "axes.")) for name in editor)
    assert {"auth.change_user", "axes.view_accesslog"} <= administrator
    assert not administrator & {"axes.delete_accesslog", "axes.delete_accessfailurelog", "axes.change_accesslog"}


@pytest.mark.django_db
def test_migrate_gives_back_what_was_taken_and_leaves_other_groups_alone() -> None:
    own = Group.objects.create(name="interns")
    own.permissions.add(Permission.objects.get(codename="view_actor"))
    Group.objects.get(name="curator").permissions.clear()
    Group.objects.get(name="editor").delete()
    call_command("migrate", verbosity=0)
    assert held(Role.CURATOR) == permissions(Role.CURATOR)
    assert held(Role.EDITOR) == permissions(Role.EDITOR)
    assert own.permissions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_could_bring_in_or_do_all_before_has_a_role_afterwards() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("archive")
    old = _migrated(BEFORE)
    try:
        users = old.get_model("auth", "User").objects
        by_hand, root, other = (users.create(username=name) for name in ("by hand", "root", "other"))
        users.filter(pk=root.pk).update(is_superuser=True)
        by_hand.user_permissions.add(old.get_model("auth", "Permission").objects.get(codename="add_article").pk)
        _migrated(AFTER)
        groups = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
        assert groups == {"by hand": ["curator"], "root": ["administrator"], "other": []}
        assert other.username == "other"
    finally:
        _migrated(latest)


def _migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps
