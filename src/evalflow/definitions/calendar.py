"""The bytes of a calendar file → a checked `Calendar`, or every problem with its place; and a calendar → its text."""

import re
import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Final

from evalflow.definitions.shape import (
    LINE,
    TEXT,
    FileValues,
    Group,
    Key,
    ListOfItems,
    MapOf,
    OneOfWords,
    Word,
    read_sheet,
)
from evalflow.definitions.vocabulary import FILE_NAME, FORMAT, VERSION
from evalflow.engine.calendars import NO_HOLIDAYS, WEEKDAYS, Calendar, Holiday
from evalflow.engine.dates import day_in_words, exact_day
from evalflow.engine.eras import wrong_with_year
from evalflow.errors import InvalidDefinition

_WEEKDAYS: Final = tuple(name.lower() for name in WEEKDAYS)

DAY: Final = Word("a day such as 2027-03-26", "[0-9]{4}-[0-9]{2}-[0-9]{2}", exact_day)
DAY_NAME: Final = Word("a day such as 2027-03-26", "[0-9]{4}-[0-9]{2}-[0-9]{2}")

HOLIDAY: Final = Group(
    {
        "name": Key("what the holiday is called", LINE, required=True),
        "unverified": Key("why nobody vouches for the day, where its source does not", LINE),
    }
)
SPAN: Final = Group(
    {
        "from": Key("the first day whose holidays are listed", DAY, required=True),
        "through": Key("the last day whose holidays are listed", DAY, required=True),
    }
)
CALENDAR: Final = Group(
    {
        "evalflow": FORMAT,
        "calendar": Key("the name of this calendar, by which workflows call it", FILE_NAME, required=True),
        "version": Key("the version of this list", VERSION, required=True),
        "title": Key("whose days off these are", LINE, required=True),
        "weekend": Key(
            "the days of every week on which nobody works", ListOfItems(OneOfWords(_WEEKDAYS)), required=True
        ),
        "covers": Key("for which days the list is complete", SPAN, required=True),
        "source": Key("where the list comes from, and when it was looked at", TEXT, required=True),
        "holidays": Key("the holidays by their days", MapOf(DAY_NAME, HOLIDAY), required=True),
    }
)


def read_calendar(raw: bytes, file: str, *, pinned: bool = False) -> Calendar:
    """Return the calendar that `raw` holds. `file` is what problems call it. What is `pinned` was checked before.

    Raises:
        InvalidDefinition: `bad-yaml` or `bad-calendar`, with every problem that can be told.
    """
    sheet = read_sheet(raw, file, CALENDAR, InvalidDefinition, pinned=pinned)
    holidays = _holidays(sheet)
    _check_span(sheet, holidays)
    if sheet.values.get("calendar") == NO_HOLIDAYS.name:
        sheet.note(
            ("calendar",), "calendar: none is the calendar without holidays, which is always there. Choose another."
        )
    weekend = sheet.values.get("weekend", ())
    if len(set(weekend)) == len(WEEKDAYS):
        sheet.note(("weekend",), "weekend names every day of the week: nobody would ever work.")
    for at, name in enumerate(weekend):
        if name in weekend[:at]:
            sheet.note(("weekend", at), f"weekend names {name} twice.")
    sheet.problems.refuse(InvalidDefinition, "bad-calendar")
    values = sheet.values
    return Calendar(
        values["calendar"],
        values["title"],
        values["version"],
        frozenset(_WEEKDAYS.index(name) for name in weekend),
        values["covers"]["from"],
        values["covers"]["through"],
        values["source"],
        holidays,
    )


def _holidays(sheet: FileValues) -> dict[date, Holiday]:
    found: dict[date, Holiday] = {}
    for text, told in sheet.values.get("holidays", {}).items():
        if told is None or not re.fullmatch(DAY_NAME.pattern, text):
            continue  # a problem that is noted already
        try:
            found[date.fromisoformat(text)] = Holiday(told.get("name", ""), told.get("unverified", ""))
        except ValueError:
            sheet.note(("holidays", text), f"holidays: the calendar has no {text!r}. Check year, month and day.")
    return found


def _check_span(sheet: FileValues, holidays: Mapping[date, Holiday]) -> None:
    covers = sheet.values.get("covers", {})
    for at, text in [*((("covers", name), str(day)) for name, day in covers.items()),
                     *((("holidays", str(day)), str(day)) for day in holidays)]:  # fmt: skip
        if not sheet.pinned and (wrong := wrong_with_year(text)):
            sheet.note(at, f"{text}: {wrong}")
    if len(covers) < 2:
        return
    first, last = covers["from"], covers["through"]
    if last < first:
        told = f"covers ends on {day_in_words(last)}, before it begins on {day_in_words(first)}."
        sheet.note(("covers", "through"), told)
        return
    for day in holidays:
        if not first <= day <= last:
            told = (
                f"{day.isoformat()} lies outside the days that the calendar covers, {first} to {last}: extend 'covers'."
            )
            sheet.note(("holidays", day.isoformat()), told)


def write_calendar(calendar: Calendar) -> str:
    """Return the text of a calendar file, in the form `read_calendar` reads."""
    lines = [
        "evalflow: 1",
        f"calendar: {calendar.name}",
        f"version: {calendar.version}",
        f"title: {_quoted(calendar.title)}",
        f"weekend: [{', '.join(_WEEKDAYS[day] for day in sorted(calendar.weekend))}]",
        f"covers: {{from: {calendar.first}, through: {calendar.last}}}",
        *textwrap.wrap(
            f"source: {_quoted(calendar.source)}",
            110,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        ),
        "holidays:" if calendar.holidays else "holidays: {}",
    ]
    for day, holiday in sorted(calendar.holidays.items()):
        lines += [f"  {day}:", f"    name: {_quoted(holiday.name)}"]
        lines += [f"    unverified: {_quoted(holiday.unverified)}"] if holiday.unverified else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
