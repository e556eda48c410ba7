"""Find a printed date in a line. What a date looks like is left to dateparser; here only where one may stand."""

import calendar
import re
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

import dateparser

from diplomacy.intake.values import Published

AMBIGUOUS_ZONES = frozenset({"IST", "CST", "AST"})
"""Abbreviations of several zones (India, Israel, Ireland): the clock is kept, the offset is not guessed."""

LONGEST_SEARCHED = 300
"""Characters. No date line is longer, and further on a date is one of the text."""

OTHER_CALENDAR = r"\d{1,2}(?:st|nd|rd|th)? [A-Z][\w’'-]+(?:[ -][\w’'-]+)?,? 1[34]\d\d\b(?: ?(?:AH|SH|A\.H\.|S\.H\.|H))?"
"""A day of the Islamic lunar or solar calendar, as it stands beside the common one: "14 Ramadan 1447 AH"."""

_SETTINGS = {"STRICT_PARSING": True, "DATE_ORDER": "DMY", "RETURN_TIME_AS_PERIOD": True}
_NAMES = frozenset(
    name.lower()
    for names in (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr)
    for name in names
    if name
) | {"sept", "tues", "weds", "thur", "thurs"}
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?(?:[-./]\d{1,4}){0,2}", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:?\d\d\S{0,20}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ap]\.?m\.?)?|\d{1,2}[ap]\.?m\.?", re.IGNORECASE)
_CLOCK_ENDING = re.compile(r"[ap]\.?m\.?|hrs|hours|h|uhr", re.IGNORECASE)
_ZONE = re.compile(r"\(?(?:(?:GMT|UTC)?[+-]\d{1,2}:?(?:\d\d)?|[A-Z]{2,5})\)?")
_CONNECTIVE = frozenset({"at", "of", "on", "the", "", "-", "–", "—", "|", "/", "·", "•"})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PARTIAL = re.compile(r"(?:\d{1,2}\.? [A-Za-z]{3,9}\.?|[A-Za-z]{3,9}\.? \d{1,2})")
_IN_ADDRESS = re.compile(
    r"(?:^|[/t_-])((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9])(?=[/_.?#-]|$)"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands: `line[start:end]`."""

    published: Published
    start: int
    end: int


def find_date(line: str) -> FoundDate | None:
    """Return the first full date (day, month and year) of a line, with the time of day that stands by it."""
    run: list[tuple[int, int, str]] = []
    for match in [*re.finditer(r"\S+", line[:LONGEST_SEARCHED]), None]:
        token = match.group() if match else ""
        if match and _belongs(token, [earlier for _, _, earlier in run]):
            run.append((match.start(), match.end(), token))
            continue
        while run and _bare(run[-1][2]).lower() in _CONNECTIVE:
            run.pop()
        found = _date_within(line, run)
        if found:
            return found
        run = []
        if match and _belongs(token, []):
            run.append((match.start(), match.end(), token))
    return None


def _date_within(line: str, run: list[tuple[int, int, str]]) -> FoundDate | None:
    """The date of a run of date-like tokens; a number before or behind it may belong to something else."""
    for first, last in ((0, 0), (0, 1), (1, 0), (0, 2)):
        tokens = run[first : len(run) - last]
        published = parse_date(line[tokens[0][0] : tokens[-1][1]]) if tokens else None
        if published:
            return FoundDate(published, tokens[0][0], tokens[-1][1])
    return None


def _bare(token: str) -> str:
    return token.strip(",;()[]")


def _belongs(token: str, before: list[str]) -> bool:
    """Whether a token may be part of a date that the tokens before it began."""
    bare = _bare(token)
    if _STAMP.fullmatch(bare) or _NUMBER.fullmatch(bare.rstrip(".")) or _CLOCK.fullmatch(bare):
        return True
    if bare.rstrip(".").lower() in _NAMES:
        return True
    if not before:
        return False
    last = _bare(before[-1])
    after_clock = bool(_CLOCK.fullmatch(last) or _CLOCK_ENDING.fullmatch(last) or _NUMBER.fullmatch(last))
    if after_clock and _CLOCK_ENDING.fullmatch(bare):
        return True
    if any(_CLOCK.fullmatch(_bare(earlier)) for earlier in before[-2:]) and _ZONE.fullmatch(token.rstrip(",;")):
        return True
    return bare.lower() in _CONNECTIVE


@lru_cache(maxsize=4096)
def parse_date(words: str) -> Published | None:
    """Read words that are nothing but a date; None where they are no full date of the years 1900 to 2099.

    Of two numbers that could each be the month, the first is the day: 10/06/2026 is 10 June.
    """
    if len(words) > 80 or not _YEAR.search(words):
        return None
    for attempt in _attempts(words):
        stamp = _parse(attempt)
        if stamp:
            has_clock = any(_CLOCK.fullmatch(_bare(t)) for t in attempt.split()) or bool(_STAMP.search(attempt))
            if not has_clock:
                return Published(stamp.date())
            ambiguous = any(_bare(token) in AMBIGUOUS_ZONES for token in words.split())
            return Published(stamp.date(), stamp.time(), None if ambiguous else stamp.utcoffset())
    return None


def _attempts(words: str) -> list[str]:
    """The words as they stand, the clock put last, and the day alone."""
    words = re.sub(r"[|·•]", " ", words)
    attempts = [words]
    clock_first = re.fullmatch(
        r"(\d.{0,24}?),? ((?:[A-Za-z]{3,9}\.?,? )?(?:[A-Za-z]{3,9}\.? \d{1,2}|\d{1,2} [A-Za-z]{3,9}\.?),? \d{4})", words
    )
    if clock_first:
        attempts.append(f"{clock_first[2]} {clock_first[1]}")
    day_only = [token for token in words.split() if not _is_of_clock(_bare(token))]
    return [*attempts, " ".join(day_only)]


def _is_of_clock(bare: str) -> bool:
    is_day = re.fullmatch(r"\d{1,2}\.\d\d\.\d{2,4}", bare) is not None
    year_like = _YEAR.fullmatch(bare) is not None
    return (
        not is_day
        and not year_like
        and (
            _CLOCK.fullmatch(bare) is not None
            or _CLOCK_ENDING.fullmatch(bare) is not None
            or re.fullmatch(r"[0-2]\d[0-5]\d", bare) is not None
            or (bare.isupper() and bare.lower() not in _NAMES and not bare[0].isdigit())
        )
    )


def _parse(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        pass
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dateparser.parse(words, languages=["en"], settings=_SETTINGS)
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None


def day_without_year(words: str, *, year: int | None) -> date | None:
    """Read "March 16" or "10 June" with a year that is known from elsewhere; None without one."""
    if year is None or not _PARTIAL.fullmatch(words):
        return None
    found = parse_date(f"{words} {year}")
    return found.day if found else None


def date_of_event(paragraph: str, *, officers: tuple[str, ...]) -> date | None:
    """The full date in a paragraph's first sentence, if that tells of an officer: institutions report of the day."""
    sentence = re.split(r"(?<=[a-z\d)][.!?]) (?=[A-ZÀ-Þ“\"])", paragraph, maxsplit=1)[0]
    found = find_date(sentence)
    told = any(re.search(rf"\b{re.escape(officer)}\b", sentence, re.IGNORECASE) for officer in officers)
    return found.published.day if found and told else None


def date_in_address(url: str) -> date | None:
    """The date that an address holds as /2025/03/04/, /2025-03-04, /20250304 or t20250304_."""
    match = _IN_ADDRESS.search(url)
    if not match or (not match[2] and len(match[3] + match[4]) != 4):
        return None
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def parse_stamp(words: str) -> Published | None:
    """Read a machine-written date or date-time; a time of exactly midnight without a zone is a date alone."""
    found = parse_date(words.strip()) if words else None
    if (
        found
        and found.clock is not None
        and found.offset is None
        and found.clock == datetime.min.replace(tzinfo=UTC).time()
    ):
        return Published(found.day)
    return found
