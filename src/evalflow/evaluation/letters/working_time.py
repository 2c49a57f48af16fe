"""An instant and a person's zone and calendar → when a letter may reach them: in their working hours, on no day off."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from evalflow.engine.calendars import Calendar
from evalflow.engine.zones import zone_named

FROM: Final = time(9)
UNTIL: Final = time(17)


def next_working_instant(at: datetime, zone: str, calendar: Calendar, before: datetime | None = None) -> datetime:
    """Return `at`, or the next instant (aware UTC) at which it is working time in `zone`.

    Where that would come too late, not before the instant `before`, a day off is no hindrance: nobody misses a
    deadline for the sake of a Sunday.
    """
    local = at.astimezone(zone_named(zone))
    first = local.date() + timedelta(days=local.time() >= UNTIL)
    working = max(at, _begins(calendar.next_working(first), zone))
    if before is None or working < before:
        return working
    same_day = max(at, _begins(local.date(), zone))
    return same_day if same_day < before else at


def _begins(on: date, zone: str) -> datetime:
    return datetime.combine(on, FROM, zone_named(zone)).astimezone(UTC)
