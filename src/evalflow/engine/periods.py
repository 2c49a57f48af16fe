"""A start, a period, a rule of counting, a calendar and a zone → the last day, the instant it ends, and the reasons.

Days are local dates in a named zone; instants are aware UTC. A deadline's instant is exclusive: the first of the next
local day, or where hours are counted the one at which the last of them is over. Zones and their changes of clock come
from `zoneinfo`. The rule `eu-1182-71` is Council Regulation (EEC, Euratom) No 1182/71, articles 2 and 3.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal, get_args

from evalflow.engine.calendars import NO_HOLIDAYS, SATURDAY, SUNDAY, WEEKDAYS, Calendar
from evalflow.engine.dates import MONTHS, day_in_words, month_end
from evalflow.engine.ends import end_in_words
from evalflow.engine.zones import zone_named
from evalflow.errors import InvalidInput

Direction = Literal["after", "before"]
Rule = Literal["plain", "next-working-day", "eu-1182-71"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)

_FORM: Final = re.compile(r"P(?:([0-9]{1,5})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,5})D)?")
_COUNTED: Final = re.compile(r"P([0-9]{1,5})WD|PT([0-9]{1,5})H")
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_INSTANT: Final = timedelta(microseconds=1)
_EUROPEAN: Final = frozenset({SATURDAY, SUNDAY})
_NOTHING: Final[tuple[str, ...]] = ()


@dataclass(frozen=True)
class Period:
    """A length of calendar time, such as eight weeks. Years and months are calendar ones, clamped to the month's end.

    Text, by ISO 8601: `P8W`, `P1Y6M`, `P61D`; the empty period is `P0D`. Eight weeks and fifty-six days last as long
    but are kept as they were written. A deadline may also count working days, `P10WD`, or hours, `PT48H`: how long they
    last depends on the day and the hour from which they count, so nothing else is computed with them.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0
    hours: int = 0

    def __post_init__(self) -> None:
        if min(self._counts()) < 0:
            raise InvalidInput("bad-period", "A period is never negative. Count backwards from the later day instead.")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period that `text` writes.

        Raises:
            InvalidInput: `bad-period` when it is not P[nY][nM][nW][nD], or is empty and not written P0D.
        """
        form = _FORM.fullmatch(text)
        period = cls(*(int(count or 0) for count in form.groups())) if form else cls()
        if period == cls() and text != "P0D":
            raise InvalidInput(
                "bad-period",
                f"{text!r} is not a period. Write years, months, weeks and days in this order, "
                "such as P8W (eight weeks), P1Y6M or P61D; P0D is no time at all.",
            )
        return period

    @classmethod
    def parse_counted(cls, text: str) -> "Period":
        """Return the period that `text` writes, of calendar time, of working days or of hours.

        Raises:
            InvalidInput: `bad-period`.
        """
        if form := _COUNTED.fullmatch(text):
            working_days, hours = (int(count or 0) for count in form.groups())
            if working_days or hours:
                return cls(working_days=working_days, hours=hours)
        try:
            return cls.parse(text)
        except InvalidInput as bad:
            told = f"{bad} A deadline may also count working days, such as P10WD, or hours, such as PT48H."
            raise InvalidInput(bad.code, told) from bad

    @property
    def is_counted(self) -> bool:
        """Whether it is of working days or hours, which only a deadline counts."""
        return bool(self.working_days or self.hours)

    def __str__(self) -> str:
        if self.is_counted:
            return f"P{self.working_days}WD" if self.working_days else f"PT{self.hours}H"
        parts = zip(self._counts(), "YMWD", strict=True)
        return "P" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0D")

    def in_words(self) -> str:
        """Return "1 year and 6 months", "8 weeks", or "0 days"."""
        counts = (*self._counts(), self.working_days, self.hours)
        units = zip(counts, ("year", "month", "week", "day", "working day", "hour"), strict=True)
        return " and ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in units if n) or "0 days"

    def _counts(self) -> tuple[int, int, int, int]:
        return self.years, self.months, self.weeks, self.days


@dataclass(frozen=True)
class Reminder:
    """Who is to be reminded of a deadline on the local day `on`, and from which instant of it (aware UTC)."""

    at: datetime
    on: date
    to: str
    offset: str  # in words, such as "7 days before"


@dataclass(frozen=True)
class Deadline:
    """Until when, and why: `on` is the last local day in `zone`, `at` (aware UTC) the first instant after it.

    Where hours are counted, `at` is the instant at which they are over, within the day `on`. `reminders` are those
    still to come, in their order.
    """

    at: datetime
    on: date
    zone: str
    reasons: tuple[str, ...]
    reminders: tuple[Reminder, ...] = ()

    @property
    def is_hour(self) -> bool:
        """Whether it ends at an hour of its last day, and not with the day."""
        return local_day(self.at, self.zone) <= self.on

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which it ends where that is an hour of its last day; None where it ends with the day."""
        return self.at if self.is_hour else None

    @property
    def until(self) -> str:
        """In words: "the end of 8 Mar 2027", or "11:00 on 8 Mar 2027 (Europe/Brussels)"."""
        return self.in_words() if self.is_hour else f"the end of {self.in_words()}"

    def in_words(self, day: Callable[[date], str] = day_in_words) -> str:
        """Return "8 Mar 2027", or "11:00 on 8 Mar 2027 (Europe/Brussels)"; `day` writes the day."""
        return end_in_words(self.on, self.ends_at, self.zone, day)

    def ends_as(self, other: "Deadline") -> bool:
        """Return whether another deadline ends on the same day, and where it is an hour at the same instant."""
        return (self.on, self.ends_at) == (other.on, other.ends_at)


