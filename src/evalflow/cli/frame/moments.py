"""Instants and days → the words people read, on the clock and the calendar of a cycle's own zone."""

from datetime import date, datetime, timedelta

from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.zones import zone_named

_INSTANT = timedelta(microseconds=1)


def at_in_words(at: datetime, zone: str) -> str:
    """Return "8 Mar 2027, 14:05" as clocks in `zone` show it."""
    return f"{day_in_words(local_day(at, zone))}, {at.astimezone(zone_named(zone)):%H:%M}"


def last_day(before: datetime, zone: str) -> date:
    """Return the local day in which the last instant before `before` lies: windows end with a day, not after it."""
    return local_day(before - _INSTANT, zone)


def until(at: datetime, zone: str) -> str:
    """Return "the end of 8 Mar 2027", or where a deadline ends within a day its hour, as the deadline itself does."""
    return Deadline(at, last_day(at, zone), zone, ()).until


def away(on: date, today: date) -> str:
    """Return "today", "tomorrow", "in 12 days", "yesterday" or "12 days ago"."""
    days = (on - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return named.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
