"""What a record knows → the values a rule reads: exact, half known (between two ends), or unknown (None)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.periods import Period
from evalflow.errors import InvalidInput

Truth = Literal["true", "false", "unknown"]

LEAST: Final = -(2**63)  # the integers of a rule are those of 64 bits
GREATEST: Final = 2**63 - 1


@dataclass(frozen=True)
class Between:
    """An integer known only to lie between two ends, both included. An end of None is open."""

    low: int | None
    high: int | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise InvalidInput("end-before-start", f"No integer lies between {self.low} and {self.high}.")


Scalar = bool | int | str | date | PartialDate | DayRange | Between | Period | None
"""A single value as a record gives it; None is unknown."""

Plain = bool | int | str | DayRange | Between | Period | None
"""A single value as rules compute with it: a date as the days it may mean, an integer exact whenever it can be."""


@dataclass(frozen=True)
class FactItem:
    """One entry of a register: fields by name, a label a reader knows it by, its sources, and what supplies a field.

    A field that is None or absent is unknown. Without a remedy of its own that of the list helps.
    """

    label: str
    fields: Mapping[str, Scalar] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True)
class Listing:
    """A register: the entries it has, and its gaps.

    A gap stands for any number of unlisted entries, or none, whose fields lie within the gap's own. Its label names the
    span, such as "sessions between 2 Jan 2003 and 1 May 2027". Without gaps the register is complete: what it does not
    list did not happen.
    """

    items: tuple[FactItem, ...]
    gaps: tuple[FactItem, ...] = ()


Value = Scalar | Listing


@dataclass(frozen=True)
class Fact:
    """One named fact of the record. A value of None is unknown.

    `note` says in words what the value rests on; `remedy` who or which command supplies it.
    """

    value: Value
    sources: tuple[str, ...] = ()
    remedy: str = ""
    note: str = ""


Facts = Mapping[str, Fact]
"""Facts by dotted name, such as `terms.body_named`. A name that is not there is unknown."""


@dataclass(frozen=True)
class Clause:
    """One line of a verdict's trace: a part of the rule, what it came to in words, its truth, and what it rests on.

    `depth` is 0 for the whole rule and one more for each part within a part.
    """

    text: str
    value_in_words: str
    truth: Truth
    sources: tuple[str, ...] = ()
    depth: int = 0


@dataclass(frozen=True)
class Missing:
    """What kept a verdict unknown: the fact read, in words which part of it, and who or which command supplies it."""

    fact: str
    label: str
    remedy: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a rule comes to on the facts of one moment, why, and, if it is unknown, everything that was missing."""

    truth: Truth
    as_of: date  # the local day whose facts were asked
    trace: tuple[Clause, ...] = ()
    missing: tuple[Missing, ...] = ()
