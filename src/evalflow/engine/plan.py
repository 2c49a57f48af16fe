"""A workflow and an opening day → the timetable as planned: when each step runs if every deadline is just kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from evalflow.engine.arcs import arcs_into, step_named, ways_out
from evalflow.engine.clocks import counted, first_instant
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.words import END, Step, Timing, Workflow

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Planned:
    """First and last day of a step, both included; None where nothing says when.

    `ends_at` is the instant at which it ends where that is an hour of its last day.
    """

    first: date | None
    last: date | None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class _PlannedStep:
    """From which instant a step is open, its deadline, and when it is over; None where nothing says when."""

    opens: datetime | None
    over: datetime | None = None
    due: Deadline | None = None


_Runs = Mapping[str, _PlannedStep]


def plan(workflow: Workflow, opening: date, opened: date | datetime, *, at_once: bool = False) -> Mapping[str, Planned]:
    """Return the planned days of every step that can be reached, by name, in the order in which they open.

    A step opens when what leads to it is over: on the day after its last day, or at the hour at which it ends. A step
    without a deadline has a first day and no last one, and what follows it alone cannot be planned; with `at_once` it
    is done when it opens, so that the days of what follows are the earliest there can be. `opened` is when the first
    step opens; hours count from the instant, or from the beginning of the day.
    """
    begin = opened if isinstance(opened, datetime) else first_instant(opened, workflow.timezone)
    planned: dict[str, _PlannedStep] = {}
    reached = {workflow.steps[0].name: _waited(workflow, workflow.steps[0], begin, opening)}
    while reached:
        step = step_named(workflow, min(reached, key=lambda name: reached[name] or _NEVER))
        planned[step.name] = _run(workflow, step, reached.pop(step.name), opening, planned, at_once)
        followers = [step_named(workflow, name) for name in ways_out(step) if name != END and name not in planned]
        ready = [each for each in followers if each.join != "all" or _all_lead(workflow, each, planned)]
        reached |= {each.name: _waited(workflow, each, _opens(workflow, each, planned), opening) for each in ready}
    return dict(_in_days(workflow, planned))


def _in_days(workflow: Workflow, planned: _Runs) -> Iterator[tuple[str, Planned]]:
    for name, run in planned.items():
        first = local_day(run.opens, workflow.timezone) if run.opens else None
        if step_named(workflow, name).kind == "automatic":
            yield name, Planned(first, first)
        elif run.due:
            yield name, Planned(first, run.due.on, run.due.ends_at)
        else:
            yield name, Planned(first, None)


def _waited(workflow: Workflow, step: Step, opens: datetime | None, opening: date) -> datetime | None:
    return max(opens, first_instant(opening, workflow.timezone)) if opens and step.waits_for_opening else opens


def _run(
    workflow: Workflow, step: Step, opens: datetime | None, opening: date, planned: _Runs, at_once: bool
) -> _PlannedStep:
    """Return when a step is open; it is over with its opening, if its deadline was past by then."""
    if step.kind == "automatic":
        return _PlannedStep(opens, opens)
    if opens is None or step.timing is None:
        return _PlannedStep(opens, opens if at_once else None)
    start = opening if step.timing.anchor == "opening" else _anchored(step.timing, opens, planned)
    due = counted(workflow, start, step.timing, workflow.timezone)
    return _PlannedStep(opens, max(opens, due.at), due)


def _anchored(timing: Timing, opens: datetime, planned: _Runs) -> date | datetime:
    """Return from when a period counts: the end of another step, its deadline, or the step's own opening."""
    if timing.step is None or timing.step not in planned:
        return opens
    if timing.anchor == "due":
        due = planned[timing.step].due
        return (due.at if timing.period.hours else due.on) if due else opens
    over = planned[timing.step].over
    return over if over and over <= opens else opens


def _all_lead(workflow: Workflow, step: Step, planned: _Runs) -> bool:
    return all(came_from in planned for came_from, _ in arcs_into(workflow, step.name))


def _opens(workflow: Workflow, step: Step, planned: _Runs) -> datetime | None:
    """Return when all that leads to a join is over, or the first thing that leads to any other step."""
    before = [came_from for came_from, _ in arcs_into(workflow, step.name) if came_from in planned]
    ends = [planned[came_from].over for came_from in before]
    known = [end for end in ends if end]
    if step.join == "all" and len(known) < len(ends):
        return None
    return (max if step.join == "all" else min)(known, default=None)
