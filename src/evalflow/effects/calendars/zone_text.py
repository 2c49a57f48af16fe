"""A time zone and a span of years → its VTIMEZONE (RFC 5545, 3.6.5), in the part of the format that programs agree on.

Of several dates in one RDATE some programs read the first alone, and some leave out DTSTART where there is an RDATE. So
what comes every year on the same weekday of a month is a rule, and anything else is one RDATE a line, the first change
among them. The local time of a change is that of the clock before it (TZOFFSETFROM).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from evalflow.engine.dates import month_end
from evalflow.engine.zones import zone_named

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK: Final = 7


@dataclass(frozen=True)
class _ChangeKind:
    """What changes of one kind have in common: the offsets, whether it is summer time, and what the time is called."""

    before: timedelta
    after: timedelta
    summer: bool
    called: str


@dataclass(frozen=True)
class _Change:
    local: datetime  # by the clock before it, as RFC 5545 writes it
    kind: _ChangeKind


def zone_component(name: str, first: int, last: int) -> Timezone:
    """Return the VTIMEZONE of a zone, for the years from `first` to `last`."""
    made = Timezone()
    made.add("tzid", name)
    changes = _changes(name, first, last)
    for kind in dict.fromkeys(change.kind for change in changes):
        made.add_component(_observance(kind, [one.local for one in changes if one.kind == kind], last))
    return made


def _observance(kind: _ChangeKind, changes: Sequence[datetime], last: int) -> TimezoneDaylight | TimezoneStandard:
    made = TimezoneDaylight() if kind.summer else TimezoneStandard()
    made.add("dtstart", changes[0])
    made.add("tzoffsetfrom", kind.before)
    made.add("tzoffsetto", kind.after)
    made.add("tzname", kind.called)
    if rule := _yearly(changes, last):
        made.add("rrule", vRecur.from_ical(rule))
    else:
        for one in changes if len(changes) > 1 else ():
            made.add("rdate", [one])
    return made


def _yearly(changes: Sequence[datetime], last: int) -> str:
    """Return the rule by which a change comes every year up to the last one, or "" where no simple one says it."""
    years = [one.year for one in changes]
    if len(years) < 2 or years != list(range(years[0], last + 1)):
        return ""
    if len({(one.month, one.weekday(), one.time()) for one in changes}) > 1:
        return ""
    for places in ({(one.day - 1) // _WEEK + 1 for one in changes}, {_from_the_end(one) for one in changes}):
        if len(places) == 1:
            return f"FREQ=YEARLY;BYMONTH={changes[0].month};BYDAY={places.pop()}{_WEEKDAYS[changes[0].weekday()]}"
    return ""


def _from_the_end(day: datetime) -> int:
    return -((month_end(day.year, day.month).day - day.day) // _WEEK + 1)


@lru_cache(maxsize=64)
def _changes(name: str, first: int, last: int) -> tuple[_Change, ...]:
    """Return the time at the beginning of a span as if it began then, and every change of clock after that."""
    zone = zone_named(name)
    begins = datetime(first, 1, 1, tzinfo=UTC)
    at_first = _offset(zone, begins)
    days = (begins + timedelta(days=day) for day in range((datetime(last + 1, 1, 1, tzinfo=UTC) - begins).days))
    beginning = _Change(datetime(first, 1, 1), _kind(zone, begins, at_first))  # noqa: DTZ001 - a local time, by the format
    return beginning, *_found(zone, days)


def _found(zone: ZoneInfo, days: Iterator[datetime]) -> Iterator[_Change]:
    for day in days:
        before = _offset(zone, day)
        if before != _offset(zone, day + timedelta(days=1)):
            at = day + timedelta(seconds=_first_second(zone, day, before))
            yield _Change((at + before).replace(tzinfo=None), _kind(zone, at, before))


def _first_second(zone: ZoneInfo, day: datetime, before: timedelta) -> int:
    seconds = range(24 * 60 * 60 + 1)
    return bisect_left(seconds, True, key=lambda one: _offset(zone, day + timedelta(seconds=one)) != before)


def _kind(zone: ZoneInfo, at: datetime, before: timedelta) -> _ChangeKind:
    local = at.astimezone(zone)
    return _ChangeKind(
        before, _offset(zone, at), (local.dst() or timedelta()) > timedelta(), local.tzname() or zone.key
    )


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    found = at.astimezone(zone).utcoffset()
    if found is None:
        raise LookupError("a zone without an offset")
    return found
