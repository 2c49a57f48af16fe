"""Deadlines → a calendar file (iCalendar, RFC 5545) that other programs read, and in which a moved deadline moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration

from evalflow.effects.calendars.zone_text import zone_component
from evalflow.effects.foreign_text import confined
from evalflow.engine.periods import Deadline, end_of_day
from evalflow.engine.zones import zone_named
from evalflow.evaluation.people import EXAMPLE_NOTICE

_SHOWN: Final = timedelta(minutes=30)
_FIRST, _LAST = 2020, 2045  # years for which the zones are described, unless an entry is outside them
# The format asks for an address. One that no mail reaches (RFC 2606) is the same in every copy of a calendar, so that
# programs take a copy that is newer for the same event; and nobody is asked to reply.
_NOBODY: Final = "nobody@evalflow.invalid"
_KNOWN_TO_ALL: Final = 2035
_FRESH: Final = timedelta(hours=6)  # after which a program that follows the calendar should look again


@dataclass(frozen=True)
class CalendarEvent:
    """One deadline. `uid` stays for ever; `sequence` rises whenever the day changes; `on` is its last local day.

    `ends_at` is the instant at which it ends where that is an hour of the day, and None where it ends with the day.
    """

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    text: str
    on: date
    zone: str
    cancelled: bool = False
    alarms: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=1))
    ends_at: datetime | None = None
    organizer: str = "evalflow"  # who set the deadline: RFC 5546 asks it of every published event


def calendar(name: str, entries: Sequence[CalendarEvent], *, example: bool) -> bytes:
    """Return the calendar: of each deadline its last half hour, in its own zone. Equal entries give equal bytes.

    So whoever lives elsewhere sees the very instant at which it ends on their own clock.
    """
    made = Calendar()
    made.add("prodid", "-//evalflow//deadlines//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", _line(name, example))
    made.add("x-wr-calname", _line(name, example))
    made["refresh-interval"] = vDuration(_FRESH)
    made["refresh-interval"].params["VALUE"] = "DURATION"
    zones = sorted({entry.zone for entry in entries})
    if len(zones) == 1:
        made.add("x-wr-timezone", zones[0])
    for entry in sorted(entries, key=lambda calendar_event: (calendar_event.on, calendar_event.uid)):
        made.add_component(_event(entry, example))
    years = [entry.on.year for entry in entries]
    first, last = min([_FIRST, *(year - 1 for year in years)]), max([_LAST, *(year + 1 for year in years)])
    made.subcomponents[:0] = [zone_component(zone, first, last) for zone in zones]
    return bytes(made.to_ical())


def _event(entry: CalendarEvent, example: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    for name, at in zip(("dtstart", "dtend"), _from_to(entry), strict=True):
        event.add(name, at)
    organizer = vCalAddress(f"mailto:{_NOBODY}")
    organizer.params["CN"] = _line(entry.organizer, example)
    event.add("organizer", organizer)
    event.add("summary", _line(entry.title, example))
    event.add("description", _text(entry, example))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for before in () if entry.cancelled else entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _line(entry.title, example))
        alarm.add("trigger", -before)
        event.add_component(alarm)
    return event


def _from_to(entry: CalendarEvent) -> tuple[datetime, datetime]:
    """Return the last half hour: by the clock of its zone, or in UTC where that clock alone does not say it everywhere.

    So it is where the clock goes back over midnight and shows the same half hour twice, and beyond the years of which
    the time zones of other programs know.
    """
    ends = entry.ends_at or end_of_day(entry.on, entry.zone)
    zone = zone_named(entry.zone)
    local = [at.astimezone(zone) for at in (ends - _SHOWN, ends)]
    twice = any(at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset() for at in local)
    start, end = (at.astimezone(UTC) for at in local) if twice or entry.on.year > _KNOWN_TO_ALL else local
    return start, end


def _line(text: str, example: bool) -> str:
    told = confined(" ".join(text.split()))
    return f"[Example] {told}" if example else told


def _text(entry: CalendarEvent, example: bool) -> str:
    at = entry.ends_at or end_of_day(entry.on, entry.zone)
    until = Deadline(at, entry.on, entry.zone, ()).until
    place = "" if entry.ends_at else f", {entry.zone}"
    ends = f"Until {until}{place} = {at:%Y-%m-%d %H:%M} UTC."
    return "\n".join([ends, confined(entry.text), *([f"{EXAMPLE_NOTICE}."] if example else [])])
