"""Values exact, half known or unknown → what is certain of their comparison, sum or product.

A truth here is True, False, or None for unknown. A comparison is True or False only when it is so for every value that
each side may still have.
"""

import operator
from collections.abc import Collection
from datetime import date, datetime
from typing import Final, Literal

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.periods import Period, add, subtract
from evalflow.engine.rules.faults import RuleFailed
from evalflow.engine.rules.syntax import Order
from evalflow.engine.rules.values import GREATEST, LEAST, Between, Plain
from evalflow.engine.rules.wording import words
from evalflow.errors import InvalidInput

ANY_DAY: Final = DayRange(date.min, date.max)

_SIGNS: Final = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def plain(value: object) -> Plain:
    """Return a record's value as rules compute with it.

    Raises:
        RuleFailed: it is no value that a rule can read.
    """
    match value:
        case None | bool() | str() | DayRange() | Period():
            return value
        case PartialDate():
            return value.days
        case Between():
            return _between(*_ends(value))
        case int() if LEAST <= value <= GREATEST:
            return value
        case date() if not isinstance(value, datetime):
            return DayRange(value, value)
    raise RuleFailed(f"The record gave {value}, which no rule can read.")


def is_exact(value: Plain) -> bool:
    match value:
        case None | Between():
            return False
        case DayRange():
            return value.exact
    return True


def negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def all_of(truths: Collection[bool | None]) -> bool | None:
    """Return Kleene's *and*: one False decides, whatever the rest may be; of none at all it is True."""
    return False if False in truths else None if None in truths else True


def any_of(truths: Collection[bool | None]) -> bool | None:
    """Return Kleene's *or*: one True decides, whatever the rest may be; of none at all it is False."""
    return True if True in truths else None if None in truths else False


def compared(left: Plain, sign: Order, right: Plain) -> bool | None:
    """Return the truth of a comparison.

    Raises:
        RuleFailed: the two sides are not of one type that has this comparison.
    """
    match sign:
        case "==":
            return _equal(left, right)
        case "!=":
            return negated(_equal(left, right))
        case "<":
            return _less(left, right)
        case ">":
            return _less(right, left)
        case "<=":
            return negated(_less(right, left))
        case _:
            return negated(_less(left, right))


def one_of(value: Plain, choices: Collection[Plain]) -> bool | None:
    """Return whether `value` is one of the exact `choices`: true too when all it may still be is among them."""
    found = any_of([_equal(value, choice) for choice in choices])
    if found is None and isinstance(value, Between):
        low, high = _ends(value)
        inside = {choice for choice in choices if isinstance(choice, int) and low <= choice <= high}
        return True if len(inside) == high - low + 1 else None
    return found


def computed(left: Plain, sign: Literal["+", "-", "*"], right: Plain) -> Plain:
    """Return a sum, difference or product of integers, or the date a period after or before another.

    Raises:
        RuleFailed: it certainly lies beyond 64 bits or the calendar, or the types do not fit.
    """
    match left, right:
        case (DayRange() | None, Period()) if sign != "*":
            return _shifted(left or ANY_DAY, sign, right)
        case (DayRange() | None, None):
            return None
        case (int() | Between() | None, int() | Between() | None) if not {type(left), type(right)} & {bool}:
            return _combined(_ends(left), sign, _ends(right))
    raise RuleFailed(f"{words(left)} {sign} {words(right)} cannot be computed.")


def _equal(left: Plain, right: Plain) -> bool | None:
    if left is None or right is None:
        return None
    if type(left) is type(right) and isinstance(left, bool | str):
        return left == right
    (first, last), (low, high) = _ordered(left, right)
    return True if first == last == low == high else False if last < low or high < first else None


def _less(left: Plain, right: Plain) -> bool | None:
    if left is None or right is None:
        return None
    (first, last), (low, high) = _ordered(left, right)
    return True if last < low else False if first >= high else None


def _ordered(left: Plain, right: Plain) -> tuple[tuple[int, int], tuple[int, int]]:
    match left, right:
        case DayRange(), DayRange():
            return _days(left), _days(right)
        case (int() | Between(), int() | Between()) if not {type(left), type(right)} & {bool}:
            return _ends(left), _ends(right)
    raise RuleFailed(f"{words(left)} and {words(right)} cannot be compared.")


def _days(days: DayRange) -> tuple[int, int]:
    return days.earliest.toordinal(), days.latest.toordinal()


def _ends(value: int | Between | None) -> tuple[int, int]:
    match value:
        case int():
            return value, value
        case Between(low, high):
            return LEAST if low is None else low, GREATEST if high is None else high
        case _:
            return LEAST, GREATEST


def _between(low: int, high: int) -> int | Between:
    if low == high:
        return low
    return Between(None if low == LEAST else low, None if high == GREATEST else high)


def _combined(left: tuple[int, int], sign: Literal["+", "-", "*"], right: tuple[int, int]) -> int | Between:
    corners = [_SIGNS[sign](a, b) for a in left for b in right]
    low, high = max(min(corners), LEAST), min(max(corners), GREATEST)
    if low > high:
        raise RuleFailed(f"{left[0]} {sign} {right[0]} does not fit into 64 bits.")
    return _between(low, high)


def _shifted(days: DayRange, sign: Literal["+", "-"], period: Period) -> DayRange:
    """Return each end moved; where the calendar ends, only what may still lie within it is kept."""
    first, last = (_moved(day, sign, period) for day in (days.earliest, days.latest))
    if (first if sign == "+" else last) is None:
        raise RuleFailed(f"{words(days)} {sign} {words(period)} lies outside the calendar.")
    return DayRange(first or date.min, last or date.max)


def _moved(day: date, sign: Literal["+", "-"], period: Period) -> date | None:
    try:
        return add(day, period) if sign == "+" else subtract(day, period)
    except InvalidInput:
        return None
