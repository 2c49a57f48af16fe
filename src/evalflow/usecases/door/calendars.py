"""The name of a calendar, or a file → the calendar: of the record's own folder first, then those that evalflow ships.

Calendars of a country for years to come are made from the package `holidays`; nobody vouches for them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final
from unicodedata import normalize

from evalflow.definitions.calendar import read_calendar
from evalflow.definitions.problems import nearest
from evalflow.definitions.zones import wrong_with_zone
from evalflow.engine.calendars import NO_HOLIDAYS, Calendar, Holiday
from evalflow.engine.periods import Deadline, Period, Rule, deadline
from evalflow.errors import Broken, InvalidInput, NotFound, Refused
from evalflow.resources import resource

FOLDER: Final = "calendars"
_UNVERIFIED: Final = "from the holidays package; compare it with the official list"


class Calendars(Mapping[str, Calendar]):
    """Every calendar there is, by name, read when it is asked for. A folder's own goes before one that is shipped."""

    def __init__(self, folder: Path | None = None) -> None:
        own = folder / FOLDER if folder else None
        places = [resource("workflows", FOLDER), *([own] if own and own.is_dir() else [])]
        self.files = {file.stem: file for place in places for file in sorted(place.glob("*.yaml"))}

    def raw(self, name: str) -> bytes:
        """Return the bytes of a calendar's file; of `none` no bytes.

        Raises:
            NotFound: `no-such-calendar`, with the nearest.
        """
        if name == NO_HOLIDAYS.name:
            return b""
        if name not in self.files:
            known = [NO_HOLIDAYS.name, *self.files]
            raise NotFound(
                "no-such-calendar",
                f"There is no calendar {name!r}. {nearest(name, known)}There are: {', '.join(known)}.",
            )
        return self.files[name].read_bytes()

    def __getitem__(self, name: str) -> Calendar:
        if name not in self.files:
            raise KeyError(name)
        calendar = read_calendar(self.raw(name), str(self.files[name]))
        if calendar.name != name:
            raise InvalidInput(
                "calendar-misnamed",
                f"{self.files[name]} calls itself {calendar.name!r}: a calendar is found by its file, so name both "
                "alike.",
            )
        return calendar

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def calendar_of(asked: str, folder: Path | None = None) -> tuple[bytes, Calendar]:
    """Return the bytes and the calendar of a name or of a file; of the name `none` no bytes.

    Raises:
        NotFound: `no-such-calendar`.
        InvalidDefinition: the file does not read.
    """
    if asked == NO_HOLIDAYS.name:
        return b"", NO_HOLIDAYS
    if (file := Path(asked)).suffix == ".yaml" and file.is_file():
        raw = file.read_bytes()
        return raw, read_calendar(raw, str(file))
    calendars = Calendars(folder)
    raw = calendars.raw(asked)
    return raw, calendars[asked]


def count(start: date | datetime, period: Period, *, back: bool, rule: Rule, calendar: Calendar, zone: str) -> Deadline:
    """Return the deadline that a period counts, with its reasons: the same as any cycle would count.

    Raises:
        InvalidInput: `unknown-zone`, also for one that is no place, as a workflow could not name it either.
    """
    if wrong := wrong_with_zone(zone):
        raise InvalidInput("unknown-zone", wrong)
    return deadline(start, period, zone=zone, direction="before" if back else "after", rule=rule, calendar=calendar)


def import_calendar(country: str, first: int, last: int, subdivision: str = "") -> Calendar:
    """Return the calendar of a country, by its two letters, for whole years, as the package `holidays` has it.

    Raises:
        NotFound: `no-such-country` or `no-such-subdivision`, with those there are.
        Refused: `years-backwards`, or `years-unknown` where the package has no holidays for one of them.
    """
    try:
        import holidays  # here, because only this needs it, and it is slow to import
    except ModuleNotFoundError as missing:
        raise Broken("holidays-missing", "The package holidays is not installed: pip install holidays.") from missing
    if last < first:
        raise Refused("years-backwards", f"The last year, {last}, comes before the first, {first}.")
    code = country.upper()
    known = holidays.list_supported_countries()
    if code not in known:
        hint = nearest(code, list(known))
        raise NotFound(
            "no-such-country",
            f"The holidays package knows no country {country!r}. {hint}Give its two letters, such as JO for Jordan.",
        )
    part = _part(code, subdivision, known[code]) if subdivision else ""
    found = holidays.country_holidays(code, subdiv=part or None, years=range(first, last + 1), language="en_US")
    if years := [year for year in range(first, last + 1) if not any(day.year == year for day in found)]:
        raise Refused("years-unknown", f"The holidays package has no holidays of {code} in {years[0]}.")
    place, span = f"{code} {part}".rstrip(), f"{first}" if first == last else f"{first} to {last}"
    return Calendar(
        _file_name(place),
        f"Public holidays of {place}, {span}",
        "1.0.0",
        frozenset(found.weekend),
        date(first, 1, 1),
        date(last, 12, 31),
        f"The package holidays, version {version('holidays')}. Unverified: compare every day with the official list.",
        {day: Holiday(name, _UNVERIFIED) for day, name in sorted(found.items())},
    )


def _part(code: str, asked: str, known: Sequence[str]) -> str:
    """Return the part of a country as the package writes it: ENG for eng."""
    if part := next((part for part in known if part.lower() == asked.lower()), ""):
        return part
    there = f"{nearest(asked.upper(), known)}There are: {', '.join(known)}." if known else f"{code} has none."
    raise NotFound("no-such-subdivision", f"{code} has no part {asked!r}. {there}")


def _file_name(place: str) -> str:
    """Return small letters, digits and hyphens: br-sao-paulo-capital for "BR São Paulo Capital"."""
    plain = normalize("NFKD", place.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))