def deadline(
    start: date | datetime,
    period: Period,
    *,
    zone: str,
    direction: Direction = "after",
    rule: Rule = "plain",
    calendar: Calendar = NO_HOLIDAYS,
) -> Deadline:
    """Return the deadline that lies `period` after (or before) the day `start`, in `zone`, as `rule` counts.

    `plain` is calendar arithmetic alone. `next-working-day` moves a last day on which nobody works to the next day on
    which people do. `eu-1182-71` does so too, counts Saturdays and Sundays as its own weekend whatever the calendar
    says, and lets a period of two days or more hold two working days at least (article 3, paragraphs 4 and 5). The day
    of the event itself is never counted. A date counted backwards never moves later: on a day off it stays.

    Working days are counted by the calendar, whatever the rule (article 3, paragraph 3). Hours are counted from the
    instant `start`, or from the end of the day where it is a day; by `eu-1182-71` the hour of the event is not counted
    (article 3, paragraph 1), and the end does not move, whatever day it is (paragraph 4). Whether paragraph 5 asks for
    two working days of a period of hours too is disputed: where it would, a reason says so, and people decide.

    Raises:
        InvalidInput: `unknown-zone`, `no-such-date` when the calendar ends before it, or `no-working-day`.
    """
    if period.hours:
        found = _hours(start, period, zone, direction, rule)
        return _few_working_days(found, period, calendar) if rule == "eu-1182-71" else found
    start = local_day(start, zone) if isinstance(start, datetime) else start
    counted, basis = _counted(start, period, direction, rule, calendar)
    counting = f"{period.in_words()} {direction} {day_in_words(start)} is {_named(counted)}{basis}"
    if period.working_days:  # which ends on one, and of two or more holds them
        on, why = counted, _uncovered_between(start, counted, calendar)
    else:
        on, why = _RULES[rule](start, counted, direction, calendar)
    at = end_of_day(on, zone)
    until = f"until the end of {day_in_words(on)}, {zone} = {_instant_in_words(at)}"
    return Deadline(at, on, zone, (counting, *why, until))


def _counted(start: date, period: Period, direction: Direction, rule: Rule, calendar: Calendar) -> tuple[date, str]:
    """Return the day that a period of days comes to, and by which article where it is one of working days."""
    if not period.working_days:
        return (add(start, period) if direction == "after" else subtract(start, period)), ""
    european = rule == "eu-1182-71"
    days = replace(calendar, weekend=_EUROPEAN) if european else calendar
    on, step = start, _DAY if direction == "after" else -_DAY
    try:
        for _ in range(period.working_days):
            on += step
            while not days.is_working(on):
                on += step
    except OverflowError as over:
        raise InvalidInput(
            "no-such-date", f"The calendar has no day {period.in_words()} {direction} {start}."
        ) from over
    return on, ", by article 3(3) of Regulation 1182/71" * european


