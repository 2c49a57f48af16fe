"""Periods, local days and deadlines: dates in, dates and their reasons out."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.periods import Deadline, Period, add, deadline, end_of_day, local_day, subtract
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
