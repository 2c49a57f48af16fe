"""A workflow and what happened → each step as planned when the cycle was opened and as it ran, with moved deadlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from evalflow.engine.periods import Deadline
from evalflow.engine.plan import Planned, plan
from evalflow.engine.words import (
    CycleClosedEarly,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    Step,
    StepClosed,
    StepOpened,
)
from evalflow.evaluation.picture.everything import Everything, Happened
from evalflow.evaluation.picture.wording import day_words
from evalflow.evaluation.record import Moved, StepLine

_INSTANT = timedelta(microseconds=1)

State = Literal["done", "open", "overdue", "not reached", "ended early"]


def timetable(known: Everything) -> tuple[StepLine, ...]:
    """Return every step in the workflow's order. A step that ran several times lasts from its first to its last day."""
    planned = plan(known.workflow, known.cycle.opening, known.day(known.cycle.opened_at))
    runs, moved = _runs(known), list(_moved(known))
    return tuple(
        _line(step, planned.get(step.name, Planned(None, None)), runs.get(step.name), moved)
        for step in known.workflow.steps
    )


@dataclass(frozen=True)
class _Run:
    first: date
    last: date | None
    state: State


def _line(step: Step, planned: Planned, run: _Run | None, moved: list[tuple[str, Moved]]) -> StepLine:
    return StepLine(
        name=step.name,
        title=step.title,
        role=step.role,
        kind=step.kind,
        planned_from=planned.first,
        planned_to=planned.last,
        no_deadline=step.no_deadline,
        actual_from=run.first if run else None,
        actual_to=run.last if run else None,
        state=run.state if run else "not reached",
        moved=tuple(one for name, one in moved if name == step.name),
    )


def _runs(known: Everything) -> Mapping[str, _Run]:
    windows = {step.name for step in known.workflow.steps if step.kind == "window"}
    runs: dict[str, _Run] = {}
    for happened in known.history:
        match happened.event:
            case StepOpened(name, opened_at=at):
                runs[name] = _Run(runs[name].first if name in runs else known.day(at), None, _state(known, name))
            case StepClosed(name, closed_at=at):
                last = known.day(at - _INSTANT) if name in windows else known.day(at)
                runs[name] = _Run(runs[name].first, max(runs[name].first, last), "done")
            case CycleClosedEarly(at):
                runs |= {name: _cut(run, known.day(at)) for name, run in runs.items() if run.last is None}
    return runs


def _state(known: Everything, name: str) -> State:
    state = known.cycle.open.get(name)
    return "overdue" if state and state.overdue else "open"


def _cut(run: _Run, on: date) -> _Run:
    return _Run(run.first, on, "ended early")


def _moved(known: Everything) -> Iterator[tuple[str, Moved]]:
    dues: dict[str, Deadline | None] = {}
    paused = known.cycle.opened_at
    for happened in known.history:
        match happened.event:
            case StepOpened(name, due=due):
                dues[name] = due
            case DeadlineExtended(name, before, after, reason):
                dues[name] = after
                yield name, _move(known, happened, before, after, reason)
            case CyclePaused(at):
                paused = at
            case CycleResumed(at, deadlines):
                days = f"from {day_words(known.day(paused))} to {day_words(known.day(at))}"
                for name, after in deadlines.items():
                    due, dues[name] = dues[name], after
                    if due and due.on != after.on:
                        yield name, _move(known, happened, due, after, f"The cycle was paused {days}.")


def _move(known: Everything, happened: Happened, before: Deadline, after: Deadline, reason: str) -> Moved:
    return Moved(before.on, after.on, reason, known.named(happened.by), known.day(happened.at))