def _hours(start: date | datetime, period: Period, zone: str, direction: Direction, rule: Rule) -> Deadline:
    """Return the deadline of a period of hours: an instant, told by the clock of its zone."""
    back = direction == "before"
    is_instant = isinstance(start, datetime)
    # in UTC: an hour added on the clock of a zone is none where that clock changes
    since = start.astimezone(UTC) if isinstance(start, datetime) else end_of_day(start - _DAY if back else start, zone)
    begins, why = since, _NOTHING
    if rule == "eu-1182-71" and is_instant:  # of a day the whole day is not counted, and no hour after it
        local = since.astimezone(zone_named(zone))
        into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        begins = since - into if back else since - into + _HOUR
        why = ("the hour of the event is not counted, by article 3(1) of Regulation 1182/71",)
    try:
        at = (begins - period.hours * _HOUR if back else begins + period.hours * _HOUR).astimezone(UTC)
    except OverflowError as over:
        raise InvalidInput(
            "no-such-date", f"The calendar has no instant {period.in_words()} {direction} that."
        ) from over
    on = local_day(at - _INSTANT, zone)
    counting = f"{period.in_words()} {direction} {_clock(since, zone)} is {_clock(at, zone)}"
    made = Deadline(at, on, zone, ())
    return replace(made, reasons=(counting, *why, f"until {made.until} = {_instant_in_words(at)}"))


def _few_working_days(found: Deadline, period: Period, calendar: Calendar) -> Deadline:
    """Return a deadline of two days or more in hours, with a word on it where fewer than two working days lie in it."""
    if period.hours < 48:
        return found
    european = replace(calendar, weekend=_EUROPEAN)
    days = {local_day(found.at - hours * _HOUR - _INSTANT, found.zone) for hours in range(period.hours)}
    working = sum(1 for day in days if european.is_working(day))
    if working >= 2:
        return found
    *reasons, until = found.reasons
    lie = "no working day lies" if not working else "1 working day lies"
    says = f"{lie} in it; whether article 3(5) of Regulation 1182/71 asks for two in a period of hours is disputed"
    return replace(found, reasons=(*reasons, says, until))


def _clock(at: datetime, zone: str) -> str:
    return end_in_words(local_day(at, zone), at, zone)


def _uncovered_between(start: date, end: date, calendar: Calendar) -> tuple[str, ...]:
    """Return of which years between two days nobody knows the holidays: their working days are no more than likely."""
    first, last = sorted((start, end))
    turns = (date(year, 1, 1) for year in range(first.year + 1, last.year + 1))
    told = dict.fromkeys(one for day in (first, *turns, last) for one in _uncovered(day, calendar))
    passed = sorted(day for day, holiday in calendar.holidays.items() if first <= day <= last and holiday.unverified)
    unverified = (f"days off that are unverified are passed over: {', '.join(map(day_in_words, passed))}",)
    return (*told, *(unverified if passed else _NOTHING))


def add(day: date, period: Period) -> date:
    """Return the day `period` after `day`: first years and months, clamped to the month's end, then weeks and days.

    Raises:
        InvalidInput: `no-such-date` when the calendar ends before it.
    """
    return _moved(day, period, 1)


def subtract(day: date, period: Period) -> date:
    """Return the day `period` before `day`: first years and months, clamped to the month's end, then weeks and days.

    Raises:
        InvalidInput: `no-such-date` when the calendar begins after it.
    """
    return _moved(day, period, -1)


def end_of_day(on: date, zone: str) -> datetime:
    """Return the first instant of the local day after `on`, as aware UTC.

    Where a change of clock leaves out midnight, it is the first instant that exists after it; where a whole day is left
    out, that of the day after.

    Raises:
        InvalidInput: `unknown-zone`, or `no-such-date` at the calendar's very end.
    """
    rules = zone_named(zone)
    try:
        midnight = datetime.combine(on + timedelta(days=1), time(), rules)
        first, last = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError as over:
        raise InvalidInput("no-such-date", f"The calendar ends too soon after {day_in_words(on)}.") from over
    # Only in a gap does the earlier reading still lie on the day before: then the change of clock is between the two.
    if local_day(first, zone) > on:
        return first
    seconds = range(int((last - first).total_seconds()) + 1)
    return first + timedelta(
        seconds=bisect_left(seconds, True, key=lambda s: local_day(first + timedelta(seconds=s), zone) > on)
    )


