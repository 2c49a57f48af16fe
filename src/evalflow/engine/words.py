"""The words of the engine: workflow and cycle, commands (what a person or time asks) and events (what happened).

Frozen values without behaviour. The engine knows nothing of dialogues: `act` and `accepts` are words it carries for
those who ask, and `requires` are rules over facts that others supply.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from evalflow.engine.periods import Deadline, Period
from evalflow.engine.rules import Expression

END = "end"

Anchor = Literal["opening", "opened", "closed"]
OnPause = Literal["run", "freeze", "restart"]


@dataclass(frozen=True)
class Timing:
    """When a step is due: a period before or after an anchor.

    `opening` is the cycle's own opening day; `opened` this step's opening; `closed` the last closing of `step`, or
    while that has never closed this step's opening.
    """

    direction: Literal["before", "after"]
    anchor: Anchor
    period: Period
    step: str | None = None
    on_pause: OnPause = "freeze"


@dataclass(frozen=True)
class Gate:
    """A rule that must be true before a person may go on. `text` is what the workflow's author wrote."""

    text: str
    rule: Expression


@dataclass(frozen=True)
class Choice:
    """One way out of a step that a person chooses. `act` names what else is done in the same commit."""

    name: str
    next: tuple[str, ...]
    requires: tuple[Gate, ...] = ()
    requires_reason: bool = False
    act: str | None = None


@dataclass(frozen=True)
class Step:
    """One step of a workflow. At its deadline a window closes; a task falls overdue and stays open."""

    name: str
    title: str
    kind: Literal["task", "window"]
    role: str
    timing: Timing | None = None  # None only with `no_deadline`
    no_deadline: str = ""  # the stated reason for having none
    waits_for_opening: bool = False  # opens no earlier than the cycle's opening day begins
    requires: tuple[Gate, ...] = ()
    next: tuple[str, ...] = ()  # all of these, in parallel; empty when a person chooses
    choices: tuple[Choice, ...] = ()
    join: bool = False  # waits for a token on every arc that leads here
    act: str | None = None
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """A definition, read and checked. Source: workflows/*.yaml."""

    name: str
    version: str
    title: str
    timezone: str
    calendar: str
    period_rule: Literal["plain"]
    steps: tuple[Step, ...]  # the first one opens when the cycle is opened
    parameters: Mapping[str, Period] = field(default_factory=dict)
    report_due: Timing | None = None  # when the published timetable promises the report
    close_early: tuple[Gate, ...] = ()  # what must be true before a cycle may be closed early


@dataclass(frozen=True)
class OpenStep:
    """A step that is open: which time it is open, since when, until when."""

    occurrence: int
    opened_at: datetime
    due: Deadline | None
    overdue: bool = False


@dataclass(frozen=True)
class ClosedStep:
    """The last closing of a step: how, when, and with what reason."""

    occurrence: int
    opened_at: datetime
    closed_at: datetime
    outcome: str = ""
    reason: str = ""


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


@dataclass(frozen=True)
class OpenCycle:
    """Open a cycle whose windows open on `opening`, a local day in the workflow's zone."""

    cycle: str
    workflow: str
    opening: date


@dataclass(frozen=True)
class CompleteStep:
    """A person completes an open step, choosing a way out where the workflow offers several."""

    step: str
    choice: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ExtendDeadline:
    """Keep an open step open until the end of a later local day."""

    step: str
    until: date
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
    """Time asks: what fell due?"""


@dataclass(frozen=True)
class CycleOpened:
    cycle: str
    workflow: str
    opening: date
    zone: str
    opened_at: datetime


@dataclass(frozen=True)
class StepAwaited:
    """A step was reached before the cycle's opening day and opens when that day begins."""

    step: str
    opens_at: datetime


@dataclass(frozen=True)
class TokenArrived:
    """One of the arcs into a join has arrived; the others are still to come."""

    came_from: str
    step: str


@dataclass(frozen=True)
class StepOpened:
    step: str
    occurrence: int
    opened_at: datetime
    due: Deadline | None


@dataclass(frozen=True)
class StepFellOverdue:
    """A task was not completed by `due_at`: its deadline, or its opening where that came later."""

    step: str
    due_at: datetime
    noticed_at: datetime


@dataclass(frozen=True)
class StepClosed:
    """`closed_at` is a window's deadline (its opening, where that came later) or the moment a task was completed.

    What follows counts from there.
    """

    step: str
    occurrence: int
    closed_at: datetime
    noticed_at: datetime
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DeadlineExtended:
    step: str
    before: Deadline
    after: Deadline
    reason: str


@dataclass(frozen=True)
class CyclePaused:
    paused_at: datetime
    reason: str
    basis: str


@dataclass(frozen=True)
class CycleResumed:
    """`deadlines` holds the new deadline of every open step whose clock stood still."""

    resumed_at: datetime
    deadlines: Mapping[str, Deadline]
    opens: Mapping[str, datetime]
    reason: str
    basis: str


@dataclass(frozen=True)
class CycleClosedEarly:
    closed_at: datetime
    reason: str
    basis: str


@dataclass(frozen=True)
class CycleEnded:
    ended_at: datetime
    noticed_at: datetime


Command = OpenCycle | CompleteStep | ExtendDeadline | PauseCycle | ResumeCycle | CloseCycleEarly | Tick
Event = (
    CycleOpened
    | StepAwaited
    | TokenArrived
    | StepOpened
    | StepFellOverdue
    | StepClosed
    | DeadlineExtended
    | CyclePaused
    | CycleResumed
    | CycleClosedEarly
    | CycleEnded
)
