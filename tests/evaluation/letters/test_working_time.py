"""When a letter may reach somebody: in working hours where they are, and on no day off unless that is too late."""

from datetime import date, datetime

import pytest

from evalflow.engine.calendars import NO_HOLIDAYS, Calendar, Holiday
from evalflow.evaluation.letters.working_time import next_working_instant

HOLIDAY = Calendar(
    "x",
    "X",
    "1.0.0",
    frozenset({4, 5}),
    date(2026, 1, 1),
    date(2026, 12, 31),
    "x",
    {date(2026, 3, 30): Holiday("A day")},
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("zone", "asked", "found"),
    [
        ("Europe/Brussels", "2026-03-25T10:00", "2026-03-25T10:00"),  # a Wednesday, eleven o'clock there
        ("Europe/Brussels", "2026-03-25T05:00", "2026-03-25T08:00"),  # nine, in winter time
        ("Europe/Brussels", "2026-03-27T16:00", "2026-03-30T07:00"),  # Friday five: Monday nine, in summer time
        ("Europe/Brussels", "2026-10-23T15:00", "2026-10-26T08:00"),  # and back again
        ("Asia/Kathmandu", "2026-03-29T23:00", "2026-03-30T03:15"),  # 04:45 on Monday there: nine
        ("Asia/Kathmandu", "2026-10-26T11:15", "2026-10-27T03:15"),  # five there: tomorrow
        ("Pacific/Apia", "2026-03-29T19:00", "2026-03-29T20:00"),  # Monday eight there, while Sunday elsewhere
        ("Pacific/Apia", "2026-03-27T12:00", "2026-03-29T20:00"),  # Saturday one in the morning there
        ("America/Havana", "2026-03-30T12:59", "2026-03-30T13:00"),
        ("UTC", "2026-03-28T12:00", "2026-03-30T09:00"),
    ],
)
def test_a_letter_comes_at_the_next_working_hour_of_whoever_gets_it(zone: str, asked: str, found: str) -> None:
    assert next_working_instant(at(asked), zone, NO_HOLIDAYS) == at(found)


def test_a_calendar_says_which_days_are_off() -> None:
    assert next_working_instant(at("2026-03-27T12:00"), "UTC", HOLIDAY) == at("2026-03-29T09:00")  # a Sunday is worked
    assert next_working_instant(at("2026-03-29T18:00"), "UTC", HOLIDAY) == at("2026-03-31T09:00")


@pytest.mark.parametrize(
    ("asked", "before", "found"),
    [
        (
            "2026-03-28T00:00",
            "2026-03-29T00:00",
            "2026-03-28T09:00",
        ),  # Saturday, the last day: at nine, though it is off
        ("2026-03-28T23:00", "2026-03-29T00:00", "2026-03-28T23:00"),
        ("2026-03-28T00:00", "2026-03-28T06:00", "2026-03-28T00:00"),
        ("2026-03-28T00:00", "2026-03-30T10:00", "2026-03-30T09:00"),
    ],
)
def test_nobody_misses_a_deadline_for_the_sake_of_a_day_off(asked: str, before: str, found: str) -> None:
    assert next_working_instant(at(asked), "UTC", NO_HOLIDAYS, at(before)) == at(found)
