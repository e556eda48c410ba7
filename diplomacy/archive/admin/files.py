"""Import and export in the admin: files of a bounded size, formulas that nothing runs, a look before it is done."""

# ruff: noqa: D102 (hooks that django-import-export names; what they are for is in their names)

import json
import re
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import tablib
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from import_export.admin import ExportMixin, ImportMixin
from import_export.formats.base_formats import CSV, JSON
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import BaseStorage

MOST_BYTES = 5_000_000
MOST_ROWS = 2_000
KEPT_FOR = 3600
"""Seconds that a file waits for its import to be confirmed."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
NAME = re.compile(r"[0-9a-f]{32}")


class UnfitFileError(ValueError):
    """A file that can't be taken in; the sentence says why."""


def bounded(rows: tablib.Dataset) -> tablib.Dataset:
    """The rows of a file, where they are not too many and have columns."""
    if len(rows) > MOST_ROWS:
        raise UnfitFileError(f"These are {len(rows):,} rows; a file has {MOST_ROWS:,} at most. Divide it.")
    if not rows.headers or not {"id", "name"} & set(rows.headers):
        raise UnfitFileError("The first line names no column “id” or “name”. Export once to see the columns.")
    return rows


class SafeCSV(CSV):  # type: ignore[misc]  # the library has no types
    """A table whose cells no spreadsheet takes for formulas: an apostrophe stands before those that begin like one."""

    def export_data(self, dataset: Any, **more: Any) -> Any:
        safe = tablib.Dataset(*(tuple(map(_guarded, row)) for row in dataset), headers=dataset.headers)
        return super().export_data(safe, **more)

    def create_dataset(self, in_stream: Any, **more: Any) -> Any:
        found = bounded(super().create_dataset(in_stream, **more))
        return tablib.Dataset(*(tuple(map(_bare, row)) for row in found), headers=found.headers)


class ListJSON(JSON):  # type: ignore[misc]  # the same
    """A list of objects, one a row."""

    def create_dataset(self, in_stream: Any, **_: Any) -> Any:
        text = in_stream.decode(self.encoding or "utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        given = json.loads(text)
        if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
            raise UnfitFileError("A JSON file has a list of objects, one a row.")
        headers = list(dict.fromkeys(name for one in given for name in one))
        return bounded(
            tablib.Dataset(*(tuple(one.get(name, "") for name in headers) for one in given), headers=headers)
        )


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(FORMULA) else cell


def _bare(cell: Any) -> Any:
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


class Waiting(BaseStorage):  # type: ignore[misc]  # the same
    """Files whose import is not confirmed yet, in the data folder; those that nobody confirmed go after an hour."""

    @property
    def path(self) -> Path:
        return Path(settings.DATA) / "imports" / str(self.name)

    def save(self, data: bytes | str) -> None:
        self.name = uuid4().hex
        self.path.parent.mkdir(exist_ok=True, mode=0o700)
        for old in self.path.parent.iterdir():
            if old.stat().st_mtime < time.time() - KEPT_FOR:
                old.unlink(missing_ok=True)
        self.path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def read(self) -> bytes:
        return self.path.read_bytes()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


class FileForm(ImportForm):  # type: ignore[misc]  # the same
    """A file that is not too large."""

    media = forms.Media()

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than the {MOST_BYTES // 1_000_000} MB that are taken in.")
        return file


class SureForm(ConfirmImportForm):  # type: ignore[misc]  # the same
    """That the file which was shown is to be taken in."""

    format = forms.ChoiceField(choices=[("0", "csv"), ("1", "json")], widget=forms.HiddenInput)

    def clean_import_file_name(self) -> str:
        name = str(self.cleaned_data["import_file_name"])
        if not NAME.fullmatch(name) or not Waiting(name=name).path.exists():
            raise forms.ValidationError("The file is not kept any more, or was taken in before. Choose it again.")
        return name


class FilesAdmin(ImportMixin, ExportMixin):  # type: ignore[misc]  # the same
    """A list that can be exported and imported by those who may delete its rows: editors and administrators."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    formats = (SafeCSV, ListJSON)
    import_form_class, confirm_form_class, export_form_class = FileForm, SureForm, ExportForm
    tmp_storage_class = Waiting
    skip_admin_log = True  # the history keeps it
    has_delete_permission: Any
    message_user: Any

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_delete_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_delete_permission(request))

    def add_data_read_fail_error_to_form(self, form: Any, error: Exception) -> None:
        wrong = "The file can't be read as what it is said to be; it is a CSV or a JSON file in UTF-8."
        form.add_error("import_file", str(error) if isinstance(error, UnfitFileError) else wrong)

    def get_import_data_kwargs(self, **more: Any) -> dict[str, Any]:
        return {**super().get_import_data_kwargs(**more), "rollback_on_validation_errors": True}

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Where something has changed since it was looked at, nothing is taken in."""
        if not result.has_errors() and not result.has_validation_errors():
            done: HttpResponse = super().process_result(result, request)
            return done
        self.message_user(request, "Nothing was imported: rows have changed since you looked.", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))
