"""The words for what happened to a cycle: past tense, complete with every instant, kept for ever, never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from evalflow.engine.event_of import EventOf
from evalflow.engine.periods import Deadline, Reminder
from evalflow.engine.words.cycle import ClosedStep, Cycle, Holder, OpenStep, Priority


@dataclass(frozen=True)
class CycleOpened(EventOf[Cycle]):
    cycle: str
    workflow: str
    opening: date
    zone: str
    opened_at: datetime
    calendar: str = ""


@dataclass(frozen=True)
class StepAwaited(EventOf[Cycle]):
    """A step was reached before the cycle's opening day and opens when that day begins."""

    step: str
    opens_at: datetime


@dataclass(frozen=True)
class TokenArrived(EventOf[Cycle]):
    """One of the arcs into a join has arrived; the others are still to come."""

    came_from: str
    step: str


@dataclass(frozen=True)
class ArcSwallowed(EventOf[Cycle]):
    """An arc arrived at a step that had opened on the first of them. With the last one the round is over."""

    came_from: str
    step: str
    over: bool


@dataclass(frozen=True)
class BranchAwaited(EventOf[Cycle]):
    """An automatic step cannot be decided yet: these facts are missing. It is asked again when something changes."""

    step: str
    asked_at: datetime
    missing: tuple[str, ...]


@dataclass(frozen=True)
class StepOpened(EventOf[Cycle]):
    step: str
    occurrence: int
    opened_at: datetime
    due: Deadline | None
    keeps_arcs: bool = False  # it opened on the first arc, and those to come are swallowed
    automatic: bool = False


@dataclass(frozen=True)
class StepFellOverdue(EventOf[Cycle]):
    """A task was not completed by `due_at`: its deadline, or its opening where that came later."""

    step: str
    due_at: datetime
    noticed_at: datetime


@dataclass(frozen=True)
class StepClosed(EventOf[Cycle]):
    """`closed_at` is a window's deadline (its opening, where that came later) or the moment a task was completed.

    What follows counts from there.
    """

    step: str
    occurrence: int
    closed_at: datetime
    noticed_at: datetime
    outcome: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class ReminderFellDue(EventOf[Cycle]):
    """`reminder.at` is when it should have gone; noticed much later it is stale, and no letter.

    With a `reason` a person had it go before its time.
    """

    step: str
    occurrence: int
    reminder: Reminder
    noticed_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class ReminderSkipped(EventOf[Cycle]):
    step: str
    occurrence: int
    reminder: Reminder
    reason: str


@dataclass(frozen=True)
class DeadlineExtended(EventOf[Cycle]):
    step: str
    before: Deadline
    after: Deadline
    reason: str


@dataclass(frozen=True)
class DeadlineMoved(EventOf[Cycle]):
    """As `DeadlineExtended`, but earlier or later, or because another deadline moved, which `because_of` then names."""

    step: str
    before: Deadline
    after: Deadline
    reason: str
    because_of: str = ""


@dataclass(frozen=True)
class OpeningMoved(EventOf[Cycle]):
    """`opens` holds the new instant of every step that waits for the opening day."""

    before: date
    after: date
    opens: Mapping[str, datetime]
    reason: str


@dataclass(frozen=True)
class CycleMigrated(EventOf[Cycle]):
    """The cycle goes on by another definition. `names` maps old to new; what it leaves out keeps its name."""

    migrated_at: datetime
    workflow: str
    calendar: str
    zone: str
    names: Mapping[str, str]
    deadlines: Mapping[str, Deadline]  # by the new names, as are the instants at which what waits opens
    opens: Mapping[str, datetime]
    reason: str


@dataclass(frozen=True)
class StepHeld(EventOf[Cycle]):
    step: str
    holder: Holder
    how: Literal["claimed", "assigned", "delegated"]


@dataclass(frozen=True)
class StepReleased(EventOf[Cycle]):
    """A person has let go of a step. `holder` has it in hand again: who had lent it to them, if anybody had."""

    step: str
    person: str
    reason: str = ""
    holder: Holder | None = None


@dataclass(frozen=True)
class DelegationEnded(EventOf[Cycle]):
    """The day until which a step was lent is over; who lent it has it in hand again."""

    step: str
    ended_at: datetime
    noticed_at: datetime
    holder: Holder


@dataclass(frozen=True)
class StepApproved(EventOf[Cycle]):
    step: str
    occurrence: int
    person: str
    choice: str
    approved_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class FollowUpPlanned(EventOf[Cycle]):
    step: str
    on: date | None
    note: str


@dataclass(frozen=True)
class PriorityGiven(EventOf[Cycle]):
    step: str
    priority: Priority


@dataclass(frozen=True)
class StepUndone(EventOf[Cycle]):
    """What a person did last is taken back: the step is as it was, what it had opened is not, and the rest stands."""

    step: str
    occurrence: int
    undone_at: datetime
    reason: str
    withdrawn: tuple[str, ...]
    open: Mapping[str, OpenStep]
    waiting: Mapping[str, datetime]
    closed: Mapping[str, ClosedStep]
    tokens: frozenset[tuple[str, str]]
    what: Literal["completion", "approval"] = "completion"


@dataclass(frozen=True)
class CyclePaused(EventOf[Cycle]):
    paused_at: datetime
    reason: str
    basis: str


@dataclass(frozen=True)
class CycleResumed(EventOf[Cycle]):
    """`deadlines` holds the new deadline of every open step whose clock stood still."""

    resumed_at: datetime
    deadlines: Mapping[str, Deadline]
    opens: Mapping[str, datetime]
    reason: str
    basis: str


@dataclass(frozen=True)
class CycleClosedEarly(EventOf[Cycle]):
    closed_at: datetime
    reason: str
    basis: str


@dataclass(frozen=True)
class CycleEnded(EventOf[Cycle]):
    ended_at: datetime
    noticed_at: datetime


Event = (
    CycleOpened
    | StepAwaited
    | TokenArrived
    | ArcSwallowed
    | StepOpened
    | BranchAwaited
    | ReminderFellDue
    | ReminderSkipped
    | StepFellOverdue
    | StepClosed
    | StepApproved
    | StepHeld
    | StepReleased
    | DelegationEnded
    | FollowUpPlanned
    | PriorityGiven
    | StepUndone
    | DeadlineExtended
    | DeadlineMoved
    | OpeningMoved
    | CycleMigrated
    | CyclePaused
    | CycleResumed
    | CycleClosedEarly
    | CycleEnded
)
