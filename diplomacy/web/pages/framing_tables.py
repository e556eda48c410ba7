"""The framing of an exchange as tables to download: a row for each thing that an account does, all in words."""

import csv
import io
from collections.abc import Callable, Iterable

from diplomacy.web.pages.framing import FramingPage
from diplomacy.web.pages.words import in_a_row

Cell = str | int
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would reckon with a cell that starts so."""


def table(page: FramingPage, name: str, *, site: str) -> str:
    """The table `name`, one of `TABLES`, as CSV with a head; `site` goes before the addresses in it."""
    written = io.StringIO()
    writer = csv.writer(written)
    head, rows = TABLES[name]
    writer.writerow(head)
    for *cells, url in rows(page):
        writer.writerow([*map(_plain, cells), f"{site}{url}" if url else ""])
    return written.getvalue()


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _names(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for row in page.names:
        for column, uses in row.cells:
            for use in uses:
                voices = ("the account itself" if use.own else "", use.voices)
                said = in_a_row([voice for voice in voices if voice]) if any(voices) else ""
                yield row.head, row.sureness, column.outlet, use.text, use.count, said, use.url


def _verbs(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for row in page.voices:
        speakers = in_a_row([speaker.name for speaker in row.speakers]) if row.speakers else "not identified"
        for cell in row.cells:
            for cue in cell.cues:
                verb = f"not {cue.lemma}" if cue.negated else cue.lemma
                yield speakers, cell.column.outlet, verb, cue.stance, cue.strength, cue.count, cue.url


def _topics(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for row in page.topics:
        for cell in row.cells:
            headline = "yes" if cell.headline else "no"
            yield row.words, cell.column.outlet, cell.percent, cell.place or "", headline, cell.claims, cell.url


def _asked(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for one in page.asked:
        yield one.column.outlet, one.side.name if one.side else "not identified", one.said_by, one.claim, one.url


def _omissions(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for row in page.lacking:
        for left in row.left():
            yield left.outlet, left.text, left.lacking, left.url


def _quotations(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for quote in page.quotes:
        for check in quote.checks:
            words = "".join(piece.text for piece in check.passage)
            yield (
                *(quote.outlet, quote.speaker, quote.text, check.outlet, check.words.word),
                *(check.sureness, words, check.url),
            )
        if quote.absent:
            yield quote.outlet, quote.speaker, quote.text, quote.absent, "not found", "", "", quote.url


def _formulas(page: FramingPage) -> Iterable[tuple[Cell, ...]]:
    for readout in page.readouts:
        for formula in readout.repeated:
            days = in_a_row([said.day for said in formula.earlier])
            yield readout.outlet, formula.word, formula.text, formula.sureness, days, formula.url
        for formula in readout.missing:
            days = in_a_row([said.day for said in formula.earlier])
            yield readout.outlet, f"missing, {formula.word}", formula.text, formula.sureness, days, formula.url


TABLES: dict[str, tuple[tuple[str, ...], Callable[[FramingPage], Iterable[tuple[Cell, ...]]]]] = {
    "names": (("thing", "how sure", "account", "name", "times", "in whose words", "address"), _names),
    "asked": (("account", "who asked", "according to", "claim", "address"), _asked),
    "verbs": (("speaker", "account", "verb", "class", "strength, 1 to 5", "times", "address"), _verbs),
    "topics": (("topic", "account", "percent of its claims", "place", "in a headline", "claims", "address"), _topics),
    "omissions": (("account", "claim", "not in", "address"), _omissions),
    "quotations": (
        ("account", "quoting", "quotation", "compared with", "verdict", "how sure", "its words", "address"),
        _quotations,
    ),
    "formulas": (("account", "kind", "claim", "how sure", "earlier readouts", "address"), _formulas),
}
"""Name → head, and the rows of a page; the last cell of each row is an address."""
