"""A day and a calendar → whether people work on it, and if not, why. What it does not cover is never called free.

Calendars are data with their source: workflows/calendars/*.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from evalflow.errors import InvalidInput

SATURDAY, SUNDAY = 5, 6
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_LONGEST_REST: Final = 366  # days in a row without a working day, beyond which a calendar is taken for broken


@dataclass(frozen=True)
class Holiday:
    """A day off and what it is called. `unverified` says why nobody vouches for it, "" where its source does."""

    name: str
    unverified: str = ""


@dataclass(frozen=True)
class Calendar:
    """The days on which an office or a country does not work. `weekend` counts Monday as 0.

    Its holidays are known from `first` to `last`, both included; of other days only the weekday is known.
    """

    name: str
    title: str
    version: str
    weekend: frozenset[int]
    first: date
    last: date
    source: str
    holidays: Mapping[date, Holiday] = field(default_factory=dict)

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def why_off(self, day: date) -> str:
        """Return "a Saturday", or the name of the holiday, with what is unverified of it; "" for a working day."""
        if holiday := self.holidays.get(day):
            return f"{holiday.name} (unverified: {holiday.unverified})" if holiday.unverified else holiday.name
        return f"a {WEEKDAYS[day.weekday()]}" if day.weekday() in self.weekend else ""

    def next_working(self, day: date) -> date:
        """Return the day itself where people work on it, or the first one after it on which they do.

        Raises:
            InvalidInput: `no-working-day`, none within a year, or the end of all calendars comes first.
        """
        try:
            for days in range(_LONGEST_REST):
                if self.is_working(found := day + timedelta(days)):
                    return found
        except OverflowError:
            pass
        raise InvalidInput("no-working-day", f"The calendar {self.name} has no working day within a year of {day}.")


NO_HOLIDAYS: Final = Calendar(
    "none",
    "Saturdays and Sundays alone",
    "1.0.0",
    frozenset({SATURDAY, SUNDAY}),
    date.min,
    date.max,
    "no list of holidays: only weekends are looked at",
)
