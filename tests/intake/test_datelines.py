"""Datelines: what opens a report is cut off, what only looks like it is not."""

import pytest

from diplomacy.intake.dateline import find_dateline
from tests.intake.reading_in import BODY, only


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("BEIJING -- ", "BEIJING", ""),
        ("MARENNE, Valdoria (MP) — ", "MARENNE, Valdoria", "MP"),
        ("PORT ANSEL (MP) — ", "PORT ANSEL", "MP"),
        ("NEW DELHI, March 2 (Xinhua) -- ", "NEW DELHI", "Xinhua"),
        ("GENEVA (Reuters) - ", "GENEVA", "Reuters"),
        ("GENEVA/HALVIK, June 10 (Reuters) - ", "GENEVA/HALVIK", "Reuters"),
        ("Halvik (dpa) - ", "Halvik", "dpa"),
        ("MOSCOW, June 10. /TASS/. ", "MOSCOW", "TASS"),
        ("Nairobi, 10 June 2031 – ", "Nairobi", ""),
        ("WASHINGTON — ", "WASHINGTON", ""),
    ],
)
def test_datelines_are_cut_off(opening: str, place: str, agency: str) -> None:
    found = find_dateline(opening + "The ministers met.")
    assert found is not None
    assert (found.place, found.agency, found.end) == (place, agency, len(opening))


@pytest.mark.parametrize(
    "opening",
    [
        "Orrell — who had waited for a week — called at noon.",
        "MINISTER VIK: Thank you for coming.",
        "Halvik is waiting - and so is Marenne.",
        "In March 2031 - a month after the closure - talks began.",
        "NATO-led monitors entered the strait.",
        "U.S. officials said so. They were not named.",
    ],
)
def test_sentences_are_no_datelines(opening: str) -> None:
    assert find_dateline(opening) is None


def test_a_place_with_a_colon_counts_where_no_other_paragraph_opens_so() -> None:
    told = only("a.txt", f"Vik calls Orrell again\n\nISLAMABAD: {BODY}")
    assert told.dateline == "ISLAMABAD"
    assert "ISLAMABAD" not in told.text
    turns = only("a.txt", f"Vik and Orrell meet the press\n\nMINISTER VIK: {BODY}\n\nMINISTER ORRELL: {BODY}")
    assert turns.dateline == ""
    assert "MINISTER VIK: The two" in turns.text
