"""The words and patterns that intake goes by: TOML beside this file, or in a folder that a deployment names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from diplomacy import wordlists
from diplomacy.intake.columns import Names
from diplomacy.wordlists import WordListError

PACKAGED = Path(__file__).parent
LETTERHEAD_GROUPS = ("affairs", "states", "events", "honorifics", "postnominals", "jobs")
FURNITURE_GROUPS = ("caption", "notice", "trailer", "close", "tail")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a header and a page's furniture are known by; all words in lower case.

    `labels` maps the label of a "Label: value" line to what its value is. `furniture` holds one pattern for
    each group that furniture.toml describes; `columns` is what tables' columns are called.
    """

    labels: dict[str, str]
    kickers: frozenset[str]
    institutions: frozenset[str]
    mastheads: frozenset[str]
    offices: tuple[str, ...]
    officers: tuple[str, ...]
    affairs: frozenset[str]
    states: frozenset[str]
    events: frozenset[str]
    honorifics: frozenset[str]
    postnominals: frozenset[str]
    jobs: frozenset[str]
    agencies: dict[str, str]
    furniture: dict[str, re.Pattern[str]]
    columns: Names


@lru_cache(maxsize=8)
def vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read the three word lists of intake from `folder`, each from this package where the folder lacks it.

    Raises WordListError, naming the file, where one cannot be read.
    """
    header = wordlists.read(PACKAGED / "header.toml", folder)
    furniture = wordlists.read(PACKAGED / "furniture.toml", folder)
    try:
        return Vocabulary(
            labels={label.lower(): kind for kind, labels in header["labels"].items() for label in labels},
            kickers=frozenset(word.lower() for word in header["kickers"]["words"]),
            institutions=frozenset(word.lower() for word in header["outlets"]["institutions"]),
            mastheads=frozenset(word.lower() for word in header["outlets"]["mastheads"]),
            offices=tuple(word.lower() for word in header["signatures"]["offices"]),
            officers=tuple(word.lower() for word in header["signatures"]["officers"]),
            **{name: frozenset(word.lower() for word in header["letterhead"][name]) for name in LETTERHEAD_GROUPS},
            agencies={name.lower(): name for name in header["agencies"]["names"]},
            columns=Names.load(folder),
            furniture={group: _pattern(furniture.get(group, []), group) for group in FURNITURE_GROUPS},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise WordListError(
            f"{folder or PACKAGED}/header.toml: {error} is missing; compare it with the packaged one."
        ) from error
    except re.error as error:
        raise WordListError(f"{folder or PACKAGED}/furniture.toml: a pattern is broken ({error}); mend it.") from error


def _pattern(entries: list[dict[str, str]], group: str) -> re.Pattern[str]:
    patterns = "|".join(f"(?:{entry['pattern']})" for entry in entries) or r"(?!)"
    return re.compile(rf"\s*(?:{patterns})\s*$" if group == "tail" else patterns, re.IGNORECASE)
