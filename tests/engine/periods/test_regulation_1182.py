"""Periods by Regulation (EEC, Euratom) No 1182/71, counted by hand from its text and from the Commission's days off."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from evalflow.definitions.calendar import read_calendar
from evalflow.engine.periods import Direction, Period, deadline
from evalflow.resources import resource

BRUSSELS = "Europe/Brussels"
COMMISSION = read_calendar(resource("workflows", "calendars", "eu-institutions.yaml").read_bytes(), "eu")


@pytest.mark.parametrize(
    ("start", "period", "direction", "ends"),
    [
        # 3(1), 3(2)(b): the day of the event is not counted, whatever day it is: here 1 May and a Sunday
        ("2026-05-01", "P10D", "after", "2026-05-11"),
        ("2026-03-01", "P5D", "after", "2026-03-06"),
        # 3(2)(c): the same date; where there is none the last day of the month, which 3(4) may move
        ("2025-08-31", "P1M", "after", "2025-09-30"),
        ("2026-01-31", "P1M", "after", "2026-03-02"),  # 28 February is a Saturday
        ("2024-02-29", "P1Y", "after", "2025-02-28"),
        ("2026-03-31", "P1M15D", "after", "2026-05-18"),  # 30 April, then 15 days; 14 and 15 May are off
        # 3(4): Maundy Thursday to Easter Monday 2026 are off; Christmas to 2 January
        ("2026-03-26", "P1W", "after", "2026-04-07"),
        ("2025-12-17", "P1W", "after", "2026-01-05"),
        # 3(5): two days or more hold two working days; one day does not
        ("2026-04-01", "P2D", "after", "2026-04-08"),
        ("2026-04-01", "P1D", "after", "2026-04-07"),
        ("2026-05-13", "P3D", "after", "2026-05-19"),  # 14 to 17 May are off: Monday and Tuesday
        # counted back: 3(4) does not apply, and 3(5) does
        ("2026-04-07", "P3D", "before", "2026-03-31"),
        ("2026-05-18", "P1D", "before", "2026-05-17"),
        ("2026-05-25", "P1M", "before", "2026-04-25"),
        # 3(3): working days alone
        ("2026-04-01", "P1WD", "after", "2026-04-07"),
        ("2025-12-23", "P1WD", "after", "2026-01-05"),
        ("2025-12-22", "P2WD", "after", "2026-01-05"),
        ("2026-01-05", "P1WD", "before", "2025-12-23"),
        ("2026-05-16", "P1WD", "after", "2026-05-18"),
    ],
)  # fmt: skip
def test_days_weeks_months_and_working_days(start: str, period: str, direction: Direction, ends: str) -> None:
    found = deadline(
        date.fromisoformat(start), Period.parse_counted(period), zone=BRUSSELS, direction=direction,
        rule="eu-1182-71", calendar=COMMISSION,
    )  # fmt: skip
    assert (found.on, found.is_hour) == (date.fromisoformat(ends), False)


@pytest.mark.parametrize(
    ("start", "hours", "direction", "until"),
    [
        # 3(1), 3(2)(a): the hour of the event is not counted, and so it is where it is the first minute of one
        ("2026-06-02T10:00", 1, "after", "12:00 on 2 Jun 2026"),
        ("2026-06-02T10:59", 1, "after", "12:00 on 2 Jun 2026"),
        # 3(3), 3(4): holidays are counted, and the end does not move from one
        ("2026-04-02T15:30", 24, "after", "16:00 on 3 Apr 2026"),
        # a change of clock: an hour is an hour
        ("2026-03-28T23:30", 5, "after", "06:00 on 29 Mar 2026"),
        ("2026-03-28T10:30", 24, "after", "12:00 on 29 Mar 2026"),
        ("2026-10-24T10:30", 24, "after", "10:00 on 25 Oct 2026"),
        ("2026-10-25T00:30", 1, "after", "02:00 on 25 Oct 2026 (Europe/Brussels, UTC+02:00)"),
        ("2026-10-25T00:30", 2, "after", "02:00 on 25 Oct 2026 (Europe/Brussels, UTC+01:00)"),
        ("2026-03-29T10:30", 24, "before", "09:00 on 28 Mar 2026"),
    ],
)  # fmt: skip
def test_hours(start: str, hours: int, direction: Direction, until: str) -> None:
    local = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(BRUSSELS))
    for since in (local, local.astimezone(UTC), local.astimezone(timezone(timedelta(hours=9)))):
        found = deadline(
            since, Period(hours=hours), zone=BRUSSELS, direction=direction, rule="eu-1182-71", calendar=COMMISSION
        )
        assert found.until == (until if "UTC" in until else f"{until} (Europe/Brussels)")


def test_hours_after_a_day_begin_with_the_next_one() -> None:
    found = deadline(date(2026, 6, 2), Period(hours=48), zone=BRUSSELS, rule="eu-1182-71", calendar=COMMISSION)
    assert found.until == "the end of 4 Jun 2026"
    assert not any("hour of the event" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("start", "hours", "says"),
    [
        ("2026-06-05T10:30", 48, "1 working day lies in it"),  # a Friday
        ("2026-04-03T10:30", 72, "no working day lies in it"),  # Good Friday to Easter Monday
        ("2026-06-05T10:30", 47, ""),
        ("2026-06-02T10:30", 48, ""),
    ],
)
def test_hours_with_fewer_than_two_working_days_end_all_the_same_and_say_so(start: str, hours: int, says: str) -> None:
    since = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(BRUSSELS))
    found = deadline(since, Period(hours=hours), zone=BRUSSELS, rule="eu-1182-71", calendar=COMMISSION)
    assert found.at - since == timedelta(hours=hours, minutes=30)
    assert any(reason.startswith(says) for reason in found.reasons if "3(5)" in reason) == bool(says)
