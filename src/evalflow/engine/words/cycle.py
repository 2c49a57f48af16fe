"""The words for where a cycle stands: its open steps and in whose hands they are, what is closed, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from evalflow.engine.periods import Deadline

Priority = Literal["high", "normal", "low"]


@dataclass(frozen=True)
class Holder:
    """Who has a step in hand, by the id of the person. Until an instant where it was delegated: then it goes back."""

    person: str
    since: datetime
    until: datetime | None = None
    lent_by: str = ""  # who delegated it and has it again afterwards


@dataclass(frozen=True)
class OpenStep:
    """A step that is open: which time it is open, since when, until when, in whose hands."""

    occurrence: int
    opened_at: datetime
    due: Deadline | None
    overdue: bool = False
    holder: Holder | None = None
    approved: Mapping[str, str] = field(default_factory=dict)  # person → the choice approved, "" where there is none
    automatic: bool = False
    undecided: bool = False  # an automatic step whose branches wait for facts
    follow_up_on: date | None = None
    priority: Priority = "normal"


@dataclass(frozen=True)
class ClosedStep:
    """The last closing of a step: how, when, by whom, and with what reason."""

    occurrence: int
    opened_at: datetime
    closed_at: datetime
    outcome: str = ""
    reason: str = ""
    by: str = ""  # the person's id; "" where the clock closed it
    due: Deadline | None = None


@dataclass(frozen=True)
class Cycle:
    """Where one evaluation stands. Several steps may be open at once.

    `waiting` holds steps whose opening instant lies ahead; `tokens` the arcs that have arrived at a join.
    """

    id: str
    workflow: str  # SHA-256 of the pinned definition
    opening: date
    zone: str
    opened_at: datetime
    status: Literal["running", "paused", "ended", "closed-early"] = "running"
    open: Mapping[str, OpenStep] = field(default_factory=dict)
    waiting: Mapping[str, datetime] = field(default_factory=dict)
    closed: Mapping[str, ClosedStep] = field(default_factory=dict)
    tokens: frozenset[tuple[str, str]] = frozenset()
    paused_at: datetime | None = None
    calendar: str = ""  # SHA-256 of the pinned calendar; "" where the workflow names none
