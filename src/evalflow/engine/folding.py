"""A cycle and an event → the cycle as it stands after it. Only copies: the event carries every instant and date.

So a journal ten years old folds to the same cycle, whatever the rules say by then.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from evalflow.engine.periods import Deadline, Reminder
from evalflow.engine.words import (
    ArcSwallowed,
    BranchAwaited,
    ClosedStep,
    Cycle,
    CycleClosedEarly,
    CycleEnded,
    CycleMigrated,
    CycleOpened,
    CycleResumed,
    DeadlineExtended,
    DeadlineMoved,
    DelegationEnded,
    Event,
    FollowUpPlanned,
    OpeningMoved,
    OpenStep,
    PriorityGiven,
    ReminderFellDue,
    ReminderSkipped,
    StepApproved,
    StepAwaited,
    StepClosed,
    StepFellOverdue,
    StepHeld,
    StepOpened,
    StepReleased,
    StepUndone,
    TokenArrived,
)

_T = TypeVar("_T")


def apply(cycle: Cycle | None, event: Event) -> Cycle:
    """Return the cycle as it stands after `event`. Never refuses and never computes: it has happened."""
    if isinstance(event, CycleOpened):
        return Cycle(event.cycle, event.workflow, event.opening, event.zone, event.opened_at, calendar=event.calendar)
    there = begun(cycle)
    return _moved_on(there, event) or _within_a_step(there, event) or _of_the_whole(there, event)


def begun(cycle: Cycle | None) -> Cycle:
    """Return the cycle. Raises LookupError where there is none: its journal begins in the middle."""
    if cycle is None:
        raise LookupError("a cycle's event came before the cycle")
    return cycle


def _moved_on(there: Cycle, event: Event) -> Cycle | None:
    """Return the cycle after a token has moved: steps opened, closed, awaited, arcs arrived."""
    match event:
        case StepAwaited(name, opens_at):
            return replace(there, waiting={**there.waiting, name: opens_at})
        case TokenArrived(came_from, name):
            return replace(there, tokens=there.tokens | {(came_from, name)})
        case ArcSwallowed(came_from, name, over):
            arcs = _arcs_elsewhere(there, name) if over else there.tokens | {(came_from, name)}
            return replace(there, tokens=arcs)
        case StepOpened(name, occurrence, opened_at, due, keeps_arcs, automatic):
            arcs = there.tokens if keeps_arcs else _arcs_elsewhere(there, name)
            opened = {**there.open, name: OpenStep(occurrence, opened_at, due, automatic=automatic)}
            return replace(there, open=opened, waiting=_without(there.waiting, name), tokens=arcs)
        case StepClosed(name, occurrence, closed_at, _, outcome, reason, by):
            open_step = there.open[name]
            last = ClosedStep(occurrence, open_step.opened_at, closed_at, outcome, reason, by, open_step.due)
            return replace(there, open=_without(there.open, name), closed={**there.closed, name: last})
        case StepUndone():
            return replace(
                there,
                status="running",
                open=event.open,
                waiting=event.waiting,
                closed=event.closed,
                tokens=event.tokens,
            )
    return None


def _within_a_step(there: Cycle, event: Event) -> Cycle | None:
    """Return the cycle after something about one open step has changed: its clock, its holder, its approvals."""
    match event:
        case StepFellOverdue(name):
            return _changed(there, name, overdue=True)
        case ReminderFellDue(name, _, gone) | ReminderSkipped(name, _, gone):
            return _changed(there, name, due=_reminded(there.open[name], gone))
        case DeadlineExtended(name, after=due) | DeadlineMoved(name, after=due):
            return _changed(there, name, due=due, overdue=False)
        case StepHeld(name, holder):
            return _changed(there, name, holder=holder)
        case StepReleased(name, holder=holder) | DelegationEnded(name, holder=holder):
            return _changed(there, name, holder=holder)
        case StepApproved(name, _, person, choice):
            return _changed(there, name, approved={**there.open[name].approved, person: choice})
        case BranchAwaited(name):
            return _changed(there, name, undecided=True)
        case FollowUpPlanned(name, on):
            return _changed(there, name, follow_up_on=on)
        case PriorityGiven(name, priority):
            return _changed(there, name, priority=priority)
    return None


def _of_the_whole(there: Cycle, event: Event) -> Cycle:
    match event:
        case CycleResumed(_, deadlines, opens):
            waiting = {**there.waiting, **opens}
            return replace(there, status="running", paused_at=None, open=_due(there.open, deadlines), waiting=waiting)
        case OpeningMoved(after=opening, opens=opens):
            return replace(there, opening=opening, waiting={**there.waiting, **opens})
        case CycleMigrated():
            return _migrated(there, event)
        case CycleClosedEarly():
            return replace(there, status="closed-early", open={}, waiting={}, tokens=frozenset(), paused_at=None)
        case CycleEnded():
            return replace(there, status="ended", paused_at=None)
        case _:
            return replace(there, status="paused", paused_at=event.paused_at)  # type: ignore[union-attr] # only CyclePaused is left


def _migrated(there: Cycle, event: CycleMigrated) -> Cycle:
    def named(old: str) -> str:
        return event.names.get(old, old)

    return replace(
        there,
        workflow=event.workflow,
        calendar=event.calendar,
        zone=event.zone,
        open=_due({named(name): step for name, step in there.open.items()}, event.deadlines),
        waiting={named(name): event.opens.get(named(name), at) for name, at in there.waiting.items()},
        closed={named(name): step for name, step in there.closed.items()},
        tokens=frozenset((named(came_from), named(name)) for came_from, name in there.tokens),
    )


def _changed(there: Cycle, name: str, **how: object) -> Cycle:
    return replace(there, open={**there.open, name: replace(there.open[name], **how)})  # type: ignore[arg-type] # the names of fields are those below


def _due(steps: Mapping[str, OpenStep], deadlines: Mapping[str, Deadline]) -> dict[str, OpenStep]:
    return {name: replace(step, due=deadlines.get(name, step.due)) for name, step in steps.items()}


def _reminded(step: OpenStep, gone: Reminder) -> Deadline:
    assert step.due  # noqa: S101 - of what has no deadline nobody is reminded
    left = tuple(reminder for reminder in step.due.reminders if reminder != gone)
    return replace(step.due, reminders=left)


def _arcs_elsewhere(there: Cycle, name: str) -> frozenset[tuple[str, str]]:
    return frozenset(arc for arc in there.tokens if arc[1] != name)


def _without(mapping: Mapping[str, _T], name: str) -> dict[str, _T]:
    return {key: value for key, value in mapping.items() if key != name}
