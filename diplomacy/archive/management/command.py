"""What the commands share: examples in their help, errors in a sentence, results as JSON."""

import json
import signal
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, timedelta
from enum import Enum
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.db import OperationalError, ProgrammingError

from diplomacy.wordlists import WordListError

WRONG_USE = 2
"""The exit status of a command that is called wrongly; 1 is that of one in which something failed, 0 of all others."""
EXAMPLES = "examples:\n"


class _Formatter(DjangoHelpFormatter):
    """Wraps all but examples."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith(EXAMPLES):
            return text
        return super()._fill_text(text, width, indent)


class ArchiveCommand(BaseCommand):
    """A command whose help ends with `examples`, each a line as it is typed and what it does."""

    examples: ClassVar[tuple[tuple[str, str], ...]] = ()
    interrupted: ClassVar[str] = "Interrupted; what is done is whole. Run the same again for the rest."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        """The parser, with the examples at its end."""
        options.setdefault("formatter_class", _Formatter)
        typed = [f"  {prog_name} {subcommand} {line}".rstrip() + f"\n      {does}" for line, does in self.examples]
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES + "\n".join(typed), **options)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it; what goes wrong becomes one sentence."""
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt:
            raise CommandError(self.interrupted, returncode=128 + signal.SIGINT) from None
        except ProgrammingError as error:
            raise CommandError(f"The database is not prepared ({_first_line(error)}); run manage.py migrate.") from None
        except OperationalError as error:
            raise CommandError(f"The database can't be reached ({_first_line(error)}); run the same again.") from None
        except WordListError as error:
            raise CommandError(str(error)) from None

    def print_json(self, told: Any) -> None:
        """Print one JSON object, on a line."""
        self.stdout.write(json.dumps(told, ensure_ascii=False, default=_plain))


def add_dry_run(parser: ArgumentParser) -> None:
    """`--dry-run`."""
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")


def add_json(parser: ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object, for programs")


def day(given: str) -> date:
    """The day that an option gives."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        message = f"{given!r} is no day; write it as 2023-03-16"
        raise ArgumentTypeError(message) from None


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
