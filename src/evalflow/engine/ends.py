"""The end of a period → its words: the day with which it ends, or the hour within that day, with its zone."""

from collections.abc import Callable
from datetime import date, datetime

from evalflow.engine.dates import day_in_words
from evalflow.engine.zones import zone_named


def end_in_words(
    on: date, ends_at: datetime | None, zone: str, day: Callable[[date], str] = day_in_words, join: str = "on"
) -> str:
    """Return "8 Mar 2027", or where it ends within that day "11:00 on 8 Mar 2027 (Europe/Brussels)".

    Where the clock shows an hour twice, its distance from UTC stands beside the zone. `day` and `join` are the words
    of another language, or with long names of months.
    """
    if ends_at is None:
        return day(on)
    local = ends_at.astimezone(zone_named(zone))
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    away = f"{local:%z}"
    offset = f", UTC{away[:3]}:{away[3:]}" if is_twice else ""
    return f"{local:%H:%M} {join} {day(local.date())} ({zone}{offset})"
