"""A value as rules compute with it → the words of the trace."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from evalflow.engine.dates import DayRange, day_in_words
from evalflow.engine.periods import Period
from evalflow.engine.rules.syntax import Order
from evalflow.engine.rules.values import Between, Plain, Truth

NOT_KNOWN: Final = "not known"

_ASKED: Final = "(asked for: "
_NUMBERS: Final = {
    "==": "",
    "!=": "other than ",
    "<": "less than ",
    "<=": "at most ",
    ">": "more than ",
    ">=": "at least ",
}
_DAYS: Final = {"==": "", "!=": "other than ", "<": "before ", "<=": "by ", ">": "after ", ">=": "from "}


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


def asked(sign: Order | Literal["in"], *values: Plain) -> str:
    """Return what a comparison asks of its left side: "(asked for: at least 2)", "(asked for: before 3 May 2027)"."""
    if sign == "in":
        return f"{_ASKED}one of {', '.join(map(words, values))})"
    leads = _DAYS if isinstance(values[0], DayRange) else _NUMBERS
    return f"{_ASKED}{leads[sign]}{_measure(values[0])})"


def turned(said: str) -> str:
    """Return what the denial of a comparison asks for: "(asked for: not at least 2)"."""
    return said.replace(_ASKED, f"{_ASKED}not ", 1)


def parts_words(truths: Sequence[Truth]) -> str:
    """Return what the parts of a rule came to: "of 3 parts 1 holds, 1 does not, 1 is not known"."""
    holds, fails, open_ = (truths.count(each) for each in ("true", "false", "unknown"))
    said = (
        f"{holds} {'holds' if holds == 1 else 'hold'}" if holds else "",
        f"{fails} {'does not' if fails == 1 else 'do not'}{'' if holds else ' hold'}" if fails else "",
        f"{open_} {'is' if open_ == 1 else 'are'} not known" if open_ else "",
    )
    return f"of {len(truths)} parts {', '.join(filter(None, said))}"


def listed_words(truths: Sequence[Truth], *, others: bool) -> str:
    """Return how many entries of a register fit: "2 of the 3 entries listed fit; of 1 it is not known".

    `others` says that the register is not stated complete, and that an entry it lacks might fit.
    """
    if not truths:
        return f"no entry is listed{', and some may be missing' if others else ''}"
    fits, open_ = truths.count("true"), truths.count("unknown")
    said = [f"{fits or 'none'} of the {len(truths)} entries listed {'fit' if fits > 1 else 'fits'}"]
    if open_:
        said.append(f"of {open_} it is not known")
    return "; ".join([*said, "others may be missing"] if others else said)


def _measure(value: Plain) -> str:
    match value:
        case None | Between(None, None):
            return f"what is {NOT_KNOWN}"
        case Between():
            return f"a number of {words(value)}"
    return words(value)


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
