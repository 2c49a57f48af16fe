"""Deadlines → a calendar file (iCalendar, RFC 5545) that other programs read, and in which a moved deadline moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration

from evalflow.effects.foreign_text import confined
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import end_of_day
from evalflow.evaluation.people import EXAMPLE_NOTICE

_SHOWN: Final = timedelta(minutes=30)
_FIRST, _LAST = date(2020, 1, 1), date(2038, 1, 1)  # for which the zones are told
_FRESH: Final = timedelta(hours=6)  # after which a program that follows the calendar should look again


@dataclass(frozen=True)
class Entry:
    """One deadline. `uid` stays for ever; `sequence` rises whenever the day changes; `on` is its last local day."""

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    text: str
    on: date
    zone: str
    cancelled: bool = False
    alarms: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=1))


def calendar(name: str, entries: Sequence[Entry], *, example: bool) -> bytes:
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
    for entry in sorted(entries, key=lambda one: (one.on, one.uid)):
        made.add_component(_event(entry, example))
    made.add_missing_timezones(first_date=_FIRST, last_date=_LAST)
    return bytes(made.to_ical())


def _event(entry: Entry, example: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    ends = end_of_day(entry.on, entry.zone)
    event.add("dtstart", (ends - _SHOWN).astimezone(ZoneInfo(entry.zone)))
    event.add("dtend", ends.astimezone(ZoneInfo(entry.zone)))
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


def _line(text: str, example: bool) -> str:
    told = confined(" ".join(text.split()))
    return f"[Example] {told}" if example else told


def _text(entry: Entry, example: bool) -> str:
    until = f"Until the end of {day_in_words(entry.on)}, {entry.zone}"
    ends = f"{until} = {end_of_day(entry.on, entry.zone):%Y-%m-%d %H:%M} UTC."
    return "\n".join([ends, confined(entry.text), *([f"{EXAMPLE_NOTICE}."] if example else [])])
