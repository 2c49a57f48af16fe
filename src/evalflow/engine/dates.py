"""A date as a source gives it ("1997", "1997-08", "spring 1996") → the days it may mean, no more precise than that."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from evalflow.errors import InvalidInput

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Seasons of the northern year: (years back, first month) to (years on, last month). "Winter 1996" is said of the winter
# that began in 1996 and of the one that ended in it, so it reaches over both: a reading too narrow would turn
# "not known" into "no".
_SEASONS: Final = {
    "spring": ((0, 3), (0, 5)),
    "summer": ((0, 6), (0, 8)),
    "autumn": ((0, 9), (0, 11)),
    "winter": ((-1, 12), (1, 2)),
}
_FORMS: Final = re.compile(
    r"(?:(?P<season>spring|summer|autumn|winter) )?(?P<year>[0-9]{4})"
    r"(?(season)|(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DayRange:
    """One day, known only to lie between two days, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            ends = f"{day_in_words(self.latest)} is before {day_in_words(self.earliest)}"
            raise InvalidInput("end-before-start", f"A span of days cannot end before it starts: {ends}.")

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    def __str__(self) -> str:
        """Return "14 Aug 1997", "Aug 1997", "1997" or "1 Mar 1996 to 31 May 1996": the shortest true words."""
        first, last = self.earliest, self.latest
        if self.exact:
            return day_in_words(first)
        if first.day == 1 and last == month_end(first.year, first.month):
            return f"{MONTHS[first.month - 1]} {first.year}"
        if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
            return str(first.year)
        return f"{day_in_words(first)} to {day_in_words(last)}"


@dataclass(frozen=True)
class PartialDate:
    """A date with its text kept verbatim and the days it may mean, both included. Make one with `parse`.

    Text: "1997", "1997-08", "1997-08-14", or a season of the northern year: spring (March to May), summer (June to
    August), autumn (September to November), winter (December to February; "winter 1996" may mean any day from
    1 Dec 1995 to 28 Feb 1997).
    """

    text: str
    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date that `text` gives, as precise as it is and no more.

        Raises:
            InvalidInput: `bad-date` when it is none of the forms, `no-such-date` when the calendar has no such day.
        """
        if (form := _FORMS.fullmatch(text)) is None:
            raise InvalidInput(
                "bad-date",
                f"{text!r} is not a date this record can keep. Write a day (1997-08-14), a month (1997-08), "
                "a year (1997) or a season (spring 1996).",
            )
        try:
            return cls(text, *_span(form))
        except ValueError as impossible:
            raise InvalidInput(
                "no-such-date", f"The calendar has no {text!r}. Check year, month and day."
            ) from impossible

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    @property
    def days(self) -> DayRange:
        return DayRange(self.earliest, self.latest)

    def __str__(self) -> str:
        return self.text


def exact_day(text: str) -> date:
    """Return the one day that `text` gives.

    Raises:
        InvalidInput: as `parse`, or `exact-day-needed` when it gives a month, a year or a season.
    """
    parsed = PartialDate.parse(text)
    if not parsed.exact:
        raise InvalidInput("exact-day-needed", f"{text!r} is not one day. Write the day itself, such as 1997-08-14.")
    return parsed.earliest


def day_in_words(day: date) -> str:
    """Return "2 Mar 2027": the same on every machine, whatever its language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_end(year: int, month: int) -> date:
    """Return the last day of a month. Raises ValueError for a year or month the calendar lacks."""
    return date(year, month, monthrange(year, month)[1])


def _span(form: re.Match[str]) -> tuple[date, date]:
    year, month, day = int(form["year"]), int(form["month"] or 0), int(form["day"] or 0)
    if form["season"]:
        (back, first), (on, last) = _SEASONS[form["season"].lower()]
        return date(year + back, first, 1), month_end(year + on, last)
    if form["day"]:
        return (date(year, month, day),) * 2
    if form["month"]:
        return date(year, month, 1), month_end(year, month)
    return date(year, 1, 1), date(year, 12, 31)
