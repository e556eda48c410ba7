"""`manage.py serve`: everything from an empty data folder to a page in the browser, and in seconds the next time."""

import os
import secrets
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from diplomacy.archive.roles import Role
from diplomacy.keeping import kept

CURATOR = "curator"
ENDS_WITHIN = 5
"""Seconds that the server's processes are given to end; one that is stuck by then is killed."""


class Command(BaseCommand):
    """Prepare the database, the demonstration corpus, the curator's account and the static files; then serve."""

    help = "Serve the pages with gunicorn, after preparing whatever is not prepared yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--workers", default=2, type=int, help="processes, of four threads each")
        parser.add_argument("--no-worker", action="store_true", help="serve pages alone; workers run elsewhere")

    def handle(self, *, host: str, port: str, workers: int, no_worker: bool, **options: Any) -> None:  # noqa: ARG002
        check_free(host, port)
        self.stdout.write("Preparing the database and the demonstration corpus …")
        call_command("migrate", verbosity=0, interactive=False)
        self.check(databases=["default"])
        call_command("load_demo")
        collect_static_files()
        self.stdout.write(f"\nDiplomacy is at http://{shown(host)}:{port}/ (Ctrl-C ends it).\n{curator_account()}\n")
        self.stdout.flush()
        if not no_worker:
            start_worker()
        become_gunicorn(host, port, workers=workers)


def check_free(host: str, port: str) -> None:
    """Raise CommandError, in a sentence, where the address can't be listened on."""
    if not port.isdecimal() or int(port) > 65535:
        raise CommandError(f"PORT is {port!r}: give a number from 1 to 65535.")
    try:
        family = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, int(port)), family=family).close()
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]
        raise CommandError(
            f"Can't listen on {host}:{port} ({reason}): try another, as in `make run PORT=8001`."
        ) from None


def shown(host: str) -> str:
    """The host as a browser on this computer reaches it."""
    host = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104
    return f"[{host}]" if ":" in host else host


def curator_account() -> str:
    """Make the first account, an administrator's; a sentence that says how to sign in."""
    signs_in = f"Curators sign in at /sign-in/ as {CURATOR!r}"
    file = settings.DATA / "curator-password"
    if not User.objects.filter(username=CURATOR).exists():
        password = kept(file, make=lambda: secrets.token_urlsafe(12))
        account = User.objects.create_user(CURATOR, password=password)
        account.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
        return f"{signs_in} (an administrator) with the password {password} (kept in {file})."
    if file.exists():
        return f"{signs_in}; the first password is kept in {file}."
    return f"{signs_in}; `manage.py changepassword {CURATOR}` sets a password."


def collect_static_files() -> None:
    """Hash, compress and gather the static files, unless none is newer than what was gathered."""
    gathered = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [settings.BASE / "requirements.txt", *Path(settings.BASE / "static").rglob("*")]
    if not gathered.exists() or gathered.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        call_command("collectstatic", interactive=False, verbosity=0)


def start_worker() -> None:
    """Start a worker that ends with this process, which will be the server."""
    command = [sys.executable, str(settings.BASE / "manage.py"), "worker", f"--with-parent={os.getpid()}"]
    subprocess.Popen(command, cwd=settings.BASE)  # noqa: S603 (no part of it is given by anyone)


def become_gunicorn(host: str, port: str, *, workers: int) -> None:
    """Replace this process by the server, so that Ctrl-C and signals reach it alone."""
    hosts = ",".join(dict.fromkeys([*settings.ALLOWED_HOSTS, shown(host)]))
    environment = {"DIPLOMACY_HOSTS": hosts, **os.environ}
    address = f"--bind=[{host}]:{port}" if ":" in host else f"--bind={host}:{port}"
    options = [address, f"--chdir={settings.BASE}", f"--workers={workers}", "--threads=4"]
    options += [f"--graceful-timeout={ENDS_WITHIN}", "--log-level=warning", "--no-control-socket"]
    os.execve(sys.executable, [sys.executable, "-m", "gunicorn", *options, "diplomacy.wsgi"], environment)  # noqa: S606
