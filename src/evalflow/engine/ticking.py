"""A cycle and an instant → what time has brought by then, the earliest thing first.

Ask again until it answers nothing: one late tick then ends where many punctual ones would have ended.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from evalflow.engine.arcs import close, opened
from evalflow.engine.clocks import left
from evalflow.engine.periods import Deadline, Reminder, local_day
from evalflow.engine.rules import Facts, RuleFailed, judge
from evalflow.engine.words import (
    BranchAwaited,
    Cycle,
    DelegationEnded,
    Event,
    Holder,
    OpenStep,
    ReminderFellDue,
    Step,
    StepFellOverdue,
    Workflow,
)


class BranchFailed(RuleFailed):
    """The rule of an automatic step met what it cannot compute. Says at which step; it is never absorbed."""

    def __init__(self, step: str, cause: str) -> None:
        super().__init__(cause)
        self.step = step


@dataclass(frozen=True, order=True)
class _Due:
    """Something that time brings. Of things due at one instant steps open first and close last, in the file's order."""

    at: datetime
    rank: int
    place: int  # in the workflow
    step: Step = field(compare=False)
    reminder: Reminder | None = field(default=None, compare=False)


_OPENS, _DECIDES, _COMES_BACK, _REMINDS, _ENDS = range(5)


def next_due(workflow: Workflow, cycle: Cycle, facts: Facts, now: datetime, leave: Collection[str]) -> list[Event]:
    """Return what happens at the earliest instant that is due; nothing where time has brought nothing more by `now`.

    Raises:
        BranchFailed: the rule of an automatic step that is not among those to `leave` alone.
    """
    for due in sorted(_due_by(workflow, cycle, now, leave)):
        if events := _happens(workflow, cycle, due, facts, now):
            return events
    return []


def as_of(workflow: Workflow, cycle: Cycle, now: datetime, leave: Collection[str] = ()) -> datetime:
    """Return the instant as of which facts are asked by the next answer to a tick: that at which it fell due."""
    return min((due.at for due in _due_by(workflow, cycle, now, leave)), default=now)


def due_next(workflow: Workflow, cycle: Cycle) -> tuple[datetime, str] | None:
    """Return when the next step opens or is due, and which; None when nothing waits for time."""
    ahead = (due for due in _ahead(workflow, cycle, None) if due.rank in (_OPENS, _ENDS))
    return min(((due.at, due.step.name) for due in ahead), default=None)


def _due_by(workflow: Workflow, cycle: Cycle, now: datetime, leave: Collection[str]) -> Iterator[_Due]:
    for due in _ahead(workflow, cycle, now):
        if due.at <= now and not (due.rank == _DECIDES and due.step.name in leave):
            yield due


def _happens(workflow: Workflow, cycle: Cycle, due: _Due, facts: Facts, now: datetime) -> list[Event]:
    step = due.step
    if due.rank == _OPENS:
        return [opened(workflow, cycle, step, due.at)]
    if due.rank == _DECIDES:
        return _decided(workflow, cycle, due, facts, now)
    state = cycle.open[step.name]
    if due.rank == _COMES_BACK:
        return [DelegationEnded(step.name, due.at, now, Holder(state.holder.lent_by if state.holder else "", due.at))]
    if due.reminder:
        return [ReminderFellDue(step.name, state.occurrence, due.reminder, now)]
    if step.kind == "window":
        return close(workflow, cycle, step, step.next, due.at, now)
    return [StepFellOverdue(step.name, due.at, now)]


def _ahead(workflow: Workflow, cycle: Cycle, now: datetime | None) -> Iterator[_Due]:
    """Yield all that waits for time. Without `now`, steps that wait for facts are left out: they have no instant."""
    running = cycle.status != "paused"
    for place, step in enumerate(workflow.steps):
        if running and step.name in cycle.waiting:
            yield _Due(cycle.waiting[step.name], _OPENS, place, step)
        if (state := cycle.open.get(step.name)) is None:
            continue
        if state.holder and state.holder.until:
            yield _Due(state.holder.until, _COMES_BACK, place, step)
        if running and step.kind == "automatic" and now:
            yield _Due(now if state.undecided else state.opened_at, _DECIDES, place, step)
        if state.due and not left(cycle, step, state):
            yield from _clock(place, step, state, state.due)


def _clock(place: int, step: Step, state: OpenStep, due: Deadline) -> Iterator[_Due]:
    for reminder in due.reminders[:1]:
        yield _Due(reminder.at, _REMINDS, place, step, reminder)
    if not state.overdue:
        yield _Due(max(due.at, state.opened_at), _ENDS, place, step)  # nothing closes before it opened


def _decided(workflow: Workflow, cycle: Cycle, due: _Due, facts: Facts, now: datetime) -> list[Event]:
    """Return the closing of an automatic step, or that it waits; nothing where it waited before and still does."""
    missing: tuple[str, ...] = ()
    today = local_day(due.at, cycle.zone)
    for branch in due.step.branches:
        try:
            verdict = judge(branch.when, facts, {}, today, traced=False) if branch.when else None
        except RuleFailed as failed:
            raise BranchFailed(due.step.name, str(failed)) from failed
        if verdict is None or verdict.truth == "true":
            return close(workflow, cycle, due.step, branch.next, due.at, now, branch.text)
        if verdict.truth == "unknown":
            missing = tuple(one.label for one in verdict.missing)
            break
    else:
        raise BranchFailed(due.step.name, f"None of the branches of {due.step.name} is true, and it has no else.")
    return [] if cycle.open[due.step.name].undecided else [BranchAwaited(due.step.name, due.at, missing)]