def local_day(at: datetime, zone: str) -> date:
    """Return the date that a calendar on the wall in `zone` shows at the aware instant `at`.

    Raises:
        InvalidInput: `unknown-zone`, or `naive-instant` when `at` does not say its own zone.
    """
    if at.utcoffset() is None:
        raise InvalidInput("naive-instant", f"{at} does not say in which zone it is. Give an instant in UTC.")
    return at.astimezone(zone_named(zone)).date()


_Found = tuple[date, tuple[str, ...]]


def _plain(_: date, counted: date, __: Direction, ___: Calendar) -> _Found:
    return counted, _NOTHING


def _next_working_day(_: date, counted: date, direction: Direction, calendar: Calendar) -> _Found:
    return _off_moved(counted, direction, calendar)


def _eu_1182_71(start: date, counted: date, direction: Direction, calendar: Calendar) -> _Found:
    european = replace(calendar, weekend=_EUROPEAN)
    moved, why = _off_moved(counted, direction, european, ", by article 3(4) of Regulation 1182/71")
    if abs((counted - start).days) < 2:
        return moved, why
    step, on = (_DAY if direction == "after" else -_DAY), moved
    while len(working := _last_two_working(start, on, european)) < 2:
        on += step
    if on != moved:
        why += (f"a period of two days or more holds two working days at least, by article 3(5): {_named(on)}",)
    # The two nearest the end are looked at: whether there are more does not matter then.
    unknown = (told for day in working for told in _uncovered(day, calendar))
    return on, tuple(dict.fromkeys((*why, *unknown)))


def _off_moved(on: date, direction: Direction, calendar: Calendar, basis: str = "") -> _Found:
    """Return the next day on which people work, where they do not on this one; counted backwards, it stays."""
    told = _uncovered(on, calendar)
    if not (off := calendar.why_off(on)):
        return on, told
    if direction == "before":
        return on, (*told, f"{_named(on)} is {off}; counted backwards, the date does not move later{basis}")
    found = calendar.next_working(on)
    moved = f"{_named(on)} is {off}; the next working day is {_named(found)}{basis}"
    return found, (*told, moved, *(told_then for told_then in _uncovered(found, calendar) if told_then not in told))


def _uncovered(day: date, calendar: Calendar) -> tuple[str, ...]:
    """Return that nobody knows the holidays of a day's year, so that its being a working day is no more than likely."""
    if calendar.covers(day):
        return _NOTHING
    of = f"of {day.year}"
    if day.year == calendar.first.year and day < calendar.first:
        of = f"before {day_in_words(calendar.first)}"
    if day.year == calendar.last.year and day > calendar.last:
        of = f"after {day_in_words(calendar.last)}"
    return (f"the calendar {calendar.name} knows no holidays {of}: only weekends are looked at",)


def _last_two_working(start: date, on: date, calendar: Calendar) -> tuple[date, ...]:
    """Return the last two working days from `start`, which is left out, to `on`, which counts; fewer if there are."""
    step = _DAY if on > start else -_DAY
    days = (on - step * back for back in range(abs((on - start).days)))
    return tuple(islice((day for day in days if calendar.is_working(day)), 2))


def _named(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day_in_words(day)}"


_RULES: Final = {"plain": _plain, "next-working-day": _next_working_day, "eu-1182-71": _eu_1182_71}


def _moved(day: date, period: Period, sign: int) -> date:
    if period.is_counted:
        raise InvalidInput("bad-period", f"{period.in_words()} can be counted in a deadline alone.")
    year, month = divmod(day.year * 12 + day.month - 1 + sign * (period.years * 12 + period.months), 12)
    try:
        clamped = min(day.day, month_end(year, month + 1).day)
        return date(year, month + 1, clamped) + sign * timedelta(weeks=period.weeks, days=period.days)
    except (ValueError, OverflowError) as over:
        counted = f"{period.in_words()} {'after' if sign > 0 else 'before'} {day_in_words(day)}"
        raise InvalidInput("no-such-date", f"The calendar has no day {counted}.") from over


def _instant_in_words(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M} UTC"
