"""A value as rules compute with it → the words of the trace."""

from datetime import date
from typing import Final

from evalflow.engine.dates import DayRange, day_in_words
from evalflow.engine.periods import Period
from evalflow.engine.rules.values import Between, Plain

NOT_KNOWN: Final = "not known"


def words(value: Plain) -> str:
    """Return "yes", "2", "at least 2", "'held'", "Aug 1997", "8 weeks" or "not known"."""
    match value:
        case None | Between(None, None):
            return NOT_KNOWN
        case bool():
            return "yes" if value else "no"
        case str():
            return f"'{value}'"
        case Between():
            return _some(value)
        case DayRange():
            return _days(value)
        case Period():
            return value.in_words()
        case _:
            return str(value)


def _some(number: Between) -> str:
    if number.high is None:
        return f"at least {number.low}"
    return f"at most {number.high}" if number.low is None else f"{number.low} to {number.high}"


def _days(days: DayRange) -> str:
    match days.earliest == date.min, days.latest == date.max:
        case True, True:
            return NOT_KNOWN
        case True, False:
            return f"until {day_in_words(days.latest)}"
        case False, True:
            return f"from {day_in_words(days.earliest)}"
    return str(days)
