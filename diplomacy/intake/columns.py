"""Which column of a table holds what: matched by name, or by shape where an export has no line of names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplomacy import wordlists
from diplomacy.wordlists import WordListError

PACKAGED = Path(__file__).parent / "columns.toml"
FIELDS = ("text", "title", "standfirst", "url", "published", "outlet", "domain", "byline", "language")
DELIMITERS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Names:
    """What columns.toml says: the names of each field's column, the foremost first, and the kinds without names."""

    columns: Mapping[str, tuple[str, ...]]
    headless: tuple[Mapping[str, Any], ...]

    @classmethod
    def load(cls, folder: Path | None = None) -> "Names":
        """Read columns.toml. Raises WordListError, naming the file, where it lacks what it must have."""
        listed = wordlists.read(PACKAGED, folder)
        try:
            columns = {field: tuple(map(_plain, listed["columns"].get(field, ()))) for field in FIELDS}
            kinds = tuple(listed.get("headless", ()))
            for kind in kinds:
                [re.compile(pattern) for pattern in kind["holds"].values()]
                int(kind["columns"]), str(kind["name"])
        except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
            raise WordListError(
                f"{folder or PACKAGED.parent}/columns.toml: {error} is missing or wrong; mend it."
            ) from error
        return cls(columns, kinds)


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table's columns were matched: for a person to look at before anything is stored."""

    delimiter: str
    matched: Mapping[str, int]
    """The number of the column, from 0, of each field that was found; of `FIELDS`, and in their order."""
    header: tuple[str, ...]
    """The columns' names as printed; empty for a table without."""
    kind: str = ""
    """What a table without names was recognised as ("GDELT 2.0 events")."""

    @property
    def unused(self) -> tuple[str, ...]:
        """The names of the columns that nothing is taken from."""
        return tuple(name for number, name in enumerate(self.header) if number not in self.matched.values())

    @property
    def is_readable(self) -> bool:
        """Whether articles or their addresses can be told from it."""
        return "text" in self.matched or "url" in self.matched

    def __str__(self) -> str:
        """One line: "title from “headline”, url from “link”; not used: “id”"."""
        if self.kind:
            return ", ".join([self.kind, *(f"{field} from column {at + 1}" for field, at in self.matched.items())])
        told = ", ".join(f"{field} from “{self.header[at]}”" for field, at in self.matched.items()) or "nothing known"
        unused = ", ".join(f"“{name}”" for name in self.unused)
        return f"{told}; not used: {unused}" if unused else told


def match_columns(first: Sequence[str], delimiter: str, names: Names) -> Columns:
    """Match the columns of a table by its first row, which is a line of names or an export's first record."""
    for kind in names.headless:
        if len(first) == kind["columns"] and all(
            re.fullmatch(pattern, first[int(at)].strip()) for at, pattern in kind["holds"].items()
        ):
            return Columns(delimiter, {field: int(kind[field]) for field in FIELDS if field in kind}, (), kind["name"])
    plain = [_plain(name) for name in first]
    matched: dict[str, int] = {}
    for field in FIELDS:
        found = next((name for name in names.columns[field] if name in plain), None)
        if found is not None and plain.index(found) not in matched.values():
            matched[field] = plain.index(found)
    return Columns(delimiter, matched, tuple(first))


def delimiter_of(line: str) -> str:
    """What parts the columns of a table that opens with this line: what stands in it most often."""
    return max(DELIMITERS, key=lambda mark: (line.count(mark), -DELIMITERS.index(mark)))


def _plain(name: str) -> str:
    """A column's name without case, spaces and marks."""
    return re.sub(r"[\W_]+", "", name).casefold()
