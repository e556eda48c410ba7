"""`manage.py reread`: read what is stored anew, with a newer pipeline, or from the originals with newer intake."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from diplomacy.archive import reread
from diplomacy.archive.compare import compare_uncompared
from diplomacy.archive.embed import embed_unembedded
from diplomacy.archive.management.command import WRONG_USE, ArchiveCommand, add_dry_run, add_json
from diplomacy.archive.management.progress import bar
from diplomacy.archive.models import Outlet, Version
from diplomacy.archive.read import read_unread


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Read texts anew that an earlier pipeline read. Rows are replaced only where a text is now read to say "
        "something else, and their exchanges are compared; what a curator set stays. An interrupted run is completed "
        "by running it again."
    )
    examples = (
        ("--dry-run", "how many texts another pipeline read"),
        ("", "read these anew"),
        ("--all --outlet 'Marenne Herald'", "all texts of an outlet, whatever read them: after a change of word lists"),
        ("--queue", "by the workers"),
        ("--originals", "cut texts anew from the pages and files they came from, without the network"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="everything", help="also those that this pipeline read")
        parser.add_argument("--outlet", default="", metavar="NAME", help="the texts of this outlet alone")
        parser.add_argument(
            "--originals", action="store_true", help="cut texts anew; one that comes out otherwise is a new version"
        )
        parser.add_argument("--queue", action="store_true", help="hand it over to the workers (manage.py worker)")
        add_dry_run(parser)
        add_json(parser)

    def handle(self, *, originals: bool, everything: bool, outlet: str, **options: Any) -> None:
        if originals and (everything or options["queue"]):
            raise CommandError("--originals goes with --outlet, --dry-run and --json alone.", returncode=WRONG_USE)
        if outlet and not Outlet.objects.filter(name__iexact=outlet).exists():
            raise CommandError(f"{outlet}: no outlet has this name; /admin/ lists them.", returncode=WRONG_USE)
        if originals:
            self._cut(outlet, dry_run=options["dry_run"], as_json=options["as_json"])
            return
        texts = reread.outdated(everything=everything, outlet=outlet)
        if options["dry_run"]:
            self._say(options["as_json"], {"to_reread": len(texts)}, f"Texts to be read anew: {len(texts)}.")
        elif options["queue"]:
            reread.send(texts)
            self._say(options["as_json"], {"queued": len(texts)}, f"Texts handed over to the workers: {len(texts)}.")
        else:
            self._reread(texts, as_json=options["as_json"])

    def _reread(self, texts: list[int], *, as_json: bool) -> None:
        failures: list[str] = []

        def failed(version: Version, error: Exception) -> None:
            failures.append(f"{version.article}: it could not be read ({type(error).__name__}); please report it.")

        with bar() as shown:
            task = shown.add_task("Reading", total=len(texts))
            came = reread.reread(texts, done=lambda _: shown.advance(task), failed=failed)
        compared = compare_uncompared()
        embed_unembedded()
        told = {"read": came.read, "changed": came.changed, "compared": compared, "failed": failures}
        self._say(
            as_json, told, f"Texts read anew: {came.read}, changed: {came.changed}; exchanges compared: {compared}."
        )
        self._fail(failures)

    def _cut(self, outlet: str, *, dry_run: bool, as_json: bool) -> None:
        texts = reread.with_originals(outlet=outlet)
        with bar() as shown:
            cuts = list(shown.track(reread.cut_anew(texts, dry_run=dry_run), total=len(texts), description="Cutting"))
        changed = [cut.name for cut in cuts if cut.changed]
        failures = [cut.sentence for cut in cuts if cut.sentence]
        compared = 0
        if not dry_run:
            read_unread()
            compared = compare_uncompared()
            embed_unembedded()
        told = {"cut": len(cuts), "changed": changed, "compared": compared, "failed": failures}
        lines = [f"changed: {name}" for name in changed]
        self._say(as_json, told, "\n".join([*lines, f"Texts cut anew: {len(cuts)}, changed: {len(changed)}."]))
        self._fail(failures)

    def _say(self, as_json: bool, told: dict[str, Any], line: str) -> None:
        if as_json:
            self.print_json(told)
        else:
            self.stdout.write(line)

    def _fail(self, failures: list[str]) -> None:
        for sentence in failures:
            self.stderr.write(f"failed: {sentence}")
        if failures:
            raise CommandError(f"{len(failures)} failed; see above.")
