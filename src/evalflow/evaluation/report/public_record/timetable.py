"""A workflow and what happened → each step as planned when the cycle was opened and as it ran, with moved deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from evalflow.engine.periods import Deadline
from evalflow.engine.plan import Planned, plan
from evalflow.engine.words import (
    CycleClosedEarly,
    CycleMigrated,
    CycleResumed,
    DeadlineExtended,
    DeadlineMoved,
    Step,
    StepClosed,
    StepOpened,
    StepUndone,
)
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.report.public_record.everything import Everything, Moment
from evalflow.evaluation.report.sections.course import Moved, StepLine

_INSTANT = timedelta(microseconds=1)

State = Literal["done", "open", "overdue", "not reached", "ended early"]


def timetable(everything: Everything) -> tuple[StepLine, ...]:
    """Return every step in the workflow's order. A step that ran several times lasts from its first to its last day."""
    course = list(everything.course())
    planned, runs, moved = _planned(everything, course), _runs(everything, course), _moved(everything, course)
    nothing = Planned(None, None)
    return tuple(
        _line(step, planned.get(step.name, nothing), runs.get(step.name, []), moved.get(step.name, []))
        for step in everything.workflow.steps
    )


def _planned(everything: Everything, course: Sequence[Moment]) -> Mapping[str, Planned]:
    """Return the days as published at the opening, by the names that the steps have now."""
    opened = course[0].after
    planned = plan(everything.opened_by, opened.opening, opened.opened_at)
    for moment in course:
        if isinstance(moment.event, CycleMigrated):
            planned = {moment.named(name): days for name, days in planned.items()}
    return planned


@dataclass(frozen=True)
class _Run:
    first: date
    last: date | None
    state: State
    ends_at: datetime | None = None  # where a window closed at an hour of its last day


def _line(step: Step, planned: Planned, runs: Sequence[_Run], moved: Sequence[Moved]) -> StepLine:
    return StepLine(
        name=step.name,
        title=step.title,
        role=step.role,
        kind=step.kind,
        planned_from=planned.first,
        planned_to=planned.last,
        no_deadline=step.no_deadline,
        actual_from=runs[0].first if runs else None,
        actual_to=max(runs[0].first, runs[-1].last) if runs and runs[-1].last else None,
        state=runs[-1].state if runs else "not reached",
        moved=tuple(moved),
        planned_ends_at=planned.ends_at,
        actual_ends_at=runs[-1].ends_at if runs else None,
    )


def _runs(everything: Everything, course: Sequence[Moment]) -> Mapping[str, list[_Run]]:
    """Return each time that a step ran. What was undone did not end, and what it had opened was never there."""
    windows = {step.name for step in everything.workflow.steps if step.kind == "window"}
    runs: dict[str, list[_Run]] = {}
    for moment in course:
        match moment.event:
            case StepOpened(name, opened_at=at):
                runs.setdefault(name, []).append(_Run(everything.day(at), None, _state(everything, name)))
            case StepClosed(name, closed_at=at):
                last = everything.day(at - _INSTANT) if name in windows else everything.day(at)
                ends_at = at if name in windows and everything.day(at) == last else None
                runs[name][-1] = _Run(runs[name][-1].first, last, "done", ends_at)
            case StepUndone(name, withdrawn=withdrawn, what="completion"):
                runs[name][-1] = _Run(runs[name][-1].first, None, _state(everything, name))
                for opened in set(withdrawn) & set(moment.before.open):
                    runs[opened].pop()
            case CycleMigrated():
                runs = {moment.named(name): found for name, found in runs.items()}
            case CycleClosedEarly(at):
                runs = {name: [_cut(run, everything.day(at)) for run in found] for name, found in runs.items()}
    return runs


def _state(everything: Everything, name: str) -> State:
    state = everything.cycle.open.get(name)
    return "overdue" if state and state.overdue else "open"


def _cut(run: _Run, on: date) -> _Run:
    return run if run.last else _Run(run.first, on, "ended early")


def _moved(everything: Everything, course: Sequence[Moment]) -> Mapping[str, list[Moved]]:
    """Return each deadline of an open step that came to another day or hour, whatever moved it, with the reason."""
    found: dict[str, list[Moved]] = {}
    for moment in course:
        if isinstance(moment.event, CycleMigrated):
            found = {moment.named(name): moves for name, moves in found.items()}
        if isinstance(moment.event, StepUndone):
            continue
        for old, state in moment.before.open.items():
            name = moment.named(old)
            after = moment.after.open.get(name)
            if state.due and after and after.due and not state.due.ends_as(after.due):
                found.setdefault(name, []).append(_move(everything, moment, state.due, after.due))
    return found


def _move(everything: Everything, moment: Moment, before: Deadline, after: Deadline) -> Moved:
    by, on = everything.named(moment.happened.by), everything.day(moment.happened.at)
    return Moved(before.on, after.on, _reason(everything, moment), by, on, before.ends_at, after.ends_at)


def _reason(everything: Everything, moment: Moment) -> Message:
    event = moment.event
    if isinstance(event, CycleResumed):
        paused, resumed = moment.before.paused_at or event.resumed_at, event.resumed_at
        return message("deadline.by-pause", paused=everything.day(paused), resumed=everything.day(resumed))
    if isinstance(event, CycleMigrated):
        return message("deadline.by-definition", reason=event.reason)
    assert isinstance(event, DeadlineExtended | DeadlineMoved)  # noqa: S101 - nothing else moves a deadline
    return as_given(event.reason)
