"""`python -m diplomacy.embedded start|stop`: the PostgreSQL of the data folder."""

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs.exceptions import EnvError

from diplomacy.embedded.server import Server, ServerError


def main() -> int:
    """Do what the command line says; 1 where it fails."""
    parser = argparse.ArgumentParser(prog="python -m diplomacy.embedded", description="The embedded PostgreSQL.")
    parser.add_argument("verb", choices=["start", "stop"])
    verb = parser.parse_args().verb
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    try:
        database = settings.DATABASES["default"]
    except (ImproperlyConfigured, EnvError) as error:
        print(f"Settings: {error}", file=sys.stderr)
        return 1
    if database["ENGINE"] != "diplomacy.embedded":
        print("DATABASE_URL names a PostgreSQL of its own: there is none here to start or stop.")
        return 0
    server = Server(Path(str(database["HOST"])))
    try:
        if verb == "start":
            server.start()
            print(f"PostgreSQL runs on {server.folder}.")
        else:
            print("PostgreSQL is stopped." if server.stop() else "PostgreSQL was not running.")
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
