"""A zone's VTIMEZONE: as a strict reader and as a lenient one understand it, every instant has the offset it has."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped] # it has no types of its own
from icalendar import Timezone

from evalflow.effects.calendars.calendar_file import CalendarEvent, calendar
from evalflow.effects.calendars.zone_text import zone_component

ZONES = (
    "Europe/London", "Europe/Dublin", "Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Asia/Kathmandu",
    "Asia/Gaza", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
)  # fmt: skip


def offsets(made: Timezone, to: datetime) -> list[tuple[datetime, timedelta]]:
    """Return what a reader does with it that takes one date of each RDATE, and DTSTART only where there is none."""
    found: list[tuple[datetime, timedelta]] = []
    for one in made.subcomponents:
        before, after = one.decoded("tzoffsetfrom"), one.decoded("tzoffsetto")
        dates = one.get("rdate", [])
        locals_ = [listed.dts[0].dt for listed in (dates if isinstance(dates, list) else [dates])]
        if "RRULE" in one:
            locals_ = list(_yearly(one.decoded("dtstart"), one["RRULE"], to.year))
        elif not locals_:
            locals_ = [one.decoded("dtstart")]
        found += [((local - before).replace(tzinfo=UTC), after) for local in locals_]
    return sorted(found)


def _yearly(first: datetime, rule: Any, last: int) -> Iterator[datetime]:
    (month,), (place,) = rule["BYMONTH"], rule["BYDAY"]
    nth, name = int(str(place)[:-2]), str(place)[-2:]
    for year in range(first.year, last + 1):
        days = [date(year, int(str(month)), day) for day in range(1, 32) if _exists(year, int(str(month)), day)]
        named = [day for day in days if ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()] == name]
        yield datetime.combine(named[nth if nth < 0 else nth - 1], first.time())


def _exists(year: int, month: int, day: int) -> bool:
    return (date(year, month, 1) + timedelta(day - 1)).month == month


@pytest.mark.parametrize("zone", ZONES)
def test_every_change_of_clock_until_2045_is_in_it_at_its_own_instant(zone: str) -> None:
    at, end = datetime(2020, 1, 1, 12, tzinfo=UTC), datetime(2045, 12, 31, tzinfo=UTC)
    changes = offsets(zone_component(zone, 2020, 2045), end)
    place = ZoneInfo(zone)
    while at < end:
        said = [offset for since, offset in changes if since <= at][-1]
        assert said == at.astimezone(place).utcoffset(), (zone, at)
        at += timedelta(days=1)
    for since, offset in changes[1:]:
        assert since.astimezone(place).utcoffset() == offset
        assert (since - timedelta(seconds=1)).astimezone(place).utcoffset() != offset


@pytest.mark.parametrize("zone", ZONES)
def test_no_line_has_several_dates_and_a_first_change_is_among_them(zone: str) -> None:
    text = zone_component(zone, 2020, 2045).to_ical().decode()
    assert not [line for line in text.splitlines() if line.startswith("RDATE") and "," in line]
    for part in text.split("BEGIN:")[2:]:
        start = part.partition("DTSTART:")[2].partition("\r\n")[0]
        assert "RDATE" not in part or f"RDATE:{start}" in part


def test_what_comes_every_year_is_a_rule() -> None:
    text = zone_component("Europe/London", 2020, 2045).to_ical().decode()
    assert ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text, "RDATE" in text) == (True, False)
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in zone_component("America/New_York", 2020, 2045).to_ical().decode()


@pytest.mark.parametrize("zone", ZONES)
def test_a_reader_of_another_house_places_the_end_of_each_day_about_a_change_where_it_is(zone: str) -> None:
    place = ZoneInfo(zone)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(2 * 365)]
    near = [day for day in days if _offset(place, day - timedelta(days=2)) != _offset(place, day + timedelta(days=2))]
    days = [*near, date(2020, 1, 2), date(2027, 1, 4), date(2027, 7, 5), date(2035, 12, 31), date(2044, 7, 1)]
    made = [
        CalendarEvent(f"{day}@x", 0, datetime(2026, 1, 1, tzinfo=UTC), "A", "B", day, zone, alarms=()) for day in days
    ]
    raw = calendar("X", made, example=False).decode()
    theirs = tzical(StringIO(raw)).get(zone)
    for event in raw.split("BEGIN:VEVENT")[1:]:
        on = date.fromisoformat(event.partition("UID:")[2][:10])
        for name, back in (("DTSTART", timedelta(minutes=30)), ("DTEND", timedelta())):
            parameters, _, value = event.partition(name)[2].partition("\r\n")[0].partition(":")
            local = datetime.fromisoformat(value.removesuffix("Z"))
            said = local.replace(tzinfo=theirs if parameters else UTC).astimezone(UTC)
            ends = datetime.combine(on + timedelta(days=1), datetime.min.time(), place)
            assert said == ends.astimezone(UTC) - back, (zone, on, name)


def _offset(place: ZoneInfo, day: date) -> timedelta | None:
    return datetime.combine(day, datetime.min.time(), place).utcoffset()
