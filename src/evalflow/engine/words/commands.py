"""The words for what is asked of a cycle: by a person, or by time. Commands are imperative."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evalflow.engine.words.cycle import Priority
from evalflow.engine.words.definition import Workflow
from evalflow.engine.words.events import Event


@dataclass(frozen=True)
class OpenCycle:
    """Open a cycle whose windows open on `opening`, a local day in the workflow's zone."""

    cycle: str
    workflow: str
    opening: date
    calendar: str = ""


@dataclass(frozen=True)
class CompleteStep:
    """A person completes an open step, choosing a way out where the workflow offers several.

    Where a step needs several approvals, this is one of them.
    """

    step: str
    choice: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class ExtendDeadline:
    """Keep an open step open until the end of a later local day; with `cascade` also what counts from its deadline."""

    step: str
    until: date
    reason: str
    cascade: bool = False


@dataclass(frozen=True)
class MoveDeadline:
    """Set another last day for an open step, earlier or later; a window is never shortened."""

    step: str
    to: date
    reason: str
    cascade: bool = False


@dataclass(frozen=True)
class MoveOpening:
    """Set another opening day, before any window has opened; with `cascade` also the deadlines that count from it."""

    to: date
    reason: str
    cascade: bool = False


@dataclass(frozen=True)
class MigrateCycle:
    """Let a running cycle go on by another workflow or calendar. `names` says which old step is which new one."""

    to: Workflow
    workflow: str  # SHA-256 of the pinned text
    calendar: str
    names: Mapping[str, str]
    reason: str


@dataclass(frozen=True)
class HoldStep:
    """A step comes into a person's hands: they claim it, are assigned it, or it is lent to them until a day's end."""

    step: str
    person: str
    how: Literal["claimed", "assigned", "delegated"]
    by: str
    until: date | None = None


@dataclass(frozen=True)
class ReleaseStep:
    step: str
    by: str
    reason: str = ""


@dataclass(frozen=True)
class SkipReminder:
    """Let a reminder that is still to come not go, or with `now` go at once."""

    step: str
    on: date
    to: str
    reason: str
    now: bool = False


@dataclass(frozen=True)
class PlanFollowUp:
    """On which day somebody means to look at an open step again; None takes the day back."""

    step: str
    on: date | None
    note: str = ""


@dataclass(frozen=True)
class GivePriority:
    step: str
    priority: Priority


@dataclass(frozen=True)
class UndoStep:
    """Take back the last completion or approval by a person.

    `history` is all that has happened to the cycle, oldest first.
    """

    history: tuple[Event, ...]
    reason: str


@dataclass(frozen=True)
class PauseCycle:
    reason: str
    basis: str  # the decision or rule it rests on


@dataclass(frozen=True)
class ResumeCycle:
    reason: str
    basis: str


@dataclass(frozen=True)
class CloseCycleEarly:
    reason: str
    basis: str


@dataclass(frozen=True)
class Tick:
    """Time asks: what fell due? Automatic steps named in `leave` are left alone: their rules fail."""

    leave: frozenset[str] = frozenset()


Command = (
    OpenCycle
    | CompleteStep
    | ExtendDeadline
    | MoveDeadline
    | MoveOpening
    | MigrateCycle
    | HoldStep
    | ReleaseStep
    | SkipReminder
    | PlanFollowUp
    | GivePriority
    | UndoStep
    | PauseCycle
    | ResumeCycle
    | CloseCycleEarly
    | Tick
)
