"""The calendar file in a program that trusts the time zones written in it: every deadline ends at its own instant."""

import warnings
from datetime import UTC, date, datetime, timedelta

from evalflow.effects.calendars.calendar_file import CalendarEvent, calendar
from evalflow.engine.periods import Deadline, end_of_day

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it is older than the newest Python, and says so when it is imported
    import vobject

ZONES = ("Europe/London", "Africa/Cairo", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia")
CHANGED = datetime(2027, 1, 5, 9, tzinfo=UTC)
TURNS = [date(2027, 3, 14) + timedelta(days=day) for day in range(28)]  # when clocks change in the spring and autumn
TURNS += [date(2027, 10, 20) + timedelta(days=day) for day in range(16)]
MONTHS = [date(year, month, 7) for year in (2026, 2028, 2031, 2044) for month in range(1, 13)]


def deadlines() -> dict[str, Deadline]:
    days = [Deadline(end_of_day(on, zone), on, zone, ()) for zone in ZONES for on in (*TURNS, *MONTHS)]
    hours = [Deadline(one.at - timedelta(hours=13, minutes=20), one.on, one.zone, ()) for one in days]
    return {f"{number}@evalflow": one for number, one in enumerate((*days, *hours))}


def test_cycles_in_five_zones_end_in_another_reader_when_they_end_here() -> None:
    known = deadlines()
    entries = [
        CalendarEvent(uid, 0, CHANGED, uid, "", one.on, one.zone, ends_at=one.ends_at) for uid, one in known.items()
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = vobject.readOne(calendar("Five zones", entries, example=False).decode())
    found = {event.uid.value: event.dtend.value.astimezone(UTC) for event in read.vevent_list}
    assert found == {uid: one.at for uid, one in known.items()}
