"""Calendars as files: what is read, what is written, and that the one gives the other."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evalflow.definitions.calendar import read_calendar, write_calendar
from evalflow.engine.calendars import Calendar, Holiday
from tests.definitions.shipped import WORKFLOWS

OFFICE = Calendar(
    "office", "The office's days", "1.2.3", frozenset({4, 5}), date(2027, 1, 1), date(2027, 12, 31),
    "The office's own list.",
    {date(2027, 1, 1): Holiday("New Year's Day"), date(2027, 3, 10): Holiday("Eid", "announced when the moon is seen")},
)  # fmt: skip
TEXT = """\
evalflow: 1
calendar: office
version: 1.2.3
title: 'The office''s days'
weekend: [friday, saturday]
covers: {from: 2027-01-01, through: 2027-12-31}
source: 'The office''s own list.'
holidays:
  2027-01-01:
    name: 'New Year''s Day'
  2027-03-10:
    name: 'Eid'
    unverified: 'announced when the moon is seen'
"""

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30) | st.just("longest" * 20)
LINES = st.lists(WORDS, min_size=1, max_size=20).map(" ".join)
NAMES = st.from_regex("[a-z][a-z0-9-]{0,12}", fullmatch=True) | st.sampled_from(["no", "on", "true", "null", "yes"])


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    first = draw(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
    last = first + timedelta(draw(st.integers(0, 2000)))
    holidays = st.builds(Holiday, LINES, st.just("") | LINES)
    days = draw(st.dictionaries(st.dates(first, last), holidays, max_size=5))
    weekend = draw(st.frozensets(st.integers(0, 6), max_size=6))
    name = draw(NAMES.filter(lambda name: name != "none"))
    return Calendar(name, draw(LINES), "1.0.0", weekend, first, last, draw(LINES), dict(sorted(days.items())))


def test_a_calendar_is_read_as_it_is_written() -> None:
    assert read_calendar(TEXT.encode(), "office.yaml") == OFFICE
    assert write_calendar(OFFICE) == TEXT


@given(calendars())
def test_whatever_a_calendar_holds_is_read_back_as_it_was_written(calendar: Calendar) -> None:
    assert read_calendar(write_calendar(calendar).encode(), "x.yaml") == calendar


def test_a_calendar_may_name_no_holiday_and_no_weekend() -> None:
    bare = Calendar("bare", "B", "1.0.0", frozenset(), date(2027, 1, 1), date(2027, 1, 1), "a")
    text = write_calendar(bare)
    assert text.endswith("weekend: []\ncovers: {from: 2027-01-01, through: 2027-01-01}\nsource: 'a'\nholidays: {}\n")
    assert read_calendar(text.encode(), "bare.yaml") == bare


def test_what_a_shipped_calendar_does_not_vouch_for_says_so() -> None:
    read = {file.stem: read_calendar(file.read_bytes(), file.name) for file in (WORKFLOWS / "calendars").iterdir()}
    vouched = {
        name: sorted({day.year for day, holiday in calendar.holidays.items() if not holiday.unverified})
        for name, calendar in read.items()
    }
    assert vouched == {
        "england-and-wales": [*range(2019, 2029)],
        "eu-institutions": [2023, 2024, 2025, 2026],
        "jordan": [],
    }
    assert {name: sorted(calendar.weekend) for name, calendar in read.items()} == {
        "england-and-wales": [5, 6],
        "eu-institutions": [5, 6],
        "jordan": [4, 5],
    }


def test_england_and_the_european_institutions_list_no_holiday_on_a_weekend() -> None:
    for name in ("england-and-wales", "eu-institutions"):
        calendar = read_calendar((WORKFLOWS / "calendars" / f"{name}.yaml").read_bytes(), name)
        assert [day for day in calendar.holidays if day.weekday() in calendar.weekend] == []
