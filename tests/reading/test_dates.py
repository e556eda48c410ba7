from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.reading.exchanges.dates import dates_in

FRIDAY = date(2031, 5, 16)


def days(text: str, published: date = FRIDAY) -> list[date | None]:
    return [found.day for found in dates_in(text, start=0, end=len(text), published=published)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met on Thursday.", date(2031, 5, 15)),
        ("They met Friday.", FRIDAY),
        ("They met on Saturday.", date(2031, 5, 10)),
        ("They spoke today.", FRIDAY),
        ("They spoke this evening.", FRIDAY),
        ("They spoke late on Thursday evening.", date(2031, 5, 15)),
        ("They spoke yesterday.", date(2031, 5, 15)),
        ("On 14 May, they spoke.", date(2031, 5, 14)),
        ("On May 14, they spoke.", date(2031, 5, 14)),
        ("On May 14, 2029, they spoke.", date(2029, 5, 14)),
        ("On 14th May, 2029 they spoke.", date(2029, 5, 14)),
        ("On 3 Feb. they spoke.", date(2031, 2, 3)),
        ("On 2031-05-12 they spoke.", date(2031, 5, 12)),
        ("its account of Thursday’s meeting", date(2031, 5, 15)),
    ],
)
def test_a_date_is_reckoned_from_publication(text: str, day: date) -> None:
    assert days(text) == [day]


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert days("On 30 December they met.", published=date(2031, 1, 2)) == [date(2030, 12, 30)]
    assert days("They meet on 2 January.", published=date(2030, 12, 30)) == [date(2031, 1, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "It has lasted since Monday.",
        "It lasts until 30 June.",
        "after the incident of 26 February",
        "They meet next Tuesday.",
        "The May sun shone.",
        "He will march on 31 April's end",
        "Chapter 12 may follow.",
    ],
)
def test_what_is_no_day_of_an_exchange_is_passed_over(text: str) -> None:
    assert [day for day in days(text) if day] == []


def test_the_same_day_points_back_and_a_vague_past_has_no_day() -> None:
    text = "They spoke the same day. They had met last month and in 2029."
    found = list(dates_in(text, start=0, end=len(text), published=FRIDAY))
    assert [(when.span.of(text), when.day, when.same) for when in found] == [
        ("the same day", None, True),
        ("last month", None, False),
        ("in 2029", None, False),
    ]


@given(st.text(max_size=80), st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_any_text_gives_dates_within_it(text: str, published: date) -> None:
    for when in dates_in(text, start=0, end=len(text), published=published):
        assert 0 <= when.span.start < when.span.end <= len(text)


@given(st.dates(min_value=date(1900, 1, 8), max_value=date(2100, 1, 1)))
def test_a_weekday_lies_in_the_week_up_to_publication(published: date) -> None:
    (day,) = days("on Wednesday", published=published)
    assert day is not None
    assert day.weekday() == 2
    assert 0 <= (published - day).days < 7
