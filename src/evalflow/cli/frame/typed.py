"""A word that somebody typed → the checked value that it stands for: a day, an instant, a number, a name, a code."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import click

from evalflow.engine.dates import PartialDate, exact_day
from evalflow.engine.eras import wrong_with_year
from evalflow.errors import InvalidInput
from evalflow.intake.names import check_code, check_name


class DayParameter(click.ParamType[date]):
    """A day of the calendar, written 2027-01-11."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):  # Python reads 20270111 and 2027-W02-1 as well
            self.fail(_no_day(value), param, ctx)
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail(_no_day(value), param, ctx)
        _refuse_year(self, value, param, ctx)
        return found


class DayOrMoment(DayParameter):
    """A day, or a moment of it, written 2027-01-11T10:20, by the clock of a zone that is given beside it."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?", value):
            _refuse_year(self, value, param, ctx)
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                self.fail(f"There is no {value!r} in the calendar. Check day, hour and minute.", param, ctx)
        return super().convert(value, param, ctx)


def _refuse_year(
    kind: click.ParamType[Any], value: str, param: click.Parameter | None, ctx: click.Context | None
) -> None:
    if wrong := wrong_with_year(value):
        kind.fail(wrong, param, ctx)


def _no_day(value: str) -> str:
    """Return what is wrong with a day and, where its figures give one in another order, how it is written here."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return f"The calendar has no {value!r}. Check year, month and day."
    figures = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", value)
    day, month, year = map(int, figures.groups()) if figures else (0, 0, 0)
    for at in ((month, day), (day, month)):
        try:
            written = date(year, *at)
        except ValueError:
            continue
        return f"{value!r} is not written as a day here. Write {written} (year-month-day)."
    return f"{value!r} is not written as a day here. Write it as 2027-01-11 (year-month-day)."


class SomeDate(click.ParamType[str]):
    """A day, or a month, year or season where no day is known, as text; "" is none. `exact` takes days alone."""

    name = "date"

    def __init__(self, *, exact: bool) -> None:
        self._read = exact_day if exact else PartialDate.parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            if value or (param and param.required):
                self._read(value)
        except InvalidInput as wrong:
            self.fail(str(wrong), param, ctx)
        _refuse_year(self, value, param, ctx)
        return str(value)


class Whole(click.IntRange):
    """A whole number in the figures 0 to 9, and no others: Python would read ٣ and 1_4 as well."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            self.fail(f"{value!r} is no whole number. Write it in the figures 0 to 9, such as 14.", param, ctx)
        return super().convert(value, param, ctx)


class InstantParameter(click.ParamType[datetime]):
    """An instant with its distance from UTC, written 2027-01-11T09:00Z or 2027-01-11T09:00+01:00."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no instant. Write it as 2027-01-11T09:00Z.", param, ctx)
        if at.tzinfo is None:
            self.fail(f"{value!r} does not say how far from UTC it is. Add Z, or an offset like +01:00.", param, ctx)
        _refuse_year(self, value, param, ctx)
        return at.astimezone(UTC)


class CheckedText(click.ParamType[str]):
    """Text that the intake's own check lets pass: names on one line, codes in plain letters."""

    def __init__(self, name: str, check: Callable[[str, str], str]) -> None:
        self.name = name
        self._check = check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return self._check(value, f"What was given for {param.get_error_hint(ctx) if param and ctx else self.name}")


DAY: Final = DayParameter()
DAY_OR_MOMENT: Final = DayOrMoment()
DATE: Final = SomeDate(exact=False)
EXACT: Final = SomeDate(exact=True)
INSTANT: Final = InstantParameter()
NAME: Final = CheckedText("name", check_name)
CODE: Final = CheckedText("code", check_code)  # for a code that is given to something new
