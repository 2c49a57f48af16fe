"""A day in a year that nobody means → the Gregorian day it is in the calendar of those who count years so.

2569 is a year of the Buddhist calendar, 1405 one of the Persian and of the Islamic, 5787 one of the Jewish. Kept as
Gregorian years they would put a deadline centuries away, and nobody would notice.
"""

import re
from datetime import date, timedelta
from typing import Final

from evalflow.errors import InvalidInput

FIRST, LAST = 1600, 2200  # years that people set here
_FORM: Final = re.compile(r"(?:[a-z]+ )?([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?.*", re.DOTALL)
_NO_END: Final = ("0001", "9999")  # how people write that something has no beginning or no end
_BUDDHIST: Final = 543
_JEWISH: Final = 3760
_PERSIAN_EPOCH: Final = date(622, 3, 21)
_ISLAMIC_EPOCH: Final = date(622, 7, 19)
_LEAP_OF_33: Final = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # the years of 33 that have a day more, Persian
_PERSIAN: Final = range(1300, 1480)
_ISLAMIC: Final = range(1340, 1560)


def wrong_with_year(text: str) -> str:
    """Return what is wrong with the year of a date, with the Gregorian date that is probably meant, or "".

    The date is a day, a month, a year or a season, as people write it here, or the day of an instant.
    """
    match = _FORM.fullmatch(text)
    if not match or FIRST <= int(match[1]) <= LAST or match[1] in _NO_END:
        return ""
    year, month, day = (int(part or 1) for part in match.groups())
    meant = [f"{_cut(on, match)} ({name})" for name, on in _readings(year, month, day)]
    hint = f"By the Gregorian calendar it would be {' or '.join(meant)}." if meant else "Check the year."
    return f"The year {match[1]} is beyond all that is recorded here ({FIRST} to {LAST}). {hint}"


def refuse_year(text: str) -> None:
    """Return if a date is in a year that people set.

    Raises:
        InvalidInput: `year-beyond`, with the Gregorian date that is probably meant.
    """
    if wrong := wrong_with_year(text):
        raise InvalidInput("year-beyond", f"{text!r}: {wrong}")


def _readings(year: int, month: int, day: int) -> list[tuple[str, date]]:
    """Return the Gregorian days that a date is in the calendars that count years so, those alone that have it."""
    found = []
    try:
        if FIRST <= year - _BUDDHIST <= LAST:
            found.append(("Buddhist calendar", date(year - _BUDDHIST, month, day)))
        if year in _PERSIAN:
            found.append(("Persian calendar", _persian(year, month, day)))
        if year in _ISLAMIC:
            found.append(("Islamic calendar", _islamic(year, month, day)))
    except ValueError:
        return found
    if FIRST <= year - _JEWISH <= LAST:
        found.append(("Jewish calendar, by its year alone", date(year - _JEWISH, 1, 1)))
    return found


def _cut(on: date, match: "re.Match[str]") -> str:
    """Return a date as precisely as it was given; a month of another calendar begins within one of this."""
    return str(on)[: 4 if match[2] is None else 7 if match[3] is None else 10]


def _persian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Persian (Solar Hijri) one, by the cycle of 33 years that holds for our times."""
    before = (year - 1) * 365 + sum(_is_leap(one) for one in range(1, year))
    return _PERSIAN_EPOCH + timedelta(before + sum(31 if one < 7 else 30 for one in range(1, month)) + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_OF_33


def _islamic(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of an Islamic one by the tables; the sight of the moon may make a day's difference."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30
    return _ISLAMIC_EPOCH + timedelta(before + (59 * (month - 1) + 1) // 2 + day - 1)
