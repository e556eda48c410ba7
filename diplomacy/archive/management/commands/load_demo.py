"""`manage.py load_demo`: the demonstration corpus, once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from diplomacy.archive.demonstrate import demonstrate
from diplomacy.intake.values import IntakeError

CORPUS = Path(settings.BASE) / "fixtures" / "valdoria-sund.toml"


class Command(BaseCommand):
    """See the module."""

    help = "Load the demonstration corpus (outlets, actors, twelve texts), unless it is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path, default=CORPUS, help="the TOML file that describes it")

    def handle(self, *, corpus: Path, **options: Any) -> None:
        try:
            outcomes = demonstrate(corpus)
        except IntakeError as error:
            raise CommandError(str(error)) from None
        if outcomes is not None and options["verbosity"] > 0:
            counts = ", ".join(f"{number} {happened}" for happened, number in sorted(outcomes.counts.items()))
            self.stdout.write(f"Demonstration corpus: {counts}; {outcomes.compared} exchanges compared.")
