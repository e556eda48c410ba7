"""`manage.py watch add|list|remove|now`: addresses that are looked at again and again."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import CommandError

from diplomacy.archive.incoming.watching import Looked, Saw, due, look, unwatch, watch
from diplomacy.archive.management.command import WRONG_USE, ArchiveCommand, add_dry_run, add_json, day
from diplomacy.archive.management.progress import bar
from diplomacy.archive.models import Watched
from diplomacy.intake import IntakeError, OutletKind
from diplomacy.intake.fetching.addresses import fetchable


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Watch feeds and pages: the workers look at them again and again, newer ones more often. A feed's new entries "
        "are brought in and watched themselves; a changed text is a new version of its article."
    )
    examples = (
        ("add https://www.example.org/feed.xml --outlet 'Marenne Herald'", "a feed, or a page"),
        ("list --failing", "those whose last look failed, and those that are given up"),
        ("now", "look at all that is due, without waiting for a worker"),
        ("now https://www.example.org/feed.xml --json", "at this one, whether its time has come or not"),
        ("remove https://www.example.org/feed.xml", "with the pages that it led to; their texts stay"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|list|remove|now")
        add = verbs.add_parser("add", help="watch addresses; one that was given up is tried again")
        add.add_argument("urls", nargs="+", metavar="URL")
        add.add_argument("--outlet", default="", metavar="NAME", help="who publishes what is found there")
        add.add_argument("--outlet-kind", choices=[kind.value for kind in OutletKind], help="of a new outlet")
        add.add_argument("--published", type=day, metavar="DATE", help="the day of a page that gives none")
        listed = verbs.add_parser("list", help="what is watched")
        listed.add_argument("--failing", action="store_true", help="those that fail, or were given up, alone")
        remove = verbs.add_parser("remove", help="watch them no more")
        remove.add_argument("urls", nargs="+", metavar="URL")
        now = verbs.add_parser("now", help="look now, at what is due or at these")
        now.add_argument("urls", nargs="*", metavar="URL")
        for verb in (add, remove, now):
            add_dry_run(verb)
        for verb in (add, listed, remove, now):
            add_json(verb)

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            {"add": self._add, "list": self._list, "remove": self._remove, "now": self._now}[verb](options)
        except IntakeError as error:
            raise CommandError(str(error), returncode=WRONG_USE) from None

    def _add(self, options: dict[str, Any]) -> None:
        urls = [str(fetchable(url)) for url in options["urls"]]
        kind = OutletKind(options["outlet_kind"]) if options["outlet_kind"] else None
        for url in [] if options["dry_run"] else urls:
            watch(url, outlet=options["outlet"].strip(), kind=kind, published=options["published"])
        self._say(options, {"watched": urls}, [f"Watched: {url}" for url in urls])

    def _list(self, options: dict[str, Any]) -> None:
        rows = Watched.objects.select_related("outlet").order_by("-active", "next_look", "pk")
        rows = rows.filter(failures__gt=0) if options["failing"] else rows
        if options["as_json"]:
            self.print_json({"watched": [_plain(row) for row in rows]})
            return
        for row in rows:
            for line in _lines(row):
                self.stdout.write(line)

    def _remove(self, options: dict[str, Any]) -> None:
        urls = [str(fetchable(url)) for url in options["urls"]]
        unknown = [url for url in urls if not Watched.objects.filter(url=url).exists()]
        removed = 0 if options["dry_run"] else sum(unwatch(url) for url in urls)
        self._say(options, {"removed": removed, "unknown": unknown}, [f"Watched no more: {removed}"])
        if unknown:
            raise CommandError(f"{', '.join(unknown)}: no such address is watched; see watch list.")

    def _now(self, options: dict[str, Any]) -> None:
        given = [str(fetchable(url)) for url in options["urls"]]
        rows = dict(Watched.objects.filter(url__in=given, active=True).values_list("url", "pk"))
        if unknown := [url for url in given if url not in rows]:
            raise CommandError(f"{', '.join(unknown)}: it is not watched; watch add makes it so.", returncode=WRONG_USE)
        if options["dry_run"]:
            urls = given or list(due().values_list("url", flat=True))
            self._say(options, {"due": urls}, [f"To be looked at: {url}" for url in urls])
            return
        looks = _looks([rows[url] for url in given])
        stored = sum(one.stored for one in looks)
        lines = [f"{one.saw}: {one.url} – {one.sentence}" for one in looks]
        lines += [f"{stored} texts are stored, for the workers to read (manage.py worker)."] if stored else []
        self._say(options, {"looks": [_looked(one) for one in looks]}, lines)
        if failed := sum(one.saw is Saw.FAILED for one in looks):
            raise CommandError(f"{failed} of {len(looks)} looks failed; see above.")

    def _say(self, options: dict[str, Any], told: dict[str, Any], lines: Sequence[str]) -> None:
        if options["as_json"]:
            self.print_json(told)
            return
        for line in lines:
            self.stdout.write(line)


def _looks(given: Sequence[int]) -> list[Looked]:
    """Look at these, or at all that is due until nothing is; a feed may lead to more."""
    made: list[Looked] = []
    with bar() as shown:
        task = shown.add_task("Looking", total=len(given) or None)
        for pk in given or iter(lambda: due().values_list("pk", flat=True).first(), None):
            if looked := look(pk, unasked=not given):
                made.append(looked)
                shown.update(task, completed=len(made), description=looked.url[-60:])
    return made


def _lines(row: Watched) -> Iterator[str]:
    """The address, then when it is looked at, and what came of it."""
    yield f"{row.kind}: {row.url}{f' ({row.outlet.name})' if row.outlet else ''}"
    looked = f"looked at {row.looked_at:%Y-%m-%d %H:%M}" if row.looked_at else "not looked at yet"
    upcoming = f"next {row.next_look:%Y-%m-%d %H:%M}" if row.active else "inactive"
    failed = [f"{row.failures} failures in a row"] if row.failures else []
    yield f"    {', '.join([looked, upcoming, *failed])}. {row.sentence}".rstrip()


def _plain(row: Watched) -> dict[str, Any]:
    names = ("url", "kind", "active", "added_at", "looked_at", "next_look", "changed_at", "failures", "sentence")
    return {**{name: getattr(row, name) for name in names}, "outlet": row.outlet.name if row.outlet else ""}


def _looked(one: Looked) -> dict[str, Any]:
    return {"url": one.url, "saw": one.saw, "sentence": one.sentence, "stored": one.stored, "found": one.found}
