"""Periods, local days and deadlines: dates in, dates and their reasons out."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.calendars import Calendar, Holiday
from evalflow.engine.periods import (
    Deadline,
    Direction,
    Period,
    Rule,
    add,
    deadline,
    end_of_day,
    local_day,
    subtract,
)
from evalflow.errors import InvalidInput

LONDON = "Europe/London"
COUNTS = st.integers(0, 400)
PERIODS = st.builds(Period, COUNTS, COUNTS, COUNTS, COUNTS)
DAYS = st.dates(date(1000, 1, 1), date(8000, 1, 1))
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/London",
        "America/Havana",
        "Asia/Beirut",
        "Africa/Cairo",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "America/Toronto",
        "America/St_Johns",
        "Pacific/Kwajalein",
        "America/Sao_Paulo",
    ]
)


@pytest.mark.parametrize(
    ("text", "period", "words"),
    [
        ("P8W", Period(weeks=8), "8 weeks"),
        ("P1Y6M", Period(years=1, months=6), "1 year and 6 months"),
        ("P61D", Period(days=61), "61 days"),
        ("P1Y2M3W4D", Period(1, 2, 3, 4), "1 year and 2 months and 3 weeks and 4 days"),
        ("P0D", Period(), "0 days"),
    ],
)
def test_a_period_is_read_written_and_told(text: str, period: Period, words: str) -> None:
    assert (Period.parse(text), str(period), period.in_words()) == (period, text, words)


@given(PERIODS)
def test_what_a_period_writes_it_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


def test_a_part_of_nothing_is_left_out_of_the_canonical_text() -> None:
    assert str(Period.parse("P1Y0M07D")) == "P1Y7D"


@pytest.mark.parametrize(
    "text",
    ["", "P", "8W", "P8", "P0W", "P0Y0D", "P-1D", "P1D2W", "PT4H", "P1.5D", "p8w", " P8W", "P8W\n", "P٣D", "P123456D"],
)
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Period.parse(text)
    assert (refusal.value.code, str(refusal.value)) == (
        "bad-period",
        f"{text!r} is not a period. Write years, months, weeks and days in this order, "
        "such as P8W (eight weeks), P1Y6M or P61D; P0D is no time at all.",
    )


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        Period(days=-1)
    assert (refusal.value.code, str(refusal.value)) == (
        "bad-period",
        "A period is never negative. Count backwards from the later day instead.",
    )


@pytest.mark.parametrize(
    ("start", "text", "after"),
    [
        ("2027-01-31", "P1M", "2027-02-28"),
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2028-02-29", "P1Y", "2029-02-28"),
        ("2028-02-29", "P4Y", "2032-02-29"),
        ("2027-01-31", "P1M1D", "2027-03-01"),
        ("2027-01-05", "P8W", "2027-03-02"),
        ("2027-11-30", "P3M", "2028-02-29"),
        ("2027-12-31", "P1D", "2028-01-01"),
        ("2027-05-01", "P0D", "2027-05-01"),
    ],
)
def test_a_period_later_is_calendar_time_clamped_to_the_months_end(start: str, text: str, after: str) -> None:
    assert add(date.fromisoformat(start), Period.parse(text)) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("start", "text", "before"),
    [
        ("2027-03-31", "P1M", "2027-02-28"),
        ("2028-02-29", "P1Y", "2027-02-28"),
        ("2027-01-15", "P1M", "2026-12-15"),
        ("2027-03-01", "P1M1D", "2027-01-31"),
        ("2027-03-02", "P8W", "2027-01-05"),
    ],
)
def test_a_period_earlier_is_calendar_time_clamped_to_the_months_end(start: str, text: str, before: str) -> None:
    assert subtract(date.fromisoformat(start), Period.parse(text)) == date.fromisoformat(before)


@given(DAYS, DAYS, PERIODS)
def test_of_two_days_the_later_stays_the_later_or_equal(one: date, other: date, period: Period) -> None:
    earlier, later = sorted((one, other))
    assert add(earlier, period) <= add(later, period)
    assert subtract(earlier, period) <= subtract(later, period)


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidInput) as late:
        add(date(9999, 12, 1), Period(months=1))
    with pytest.raises(InvalidInput) as early:
        subtract(date(1, 1, 1), Period(days=1))
    assert [(late.value.code, str(late.value)), (early.value.code, str(early.value))] == [
        ("no-such-date", "The calendar has no day 1 month after 1 Dec 9999."),
        ("no-such-date", "The calendar has no day 1 day before 1 Jan 1."),
    ]


def test_a_deadline_explains_the_date_it_gives() -> None:
    assert deadline(date(2027, 1, 5), Period.parse("P8W"), zone=LONDON) == Deadline(
        at=datetime(2027, 3, 3, tzinfo=UTC),
        on=date(2027, 3, 2),
        zone=LONDON,
        reasons=(
            "8 weeks after 5 Jan 2027 is Tue 2 Mar 2027",
            "until the end of 2 Mar 2027, Europe/London = 3 Mar 2027 00:00 UTC",
        ),
    )


def test_a_deadline_can_be_counted_backwards() -> None:
    found = deadline(date(2027, 7, 1), Period(weeks=2), zone="Asia/Kathmandu", direction="before")
    assert found.reasons == (
        "2 weeks before 1 Jul 2027 is Thu 17 Jun 2027",
        "until the end of 17 Jun 2027, Asia/Kathmandu = 17 Jun 2027 18:15 UTC",
    )


@pytest.mark.parametrize(
    ("on", "zone", "instant"),
    [
        ("2026-03-28", LONDON, "2026-03-29 00:00"),
        ("2026-03-29", LONDON, "2026-03-29 23:00"),  # 23 hours long
        ("2026-10-24", LONDON, "2026-10-24 23:00"),
        ("2026-10-25", LONDON, "2026-10-26 00:00"),  # 25 hours long
        ("2028-02-29", LONDON, "2028-03-01 00:00"),
        ("2026-03-07", "America/Havana", "2026-03-08 05:00"),  # no midnight: the day begins at 01:00
        ("2026-10-31", "America/Havana", "2026-11-01 04:00"),  # two midnights: the first begins the day
        ("2026-03-28", "Asia/Beirut", "2026-03-28 22:00"),  # no midnight
        ("2024-04-25", "Africa/Cairo", "2024-04-25 22:00"),  # no midnight
        ("2011-12-29", "Pacific/Apia", "2011-12-30 10:00"),  # no 30 December 2011 at all
        ("2011-12-30", "Pacific/Apia", "2011-12-30 10:00"),
        ("1919-03-30", "America/Toronto", "1919-03-31 04:30"),  # 23:30 to 00:30: the day begins at 00:30
        ("2026-05-01", "Asia/Kathmandu", "2026-05-01 18:15"),
    ],
)
def test_a_day_ends_where_the_next_local_day_begins(on: str, zone: str, instant: str) -> None:
    assert end_of_day(date.fromisoformat(on), zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), ZONES)
def test_just_before_its_end_it_is_still_that_day_and_at_its_end_no_more(on: date, zone: str) -> None:
    end = end_of_day(on, zone)
    assert local_day(end - timedelta(microseconds=1), zone) <= on < local_day(end, zone)


@given(st.integers(-2_200_000_000, 4_100_000_000), ZONES)
def test_every_instant_lies_before_the_end_of_its_own_local_day(seconds: int, zone: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    # Where clocks go back over midnight, an hour of the old day comes again after the first instant of the new one.
    assert end_of_day(local_day(at, zone), zone) > at - timedelta(hours=1, minutes=1)


def test_the_local_day_is_that_of_the_wall() -> None:
    evening = datetime(2026, 5, 1, 20, tzinfo=timezone(timedelta(hours=2)))
    assert [local_day(evening, zone) for zone in ("UTC", "Asia/Kathmandu", "Pacific/Apia")] == [
        date(2026, 5, 1),
        date(2026, 5, 1),
        date(2026, 5, 2),
    ]


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        local_day(datetime.fromisoformat("2026-05-01T12:00"), "UTC")
    assert (refusal.value.code, str(refusal.value)) == (
        "naive-instant",
        "2026-05-01 12:00:00 does not say in which zone it is. Give an instant in UTC.",
    )


@pytest.mark.parametrize(
    ("zone", "says"),
    [
        ("Europe/Lodnon", "There is no time zone 'Europe/Lodnon'. Did you mean Europe/London?"),
        ("../../etc/passwd", "There is no time zone '../../etc/passwd'. Zones read like Europe/London."),
        ("", "There is no time zone ''. Zones read like Europe/London."),
        ("Europe", "There is no time zone 'Europe'. Did you mean Europe/Rome?"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest(zone: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        end_of_day(date(2026, 5, 1), zone)
    assert (refusal.value.code, str(refusal.value)) == ("unknown-zone", says)


def test_the_calendars_last_day_has_no_end() -> None:
    with pytest.raises(InvalidInput) as refusal:
        end_of_day(date.max, LONDON)
    assert (refusal.value.code, str(refusal.value)) == ("no-such-date", "The calendar ends too soon after 31 Dec 9999.")


EUROPE = Calendar(
    "europe", "E", "1.0.0", frozenset({4, 5}), date(2026, 1, 1), date(2027, 12, 31), "a",
    {date(2027, 1, 1): Holiday("New Year"), date(2027, 1, 6): Holiday("Epiphany", "not looked up")},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"), [("P10WD", "10 working days"), ("P1WD", "1 working day"), ("PT48H", "48 hours")]
)
def test_working_days_and_hours_are_periods_that_only_a_deadline_counts(text: str, words: str) -> None:
    period = Period.parse_counted(text)
    assert (str(period), period.in_words(), period.is_counted) == (text, words, True)
    with pytest.raises(InvalidInput, match="is not a period"):
        Period.parse(text)
    with pytest.raises(InvalidInput, match="can be counted in a deadline alone"):
        add(date(2027, 1, 1), period)


@pytest.mark.parametrize("text", ["P0WD", "PT0H", "P2W3WD", "PT48M", "P1DT2H", "PWD"])
def test_what_mixes_them_or_is_nothing_is_no_period(text: str) -> None:
    with pytest.raises(InvalidInput, match="may also count working days"):
        Period.parse_counted(text)
    assert Period.parse_counted("P8W") == Period(weeks=8)


@pytest.mark.parametrize(
    ("rule", "direction", "start", "count", "on"),
    [
        ("eu-1182-71", "after", date(2026, 12, 30), 3, date(2027, 1, 5)),  # a Friday counts, Saturday and Sunday never
        ("next-working-day", "after", date(2026, 12, 30), 3, date(2027, 1, 4)),  # this calendar's weekend
        ("plain", "after", date(2026, 12, 30), 1, date(2026, 12, 31)),
        ("eu-1182-71", "before", date(2027, 1, 8), 3, date(2027, 1, 4)),
        ("eu-1182-71", "after", date(2027, 1, 9), 1, date(2027, 1, 11)),
    ],
)
def test_working_days_are_counted_by_the_calendar_and_the_day_of_the_event_is_none(
    rule: Rule, direction: Direction, start: date, count: int, on: date
) -> None:
    found = deadline(start, Period(working_days=count), zone="UTC", rule=rule, direction=direction, calendar=EUROPE)
    assert found.on == on
    assert found.at == datetime.combine(on + timedelta(days=1), time(), UTC)


def test_working_days_name_the_article_the_years_without_a_list_and_days_nobody_vouches_for() -> None:
    found = deadline(date(2027, 1, 4), Period(working_days=3), zone="UTC", rule="eu-1182-71", calendar=EUROPE)
    assert found.reasons == (
        "3 working days after 4 Jan 2027 is Fri 8 Jan 2027, by article 3(3) of Regulation 1182/71",
        "days off that are unverified are passed over: 6 Jan 2027",
        "until the end of 8 Jan 2027, UTC = 9 Jan 2027 00:00 UTC",
    )
    beyond = deadline(date(2027, 12, 30), Period(working_days=5), zone="UTC", calendar=EUROPE)
    assert "the calendar europe knows no holidays of 2028: only weekends are looked at" in beyond.reasons
    with pytest.raises(InvalidInput, match="The calendar has no day 9 working days after"):
        deadline(date(9999, 12, 30), Period(working_days=9), zone="UTC")


@pytest.mark.parametrize(
    ("rule", "direction", "start", "zone", "hours", "until"),
    [
        ("eu-1182-71", "after", "2027-01-05T09:20", "Europe/Brussels", 48, "11:00 on 7 Jan 2027 (Europe/Brussels)"),
        ("eu-1182-71", "after", "2027-01-08T09:00", "Europe/Brussels", 24, "11:00 on 9 Jan 2027 (Europe/Brussels)"),
        ("eu-1182-71", "before", "2027-01-05T09:20", "Europe/Brussels", 48, "10:00 on 3 Jan 2027 (Europe/Brussels)"),
        ("eu-1182-71", "after", "2027-01-05T04:00", "Asia/Kathmandu", 2, "12:00 on 5 Jan 2027 (Asia/Kathmandu)"),
        ("plain", "after", "2027-03-27T21:30", "Europe/Brussels", 5, "04:30 on 28 Mar 2027 (Europe/Brussels)"),
        ("plain", "after", "2027-01-05T09:20", "UTC", 1, "10:20 on 5 Jan 2027 (UTC)"),
        ("next-working-day", "after", "2027-01-08T09:20", "UTC", 24, "09:20 on 9 Jan 2027 (UTC)"),
        ("plain", "after", "2027-01-05T22:00", "UTC", 2, "the end of 5 Jan 2027"),
    ],
)
def test_hours_end_at_an_instant_whatever_day_it_is_and_the_hour_of_the_event_is_none(
    rule: Rule, direction: Direction, start: str, zone: str, hours: int, until: str
) -> None:
    since = datetime.fromisoformat(start).replace(tzinfo=UTC)
    found = deadline(since, Period(hours=hours), zone=zone, rule=rule, direction=direction, calendar=EUROPE)
    assert (found.until, found.is_hour) == (until, not until.startswith("the end"))


def test_hours_from_a_day_count_from_its_end_and_back_from_its_beginning() -> None:
    after = deadline(date(2027, 1, 5), Period(hours=3), zone="UTC")
    assert (after.until, after.on) == ("03:00 on 6 Jan 2027 (UTC)", date(2027, 1, 6))
    before = deadline(date(2027, 1, 5), Period(hours=3), zone="UTC", direction="before")
    assert before.until == "21:00 on 4 Jan 2027 (UTC)"
    with pytest.raises(InvalidInput, match="The calendar has no instant"):
        deadline(date(9999, 12, 30), Period(hours=99_999), zone="UTC")


def test_a_period_of_days_from_an_instant_counts_from_its_local_day() -> None:
    late = datetime(2027, 1, 5, 18, 30, tzinfo=UTC)  # the sixth in Kathmandu
    assert deadline(late, Period(days=1), zone="Asia/Kathmandu").on == date(2027, 1, 7)
