"""Calendars and legal ways of counting: which days are off, which last day a period has, and what is said of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.calendars import NO_HOLIDAYS, Calendar, Holiday
from evalflow.engine.periods import RULES, Direction, Period, Rule, add, deadline, subtract
from evalflow.errors import InvalidInput

BRUSSELS = Calendar(
    "brussels", "An office in Brussels", "1.0.0", frozenset({5, 6}), date(2026, 1, 1), date(2027, 12, 31), "invented",
    {
        date(2026, 4, 3): Holiday("Good Friday"),
        date(2026, 4, 6): Holiday("Easter Monday"),
        date(2026, 5, 1): Holiday("Labour Day"),
        date(2026, 12, 24): Holiday("End of year"),
        date(2026, 12, 25): Holiday("Christmas Day"),
        date(2026, 12, 31): Holiday("End of year", "by analogy"),
        date(2027, 1, 1): Holiday("New Year"),
    },
)  # fmt: skip
AMMAN = Calendar("amman", "An office in Amman", "1.0.0", frozenset({4, 5}), date(2026, 1, 1), date(2026, 12, 31), "x")


def last_day(start: str, period: str, rule: Rule, calendar: Calendar = BRUSSELS, direction: Direction = "after") -> str:
    found = deadline(
        date.fromisoformat(start), Period.parse(period), zone="Europe/Brussels", rule=rule, calendar=calendar,
        direction=direction,
    )  # fmt: skip
    return found.on.isoformat()


def reasons(
    start: str, period: str, rule: Rule, direction: Direction = "after", calendar: Calendar = BRUSSELS
) -> list[str]:
    found = deadline(
        date.fromisoformat(start), Period.parse(period), zone="UTC", rule=rule, calendar=calendar, direction=direction
    )
    return list(found.reasons[:-1])


@pytest.mark.parametrize(
    ("start", "period", "on", "why"),
    [
        # article 3(1): the day of the event is not counted
        ("2026-03-02", "P1D", "2026-03-03", "a Monday and one day"),
        ("2026-03-02", "P3D", "2026-03-05", "a Monday and three days"),
        # article 3(2)(c): the same day of the week, the same date, or the last day of a shorter month
        ("2026-03-02", "P1W", "2026-03-09", "the Monday after"),
        ("2026-03-03", "P8W", "2026-04-28", "eight weeks, over Easter"),
        ("2026-01-15", "P1M", "2026-02-16", "15 February is a Sunday"),
        ("2026-03-31", "P1M", "2026-04-30", "April has no 31st"),
        ("2026-08-31", "P6M", "2027-03-01", "28 February 2027 is a Sunday"),
        ("2027-02-28", "P1Y", "2028-02-28", "one year"),
        ("1998-03-12", "P3W", "1998-04-02", "the weekday of the event itself: Toeters and Verberk, C-171/03"),
        ("2028-02-29", "P1Y", "2029-02-28", "a year without a leap day"),
        # article 3(3): Saturdays, Sundays and holidays within it count
        ("2026-04-01", "P7D", "2026-04-08", "over Easter"),
        # article 3(4): a last day on a holiday, Saturday or Sunday moves to the next working day
        ("2026-03-06", "P1D", "2026-03-09", "a Saturday"),
        ("2026-03-06", "P2D", "2026-03-10", "a Sunday, and two working days"),
        ("2026-03-07", "P1W", "2026-03-16", "a Saturday a week later"),
        ("2026-03-06", "P4W", "2026-04-07", "Good Friday, then a weekend and Easter Monday"),
        ("2026-04-24", "P1W", "2026-05-04", "Labour Day, a Friday"),
        ("2026-12-17", "P1W", "2026-12-28", "two days off and a weekend"),
        ("2026-12-17", "P2W", "2027-01-04", "the end of the year"),
        # article 3(5): a period of two days or more holds two working days at least
        ("2026-03-05", "P2D", "2026-03-09", "Friday, and Monday for the Saturday"),
        ("2026-03-06", "P3D", "2026-03-10", "Saturday, Sunday, Monday hold one"),
        ("2026-04-02", "P4D", "2026-04-08", "Good Friday to Easter Monday hold none"),
        ("2026-04-02", "P5D", "2026-04-08", "Tuesday alone"),
        ("2026-04-02", "P6D", "2026-04-08", "Tuesday and Wednesday"),
        ("2026-12-23", "P3D", "2026-12-29", "Christmas"),
        ("2026-04-02", "P1D", "2026-04-07", "one day needs one day alone"),
        # the empty period ends with the day itself, wherever it falls on a day of work
        ("2026-03-04", "P0D", "2026-03-04", "no time at all"),
        ("2026-03-07", "P0D", "2026-03-09", "no time at all, on a Saturday"),
    ],
)  # fmt: skip
def test_a_period_by_regulation_1182_71_ends_on_this_day(start: str, period: str, on: str, why: str) -> None:
    assert (last_day(start, period, "eu-1182-71"), why) == (on, why)


@pytest.mark.parametrize(
    ("start", "period", "on"),
    [
        ("2026-03-16", "P1W", "2026-03-09"),  # a working day stays
        ("2026-03-15", "P1W", "2026-03-08"),  # a Sunday stays: article 3(4) is not for what is counted backwards
        ("2026-04-17", "P2W", "2026-04-03"),  # Good Friday stays too
        ("2026-03-09", "P2D", "2026-03-05"),  # Saturday and Sunday hold no working day: Thursday and Friday do
        ("2026-03-10", "P2D", "2026-03-06"),  # Sunday and Monday hold one
        ("2026-03-31", "P1M", "2026-02-28"),
    ],
)
def test_a_period_counted_backwards_by_the_regulation_never_moves_later(start: str, period: str, on: str) -> None:
    assert last_day(start, period, "eu-1182-71", direction="before") == on


@pytest.mark.parametrize(
    ("start", "period", "direction", "on"),
    [
        ("2026-03-02", "P5D", "after", "2026-03-09"),  # a Saturday
        ("2026-03-02", "P4D", "after", "2026-03-06"),
        ("2026-03-06", "P4W", "after", "2026-04-07"),
        ("2026-03-06", "P2D", "after", "2026-03-09"),  # the rule of two working days is the regulation's alone
        ("2026-03-16", "P1D", "before", "2026-03-15"),  # backwards a Sunday stays
    ],
)
def test_the_next_working_day_is_taken_where_the_last_is_off(
    start: str, period: str, direction: Direction, on: str
) -> None:
    assert last_day(start, period, "next-working-day", direction=direction) == on


def test_a_weekend_of_friday_and_saturday_makes_sunday_a_day_of_work() -> None:
    assert [last_day("2026-03-01", f"P{days}D", "next-working-day", AMMAN) for days in (4, 5, 6, 7)] == [
        "2026-03-05", "2026-03-08", "2026-03-08", "2026-03-08",
    ]  # fmt: skip


def test_the_regulation_keeps_its_own_weekend_whatever_the_calendar_says() -> None:
    assert last_day("2026-03-01", "P1W", "eu-1182-71", AMMAN) == "2026-03-09"
    assert last_day("2026-02-26", "P8D", "eu-1182-71", AMMAN) == "2026-03-06"


def test_a_deadline_says_why_it_is_not_the_day_that_was_counted() -> None:
    assert reasons("2026-03-06", "P4W", "eu-1182-71") == [
        "4 weeks after 6 Mar 2026 is Fri 3 Apr 2026",
        "Fri 3 Apr 2026 is Good Friday; the next working day is Tue 7 Apr 2026, by article 3(4) of Regulation 1182/71",
    ]
    assert reasons("2026-12-17", "P2W", "next-working-day") == [
        "2 weeks after 17 Dec 2026 is Thu 31 Dec 2026",
        "Thu 31 Dec 2026 is End of year (unverified: by analogy); the next working day is Mon 4 Jan 2027",
    ]
    assert reasons("2026-03-09", "P2D", "eu-1182-71", "before") == [
        "2 days before 9 Mar 2026 is Sat 7 Mar 2026",
        "Sat 7 Mar 2026 is a Saturday; counted backwards, the date does not move later, by article 3(4) of Regulation "
        "1182/71",
        "a period of two days or more holds two working days at least, by article 3(5): Thu 5 Mar 2026",
    ]


def test_what_a_calendar_does_not_cover_is_not_taken_for_free_of_holidays() -> None:
    unknown = "the calendar brussels knows no holidays of 2028: only weekends are looked at"
    assert reasons("2027-12-27", "P1W", "next-working-day") == ["1 week after 27 Dec 2027 is Mon 3 Jan 2028", unknown]
    assert reasons("2027-12-25", "P1W", "next-working-day") == [
        "1 week after 25 Dec 2027 is Sat 1 Jan 2028",
        unknown,
        "Sat 1 Jan 2028 is a Saturday; the next working day is Mon 3 Jan 2028",
    ]
    off = {date(2026, 12, 31): Holiday("Year's end"), date(2026, 12, 30): Holiday("The day before")}
    year_end = Calendar("x", "X", "1.0.0", frozenset({5, 6}), date(2026, 1, 1), date(2026, 12, 31), "x", off)
    assert reasons("2026-12-23", "P1W", "next-working-day", calendar=year_end) == [
        "1 week after 23 Dec 2026 is Wed 30 Dec 2026",
        "Wed 30 Dec 2026 is The day before; the next working day is Fri 1 Jan 2027",
        "the calendar x knows no holidays of 2027: only weekends are looked at",
    ]


def test_of_a_year_that_a_calendar_covers_in_part_it_is_said_up_to_when() -> None:
    half = Calendar("h", "H", "1.0.0", frozenset({5, 6}), date(2026, 3, 1), date(2026, 6, 30), "x")
    told = [reasons(start, "P1D", "next-working-day", calendar=half)[1:] for start in ("2026-02-25", "2026-06-30")]
    assert told == [
        ["the calendar h knows no holidays before 1 Mar 2026: only weekends are looked at"],
        ["the calendar h knows no holidays after 30 Jun 2026: only weekends are looked at"],
    ]


def test_two_working_days_of_a_year_without_a_list_are_not_taken_for_sure() -> None:
    unknown = "the calendar brussels knows no holidays of {}: only weekends are looked at"
    assert reasons("2027-12-29", "P3D", "eu-1182-71") == [
        "3 days after 29 Dec 2027 is Sat 1 Jan 2028",
        unknown.format(2028),
        "Sat 1 Jan 2028 is a Saturday; the next working day is Mon 3 Jan 2028, by article 3(4) of Regulation 1182/71",
    ]
    # Thursday is off, so that two working days are found only beyond the list
    off = {date(2027, 12, 30): Holiday("The day before")}
    ending = replace(BRUSSELS, holidays=off)
    assert reasons("2027-12-29", "P2D", "eu-1182-71", calendar=ending) == [
        "2 days after 29 Dec 2027 is Fri 31 Dec 2027",
        "a period of two days or more holds two working days at least, by article 3(5): Mon 3 Jan 2028",
        unknown.format(2028),
    ]
    # one of the two lies before the list begins
    starting = replace(BRUSSELS, holidays={date(2026, 1, 1): Holiday("New Year")})
    assert reasons("2025-12-30", "P3D", "eu-1182-71", calendar=starting) == [
        "3 days after 30 Dec 2025 is Fri 2 Jan 2026",
        unknown.format(2025),
    ]
    assert reasons("2026-01-05", "P5D", "eu-1182-71", "before", starting) == [
        "5 days before 5 Jan 2026 is Wed 31 Dec 2025",
        unknown.format(2025),
    ]
    # of a longer period the days without a list do not matter
    assert reasons("2025-12-01", "P8W", "eu-1182-71") == ["8 weeks after 1 Dec 2025 is Mon 26 Jan 2026"]


def test_a_calendar_says_what_a_day_off_is() -> None:
    days = (date(2026, 4, 3), date(2026, 4, 4), date(2026, 4, 7), date(2026, 12, 31))
    assert [BRUSSELS.why_off(day) for day in days] == [
        "Good Friday", "a Saturday", "", "End of year (unverified: by analogy)",
    ]  # fmt: skip
    assert BRUSSELS.next_working(date(2026, 4, 3)) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("weekend", "day"),
    [
        ({0, 1, 2, 3, 4, 5, 6}, date(2026, 1, 1)),
        ({0, 1, 2, 3, 4, 5, 6}, date(9999, 12, 31)),
        ({4, 5, 6}, date(9999, 12, 31)),  # a Friday
    ],
)
def test_where_nobody_works_any_more_there_is_no_working_day(weekend: set[int], day: date) -> None:
    with pytest.raises(InvalidInput) as refused:
        Calendar("rest", "Rest", "1.0.0", frozenset(weekend), date.min, date.max, "x").next_working(day)
    assert refused.value.code == "no-working-day"


DAYS = st.dates(date(2025, 12, 1), date(2028, 2, 1))
PERIODS = st.builds(
    Period, years=st.integers(0, 1), months=st.integers(0, 5), weeks=st.integers(0, 6), days=st.integers(0, 20)
)
CALENDARS = st.sampled_from([NO_HOLIDAYS, BRUSSELS, AMMAN])


@given(DAYS, PERIODS, st.sampled_from(RULES), CALENDARS)
def test_by_no_rule_is_a_deadline_earlier_than_by_the_calendar_alone(
    start: date, period: Period, rule: Rule, calendar: Calendar
) -> None:
    found = deadline(start, period, zone="UTC", rule=rule, calendar=calendar)
    assert found.on >= add(start, period)
    if rule == "next-working-day":
        assert calendar.is_working(found.on)


@given(DAYS, PERIODS, st.sampled_from(RULES), CALENDARS)
def test_by_no_rule_is_a_date_counted_backwards_later_than_by_the_calendar_alone(
    start: date, period: Period, rule: Rule, calendar: Calendar
) -> None:
    found = deadline(start, period, zone="UTC", direction="before", rule=rule, calendar=calendar)
    assert found.on <= subtract(start, period)


@given(
    DAYS, PERIODS, st.sampled_from(["next-working-day", "eu-1182-71"]), CALENDARS, st.sampled_from(["after", "before"])
)
def test_a_last_day_without_a_list_of_holidays_is_always_said_to_have_none(
    start: date, period: Period, rule: Rule, calendar: Calendar, direction: Direction
) -> None:
    found = deadline(start, period, zone="UTC", rule=rule, calendar=calendar, direction=direction)
    told = [reason for reason in found.reasons if "knows no holidays" in reason]
    assert calendar.covers(found.on) or f" of {found.on.year}:" in "".join(told)
    assert len(told) == len(set(told))


@given(DAYS, PERIODS, CALENDARS)
def test_by_the_regulation_two_days_or_more_hold_two_working_days(
    start: date, period: Period, calendar: Calendar
) -> None:
    counted = (add(start, period) - start).days
    on = deadline(start, period, zone="UTC", rule="eu-1182-71", calendar=calendar).on
    within = [start + timedelta(days=day + 1) for day in range((on - start).days)]
    working = [day for day in within if day.weekday() < 5 and day not in calendar.holidays]
    assert counted < 2 or len(working) >= 2
    assert on.weekday() < 5
    assert on not in calendar.holidays
