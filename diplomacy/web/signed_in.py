"""Who is signed in and what they may: Django's own sessions and accounts, asked for at every page of theirs in queries
that are written once.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.backends.db import SessionStore as StoredSession
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, Q
from django.utils import timezone

from diplomacy.archive.prepared import Prepared, given

_ACCOUNT = Prepared(lambda: User.objects.filter(pk=given("account")))
_SESSION = Prepared(
    lambda: Session.objects.filter(session_key=given("key"), expire_date__gt=given("now", DateTimeField())).values_list(
        "session_data", flat=True
    )
)


def _permissions() -> Any:
    """Of an account and of its groups, together."""
    own = User.user_permissions.through._default_manager.filter(user=given("account"))
    of_groups = Group.permissions.through._default_manager.filter(group__user=given("account"))
    theirs = Q(pk__in=own.values("permission")) | Q(pk__in=of_groups.values("permission"))
    rows = Permission.objects.filter(theirs).order_by()
    return rows.values_list("content_type__app_label", "codename")


_PERMISSIONS = Prepared(_permissions)


class Accounts(ModelBackend):
    """Accounts by their ids, and all that they may."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of this id; None where there is none, or it is closed."""
        found = _ACCOUNT.first(account=user_id)
        return found if found and self.user_can_authenticate(found) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What an account may by itself and by its groups (`archive.add_decision`); nothing of single rows."""
        if user_obj.is_superuser or user_obj.is_anonymous or not user_obj.is_active or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {f"{app}.{name}" for app, name in _PERMISSIONS(account=user_obj.pk)}
        found: set[str] = user_obj._perm_cache
        return found


class SessionStore(StoredSession):
    """A session as the database holds it."""

    def load(self) -> dict[str, Any]:
        """What it holds; nothing, and a new key when it is saved, where it has ended."""
        held = _SESSION.first(key=self.session_key, now=timezone.now())
        if held is None:
            self._session_key = None
            return {}
        return self.decode(held)
