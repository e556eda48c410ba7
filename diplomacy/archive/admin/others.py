"""Lists that other programs register with the admin, made as bounded as the archive's own, and without inline style."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

import json
from typing import Any

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from pghistory.models import Events
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive.admin.history import HistoryAdmin
from diplomacy.archive.admin.lists import LongListAdmin

SHOWN = 200
"""Characters that the list shows of what a job is about."""


class Bounded(LongListAdmin):
    """As they are registered, but for what is counted and sorted."""

    date_hierarchy = None


class JobAdmin(Bounded, ProcrastinateJobAdmin):
    list_display = ["task_name", "about", "status", "attempts", "scheduled_at"]  # noqa: RUF012
    list_filter = ["status"]  # noqa: RUF012

    @admin.display(description="about")
    def about(self, job: Any) -> str:
        return json.dumps(job.args)[:SHOWN]


class AttemptAdmin(Bounded, AccessAttemptAdmin):  # type: ignore[misc]  # axes has no types
    list_filter = ("attempt_time",)


class FailureAdmin(Bounded, AccessFailureLogAdmin):  # type: ignore[misc]
    list_filter = ("attempt_time", "locked_out")


class SignInAdmin(Bounded, AccessLogAdmin):  # type: ignore[misc]
    list_filter = ("attempt_time", "logout_time")


class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # it takes none when it runs
    readonly_fields = ("last_login", "date_joined")


ADMINS: dict[Any, Any] = {
    User: AccountAdmin,
    ProcrastinateJob: JobAdmin,
    AccessAttempt: AttemptAdmin,
    AccessFailureLog: FailureAdmin,
    AccessLog: SignInAdmin,
    Events: HistoryAdmin,
}
for model, of in ADMINS.items():
    if admin.site.is_registered(model):
        admin.site.unregister(model)
    admin.site.register(model, of)
